"""What is answered to an order that cannot be followed, and what she can do about it."""

from plainspoken_models.errors import PlainspokenError

REFUSED = "refused"
"""Answer to an order that could not be followed; the reason is what is shown as the problem."""

BUSY = "a dictation is going on"
NOT_NOW = {
    "the last note is still being finished": "Wait a moment, or cancel it: plainspoken cancel",
    "not listening": "Begin a dictation first: plainspoken start",
    "nothing to cancel": "Nothing was done.",
    BUSY: "Stop or cancel it first: plainspoken stop",
}
"""Answers to orders that do not fit what goes on, and what can be done."""


def left_out(error: PlainspokenError) -> PlainspokenError:
    """The same mistake, with what else she can do; a file that is mended is read before the next dictation."""
    remedy = f"{error.remedy} Mend the file, or choose another template in the menu."
    told = PlainspokenError(error.what, remedy)
    told.exit_code = error.exit_code
    return told


def until_restarted(refusal: PlainspokenError) -> PlainspokenError:
    """The same refusal, with what its remedy leaves out: models are looked for once, when the app starts."""
    remedy = f"{refusal.remedy.removesuffix('.')}, then start Plainspoken again."
    return type(refusal)(refusal.what, remedy, dictation_safe=refusal.dictation_safe)
