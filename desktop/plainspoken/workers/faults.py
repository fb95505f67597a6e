"""The edge at which a fault of our own in a dictation becomes a problem that is told, or the end of it."""

from plainspoken.dictation import session as core
from plainspoken.dictation.capture import SourceEnded, SourceWarned
from plainspoken.dictation.events import Event, Faulted
from plainspoken.workers.engine_worker import as_ours
from plainspoken.workers.messages import Begin, BeginText, Happened, Message
from plainspoken_models.errors import PlainspokenError


def step_or_break_off(session: core.Session, event: Event) -> core.Move:
    """As `core.step`; where that has a fault, what becomes of the session through the fault."""
    try:
        return core.step(session, event)
    except Exception as error:  # noqa: BLE001  edge: what is never taken up would keep the dictation from ending
        return core.step(session, Faulted(event, as_ours(error)))


def event_of(message: Message, fault: PlainspokenError, session: core.Session) -> Event | None:
    """What a fault around a message is to the session; None where it is told already.

    A fault that lasts comes with every frame, 31 times a second. Where the source has ended nothing else will come, and
    a dictation of text, or one that could not begin, has nothing to wait for either.
    """
    last = isinstance(message, Begin | BeginText) and not session.live
    if last or (isinstance(message, Happened) and isinstance(message.event, SourceEnded)):
        return Faulted(SourceEnded(), fault)
    return None if str(fault) in map(str, session.errors) else SourceWarned(fault)
