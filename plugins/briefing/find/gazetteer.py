"""Names that are known beforehand: ``data/gazetteer/`` with the site's ``words/names.toml`` over it, ready to match.

The hand lists (one TOML file a kind) say in ``places.toml`` how a row looks; ``towns.tsv.gz`` is derived from GeoNames
by ``scripts/build_gazetteer.py``. Latin, Cyrillic and Arabic names are looked up word by word, Chinese ones anywhere in
the text. Russian names are known in all their cases.
"""

from __future__ import annotations

import gzip
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct, field

from briefing.cache import kept
from briefing.hashes import code
from briefing.lazy import regex
from briefing.model import Desk, DeskError, EntityKind
from briefing.plain import decode, encode
from briefing.text.tables import shipped

FOLDER = Path(__file__).resolve().parents[1] / "data" / "gazetteer"
KINDS: tuple[EntityKind, ...] = ("place", "organisation", "project", "document", "person")
WORD = regex(r"[^\W_]+")
CHINESE = regex(r"[\u3400-\u9fff]")
OTHER_SCRIPT = regex(r"[\u0400-\u04ff\u0600-\u06ff]")
# 51.18 71.45, KZ
WHERE = regex(r"(?P<lat>-?\d{1,3}(?:\.\d{1,4})?) (?P<lon>-?\d{1,3}(?:\.\d{1,4})?)(?:, ?(?P<state>[A-Z]{2}))?")


class Known(NamedTuple):
    """A row of the gazetteer. ``place``: latitude, longitude; ``state``: ISO 3166 code, "" when in none or several."""

    slug: str
    name: str
    kind: EntityKind
    place: tuple[float, float] | None
    state: str


class Match(NamedTuple):
    """A known name found at words ``start:end``. ``weak``: 1 needs support, 2 needs much."""

    start: int
    end: int
    known: Known
    weak: int


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Lower case without accents: what two spellings of a name have in common.

    >>> fold("Ürümqi"), fold("Мирзиёев")
    ('urumqi', 'мирзиеев')
    """
    low = word.lower()
    if low.isascii():
        return low
    low = low.translate(LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


HALF = regex(r"[\ud800-\udfff]")
LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ə": "a", "æ": "ae", "œ": "oe"})


def encodable(text: str) -> str:
    """The text with half characters, which no file can hold, replaced one by one."""
    return HALF.sub("\ufffd", text)


# Endings that Russian names take, by how the name ends; the first pattern that fits counts.
CASES = (
    (regex(r"(?:ск|ж|ч|ш)ий$|[ыо]й$"), 2, "ий ый ой ого его ому ему им ым ом ем"),
    (regex(r"ая$"), 2, "ая ой ую ою"),
    (regex(r"яя$"), 2, "яя ей юю ею"),
    (regex(r"[ое]е$"), 2, "ое ее ого его ому ему ым им ом ем"),
    (regex(r"ые$"), 2, "ые ых ым ыми"),
    (regex(r"ие$"), 2, "ие их им ими ия ию ием ии"),
    (regex(r"ия$"), 2, "ия ии ию ией"),
    (regex(r"я$"), 1, "я и ю е ей ёй"),
    (regex(r"а$"), 1, "а ы и е у ой ей"),
    (regex(r"й$"), 1, "й я ю ем е и"),
    (regex(r"ь$"), 1, "ь я ю ем и ью е"),
    (regex(r"[ыи]$"), 1, "ы и ов ам ами ах"),
    (regex(r"^(?:мор|пол)е$"), 1, "е я ю ем и"),
    (regex(r"[еоуэюё]$"), 0, ""),
    (regex(r""), 0, " а у ом ем е ы ым"),
)


def cases(word: str) -> Iterator[str]:
    """A Russian word in the cases it can take, folded, with some forms too many.

    >>> "казахстане" in set(cases("Казахстан")), "казахстанский" in set(cases("Казахстан"))
    (True, False)
    """
    low = word.lower()
    yield fold(low)
    if len(low) < 4 or word.isupper():
        return
    for ending, cut, forms in CASES:
        if ending.search(low):
            for form in forms.split(" "):
                yield fold(low[: len(low) - cut] + form)
            return


SHORT_CHINESE = 3  # signs of a name that may be a piece of a longer one


@cache
def sounds() -> frozenset[str]:
    """Chinese signs with which foreign names are spelt."""
    return frozenset(shipped("names")["sounds_zh"])


# Endings of Russian nouns and adjectives, folded (й is и), for names that no list has.
ENDING = regex(
    r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ом|ем|ои|еи|ую|юю|ая|яя|ое|ее|ыи|ии|ых|их|ым|им|[аяуюеиыоь])$"
)


def stem(word: str) -> str:
    """A folded Russian word without its ending; any other word as it is.

    >>> stem("жапаровым") == stem("жапаров"), stem("гомеля") == stem("гомеле"), stem("china")
    (True, True, 'china')
    """
    if not word or word[-1] <= "\u03ff" or not OTHER_SCRIPT.match(word):
        return word
    short = ENDING.sub("", word)
    return short if len(short) > 3 else word


Entry = tuple[str, int, tuple[bool, ...], bool]  # slug, how weak, which words have a capital, whether an acronym


class Gazetteer(Struct, dict=True, eq=False):
    """Known names by their folded words, joined by a space.

    What only other scripts need, and a small town, is made ready when a text first asks for it.
    """

    names: dict[str, Entry] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)  # first words of names of several words: words of the longest
    rows: dict[str, Known] = field(default_factory=dict)
    towns: bytes = b""  # towns.tsv.gz, its lines sorted: the folded name of each comes first
    foreign: bytes = b"[]"  # slugs and names beyond the Latin script, and how weak each is, as JSON

    def add(self, known: Known, name: str, weak: int = 0) -> None:
        """Know ``known`` by ``name`` too; who came first keeps a name."""
        if name[0] > "\u02ff" and not name.isascii():
            self._beyond.append((known.slug, name, weak))
        else:
            self._enter(known, name, weak)

    def _enter(self, known: Known, name: str, weak: int) -> tuple[str, ...]:
        words = (name,) if name.isalpha() else tuple(WORD.findall(name))
        key = " ".join(map(fold, words))
        if words and key not in self.names:
            acronym = len(words) == 1 and len(name) < 9 and name.isupper()
            self.names[key] = (known.slug, weak, tuple(not word[0].islower() for word in words), acronym)
            if len(words) > 1:
                self._start(fold(words[0]), len(words))
        return words

    def _start(self, word: str, size: int) -> None:
        self.starts[word] = max(size, self.starts.get(word, 0))

    @cached_property
    def _beyond(self) -> list[tuple[str, str, int]]:
        return decode(list[tuple[str, str, int]], self.foreign)

    @cached_property
    def _lines(self) -> list[bytes]:
        return self.towns.split(b"\n")

    def _town(self, key: str) -> str:
        """The line of the town with this folded name; "" where there is none."""
        begins = f"{key}\t".encode("utf-8", "surrogatepass")
        at = bisect_left(self._lines, begins)
        line = self._lines[at] if at < len(self._lines) else b""
        return line.decode() if line.startswith(begins) else ""

    def town(self, line: str) -> tuple[Known, int]:
        """A line of ``towns.tsv.gz``: the town, and how weak its name is."""
        _, slug, name, _, _, lat, lon, state = line.split("\t")
        known = Known(slug, name.lstrip("~"), "place", (float(lat), float(lon)), state)
        return self.rows.setdefault(slug, known), len(name) - len(known.name)

    def entry(self, key: str) -> Entry | None:
        """What a folded name stands for."""
        found = self.names.get(key)
        if found is None and (line := self._town(key)):
            known, weak = self.town(line)
            self._enter(known, known.name, weak)
            found = self.names.get(key)
        return found

    @cached_property
    def lemmas(self) -> Mapping[str, str]:
        """A case form of a word of a Russian name → the word as the name has it. Arabic names are entered here too."""
        every = [(self.rows[slug], name, weak) for slug, name, weak in self._beyond if not CHINESE.search(name)]
        for line in self.towns.decode().splitlines():
            russian = line.split("\t", 4)[3]
            if russian:
                known, weak = self.town(line)
                every.append((known, russian, 1 if weak else 0))
        words = [word for row in every for word in self._enter(*row)]
        found = {fold(word): fold(word) for word in words}
        for word in dict.fromkeys(words):
            for form in cases(word):
                found.setdefault(form, fold(word))
        return found

    @cached_property
    def chinese(self) -> tuple[AhoCorasick, tuple[tuple[Known, ...], ...]]:
        """Finds Chinese names, the longest first, each with its rows: those of the hand lists before towns."""
        found: dict[str, list[Known]] = {}
        for slug, name, _ in self._beyond:
            if CHINESE.search(name):
                found.setdefault(name, []).append(self.rows[slug])
        for line in self.towns.decode().splitlines():
            name = line.split("\t", 5)[4]
            if name:
                found.setdefault(name, []).append(self.town(line)[0])
        return AhoCorasick(list(found), matchkind=MatchKind.LeftmostLongest), tuple(map(tuple, found.values()))

    def find(self, words: list[str], text_is_capitals: bool = False) -> Iterator[Match]:
        """Known names among the words of one sentence, leftmost and longest, none inside another.

        Capitals must stand where the name has them; of an acronym all letters. In a line of capitals a short acronym
        cannot be told from a word ("US", "WHO") and does not count.
        """
        keys = [fold(word) for word in words]
        if any(not word.isascii() and OTHER_SCRIPT.match(word) for word in words):
            keys = [self.lemmas.get(key, key) for key in keys]
        at, names, starts = 0, self.names, self.starts
        while at < len(words):
            key = keys[at]
            # a town's name of one word begins with a capital, where its letters have one
            if key not in names and key not in starts and (words[at][0].islower() or not self._town(key)):
                at += 1
                continue
            found = self._longest(words, keys, at, text_is_capitals)
            if found and words[at] == "the":  # "the West Bank" is not the West
                after = self._longest(words, keys, at + 1, text_is_capitals)
                found = after if after and after.end > found.end else found
            if found:
                yield found
            at = found.end if found else at + 1

    def _longest(self, words: list[str], keys: list[str], at: int, capitals: bool) -> Match | None:
        several = min(self.starts.get(keys[at], 1), len(words) - at)
        for length in range(several, 0, -1):
            entry = self.entry(" ".join(keys[at : at + length]) if length > 1 else keys[at])
            if entry is None:
                continue
            slug, weak, shape, acronym = entry
            surface = words[at : at + length]
            if any(large and word[0].islower() for large, word in zip(shape, surface, strict=False)):
                continue
            if acronym and (not surface[0].isupper() or (capitals and len(surface[0]) < 5)):
                continue
            return Match(at, at + length, self.rows[slug], weak)
        return None

    def in_chinese(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, tuple[Known, ...]]]:
        """Known names in Chinese writing between two places of a text, each with the rows that have it.

        A short name made of signs that spell foreign sounds is none where such a sign stands beside it: 马尔 (Marl) in
        马克马尔 (Makmal) is a piece of another name.
        """
        automaton, rows = self.chinese
        signs = sounds()
        spans = [(start + a, start + b, rows[which]) for which, a, b in automaton.find_matches_as_indexes(
            encodable(text[start:end]))]  # fmt: skip
        for at, (a, b, known) in enumerate(spans):
            if b - a <= SHORT_CHINESE and signs.issuperset(text[a:b]):
                before = text[a - 1 : a] if a > start and not (at and spans[at - 1][1] == a) else ""
                after = text[b : b + 1] if b < end and not (at + 1 < len(spans) and spans[at + 1][0] == b) else ""
                if (before and before in signs) or (after and after in signs):
                    continue
            yield a, b, known


def parse(row: str, slug: str, kind: EntityKind) -> tuple[Known, tuple[tuple[str, int], ...]]:
    """A row of a hand list: the entity, and its names with their weakness."""
    names, _, where = row.partition("@")
    spelt = [name.strip() for name in names.split("|")]
    found = [(name.lstrip("~"), len(name) - len(name.lstrip("~"))) for name in spelt if name.strip("~ ")]
    if not found:
        raise ValueError("no name")
    place, state = None, ""
    if where.strip():
        spot = WHERE.fullmatch(where.strip())
        if not spot:
            raise ValueError(f"after @ expected latitude longitude, code; found {where.strip()!r}")
        place, state = (float(spot["lat"]), float(spot["lon"])), spot["state"] or ""
    return Known(slug, found[0][0], kind, place, state), tuple(found)


def shipped_rows() -> Iterator[tuple[str, EntityKind, str]]:
    """Rows of the shipped hand lists."""
    import tomllib  # a process that has what was made of them does without

    for name in ("states", "places", "organisations", "projects", "documents", "people"):
        with (FOLDER / f"{name}.toml").open("rb") as file:
            table = tomllib.load(file)
        for kind in KINDS:
            for slug, row in table.get(kind, {}).items():
                yield slug, kind, row


def towns() -> list[bytes]:
    """The towns of GeoNames, a line each that begins with the folded name, in the order of their bytes."""
    return sorted(gzip.decompress((FOLDER / "towns.tsv.gz").read_bytes()).splitlines())


def own_rows(desk: Desk) -> tuple[tuple[str, EntityKind, str], ...]:
    """Rows that the site itself gives in ``words/names.toml``."""
    table: Mapping[str, Any] = desk.words.get("names", {})
    found: list[tuple[str, EntityKind, str]] = []
    for kind in KINDS:
        rows = table.get(kind, {})
        if not isinstance(rows, dict):
            raise DeskError(f"words/names.toml: {kind}: expected a table of rows, found {rows!r}")
        for slug, row in rows.items():
            if not isinstance(row, str):
                raise DeskError(f"words/names.toml: {kind}.{slug}: expected a line of names, found {row!r}")
            found.append((slug, kind, row))
    return tuple(found)


@lru_cache(maxsize=4)
def build(own: tuple[tuple[str, EntityKind, str], ...]) -> Gazetteer:
    """The shipped names with a site's own before them; kept, since reading the tables takes as long as an article."""
    made_by = code("find/gazetteer.py", "data/gazetteer")
    told, foreign, towns = kept("names", (made_by.encode(), encode(own)), lambda: _apart(_built(own)))
    result = decode(Gazetteer, told)
    result.foreign, result.towns = foreign, towns
    return result


def _apart(built: Gazetteer) -> tuple[bytes, bytes, bytes]:
    """The gazetteer as JSON without the foreign names and the towns: few texts ask for those, these take longest."""
    foreign, towns = encode(built._beyond), built.towns
    built.towns = b""
    return encode(built), foreign, towns


def _built(own: tuple[tuple[str, EntityKind, str], ...]) -> Gazetteer:
    result = Gazetteer()

    def take(rows: Iterable[tuple[str, EntityKind, str]], where: str) -> None:
        for slug, kind, row in rows:
            try:
                known, names = parse(row, slug, kind)
            except ValueError as fault:
                raise DeskError(f"{where}: {kind}.{slug}: {fault}") from fault
            known = result.rows.setdefault(slug, known)
            for name, weak in names:
                result.add(known, name, weak)

    take(own, "words/names.toml")
    take(shipped_rows(), "data/gazetteer")
    found = towns()
    result.towns = b"\n".join(found)
    for key in (line.partition(b"\t")[0].decode() for line in found):
        if " " in key:
            result._start(key.partition(" ")[0], key.count(" ") + 1)
    return result


def gazetteer(desk: Desk) -> Gazetteer:
    """What is known by name under this desk; built once a process."""
    return build(own_rows(desk))
