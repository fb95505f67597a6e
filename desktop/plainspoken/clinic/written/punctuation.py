"""Spoken punctuation. A word is a mark only where it can be nothing else: "colon" is an organ, "period" a time."""

import re
from collections.abc import Sequence

from plainspoken.clinic.written.numbers import parts
from plainspoken.clinic.written.tokens import Atom, Tokens, words_of

_MARKS = ",;:.?!"
_ENDS = {
    ("period",): ".",
    ("full", "stop"): ".",
    ("question", "mark"): "?",
    ("exclamation", "point"): "!",
} | {("exclamation", "mark"): "!"}
_TAILS = frozenset({"", ".", ",", ";", ":", ".,", ",."})
"""Marks that recognisers write behind a command."""
_OWNED = words_of(
    "a an the this that these those her his my our their your its each every which what whose same such"
)
_ARTICLES = _OWNED | words_of("one any no some")
_LEADING = words_of(
    "last first next menstrual previous each every a an the this that her his my your second third"
)
"""Behind these a mark changes nothing: "your last, period"."""
_BEFORE_A_PERIOD = frozenset({"with", "on", "around", "without", "in", "skipped", "missed", "gotten"})
"""Behind these it is hers."""
_OF_THE_BOWEL = words_of(
    "polyp polyps cancer cancers lesion lesions mass masses adenoma adenomas tumor tumors"
)
_COPULAS = frozenset({"is", "was", "are", "were"})
_BEFORE_NOUNS = words_of(
    """is was are were be been has have had no not with of for denies denied and or to in on at by from than without
    reports reported takes took as shows showed than but if when over under per"""
)
"""An article before one of these does not belong to the word "period" behind it."""
_KINDS_OF_PERIOD = words_of(
    """menstrual time short long longer longest brief first last next late missed free follow-up followup refractory
    incubation observation recovery waiting grace light heavy normal regular irregular whole entire global rest interim
    extended prolonged washout window trial study latent latency withdrawal painful current previous final early
    symptom-free of in during per after before second third transition day month week year hour minute min stressful
    therapy sleep menstruation extensive lengthy integration training treatment life follow up no newborn monthly
    preop postop perioperative gap"""
)
_AFTER_PERIOD = words_of(
    """of for between from during in when where after before was is were has had and or with to that which
    pain pains cramps cramping began started lasted lasting last ended at since symptoms bleeding flow
    she until while came"""
)
_ADJECTIVE = re.compile(
    r".*(?:al|ive|ic|ous|ing|ory|ary|ful|tum|[\'’]s|-day|-week|-month|-year|-hour|-minute)$"
)
_HOW_OFTEN = words_of("hour day night week month year")
_FIRST = frozenset(
    {"comma", "semicolon", "semi", "colon", "slash", "forward", "hyphen", "open", "close", "left", "right"}
)
FIRST_WORDS = _FIRST | {said[0] for said in _ENDS}
_OPENS = {"paren": "(", "parenthesis": "(", "parentheses": "(", "quote": '"', "bracket": "["}
_CLOSES = {"paren": ")", "parenthesis": ")", "parentheses": ")", "quote": '"', "bracket": "]"}


def spoken_mark(tokens: Tokens, at: int) -> Atom | None:
    """The mark that is said at `at`; None where it is a word."""
    word = tokens.bare(at)
    if said := _end_at(tokens, at):
        last = at + len(said)
        ends = last == len(tokens) and _is_end(tokens, at, len(said))
        return _mark(tokens, _ENDS[said], last) if ends else None
    if at and (mark := _within(tokens, at)):
        return _mark(tokens, mark[0], at + mark[1])
    if word in {"slash", "hyphen"}:
        return _joint(tokens, at, at + 1)
    if tokens.says(at, "forward", "slash"):
        return _joint(tokens, at, at + 2)
    return _bracket(tokens, at) if word in {"open", "left", "close", "right"} else None


def _within(tokens: Tokens, at: int) -> tuple[str, int] | None:
    """The mark within a sentence that is said, and in how many words."""
    match tokens.bare(at):
        case "comma" if _is_comma(tokens, at):
            return ",", 1
        case "semicolon":
            return ";", 1
        case "semi" if tokens.says(at, "semi", "colon"):
            return ";", 2
        case "colon" if (
            tokens.bare(at - 1) in {"follows", "following"} and tokens.bare(at + 1) not in _OF_THE_BOWEL
        ):
            return ":", 1
    return None


def says_end(words: Sequence[str], last: int) -> int:
    """How many words before index `last` say the end of a sentence: "period", "full stop"; 0 where they do not."""
    tokens = Tokens(words)
    for count in (1, 2):
        said = _end_at(tokens, last - count)
        if len(said) == count and _is_end(tokens, last - count, count):
            return count
    return 0


def says_comma(words: Sequence[str], at: int) -> bool:
    """Whether the word at an index is a spoken comma: "comma shaped" and the like are words."""
    return at < len(words) and bare(words[at]) == "comma" and _is_comma(Tokens(words), at)


def only_mark(words: Sequence[str]) -> bool:
    """Whether words are nothing but a spoken mark: said after a pause, behind a sentence that has ended by itself.

    A question mark changes what was said before it, so it is never dropped.
    """
    return tuple(bare(word) for word in words) in {("period",), ("full", "stop"), ("comma",)}


def bare(word: str) -> str:
    """A word without the marks around it, in lower case."""
    return word.strip("""()[]{}"“”‘’',.;:!?""").casefold()


def _end_at(tokens: Tokens, at: int) -> tuple[str, ...]:
    return next((said for said in _ENDS if tokens.says(at, *said) and not tokens[at].lead), ())


def _is_end(tokens: Tokens, at: int, count: int) -> bool:
    """Whether "period" and the like end a sentence. Marks on both sides settle it, as recognisers write them."""
    before, after, tail = tokens[at - 1], tokens[at + count], tokens[at + count - 1].tail
    if at == 0 or tail not in _TAILS or before.bare in _LEADING:
        return False
    if before.tail and before.tail[-1] in _MARKS:
        return bool(tail) or not after.raw or after.core[:1].isupper()
    if before.bare in _ARTICLES | _BEFORE_A_PERIOD or (count == 1 and _is_time(tokens, at)):
        return False
    cased = tokens[0].core[:1].isupper() and len(tokens[0].core) > 1
    return bool(tail) or not after.raw or not cased or after.core[:1].isupper()


def _is_time(tokens: Tokens, at: int) -> bool:
    """Whether "period" is a stretch of time, or a menstrual one: by the words around it, or an article before."""
    before, after = tokens[at - 1], tokens[at + 1]
    predicate = tokens.bare(at - 2) in _COPULAS and before.bare not in _LEADING and not tokens[at - 2].tail
    if predicate or parts(before.bare) or _is_how_often(tokens, at):
        return False
    if before.bare in _KINDS_OF_PERIOD or before.bare.isdigit() or _ADJECTIVE.fullmatch(before.bare):
        return True
    if not tokens[at].tail and after.bare in _AFTER_PERIOD and not after.core[:1].isupper():
        return True
    for back in range(at - 1, max(-1, at - 6), -1):
        if tokens[back].tail or tokens.bare(back) in _BEFORE_NOUNS:
            return False
        if tokens.bare(back) in _OWNED:
            return True
    return False


def _is_how_often(tokens: Tokens, at: int) -> bool:
    """Whether the words before say how often: "twice a day period", "every day period"; not "over a day period"."""
    unit, each, before = (tokens.bare(at - back) for back in (1, 2, 3))
    often = unit in _HOW_OFTEN and each in {"a", "an", "per", "every", "each"}
    return often and at > 2 and before not in {"over", "for", "in", "during", "within", "of", "after"}


def _is_comma(tokens: Tokens, at: int) -> bool:
    if tokens[at].lead or tokens.bare(at - 1) in {"a", "the", "this"}:
        return False
    return tokens.bare(at + 1) not in {"shaped", "sign", "form", "forms", "like", "tract"}


def _mark(tokens: Tokens, mark: str, last: int) -> Atom:
    """The mark, at the word before; the recogniser's own marks around the command go with it."""
    closing = re.sub(rf"[{re.escape(_MARKS)}]", "", tokens[last - 1].tail)
    return Atom(mark + closing, last, to_before=True)


def _joint(tokens: Tokens, at: int, last: int) -> Atom | None:
    """A stroke or a hyphen between two words."""
    before, after = tokens[at - 1], tokens[last]
    if at == 0 or last >= len(tokens) or before.tail.strip(",") or tokens[last - 1].tail.strip(","):
        return None
    if before.bare in {"a", "the", "of", "skin", "to", "not", "will", "inflicted"} or after.bare in {
        "his",
        "her",
        "the",
        "to",
        "a",
        "at",
        "wound",
        "wounds",
        "injury",
        "injuries",
        "and",
        "marks",
    }:
        return None
    return Atom("-" if tokens.bare(at) == "hyphen" else "/", last, to_before=True, to_after=True)


def _bracket(tokens: Tokens, at: int) -> Atom | None:
    """A bracket only where its other half is said as well."""
    word, name = tokens.bare(at), tokens.bare(at + 1)
    if (
        name not in _OPENS
        or not tokens.says(at, word, name)
        or (word in {"left", "right"} and "paren" not in name)
    ):
        return None
    if word in {"open", "left"}:
        closed = _find(tokens, ("close", "right"), name, range(at + 2, len(tokens)))
        return Atom(_OPENS[name], at + 2, to_after=True) if closed else None
    opened = _find(tokens, ("open", "left"), name, range(at))
    if not opened:
        return None
    return Atom(_CLOSES[name] + tokens[at + 1].tail, at + 2, to_before=True)


def _find(tokens: Tokens, verbs: tuple[str, str], name: str, places: range) -> bool:
    return any(tokens.bare(i) in verbs and tokens.bare(i + 1)[:5] == name[:5] for i in places)
