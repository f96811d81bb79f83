"""What editors decide: ``data/`` with the site's ``content/desk/`` over it, and the sidecars, read and checked.

Four kinds of file, each TOML, each in its own folder, in ``plugins/briefing/data/`` and, over it, ``content/desk/``:

``topics/<slug>.toml``: a hub of the site. Words are lower case; ``*`` at a word's end stands for any ending; the
number is the weight (above 0, at most 10). A plain list gives each word weight 1. English stands at the top, other
languages in a table of their ISO code::

    name = "Trade"
    blurb = "Passages on goods, markets and the rules between them."
    glyph = "trade"            # an icon of the theme
    accent = "trade"           # "security", "trade" or "connectivity"
    order = 2                  # in menus

    [terms]                    # or: terms = ["trade", "tariff*"]
    "trade" = 2.0
    "supply chain*" = 1.5
    [terms.ru]                 # or: ru = ["торговл*"] under [terms]
    "торговл*" = 2.0

    [against]                  # words that speak against it, laid out like terms
    "trade wind*" = 2.0

``rules/<name>.toml``: lines that are never an article's own. A site's row wins over the shipped ones of its name and
language; ``off = true`` only switches those off::

    [[rule]]
    name = "comments.form"
    pattern = "leave a (?:reply|comment)"    # the whole line, case set aside; or a list of such patterns
    why = "Comment form."
    language = "en"                          # or "any"
    confidence = 0.99                        # may be left out

``sites/<domain>.toml``: one publisher: ``publisher`` (name), ``story`` and ``furniture`` (lists of trail names such as
"div.story-body"), ``cut`` (list of patterns of whole lines).

``words/<table>.toml`` (shipped ones may be ``.toml.gz``): tables for whoever asks for them; a site's tables and lists
add to the shipped ones, its plain values win.

A pattern never decides how long a build takes: repeats inside repeats, back references and patterns with too many ways
to match one line are refused.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from briefing.model import CutPhrase, Desk, DeskError, Sidecar, Site, Term, Topic
from briefing.patterns import fault

DATA = Path(__file__).parent / "data"
MAX_BYTES = 256 * 1024  # of an editor's file
MAX_SHIPPED = 8 * 1024 * 1024  # of a shipped table, unpacked
MAX_SIDECAR = 64 * 1024
MAX_DEPTH = 6  # tables in tables; the deepest format here needs three
MAX_FILES = 1_000  # in one folder
MAX_TEXT = 500  # characters of a title, a name, a blurb
MAX_URL = 2_000  # characters, as in read
ACCENTS = ("security", "trade", "connectivity")
STATUSES = ("draft", "hidden", "published", "withdrawn")
RESERVED = ("briefings", "stories", "entities", "sources", "timeline", "figures", "about", "search", "theme", "feeds")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,20}")
DOMAIN = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
# "a.a.a.a…": tomllib's time grows with the square of the parts of one key
LONG_KEY = re.compile(r"""(?:["'\w-]{1,40}[ \t]{0,3}\.[ \t]{0,3}){24}""")


def load(content: Path | None) -> Desk:
    """The desk of a site: the shipped data with ``content/desk/`` over it. ``content`` None: the shipped data alone.

    Raises ``DeskError`` for the first file that is not as it should be.
    """
    layers = [_Layer(DATA, "data", MAX_SHIPPED)]
    if content is not None:
        layers.append(_Layer(content / "desk", f"{content.name}/desk", MAX_BYTES))
    topics: dict[str, Topic] = {}
    rules: list[CutPhrase] = []
    sites: dict[str, Site] = {}
    words: dict[str, Any] = {}
    for layer in layers:
        for name, table in layer.files("topics"):
            topics[table.slug(name)] = _topic(name, table)
        rules = _rules(layer.files("rules"), rules)
        for name, table in layer.files("sites"):
            sites[name] = _site(name, table)
        for name, table in layer.files("words"):
            words[name] = _over(words.get(name, {}), table.values)
    held = {
        "topics": tuple(sorted(topics.values(), key=lambda t: (t.order, t.slug))),
        "rules": tuple(rules),
        "sites": dict(sorted(sites.items())),
        "words": dict(sorted(words.items())),
    }
    stamps = {kind: _stamp(repr(held[kind])) for kind in ("topics", "rules", "sites")}
    stamps["words"] = _stamp(json.dumps(held["words"], sort_keys=True, default=str) + _others())
    return Desk(**held, stamps=stamps)  # type: ignore[arg-type]


def sidecar(path: str, data: bytes) -> Sidecar:
    """The editor's word in ``data``, the bytes of the sidecar at ``path``. Raises ``DeskError``.

    >>> sidecar("articles/a.toml", b'published = 2024-07-04').published
    '2024-07-04'
    """
    table = _Table(path, _parse(path, data, MAX_SIDECAR))
    table.only("title", "published", "publisher", "author", "url", "status", "text", "topics", "keep", "cut", "of")
    of = table.text("of", None)
    if of is not None and not re.fullmatch(r"[0-9a-f]{12}", of.lower()):
        table.wrong("of", "the first 12 hex digits of the file's hash", of)
    keep, cut = table.lines("keep"), table.lines("cut")
    if both := sorted(set(keep) & set(cut)):
        table.wrong("cut", "lines that keep does not name", both[0])
    return Sidecar(
        path=path,
        title=table.text("title", None),
        published=table.date("published"),
        publisher=table.text("publisher", None),
        author=table.text("author", None),
        url=table.url("url"),
        status=table.choice("status", STATUSES, "published"),
        text=table.choice("text", ("full", "points"), None),
        topics=table.slugs("topics"),
        of=of.lower() if of else None,
        keep=keep,
        cut=cut,
    )


# --- the four kinds ---------------------------------------------------------------------------------------------


def _topic(name: str, table: _Table) -> Topic:
    table.only("name", "blurb", "glyph", "accent", "order", "terms", "against")
    accent = table.choice("accent", ACCENTS, ACCENTS[0])
    terms = table.terms("terms")
    if not terms:
        table.wrong("terms", "at least one word", table.values.get("terms"))
    return Topic(
        slug=name,
        name=table.text("name"),
        blurb=table.text("blurb", ""),
        terms=terms,
        accent=accent,
        glyph=table.text("glyph", accent),
        against=table.terms("against"),
        order=table.number("order", 0, -1_000, 1_000, whole=True),
    )


def _rules(files: Iterator[tuple[str, _Table]], below: list[CutPhrase]) -> list[CutPhrase]:
    """The rows of one layer, then those of the layer below that it does not replace."""
    rows: list[CutPhrase] = []
    named: set[tuple[str, str]] = set()
    for _, table in files:
        table.only("rule")
        for row in table.rows("rule"):
            row.only("name", "pattern", "why", "language", "confidence", "off")
            name, language = row.text("name"), row.text("language")
            if language != "any" and not LANGUAGE.fullmatch(language):
                row.wrong("language", 'an ISO 639-1 code or "any"', language)
            named.add((name, language))
            if row.flag("off"):
                continue
            pattern = "|".join(row.patterns("pattern"))
            sure = row.number("confidence", 0.99, 0, 1)
            rows.append(CutPhrase(name, pattern, row.text("why"), language, sure))
    return rows + [row for row in below if (row.name, row.language) not in named]


def _site(name: str, table: _Table) -> Site:
    if not DOMAIN.fullmatch(name):
        table.wrong("", "a domain as the file's name (example.org.toml)", name)
    table.only("publisher", "story", "furniture", "cut")
    cut = table.patterns("cut")
    return Site(name, table.text("publisher", None), table.words("story"), table.words("furniture"), cut)


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """``above`` laid over ``below``: tables and lists add, plain values win."""
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _over(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = old + [item for item in value if item not in old]
        else:
            merged[key] = value
    return merged


def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _others() -> str:
    """A hash of what else is shipped (gazetteer, weights), which its users read themselves."""
    hashed = hashlib.sha256()
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.relative_to(DATA).parts[0] not in ("topics", "rules", "sites", "words"):
            hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


# --- files ------------------------------------------------------------------------------------------------------


class _Layer:
    """One folder laid out as ``data/``: its tables by kind, checked for size, encoding, syntax and depth."""

    def __init__(self, root: Path, shown: str, limit: int) -> None:
        self.root, self.shown, self.limit = root, shown, limit

    def files(self, kind: str) -> Iterator[tuple[str, _Table]]:
        folder = self.root / kind
        paths = sorted(p for p in folder.iterdir() if ".toml" in p.suffixes) if folder.is_dir() else []
        if len(paths) > MAX_FILES:
            raise DeskError(f"{self.shown}/{kind}: expected at most {MAX_FILES} files, found {len(paths)}")
        for path in paths:
            shown = f"{self.shown}/{kind}/{path.name}"
            if path.is_symlink() or not path.is_file():
                raise DeskError(f"{shown}: expected a file, found a link or a folder")
            if path.suffix == ".gz" and self.limit == MAX_SHIPPED:
                data = gzip.decompress(path.read_bytes())
                name = path.name.removesuffix(".toml.gz")
            elif path.suffix == ".toml":
                with path.open("rb") as file:
                    data = file.read(self.limit + 1)
                name = path.name.removesuffix(".toml")
            else:
                raise DeskError(f"{shown}: expected a name that ends in .toml, found {path.name}")
            yield name, _Table(shown, _parse(shown, data, self.limit), trusted=self.limit == MAX_SHIPPED)


def _parse(path: str, data: bytes, limit: int) -> dict[str, Any]:
    """The TOML in ``data``, or a ``DeskError`` that says what is wrong with it and where."""
    if len(data) > limit:
        raise DeskError(f"{path}: expected at most {limit // 1024} kB, found more")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DeskError(f"{path}: expected UTF-8, found byte {data[error.start]:#04x} at {error.start}") from None
    if LONG_KEY.search(text) and limit != MAX_SHIPPED:
        raise DeskError(f"{path}: expected short keys, found one of more than 24 parts")
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise DeskError(f"{path}: expected at most {MAX_DEPTH} levels of nesting, found more") from None
    except ValueError as error:  # bad syntax, or a number of thousands of digits
        raise DeskError(f"{path}: expected TOML, found: {error}") from None
    level: list[Any] = [values]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    if level:
        raise DeskError(f"{path}: expected at most {MAX_DEPTH} levels of nesting, found more")
    return values


class _Table:
    """A table of an editor's file, asked value by value; each question raises a ``DeskError`` that names the key."""

    def __init__(self, path: str, values: dict[str, Any], at: str = "", trusted: bool = False) -> None:
        self.path, self.values, self.at, self.trusted = path, values, at, trusted

    def wrong(self, key: str, expected: str, found: object) -> NoReturn:
        named = ".".join(part for part in (self.at, key) if part)
        shown = "nothing" if found is None else _shown(found)
        raise DeskError(f"{self.path}: {named}{': ' if named else ''}expected {expected}, found {shown}")

    def only(self, *keys: str) -> None:
        for key in self.values:
            if key not in keys:
                self.wrong(key, f"one of the keys {', '.join(keys)}", "an unknown key")

    def slug(self, name: str) -> str:
        if not SLUG.fullmatch(name):
            self.wrong("", "a file name of a-z, 0-9 and hyphens", name)
        if name in RESERVED:
            self.wrong("", "a name that is no address of the site itself", name)
        return name

    def text(self, key: str, default: Any = ..., most: int = MAX_TEXT) -> Any:
        value = self.values.get(key)
        if value is None and default is not ...:
            return default
        if not isinstance(value, str):
            self.wrong(key, "text", value)
        value = " ".join(value.split())
        if not value or len(value) > most:
            self.wrong(key, f"1 to {most} characters", f"{len(value)}")
        odd = next((c for c in value if not c.isprintable() and c not in "\u200c\u200d"), None)
        if odd is not None:
            self.wrong(key, "printable text", f"U+{ord(odd):04X}")
        return value

    def number(self, key: str, default: Any, low: float, high: float, whole: bool = False) -> Any:
        value = self.values.get(key, default)
        fits = isinstance(value, int) if whole else isinstance(value, int | float)
        if not fits or isinstance(value, bool) or not low <= value <= high:
            self.wrong(key, f"a {'whole ' if whole else ''}number from {low} to {high}", value)
        return value

    def flag(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "true or false", value)
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str | None) -> Any:
        value = self.values.get(key, default)
        if value is not default and value not in choices:
            self.wrong(key, " or ".join(choices), value)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "a list of words", value)
        for item in value:
            if not isinstance(item, str) or not item.strip() or len(item) > MAX_TEXT:
                self.wrong(key, "a list of words", item)
        return tuple(value)

    def slugs(self, key: str) -> tuple[str, ...] | None:
        if key not in self.values:
            return None
        for item in self.words(key):
            if not SLUG.fullmatch(item):
                self.wrong(key, "names of topics (a-z, 0-9, hyphens)", item)
        return self.words(key)

    def rows(self, key: str) -> list[_Table]:
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.wrong(key, f"rows under [[{key}]]", value)
        return [_Table(self.path, row, f"{key} {at}", self.trusted) for at, row in enumerate(value, 1)]

    def patterns(self, key: str) -> tuple[str, ...]:
        value = self.values.get(key, [] if key == "cut" else None)
        found = (value,) if isinstance(value, str) else value
        if not isinstance(found, list | tuple) or not all(isinstance(one, str) and one for one in found):
            self.wrong(key, "a pattern or a list of patterns", value)
        for one in found:
            self.check(key, one)
        return tuple(found)

    def check(self, key: str, pattern: str) -> None:
        if self.trusted:  # the tests look at those we ship
            return
        if reason := fault(pattern):
            self.wrong(key, "a safe pattern of a whole line", f"{_shown(pattern)}, which {reason}")

    def terms(self, key: str) -> tuple[Term, ...]:
        """Words with their weights, from a list or a table, other languages in tables of their ISO code."""
        value = self.values.get(key, {})
        found: list[Term] = []

        def add(at: str, held: object, language: str) -> None:
            if isinstance(held, list):
                held = dict.fromkeys(_Table(self.path, {at: held}, self.at).words(at), 1.0)
            if not isinstance(held, dict):
                self.wrong(at, "a list of words", held)
            for words, weight in held.items():
                here = f"{at}.{words}"
                if isinstance(weight, dict | list):
                    if at != key or not LANGUAGE.fullmatch(words):
                        self.wrong(here, "a weight, or a language as an ISO code", weight)
                    add(here, weight, words)
                    continue
                if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 < weight <= 10:
                    self.wrong(here, "a weight above 0, at most 10", weight)
                term = " ".join(words.lower().split())
                if not term or len(term) > 100 or "*" in term.replace("* ", " ").removesuffix("*"):
                    self.wrong(here, 'a word or phrase, "*" only at the end of a word', words)
                found.append(Term(term, float(weight), language))

        add(key, value, "en")
        return tuple(found)

    def lines(self, key: str) -> tuple[int, ...]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.wrong(key, "a list of line numbers", value)
        for item in value:
            if not isinstance(item, int) or isinstance(item, bool) or not 0 < item < 1_000_000:
                self.wrong(key, "line numbers from 1", item)
        return tuple(sorted(set(value)))

    def date(self, key: str) -> str | None:
        value = self.values.get(key)
        expected = 'a date as 2024-07-04, or "2024-07" or "2024"'
        if value is None:
            return None
        if isinstance(value, dt.datetime | dt.date):
            return value.isoformat()
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?", value.strip()):
            self.wrong(key, expected, value)
        value = value.strip()
        try:
            dt.date.fromisoformat(value + "0000-01-01"[len(value) :])
        except ValueError:
            self.wrong(key, expected, value)
        return value

    def url(self, key: str) -> str | None:
        value = self.text(key, None, MAX_URL)
        expected = f"an http or https address of at most {MAX_URL} characters"
        if value is None:
            return None
        try:
            parts = urlsplit(value)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            good = False
        if not good or any(c in value for c in ' "<>\\^`{|}'):
            self.wrong(key, expected, value)
        return value


def _shown(value: object) -> str:
    """``value`` as it would stand in the file, short."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and value.bit_length() > 256:  # Python refuses to print the longest ones
        return "a number of more than 70 digits"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 80 else text[:79] + "…"
