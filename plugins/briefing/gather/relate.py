"""How two sentences that speak of the same relate: where they agree, and the one way in which they differ most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

from briefing.gather.align import Unit, plain_words
from briefing.gather.amounts import amount, counted_alike, day, equal, with_counted
from briefing.gather.certainty import certainty, denies_alike
from briefing.gather.claims import TIED, negation
from briefing.gather.credit import SAME, credit, of_themselves, says_too
from briefing.gather.detail import CLAIM, WHOLLY, detail, is_meant, number_said
from briefing.gather.rarity import rarity, weight
from briefing.gather.share import SPOKEN, is_elsewhere, is_mutual, of_others, people, share, shares
from briefing.gather.side import Found, Side, Span, edges, inside
from briefing.gather.verbs import is_verb, stages, tells_too, verbs
from briefing.text.tables import shipped

PHRASE = 3  # words; a shared run this long is an agreement …
PHRASE_WEIGHT = 7.0  # … when it is this rare in sum, see gather.rarity
# Share of the telling words of the shorter sentence, see ``share``. Of 81 differences of real accounts, read by
# eye, 27 of 30 wrong ones were below; below TOUCHING two sentences only touch, from ALIKE on they tell one claim.
TOUCHING, ALIKE = 0.42, 0.62
NAMELY = 0.65  # the same where a part has no verb: "the pilot of the mail boat", "who piloted the mail boat"
CLOSE = 0.58  # share, of both parts, that says the same where only one has its verb as one ("adopted", "adoption")
COUNTING = 0.3  # the same, of two that count the same thing


def difference(a: Side, b: Side, known: tuple[str, str]) -> Found | None:
    """How two sentences differ; None when nothing that this looks for does.

    The first that holds of: one denies it, certainty (fact, will, would), who is credited, figure, detail. ``known``
    are the texts of the two accounts in lower case: a name that the other gives elsewhere adds nothing here.
    """
    if a.unit.words == b.unit.words or is_question(a) or is_question(b):
        return None
    common = share(a, b)
    if common < COUNTING:
        return certainty(a, b, False, SAME)
    if of_others(a, b) or of_themselves(a, b) or is_elsewhere(a, b, known):
        return None
    alike = common >= ALIKE
    known_alike = bool(people(a)) == bool(people(b))
    claim = (negation(a, b) if alike and known_alike else None) or certainty(a, b, alike) or credit(a, b, alike)
    if claim and claim.relation == "credit" and alike and not is_mutual(a, b):
        claim = None
    if claim:
        return claim
    if _is_other_stage(a, b):
        return None
    if common < TOUCHING:
        return number_said(a, b, known) or (amount(a, b, 0) if says_too(a, b) else None)
    return amount(a, b) or day(a, b) or detail(a, b, known)


def is_restated(a: Side, b: Side) -> bool:
    """Whether two parts that share no phrase may say the same in other words: the same verbs, most telling words."""
    if is_question(a) or is_question(b) or is_meant(a) != is_meant(b) or not denies_alike(a, b):
        return False
    if stages(a) != stages(b) or negation(a, b) or any(not equal(x, y) for x in a.figures for y in b.figures):
        return False
    if any({"i", "we"} & set(side.unit.words[slice(*side.part)]) for side in (a, b)) and not says_too(a, b):
        return False  # two who speak of themselves
    if len({"should" in side.unit.words[slice(*side.part)] for side in (a, b)}) > 1:
        return False
    told = [[tells_too(other, side.unit.words[at]) for at in verbs(side)] for side, other in ((a, b), (b, a))]
    near = shares(a, b, True)
    tells = [any(is_verb(side, at) for at in range(*side.part)) for side in (a, b)]
    if not all(tells) and (near[1] < NAMELY or (any(tells) and share(a, b) < TOUCHING)):
        return False  # "while climbing in Harn", "that of a Harn climber"
    if near[0] >= WHOLLY:
        tied = len(plain_words(a.unit, a.part) & plain_words(b.unit, b.part)) >= TIED
        if not any(told):
            return tied and near[1] >= SPOKEN
        named = {slug for slug, _ in a.mentions} & {slug for slug, _ in b.mentions}
        return any(map(any, told)) and (tied or bool(named or a.figures))
    return any(map(any, told)) and near[1] >= (SPOKEN if all(map(any, told)) else CLOSE)


def is_question(side: Side) -> bool:
    """Whether a sentence asks, and so claims nothing."""
    return side.unit.passage.text.rstrip(")]\"'”’»")[-1:] in tuple("?？؟")


def _is_other_stage(a: Side, b: Side) -> bool:
    """Whether two sentences tell of one case at two stages: "the convict was jailed", "was convicted"."""
    one, other = stages(a), stages(b)
    return bool(one and other) and one[-1] != other[-1]


# --- what agrees -------------------------------------------------------------------------------------------------


def agreements(a: Side, b: Side) -> tuple[Found, ...]:
    """Phrases that both have, word for word ("same") or but for words alike ("same value"), and equal amounts."""
    found = [
        Found(
            "same" if x.passage.text.lower() == y.passage.text.lower() else "same value",
            (with_counted(a, x),),
            (with_counted(b, y),),
        )
        for x, y in counted_alike(a, b)
        if equal(x, y) and share(a, b) >= COUNTING
    ]
    amounts = [mark for one in found for mark in one.marks_a]
    blocks = SequenceMatcher(None, _keys(a.unit.words), _keys(b.unit.words), autojunk=False).get_matching_blocks()
    for i, j, size in _unbroken(a, _bridged([block for block in blocks if block.size])):
        one, other = _trimmed(a.unit, (i, i + size)), _trimmed(b.unit, (j, j + size))
        words = a.unit.words[slice(*one)]
        if len(words) < PHRASE or weight(" ".join(words)) < PHRASE_WEIGHT:
            continue
        alike = tuple(b.unit.words[slice(*other)]) == tuple(words)
        mark = a.cut(one)
        if (alike and _is_name(a, one)) or any(inside(mark, amount) for amount in amounts):
            continue
        found = [row for row in found if not inside(row.marks_a[0], mark)]
        found.append(Found("same" if alike else "same value", (mark,), (b.cut(other),)))
    return tuple(found)


def _is_name(side: Side, span: Span) -> bool:
    """Whether a phrase only names somebody or something ("President Xi Jinping"), and so claims nothing."""
    named = {place for _, passage in side.mentions for place in range(*(side.span(passage) or (0, 0)))}
    text, spans = side.unit.passage.text, side.unit.spans
    rest = [side.unit.words[at] for at in range(*span) if at not in named and not text[spans[at][0]].isupper()]
    return not any(word not in edges() and rarity(word) >= CLAIM for word in rest)


def _keys(words: Sequence[str]) -> list[str]:
    """Words with those alike written as one."""
    groups = _alike()
    return [groups.get(word, word) for word in words]


def _bridged(blocks: Iterable) -> list[tuple[int, int, int]]:
    """Matching runs of words; two that touch in both sentences are one."""
    out: list[tuple[int, int, int]] = []
    for i, j, size in blocks:
        if out and out[-1][0] + out[-1][2] == i and out[-1][1] + out[-1][2] == j:
            out[-1] = (out[-1][0], out[-1][1], out[-1][2] + size)
        else:
            out.append((i, j, size))
    return out


def _unbroken(side: Side, blocks: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """Matching runs cut where a dash, a colon or a semicolon stands: "6 June – China" is no phrase."""
    for i, j, size in blocks:
        first = 0
        for at in range(1, size + 1):
            if at == size or any(mark in side.unit.gap(i + at) for mark in "–—;:"):
                yield i + first, j + first, at - first
                first = at


def _trimmed(unit: Unit, span: Span) -> Span:
    """A run of words without small words at its ends."""
    first, last = span
    small = edges()
    while first < last and unit.words[first] in small:
        first += 1
    while last > first and unit.words[last - 1] in small:
        last -= 1
    return first, last


# --- tables -----------------------------------------------------------------------------------------------------


@cache
def _alike() -> Mapping[str, str]:
    return {word: group[0] for group in shipped("compare")["alike"]["groups"] for word in group}
