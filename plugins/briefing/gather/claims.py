"""What two sentences claim of the same thing: whether one denies what the other says."""

from __future__ import annotations

from briefing.gather.align import STEM, plain_words
from briefing.gather.side import Found, Side, Span, listed
from briefing.gather.verbs import is_adverb

DENIED = 3  # words behind a negation that say what is denied
TILL = 6  # words behind a negation in which "until" says that it ended
AUXILIARIES = 3  # words in front of a verb that belong to it: "has already been"
DENIES = ("not", "never", "cannot")
ASKED = 12  # words behind "asked that" that say what is asked
NOUN_BEHIND = ("the", "a", "an", "of", "by", "for", "its", "their", "his", "her", "this", "that", "these", "no")
TIED = 2  # words that are no names, which two sentences share that speak of one claim


def negation(a: Side, b: Side) -> Found | None:
    """Where one says what the other denies: "will close", "will not close"."""
    if len(plain_words(a.unit) & plain_words(b.unit)) < TIED:
        return None
    left, right = _denials(a), _denials(b)
    if len(left) == len(right):
        return None
    for one, other, denials, answers in ((a, b, left, right), (b, a, right, left)):
        for span, kind, words in denials:
            theirs = _places(other, words, kind)
            if theirs is None or any(set(words) & set(more) for _, _, more in answers):
                continue
            verb = kind == "verbs" and other.unit.words[theirs[0]][:STEM] == words[0]
            if not _is_stated(other, theirs[0], verb) or is_asked(one, span[0]):
                continue
            if kind == "nouns" and theirs[0] and other.unit.words[theirs[0] - 1] in listed("negation", "own"):
                continue  # "no community", "in my community"
            if "until" in one.unit.words[span[1] : span[1] + TILL]:
                continue  # "could not be rescued until the morning"
            if kind == "claims" and any(word in listed("open", "told") for word in other.unit.words[: theirs[0]]):
                continue  # "has denied arson", "was charged with arson"
            if verb and not of_one(one, span, other, theirs):
                continue
            common = plain_words(a.unit) & plain_words(b.unit)
            if one.unit.words[span[0]] == "without" and len(common - set(words)) < TIED:
                continue  # "without the knowledge, I …": what is told with it is another thing
            marks = one.cut(_with_verb(one, span)), other.cut(with_auxiliaries(other, theirs))
            marks = marks if one is a else (marks[1], marks[0])
            return Found("negation", (marks[0],), (marks[1],), (marks[0].text, marks[1].text))
    return None


Denial = tuple[Span, str, tuple[str, ...]]  # the negation, its list, the beginnings of the words it denies


def _denials(side: Side) -> list[Denial]:
    """The negations of a sentence; a claim denied twice is none ("has not denied that")."""
    words = side.unit.words
    found: list[Denial] = []
    at = 0
    while at < len(words):
        span, kind = _negation(side, at)
        if not kind:
            at += 1
            continue
        last = found[-1] if found else None
        if last is not None and span[0] - last[0][1] <= 1 and "claims" in (kind, last[1]):
            found.pop()
        else:
            found.append((span, kind, _denied(side, span[1])))
        at = span[1]
    return [denial for denial in found if denial[2]]


def _negation(side: Side, at: int) -> tuple[Span, str]:
    """The negation that begins at a word, and its list; "" where none does."""
    words = side.unit.words
    for size in (3, 2, 1):
        phrase = " ".join(words[at : at + size])
        if at + size > len(words):
            continue
        if phrase in listed("negation", "idle"):
            return (at, at + size), ""
        for kind in ("claims", "verbs", "nouns"):
            if phrase in listed("negation", kind):
                idle = " ".join(words[at : at + size + 1]) in listed("negation", "idle") or _is_idle(words, at)
                idle = idle or (kind == "claims" and at > 0 and words[at - 1] in listed("happens", "articles"))
                return (at, at + size), "" if idle else kind  # not of "a dismissed pilot"
    if words[at].endswith(("n't", "n’t")):
        return (at, at + 1), "verbs"
    return (at, at + 1), ""


def _is_idle(words: tuple[str, ...], at: int) -> bool:
    return any(
        " ".join(words[max(0, at - back) : at + size]) in listed("negation", "idle")
        for back in (1, 2)
        for size in (1, 2)
    )


def _denied(side: Side, first: int) -> tuple[str, ...]:
    """Beginnings of the first words behind a negation that tell what is denied, names aside."""
    text, spans = side.unit.passage.text, side.unit.spans
    found: list[str] = []
    for at in range(first, len(side.unit.words)):
        if len(found) == DENIED or (found and any(mark in side.unit.gap(at) for mark in ",;:")):
            break
        word = side.unit.words[at]
        if not found and (word in listed("credit", "saying") or word in listed("negation", "tells")):
            return ()  # "declined to say where": whether it is there is not denied
        if word not in listed("negation", "skipped") and not text[spans[at][0]].isupper() and not is_adverb(word):
            found.append(word[:STEM])
    return tuple(found)


def _places(side: Side, denied: tuple[str, ...], kind: str) -> Span | None:
    """Where a sentence says what the other denies: its first word, or two of its words; of "no ship" always two."""
    words = [word[:STEM] for word in side.unit.words]
    held = [word for word in denied if word in words]
    if not held or (len(held) < 2 and ((kind == "nouns" and len(denied) > 1) or held[0] != denied[0])):
        return None
    at = words.index(held[0])
    return at, at + 1


def _is_stated(side: Side, at: int, verb: bool) -> bool:
    """Whether a sentence states what it says at a word: not "by rescue helicopter", "if he had one", "hopes to buy"."""
    words = side.unit.words
    before = words[at - 1] if at else ""
    if verb and before in NOUN_BEHIND:
        return False
    if verb and before == "to" and at > 1 and words[at - 2] not in listed("open", "firm"):
        return False
    return not is_asked(side, at)


def of_one(one: Side, span: Span, other: Side, there: Span) -> bool:
    """Whether two verbs share what stands before or behind them: not "results were not released", "he was released"."""
    before = _leading(one, span) & _leading(other, there)
    ends = len(one.unit.words), len(other.unit.words)
    after = plain_words(one.unit, (span[1], ends[0])) & plain_words(other.unit, (there[1], ends[1]))
    return bool(before or after)


def _leading(side: Side, verb: Span) -> frozenset[str]:
    """The telling words before a verb, from where its clause begins."""
    first = verb[0]
    while first > 0 and "," not in side.unit.gap(first) and side.unit.words[first - 1] not in ("and", "but", "who"):
        first -= 1
    return plain_words(side.unit, (first, verb[0]))


def is_asked(side: Side, at: int) -> bool:
    """Whether what stands at a word is asked for or not known: "asked that it stay", "if it stays"."""
    return any(word in listed("open", "asks") for word in side.unit.words[max(0, at - ASKED) : at])


def _with_verb(side: Side, span: Span) -> Span:
    """A negation with the verb it denies and what stands before it: "will not close"."""
    first, _ = with_auxiliaries(side, span)
    last = span[1]
    while (
        last < len(side.unit.words) - 1
        and last - span[1] < 2
        and side.unit.words[last] in listed("negation", "skipped")
    ):
        last += 1
    return first, min(len(side.unit.words), last + 1)


def with_auxiliaries(side: Side, span: Span) -> Span:
    """A verb or negation with what stands before it: "has already been closed"."""
    first = span[0]
    while (
        first > 0 and span[0] - first < AUXILIARIES and side.unit.words[first - 1] in listed("negation", "auxiliaries")
    ):
        first -= 1
    return first, span[1]
