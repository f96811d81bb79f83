"""Who is credited: where two accounts give the same statement to different people or bodies."""

from __future__ import annotations

import math

from briefing.gather.align import STEM, plain_words
from briefing.gather.amounts import counted_alike, equal
from briefing.gather.certainty import behind, denies_alike, is_told
from briefing.gather.rarity import rarity, weight
from briefing.gather.side import Found, Side, Span, edges, listed, spelt_alike
from briefing.gather.verbs import is_relative

REACH = 20  # words between somebody and the verb that says what they state
COMMON = 2  # telling words of what one says in its own voice that the other lets somebody say …
MOST = 0.5  # … and their share, by rarity, of what either tells
TELLS_WHO = 2.5  # rarity of a word of a name that tells who it is: "corp" and "bank" are less
ITSELF = 4  # words behind a verb of saying in which "it" is who says so
EACH = 0.4  # the same of the two parts most alike, where either sentence has a name or a number besides
SAME = 3  # telling words behind two verbs that say the same


def credit(a: Side, b: Side, alike: bool = True) -> Found | None:
    """Where two accounts name different people or bodies as those who state, promise or ask the same.

    Of sentences that are not ``alike`` as a whole, where the same stands behind the same verb.
    """
    if any(_told_twice(side) for side in (a, b)):
        return None  # "a spokesman said the witness told": which of the two says it cannot be told
    left, right = agent(a), agent(b)
    if any(_relays(side, who[0]) for side, who in ((a, left), (b, right)) if who):
        return None  # "according to AFP": who told AFP is not said
    if left is None or right is None:
        return _attributed(a, b) if alike else None
    if not alike:
        verbs = [side.unit.words[span[1][0]][:STEM] for side, span in ((a, left), (b, right))]
        if a.unit.words[left[1][0]] in listed("credit", "acts"):
            return None  # two who condemn do it each for himself
        if verbs[0] != verbs[1] or len(behind(a, left[1]) & behind(b, right[1])) < SAME:
            return None
    if any(not equal(*pair) for pair in counted_alike(a, b)):
        return None
    ours, theirs = _who(a, left[0]) | _beside(a, left[0]), _who(b, right[0]) | _beside(b, right[0])
    if (
        not ours
        or not theirs
        or ours & theirs
        or _is_named_alike(a, left[0], b, right[0])
        or _is_described(a, left[0], b)
        or _is_described(b, right[0], a)
        or (_is_name(a, left[0]) and _may_be_anybody(b, right[0]))
        or (_is_name(b, right[0]) and _may_be_anybody(a, left[0]))
    ):
        return None
    marks_a = tuple(a.cut(span) for span in left)
    marks_b = tuple(b.cut(span) for span in right)
    return Found("credit", marks_a, marks_b, (marks_a[0].text, marks_b[0].text))


def says_too(a: Side, b: Side) -> bool:
    """Whether the same somebody, named in both, states what two sentences tell."""
    left, right = agent(a), agent(b)
    if left is None or right is None:
        return False
    one, other = (_capitals(side, who[0]) for side, who in ((a, left), (b, right)))
    return bool((one & other) - listed("credit", "forms") - edges())


def _capitals(side: Side, span: Span) -> frozenset[str]:
    """The words of somebody that have a capital."""
    text, spans = side.unit.passage.text, side.unit.spans
    return frozenset(side.unit.words[at] for at in range(*span) if text[spans[at][0]].isupper())


def of_themselves(a: Side, b: Side) -> bool:
    """Whether two of other names each tell of themselves: "Torrin Co said it cut its price", "Ostrel Co said it …"."""
    left, right = agent(a), agent(b)
    if left is None or right is None or not all(map(_speaks_of_itself, (a, b), (left[1], right[1]))):
        return False
    named = _is_name(a, left[0]) and _is_name(b, right[0])
    common = set(a.unit.words[slice(*left[0])]) & set(b.unit.words[slice(*right[0])])
    same = any(rarity(word) >= TELLS_WHO for word in common - listed("credit", "forms")) or _is_named_alike(
        a, left[0], b, right[0]
    )
    return named and not same


def _speaks_of_itself(side: Side, verb: Span) -> bool:
    """Whether "it", "they" or "he" follows at once: "said it", "said that they", "said effective today it"."""
    behind = side.unit.words[verb[1] : verb[1] + ITSELF]
    return any(word in ("it", "he", "she", "they", "we") for word in behind)


def _relays(side: Side, span: Span) -> bool:
    """Whether somebody only passes on what others say: a news agency, a newspaper."""
    words = side.unit.words[slice(*span)]
    if " ".join(words) in listed("credit", "relays") or side.unit.words[span[1] : span[1] + 1] == ("com",):
        return True
    return words[-1] in listed("credit", "papers") or words[-1].endswith(("today", "times", "news", ".com"))


def _told_twice(side: Side) -> bool:
    """Whether a sentence holds two verbs that leave what is said to somebody."""
    return sum(_states(side, at) for at, word in enumerate(side.unit.words) if word in listed("credit", "saying")) > 1


def _attributed(a: Side, b: Side) -> Found | None:
    """Where one account states in its own voice what the other gives as somebody's words."""
    left, right = _said(a), _said(b)
    if (left is None) == (right is None) or (b if left else a).quotes or not denies_alike(a, b):
        return None
    side, said = (a, left) if left else (b, right)
    assert said is not None
    if not _tells_what_is_said(b if left else a, side) or any(not equal(*pair) for pair in counted_alike(a, b)):
        return None
    words = [plain_words(one.unit, one.part) for one in (a, b)]
    sizes = [math.fsum(sorted(weight(word) for word in row)) for row in (*words, words[0] & words[1])]
    if _tells_more(a, b, said[0]) and _tells_more(b, a, said[0]) and sizes[2] < EACH * max(sizes[:2]):
        return None
    if not words[0] & words[1]:
        return None  # "left the clinic" and "after leaving the clinic": no clause of one is in the other
    speaker = {slug for slug, passage in side.mentions if (at := side.span(passage)) and _overlap(at, said[0])}
    if speaker & {slug for slug, _ in (b if left else a).mentions}:
        return None  # the other names the same speaker, with a verb that the tables do not have
    if side.unit.words[said[1][0]] not in listed("credit", "saying") or is_told(b if left else a):
        return None
    marks = tuple(side.cut(span) for span in sorted(said))
    return Found("credit", marks if left else (), () if left else marks)


def _tells_more(one: Side, other: Side, speaker: Span) -> bool:
    """Whether a sentence has a number or a name, who speaks aside, that the other has not."""
    values = {figure.value for figure in other.figures}
    if any(figure.value is not None and figure.value not in values for figure in one.figures):
        return True
    names = [span for _, passage in one.mentions if (span := one.span(passage)) and not _overlap(span, speaker)]
    return any(not any(word in other.unit.words for word in one.unit.words[slice(*span)]) for span in names)


def _tells_what_is_said(plain: Side, said: Side) -> bool:
    """Whether an account tells in its own voice what the other lets somebody say: most of it, not a clause beside it.

    A sentence with "we" is a quotation without its marks; "Ana Marsh, who was on leave" is beside what it tells.
    """
    first = plain.part[0]
    if plain.unit.words[first] in ("who", "which", "whose") or any(
        word in listed("credit", "ourselves") for word in plain.unit.words
    ):
        return False
    spoken = frozenset[str]()
    for quote in said.quotes:
        span = said.span(quote.passage)
        spoken |= plain_words(said.unit, span) if span else frozenset()
    told = plain_words(plain.unit)
    shared = told & (spoken or plain_words(said.unit, said.part))
    sizes = [math.fsum(sorted(weight(word) for word in words)) for words in (shared, told, spoken)]
    if all(is_relative(plain, at) for at, word in enumerate(plain.unit.words) if word[:STEM] in shared):
        return False
    return len(shared) >= COMMON and sizes[0] >= MOST * max(sizes[1:])


def _said(side: Side) -> tuple[Span, Span] | None:
    """The speaker and verb of what the part quotes or reports, where the sentence names both."""
    first, last = side.part
    for quote in side.quotes:
        words = side.span(quote.passage)
        speaker = side.span(quote.speaker) if quote.speaker else None
        verb = side.span(quote.verb) if quote.verb else None
        if words and speaker and verb and ((words[0] < last and first < words[1]) or first <= speaker[0] < last):
            return None if side.unit.words[speaker[0]] in listed("credit", "pronouns") else (speaker, verb)
    return None


def agent(side: Side) -> tuple[Span, Span] | None:
    """Who states what the part says, and the verb: the nearest before the verb; None where only a pronoun stands."""
    words = side.unit.words
    first, last = side.part
    said = _said(side)
    if said is not None:
        return said
    at = next((i for i in range(first, last) if _states(side, i)), None)
    if at is None:
        at = next((i for i in range(first - 1, -1, -1) if _states(side, i)), None)
    if at is None:
        return None
    behind = sorted(span for _, passage in side.mentions if (span := side.span(passage)) and span[0] == at + 1)
    if behind and "," in side.unit.gap(at) and words[at] in ("said", "says"):
        return behind[0], (at, at + 1)  # "…, said Ana Marsh"
    # "The initiative, which members support, calls": what stands between the commas is not who calls
    before = at
    if "," in side.unit.gap(at):
        opened = next((i for i in range(at - 1, 0, -1) if "," in side.unit.gap(i)), None)
        if opened is not None and words[opened] in ("which", "who", "whose", "where"):
            before = opened
    agents, pronouns = listed("credit", "agents"), listed("credit", "pronouns")
    spans = sorted(filter(None, (side.span(passage) for _, passage in side.mentions)))
    if "," in side.unit.gap(at):  # "Ana Marsh, head of the unit for the Red Cross, said": not the Red Cross
        described = [span for span in spans if at - REACH < span[1] < at and "," in side.unit.gap(span[1])]
        if described:
            return described[0], (at, at + 1)
    for i in range(before - 1, max(-1, before - 1 - REACH), -1):
        named = next((span for span in spans if span[0] <= i < span[1]), None)
        if named is not None:
            return named, (at, at + 1)
        if words[i] in agents:
            start = next((span[0] for span in spans if span[1] == i), i)
            while start > 0 and words[start - 1] in (
                "the",
                "a",
                "an",
                "joint",
                "member",
                "three",
                "two",
                "its",
                "their",
            ):
                start -= 1
            return (start, i + 1), (at, at + 1)
        if words[i] in pronouns:
            return None
    return None


def _states(side: Side, at: int) -> bool:
    """Whether a word is a verb by which somebody states: not "a storm warning", "the man accused of", "was called"."""
    words = side.unit.words
    text, start = side.unit.passage.text, side.unit.spans[at][0]
    if words[at] not in listed("credit", "verbs") or (at and text[start].isupper()):
        return False  # "the Internationally Recognised Corridor"
    if words[at + 1 : at + 2] in (("nothing",), ("by",)):
        return False
    if at and words[at - 1] in ("is", "are", "was", "were", "be", "been", "being"):
        return False
    if words[at].endswith("ing") and at and "," not in side.unit.gap(at):
        return text[side.unit.spans[at - 1][0]].isupper() or words[at - 1] in listed("credit", "agents")
    return not (words[at] == "accused" and words[at + 1 : at + 2] == ("of",))


def _is_described(side: Side, span: Span, other: Side) -> bool:
    """Whether somebody without a name ("a village resident") may be whom the other sentence names and describes so."""
    if _is_name(side, span):
        return False
    words = [word for word in side.unit.words[slice(*span)] if word not in edges()]
    return len(words) > 1 and all(word in other.unit.words for word in words)


def _is_name(side: Side, span: Span) -> bool:
    """Whether somebody is named, and not only described."""
    return any((at := side.span(passage)) and at[0] == span[0] for _, passage in side.mentions)


def _may_be_anybody(side: Side, span: Span) -> bool:
    """Whether a description may be of whom the other sentence names: "the operator", "the company"."""
    words = side.unit.words
    first = span[0] if words[span[0]] == "the" else max(0, span[0] - 1)
    return words[first] == "the" and not _is_name(side, span) and words[span[1] - 1] in listed("credit", "descriptions")


def _is_named_alike(a: Side, one: Span, b: Side, other: Span) -> bool:
    """Whether two speakers are one name spelt otherwise: "Ilva Torrin", "Torrinn"."""
    names = [
        [word for word, (start, _) in zip(side.unit.words[slice(*span)], side.unit.spans[slice(*span)], strict=True)
         if side.unit.passage.text[start].isupper()]
        for side, span in ((a, one), (b, other))
    ]  # fmt: skip
    short = [
        "".join(
            word if side.unit.passage.text[start:end].isupper() else word[0]
            for word, (start, end) in zip(side.unit.words[slice(*span)], side.unit.spans[slice(*span)], strict=True)
            if word not in edges()
        )
        for side, span in ((a, one), (b, other))
    ]
    if len(short[0]) > 2 and short[0] == short[1]:
        return True  # "the USGS", "the US Geological Survey"
    return any(x != y and spelt_alike(x, y) for x in names[0] for y in names[1])


def _beside(side: Side, span: Span) -> frozenset[str]:
    """What identifies those named together with somebody: "the leaders and Guterres"."""
    if span[0] == 0 or side.unit.words[span[0] - 1] != "and":
        return frozenset()
    return _who(side, (max(0, span[0] - 5), span[0] - 1))


def _who(side: Side, span: Span) -> frozenset[str]:
    """What identifies somebody: entity slugs where a name stands alone ("the SCO"), and the words."""
    inside = [(slug, at) for slug, passage in side.mentions if (at := side.span(passage)) and _overlap(at, span)]
    named = {place for _, at in inside for place in range(*at)}
    alone = all(place in named or side.unit.words[place] in edges() for place in range(*span))
    slugs = frozenset(slug for slug, _ in inside) if alone else frozenset()
    words = frozenset(
        word[:6] for word in side.unit.words[slice(*span)] if rarity(word) >= 1 or word in listed("credit", "agents")
    )
    return slugs | words


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
