"""Which sentences of two accounts speak of the same thing: by characters in common, weighted by how rare they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from briefing.gather.rarity import CJK, RAREST, table, weight, word_at
from briefing.model import Briefing, Passage
from briefing.plain import Frozen
from briefing.text.tables import shipped

# Measured on the two real files with 16 gold pairs: precision 1.00, recall .88 (character 3- to 5-grams, tf-idf).
NEAR = 0.36  # likeness of two sentences that speak of the same, 0 to 1
PART = 0.43  # the same for two parts of sentences
PAIRS = 3  # sentences of one account that a sentence of the other may be set beside
GRAMS = (3, 4, 5)  # characters
SENTENCES = 400  # of an account that are compared; nobody reads further side by side
STEM = 5  # letters
TELLING = 1.5  # weight of a word that tells something
SHORT = 3  # letters or digits
MIN_WORDS = 4  # of a sentence that says something
MIN_OPEN = 9  # of one without a full stop: shorter ones are headings and captions
WORDS = 120  # of a sentence that are looked at


class Unit(Frozen):
    """A sentence of one account, cut into words; ``spans`` are places inside the passage."""

    slug: str
    sentence: int  # place in article.sentences
    passage: Passage
    words: tuple[str, ...]  # lower case
    spans: tuple[tuple[int, int], ...]

    def gap(self, at: int) -> str:
        """What stands between word ``at`` and the one before it: ", "."""
        return self.passage.text[self.spans[at - 1][1] : self.spans[at][0]] if at else ""

    def cut(self, first: int, last: int) -> Passage:
        """The passage from word ``first`` to before word ``last``."""
        p, start, end = self.passage, self.spans[first][0], self.spans[last - 1][1]
        return Passage(p.text[start:end], p.block, p.start + start, p.start + end, p.lines)


class Match(Frozen):
    """Two sentences that speak of the same, and how alike they are."""

    a: Unit
    b: Unit
    likeness: float


def units(slug: str, briefing: Briefing) -> tuple[Unit, ...]:
    """The sentences of the body that can be compared, in reading order."""
    article = briefing.article
    body = {at for at in article.body() if article.blocks[at].kind != "heading"}
    found = []
    for number, sentence in enumerate(article.sentences):
        if sentence.block in body and (unit := unit_of(slug, number, sentence)):
            found.append(unit)
    return tuple(found[:SENTENCES])


def unit_of(slug: str, number: int, sentence: Passage) -> Unit | None:
    """A sentence cut into words; None when it has too few to say something."""
    words = word_at(sentence.text)[:WORDS]
    ended = sentence.text.rstrip(")]\"'”’»")[-1:] in tuple(".!?…。！？؟।")
    if len(words) < (MIN_WORDS if ended else MIN_OPEN):
        return None
    return Unit(slug, number, sentence, tuple(word.lower() for word, _, _ in words), tuple((a, b) for _, a, b in words))


Vectors = Mapping[tuple[str, int], list[dict[str, float]]]


def align(one: Sequence[Unit], other: Sequence[Unit], vectors: Vectors) -> tuple[Match, ...]:
    """Sentences of two accounts that speak of the same, in the order of the first.

    A pair counts at NEAR or above where it is among the PAIRS best of both its sentences.
    """
    scores: dict[tuple[int, int], float] = {}
    words = [[plain_words(unit) for unit in row] for row in (one, other)]
    for i, left in enumerate(one):
        spaced = not CJK.search(left.passage.text)
        for j, right in enumerate(other):
            if spaced and words[0][i].isdisjoint(words[1][j]):  # see shares_words
                continue
            score = likeness(vectors[left.slug, left.sentence], vectors[right.slug, right.sentence])
            if score >= NEAR:
                scores[i, j] = score
    kept = _best(scores, 0) & _best(scores, 1)
    return tuple(Match(one[i], other[j], round(scores[i, j], 4)) for i, j in sorted(kept))


Part = tuple[int, int]  # word places, half open


def shares_words(a: Unit, b: Unit, of_a: Part | None = None, of_b: Part | None = None) -> bool:
    """Whether two sentences, or parts of them, share a word that is no name.

    Two that only name the same may tell different things of it. First letters count: "adopted", "adoption".
    """
    if CJK.search(a.passage.text):
        return True
    return bool(plain_words(a, of_a) & plain_words(b, of_b))


@lru_cache(maxsize=1 << 12)
def plain_words(unit: Unit, part: Part | None = None, without: tuple[Part, ...] = ()) -> frozenset[str]:
    """Beginnings of the telling words of a sentence that are no names; ``without`` are places that do not count."""
    first, last = part or (0, len(unit.words))
    text = unit.passage.text
    return frozenset(
        unit.words[at][:STEM]
        for at in range(first, last)
        if not text[unit.spans[at][0]].isupper() and weight(unit.words[at]) >= TELLING and _is_long(unit.words[at])
        if not any(start <= at < end for start, end in without)
    )


def _is_long(word: str) -> bool:
    """Whether a word can tell something: not "a", nor the "p" of "8 p.m.", nor a number of one or two digits."""
    return len(word) >= SHORT or not word.isascii()


def vectors(every: Sequence[Unit]) -> Vectors:
    """What ``align`` compares, for the sentences of a whole story: what all of them say weighs little."""
    weights = _weights(every)
    return {(unit.slug, unit.sentence): _vectors(unit, weights) for unit in every}


def closest_parts(a: Unit, b: Unit, vectors: Vectors) -> tuple[tuple[int, int], tuple[int, int], float]:
    """The parts of two sentences that are most alike, as word places, and how alike they are, 0 to 1."""
    cuts = list(parts(a)), list(parts(b))
    rows = vectors[a.slug, a.sentence][-len(cuts[0]) :], vectors[b.slug, b.sentence][-len(cuts[1]) :]
    best = max(
        ((_dot(x, y), -i, -j) for i, x in enumerate(rows[0]) for j, y in enumerate(rows[1])), default=(0.0, 0, 0)
    )
    return cuts[0][-best[1]], cuts[1][-best[2]], best[0]


def likeness(left: Sequence[Mapping[str, float]], right: Sequence[Mapping[str, float]]) -> float:
    """How alike two sentences are: as wholes, or by the two parts of them that are most alike, on the scale of NEAR."""
    whole = _dot(left[0], right[0])
    if len(left) == len(right) == 1 or whole < NEAR / 3:
        return whole
    part = max(_dot(x, y) for x in left for y in right)
    return max(whole, part * NEAR / PART)


def parts(unit: Unit) -> Iterator[tuple[int, int]]:
    """A sentence's parts of five words or more, as word places: cut at commas, semicolons, dashes, before "that" …"""
    before = frozenset(shipped("compare")["cut"])
    first = 0
    for at in range(1, len(unit.words)):
        between = unit.passage.text[unit.spans[at - 1][1] : unit.spans[at][0]]
        if (
            at - first >= 5
            and len(unit.words) - at >= 5
            and (unit.words[at] in before or any(mark in between for mark in ",;:—–"))
        ):
            yield first, at
            first = at
    yield first, len(unit.words)


def _best(scores: Mapping[tuple[int, int], float], side: int) -> set[tuple[int, int]]:
    rows: dict[int, list[tuple[float, tuple[int, int]]]] = {}
    for pair, score in scores.items():
        rows.setdefault(pair[side], []).append((-score, pair))
    return {pair for row in rows.values() for _, pair in sorted(row)[:PAIRS]}


def _weights(every: Sequence[Unit]) -> Mapping[str, float]:
    """Word to weight: rare in the language (shipped table) and rare in this story."""
    counts: Counter[str] = Counter()
    for unit in every:
        counts.update(set(unit.words))
    total = max(8, len(every))  # fewer sentences say little about which words are rare
    rare, unlisted = table(
        beat=False
    )  # names of the beat hold no story together, but they do say what a sentence is about
    return {
        word: (0.25 + 0.75 * rare.get(word, unlisted) / RAREST) * (1 + math.log(total / count)) / (1 + math.log(total))
        for word, count in counts.items()
    }


def _vectors(unit: Unit, weights: Mapping[str, float]) -> list[dict[str, float]]:
    """The whole sentence, and each of its parts where it has several."""
    cuts = list(parts(unit))
    out = [_vector(unit.words, weights)]
    if len(cuts) > 1:
        out += [_vector(unit.words[a:b], weights) for a, b in cuts]
    return out


def _vector(words: Sequence[str], weights: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, count in Counter(words).items():
        heavy = weights.get(word, 0.0) * (1 + math.log(count))
        grams = list(_grams(word))
        for gram in grams:
            found[gram] = found.get(gram, 0.0) + heavy / math.sqrt(len(grams))
    if words and CJK.match(words[0]):
        found.update({"".join(pair): 1.0 for pair in pairwise(words)})
    size = math.sqrt(math.fsum(w * w for w in found.values())) or 1.0
    return {gram: w / size for gram, w in found.items()}


def _grams(word: str) -> Iterator[str]:
    padded = f" {word} "
    if len(padded) <= GRAMS[0]:
        yield padded
        return
    for size in GRAMS:
        for at in range(len(padded) - size + 1):
            yield padded[at : at + size]


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    # fsum rounds once, so the order of a set does not show
    return math.fsum([one[gram] * other[gram] for gram in one.keys() & other.keys()])
