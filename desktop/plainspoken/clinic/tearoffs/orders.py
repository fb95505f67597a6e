"""The list of orders: which of her sentences start, change, stop or continue a medicine, order a test, and so on.

Her sentences stay as they are; they are only gathered. Where it is not certain that a sentence orders anything, it
stands under a title that says so. It is never left out because of a doubt, and never promoted in spite of one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from plainspoken.clinic.tearoffs.order_words import (
    CONDITIONS,
    INTERVAL,
    KINDS_OF,
    NEGATIONS,
    NO_CONDITIONS,
    VERBS,
    Form,
    OrderKind,
    is_medicine,
    is_service,
    is_test,
)
from plainspoken.clinic.written.tokens import words_of
from plainspoken_models.contracts import SectionKind

_READ = frozenset({SectionKind.PLAN, SectionKind.ASSESSMENT, None})
"""Sections that speak of what is to be done; None: a heading of the template's own, or not filed."""
_WORD = re.compile(r"[a-z0-9][\w'’/.+-]*|[,;:]")
_REACH = 12
"""So many words behind a verb belong to it."""
_FOLLOW_UPS = frozenset({"follow-up", "followup", "rtc", "re-appointment"})


class _Mood(Enum):
    ORDER = auto()
    DOUBT = auto()
    NOUN = auto()
    """No verb at all: "an increase in pain"."""


@dataclass(frozen=True, slots=True)
class _Found:
    kind: OrderKind
    mood: _Mood
    plain: bool
    """She says it as an order to the reader, or of herself: "Start …", "I will start …"."""


def kinds_of(sentence: str, section: SectionKind | None) -> tuple[OrderKind, ...]:
    """What a sentence orders, in the order of `OrderKind`; empty where it orders nothing.

    Args:
        sentence: as it stands in the note.
        section: what it was filed under; outside plan and assessment only plain orders count, so that a history of
            medicines is none.
    """
    text = sentence.casefold().replace("’", "'")
    tokens = [token.rstrip(".") for token in _WORD.findall(text)]
    found = [one for one in _found(tokens, text) if one.mood is not _Mood.NOUN]
    if section not in _READ:
        found = [one for one in found if one.plain]
    certain = {one.kind for one in found if one.mood is _Mood.ORDER} - {OrderKind.UNSORTED}
    if certain and not _is_conditional(text, tokens):
        return tuple(kind for kind in OrderKind if kind in certain)
    named = found or (section in {SectionKind.PLAN, None} and _names_only(tokens))
    return (OrderKind.UNSORTED,) if named and section in _READ else ()


def _found(tokens: list[str], text: str) -> Iterator[_Found]:
    moods: list[_Mood] = []
    plain_before = False
    for at, word in enumerate(tokens):
        if word not in VERBS and word not in _FOLLOW_UPS:
            continue
        verb, form = VERBS.get(word, ("follow", Form.BASE))
        mood = _mood(tokens, at, form, moods)
        if word == "needs" and not _is_negated(tokens, at):
            mood = _Mood.ORDER
        kinds = [kind for kind in KINDS_OF[verb] if _has_object(tokens, at, kind, verb, text)]
        if kinds and mood is not _Mood.NOUN:
            moods.append(mood)
        joined = at == 0 or (plain_before and _before(tokens, at) in _JOINTS)
        plain = form is Form.BASE and (joined or _is_hers(tokens, at))
        plain_before = plain if kinds else plain_before
        for kind in kinds:
            yield _Found(kind, mood, plain)


def _mood(tokens: list[str], at: int, form: Form, before: list[_Mood]) -> _Mood:
    if _is_negated(tokens, at) or tokens[at : at + 2] == ["hold", "off"]:
        return _Mood.DOUBT
    match form:
        case Form.BASE:
            return _mood_of_base(tokens, at, before)
        case Form.PAST:
            near = set(tokens[max(0, at - 5) : at])
            ordered = "be" in near and near & {"will", "to", "should", "shall", "must", "recommend"}
            return _Mood.ORDER if ordered and not near & {"had", "was", "were"} else _Mood.DOUBT
        case Form.GOING_ON:
            here = tokens[max(0, at - 3) : at]
            hers = bool({"i'm", "we're"} & set(here)) or here[-2:] in (["i", "am"], ["we", "are"])
            if hers or here[-2:] == ["will", "be"] or _before(tokens, at) in _ADVISING:
                return _Mood.ORDER
    return _Mood.DOUBT


def _mood_of_base(tokens: list[str], at: int, before: list[_Mood]) -> _Mood:
    word = _before(tokens, at)
    if word in _ORDERING:
        tells = not word and tokens[at] in _OFTEN_NOUNS and set(_to_comma(tokens[at + 1 :])) & _TELLING
        return _Mood.DOUBT if tells else _Mood.ORDER
    if word in _JOINTS:
        return before[-1] if before and word in {",", "and", "or"} else _Mood.ORDER
    if word == "to":
        return _mood_behind_to(tokens, _index_before(tokens, at))
    if word in _WHOM and "have" in tokens[max(0, at - 5) : at]:
        return _Mood.ORDER if set(tokens[max(0, at - 7) : at]) & _ORDERING else _Mood.DOUBT
    if word in _WISHING and tokens[at] in {"like", "recommend", "suggest"}:
        hers = {"i", "we", "i'd", "we'd"} & set(tokens[max(0, at - 4) : at])
        return _Mood.ORDER if hers else _Mood.DOUBT
    return _Mood.NOUN if word in _NOUNS_FOLLOW or word.isdigit() else _Mood.DOUBT


def _to_comma(tokens: list[str]) -> list[str]:
    return tokens[: tokens.index(",")] if "," in tokens else tokens


def _mood_behind_to(tokens: list[str], to: int) -> _Mood:
    """As "I have asked her to stop …"; what somebody else has asked her, or long ago, is none of these orders."""
    if _before(tokens, to) not in _BEFORE_TO:
        return _Mood.DOUBT
    here = tokens[max(0, to - 8) : to]
    if set(here) & _TOLD and not set(here) & {"i", "we", "i've", "we've"}:
        return _Mood.DOUBT
    past = set(tokens) & {"ago", "previously", "yesterday", "last"}
    return _Mood.DOUBT if past and set(here) & _TOLD else _Mood.ORDER


def _before(tokens: list[str], at: int) -> str:
    """The word before it that is no adverb; empty at the start of the sentence, or behind its number."""
    place = _index_before(tokens, at)
    return "" if place < 0 or (place == 0 and tokens[0].isdigit()) else tokens[place]


def _index_before(tokens: list[str], at: int) -> int:
    place = at - 1
    while place >= 0 and tokens[place] in _ADVERBS:
        place -= 1
    return place


def _is_hers(tokens: list[str], at: int) -> bool:
    return bool(
        {"i", "we", "i'll", "we'll", "i'm", "we're", "i'd", "we'd", "let's"}
        & set(tokens[max(0, at - 6) : at])
    )


def _is_negated(tokens: list[str], at: int) -> bool:
    if set(tokens[at + 1 : at + 2]) & {"not", "never", "no"}:
        return True
    for word in reversed(tokens[max(0, at - 5) : at]):
        if word in {"but", "so", "and", "then", ",", ";", "therefore", "however", "will"}:
            return False
        if word in NEGATIONS or word.endswith("n't"):
            return True
    return False


def _is_conditional(text: str, tokens: list[str]) -> bool:
    left = [token.rstrip(".") for token in _WORD.findall(NO_CONDITIONS.sub(" ", text))]
    may = any(
        word == "may" and not after[:1].isdigit() for word, after in zip(left, [*left[1:], ""], strict=True)
    )
    once = any(
        word == "once"
        and after in {"the", "her", "his", "he", "she", "they", "it", "we", "i", "results", "labs"}
        for word, after in zip(left, [*left[1:], ""], strict=True)
    )
    return may or once or tokens[:1] == ["should"] or bool(CONDITIONS & set(left)) or "in case" in text


def _has_object(tokens: list[str], at: int, kind: OrderKind, verb: str, text: str) -> bool:
    """Whether what such an order is about stands behind the verb, or before it in "… will be stopped"."""
    last = min(len(tokens), at + 1 + _REACH)
    passive = VERBS.get(tokens[at], ("", Form.BASE))[1] is Form.PAST
    span = range(max(0, at - 8) if passive else at + 1, last)
    match kind:
        case OrderKind.TESTS:
            return any(is_test(tokens, i) for i in span)
        case OrderKind.REFERRALS:
            return _refers(tokens, at, verb, span)
        case OrderKind.RETURN:
            return _returns(tokens, at, verb, text)
        case OrderKind.CONTINUED | OrderKind.STARTED | OrderKind.CHANGED | OrderKind.STOPPED:
            return any(is_medicine(tokens, i) for i in span) and not _is_of_a_test(tokens, at)
        case _:
            return any(is_medicine(tokens, i) for i in span)


def _is_of_a_test(tokens: list[str], at: int) -> bool:
    return tokens[at + 1 : at + 2] == ["in"] and tokens[at] in {"increase", "decrease", "change"}


def _refers(tokens: list[str], at: int, verb: str, span: range) -> bool:
    if not any(is_service(tokens, i) for i in span):
        return False
    if verb == "see":
        return any(is_service(tokens, i) for i in range(at + 1, min(at + 5, span.stop))) and not (
            set(tokens[at + 1 : at + 4]) & _SEEN - {"the"}
        )
    if verb in {"refer", "consult"}:
        return True
    said = set(tokens[at + 1 : span.stop])
    therapy = "therapy" in said
    return bool(said & {"referral", "referrals", "consult", "consultation", "consults", "evaluation"}) or (
        therapy and verb in {"start", "begin", "order", "recommend", "need", "suggest"}
    )


def _returns(tokens: list[str], at: int, verb: str, text: str) -> bool:
    behind = tokens[at + 1 : at + 1 + _REACH]
    timed = INTERVAL.search(text) is not None
    if tokens[at] in _FOLLOW_UPS or (verb == "follow" and "up" in behind[:3]):
        return timed or bool({"with", "here"} & set(behind[:5])) or len(tokens) <= 4
    if verb == "follow":
        return False
    if verb in {"schedule", "make"}:
        return timed and bool({"follow-up", "followup", "appointment", "visit"} & set(behind))
    if verb == "return" and (
        behind[:1] == ["of"] or (behind[:1] == ["to"] and set(behind[1:4]) & _ACTIVITIES)
    ):
        return False
    if verb == "see":
        return timed and bool(behind) and behind[0] in _SEEN
    return timed


def _names_only(tokens: list[str]) -> bool:
    """Whether it names a medicine, a test or a return, and tells nothing of it, as "MRI of the brain" does."""
    if set(tokens) & {"prescription", "prescriptions", "refills"}:
        return True
    if set(tokens) & _TELLING:
        return False
    if set(tokens) & {"follow-up", "followup", "return", "rtc", "appointment", "referral", "consult"}:
        return True
    return any(is_medicine(tokens, i) or is_test(tokens, i) for i in range(len(tokens)))


_ADVERBS = words_of(
    "also now just please therefore again simply only first next today further currently still empirically ahead go"
)
_ORDERING = frozenset({""}) | words_of(
    "will i'll we'll he'll she'll they'll shall should must i we plan let's recommend suggest advise let ahead plan:"
)
_BEFORE_TO = words_of(
    """going plan plans planning like need needs i'd we'd is are patient recommend agree him her them continue decided
    elected plan: me asked instructed advised"""
) - words_of("asked instructed advised decided elected")
_ADVISING = words_of("recommend suggest advise recommending on")
_NOUNS_FOLLOW = words_of(
    """a an the any no her his their its this that these those of with in for at by from each every some significant
    further slight mild dose weight repeat"""
) - words_of("further repeat no")
_SEEN = words_of("me us him her them you back patient the")
_ACTIVITIES = words_of(
    "work school sport sports play normal baseline duty activity activities full driving daycare class exercise"
)
_JOINTS = frozenset({",", ";", ":", "and", "then", "or"})
_WHOM = frozenset({"him", "her", "them", "patient"})
_WISHING = frozenset({"would", "i'd", "we'd", "'d"})
_TOLD = words_of("asked advised told encouraged instructed urged recommended")
_OFTEN_NOUNS = _FOLLOW_UPS | {"follow", "repeat", "recheck", "order", "check"}
"""At the start of a sentence they order something, unless it tells something: "Repeat EKG shows …"."""
_TELLING = words_of(
    """is was were are has have had does did showed shows show reviewed explained reveal revealed reveals appears seems
    found demonstrated demonstrates confirmed believe think feel felt understands noted notes states denies reports
    presents answered discussed went tolerated remained which who"""
)
