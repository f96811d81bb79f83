"""How much two accounts share word for word: measured, and no more than that."""

from __future__ import annotations

from briefing.gather.rarity import word_at
from briefing.model import Briefing, Extract, Passage, Wording

RUN = 5  # words; shorter shared runs are set phrases


def wording(a: str, one: Briefing, b: str, other: Briefing) -> Wording:
    """The share of the shorter account's words in shared runs of RUN or more, and the longest run in ``a``."""
    left, right = _paragraphs(one), _paragraphs(other)
    shared = _runs(left) & _runs(right)
    covered = [_covered(words, shared) for _, words in left]
    sizes = sum(len(words) for _, words in left), sum(len(words) for _, words in right)
    shorter = covered if sizes[0] <= sizes[1] else [_covered(words, shared) for _, words in right]
    total = min(sizes)
    share = sum(map(sum, shorter)) / total if total else 0.0
    return Wording(a, b, round(share, 4), _longest(a, one, left, right))


Words = list[tuple[str, int, int]]


def _paragraphs(briefing: Briefing) -> list[tuple[int, Words]]:
    article = briefing.article
    return [
        (at, [(word.lower(), start, end) for word, start, end in word_at(article.blocks[at].text)])
        for at in article.body()
        if article.blocks[at].kind != "heading"
    ]


def _runs(rows: list[tuple[int, Words]]) -> set[tuple[str, ...]]:
    return {tuple(w[0] for w in words[at : at + RUN]) for _, words in rows for at in range(len(words) - RUN + 1)}


def _covered(words: Words, shared: set[tuple[str, ...]]) -> list[bool]:
    out = [False] * len(words)
    for at in range(len(words) - RUN + 1):
        if tuple(w[0] for w in words[at : at + RUN]) in shared:
            out[at : at + RUN] = [True] * RUN
    return out


def _longest(
    slug: str, briefing: Briefing, left: list[tuple[int, Words]], right: list[tuple[int, Words]]
) -> Extract | None:
    """The longest shared run; the first of several. Runs stay inside a paragraph."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for row, (_, words) in enumerate(right):
        for at in range(len(words) - RUN + 1):
            places.setdefault(tuple(w[0] for w in words[at : at + RUN]), []).append((row, at))
    best: tuple[int, int, int, int] | None = None  # length, block, start, end
    for block, words in left:
        at = 0
        while at <= len(words) - RUN:
            size = 0
            for row, there in places.get(tuple(w[0] for w in words[at : at + RUN]), ())[:8]:
                theirs, n = right[row][1], RUN
                while at + n < len(words) and there + n < len(theirs) and words[at + n][0] == theirs[there + n][0]:
                    n += 1
                size = max(size, n)
            if size and (best is None or size > best[0]):
                best = size, block, words[at][1], words[at + size - 1][2]
            at += max(1, size - RUN + 1)  # a longer run can only begin after this one's last RUN words
    if best is None:
        return None
    _, block, start, end = best
    found = briefing.article.blocks[block]
    return Extract(slug, Passage(found.text[start:end], block, start, end, found.lines))
