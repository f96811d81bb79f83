"""Runs of a source's words that stand where the site speaks: none may, whatever the page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import groupby
from posixpath import basename

from briefing.cache import kept
from briefing.hashes import code
from briefing.lazy import regex
from briefing.press.own import Words, grams, phrases

RUN = 9  # words; a run of this many shared with a source is the source's (two texts share nine by chance next to never)
RUN_CHARACTERS = 22  # the same for scripts that write no spaces
OWN = 5  # words; so many in a row that the site itself says are the site's
SOURCES = 128  # whose runs are kept
TEXTS = 20_000  # of the site's own that are remembered
GAP = "\0"  # where something was taken out, which stood between what is left; no page holds one
NEAR = 40  # sources of a job; of a page with more, those that it cites are looked into
SHOWN = 90  # characters of a fault
BRIEF = 2 * RUN - 1  # characters of the shortest run in ASCII, where something stands between two words

WORD = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
WIDE = regex(r"[\u3040-\u30ff\u3400-\u9fff]")
# https://example.org/a, articles/astana.txt, bridge-of-aral-opens-to-lorries: an address or a part of one is a value,
# and may be long
ADDRESS = regex(
    r"https?://\S+|(?<![\w/])articles/\S{1,200}?\.(?:txt|html?)\b|(?<![a-z0-9-])[a-z0-9]+(?:-[a-z0-9]+){4,}"
)


Run = tuple[str, ...]  # words, one after the other


class Borrowed:
    """Looks for them in the texts of one build.

    ``lines`` gives the numbered text of a file, ``own`` what the site itself says. ``names`` of entities, and the paths
    of a page's sources and of ``former`` files, may be said, whatever run they hold.
    """

    def __init__(
        self, lines: Callable[[str], tuple[str, ...]], own: Words, names: Iterable[str], former: Iterable[str]
    ) -> None:
        self._lines, self._told_by_us, self._names, self._former = lines, own, names, tuple(former)
        self._runs: OrderedDict[str, frozenset[int]] = OrderedDict()  # of whole sources
        self._strange: dict[str, tuple[Run, ...]] = {}  # what ``_foreign`` found in a text

    @cached_property
    def _long_names(self) -> tuple[str, ...]:
        """The names that are long enough to hold a run; seldom asked for."""
        return tuple(dict.fromkeys(name for name in self._names if len(name) > RUN))

    @cached_property
    def _own(self) -> frozenset[str]:
        """Runs of the site's own words; gathered only when a page has to be read, and kept."""

        def gathered() -> frozenset[str]:
            told = self._told_by_us.texts()
            return frozenset(gram for text in told for gram in phrases(WORD.findall(text.casefold()), OWN))

        code_ = code("press/borrowed.py", "press/own.py")
        return kept("words", (code_.encode(), self._told_by_us.stamp().encode()), gathered)

    def __call__(
        self, address: str, texts: Iterable[str], sources: tuple[str, ...], cited: Iterable[str]
    ) -> Iterator[str]:
        """Runs of a source's words that stand where the site speaks, and are not what the site says anywhere."""
        mine: dict[Run, list[str]] = {}
        for text in dict.fromkeys(texts):
            if len(text) >= BRIEF or not text.isascii():
                for run in self._foreign(text):
                    mine.setdefault(run, []).append(text)
        if not mine:
            return
        looked = dict.fromkeys(sources if len(sources) <= NEAR else cited)
        hashes = {hash(run): run for run in mine}
        words = set().union(*mine)
        shared: dict[Run, str] = {}
        for path in looked:
            text = " ".join(self._lines(path)).casefold()
            there = {word for word in words if word in text}
            if any(map(there.issuperset, mine)):  # else no run can be the source's
                for found in self._source_runs(path, text).intersection(hashes):
                    shared.setdefault(hashes[found], path)
        for text in dict.fromkeys(text for run in sorted(shared) for text in mine[run]):
            # a file that is named as its headline is named on the page, and so is a ministry of twelve words
            bare = without(text, [*file_names((*sources, *self._former)), *self._long_names])
            left = self._foreign(text if bare == text else bare)
            if taken := [run for run in left if run in shared]:
                told = " ".join(text.split())[:SHOWN]
                yield f"{address}: words of {shared[taken[0]]} without their place: “{told}”"

    def _source_runs(self, path: str, text: str) -> frozenset[int]:
        """Hashes of the runs of a source with this text, kept while there is room."""
        if path in self._runs:
            self._runs.move_to_end(path)
            return self._runs[path]
        found = self._runs[path] = frozenset(map(hash, _runs(WORD.findall(text))))
        if len(self._runs) > SOURCES:
            self._runs.popitem(last=False)
        return found

    def _foreign(self, text: str) -> tuple[Run, ...]:
        """Runs of words that lie between those of the site's own. Pages say the same of themselves again and again."""
        found = self._strange.get(text)
        if found is None:
            if len(self._strange) > TEXTS:
                self._strange.clear()
            found = self._strange[text] = tuple(dict.fromkeys(self._strangers(text)))
        return found

    def _strangers(self, text: str) -> Iterator[Run]:
        for part in ADDRESS.sub(GAP, text).casefold().split(GAP):
            words = WORD.findall(part)
            if len(words) >= RUN:
                yield from self._unknown(words)

    def _unknown(self, words: list[str]) -> Iterator[Run]:
        known = [False] * len(words)
        for start, gram in enumerate(phrases(words, OWN)):
            if gram in self._own:
                known[start : start + OWN] = [True] * OWN
        at = 0
        while at < len(words):
            end = at
            while end < len(words) and not known[end]:
                end += 1
            yield from _runs(words[at:end])
            at = end + 1


def file_names(paths: Iterable[str]) -> Iterator[str]:
    """What a page may call files: by the whole path or its last part, by the sidecar's, its white space as it is or one
    space."""
    for path in paths:
        for name in (path, basename(path)):
            for told in (name, name.rpartition(".")[0] + ".toml"):
                yield from dict.fromkeys((told, " ".join(told.split())))


def without(text: str, parts: Iterable[str]) -> str:
    """The text with a gap for each of the parts and for each address, also where one overlaps another."""
    gone = bytearray(len(text))
    for found in ADDRESS.finditer(text):
        gone[found.start() : found.end()] = b"\1" * len(found[0])
    for part in parts:
        at = text.find(part)
        while at >= 0 and part:
            gone[at : at + len(part)] = b"\1" * len(part)
            at = text.find(part, at + len(part))
    if 1 not in gone:
        return text
    runs = groupby(zip(text, gone, strict=True), key=lambda pair: pair[1])
    return "".join(GAP if hidden else "".join(char for char, _ in run) for hidden, run in runs)


def _runs(words: list[str]) -> Iterator[Run]:
    """All runs of RUN words (RUN_CHARACTERS where the script writes no spaces), in order."""
    wide = sum(map(_is_wide, words)) if WIDE.search("".join(words)) else 0
    return grams(words, RUN_CHARACTERS if wide * 2 > len(words) else RUN)


def _is_wide(word: str) -> bool:
    return WIDE.match(word) is not None
