"""What editors decide: ``data/`` with the site's ``content/desk/`` over it, and the sidecars, read and checked.

Four kinds of file, each TOML, each in its own folder, in ``plugins/briefing/data/`` and, over it, ``content/desk/``,
and one file that only a site has, ``content/desk/stories.toml``:

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

``stories.toml``: an editor's word on which articles tell one happening. Each row is one story; two rows are two::

    [[story]]
    articles = ["articles/astana/opening.txt", "articles/astana/day-one.html"]   # files below content/

    [[story]]
    articles = ["articles/rail/works.txt"]
    closed = true            # no other article joins; a row of one article splits it out

A pattern never decides how long a build takes: repeats inside repeats, back references and patterns with too many ways
to match one line are refused.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from briefing import patterns
from briefing.lazy import regex
from briefing.model import CutPhrase, Desk, DeskError, Pin, Sidecar, Site, Topic
from briefing.strict import LANGUAGE, SHIPPED, Table, parse

DATA = Path(__file__).parent / "data"
CODE = ("desk.py", "strict.py", "patterns.py", "model.py", "plain.py")  # that decides what comes of a desk's files
MAX_BYTES = 256 * 1024  # of an editor's file
MAX_SIDECAR = 64 * 1024
MAX_FILES = 1_000  # in one folder
KINDS = ("topics", "rules", "sites", "words", "stories.toml")  # what lies in a site's desk
ACCENTS = ("security", "trade", "connectivity")
STATUSES = ("draft", "hidden", "published", "withdrawn")
ARTICLE = regex(r"articles(?:/(?!\.)[^/\\\0]{1,200}){1,20}")  # a file below content/articles/, no dot in front
DOMAIN = regex(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}")


def load(content: Path | None) -> Desk:
    """The desk of a site: the shipped data with ``content/desk/`` over it. ``content`` None: the shipped data alone.

    Raises ``DeskError`` for the first file that is not as it should be.
    """
    layers = [_Layer(DATA, "data", SHIPPED)]
    if content is not None:
        layers.append(_Layer(content / "desk", f"{content.name}/desk", MAX_BYTES))
        layers[-1].check()
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
            if name in words:
                table.like(words[name])
            words[name] = _over(words.get(name, {}), table.values)
    desk = Desk(
        topics=tuple(sorted(topics.values(), key=lambda t: (t.order, t.slug))),
        rules=tuple(rules),
        sites=dict(sorted(sites.items())),
        words=dict(sorted(words.items())),
        stories=stories(content),
    )
    stamps = {
        "topics": _stamp(repr(desk.topics)),
        "rules": _stamp(repr(desk.rules)),
        "sites": _stamp(repr(desk.sites)),
        "words": _stamp(json.dumps(desk.words, sort_keys=True, default=str) + _others()),
    }
    return replace(desk, stamps=stamps)


def cutting(desk: Desk) -> Desk:
    """What of a desk decides which lines are cut."""
    bars = {"bars": desk.words["bars"]} if "bars" in desk.words else {}
    return Desk(rules=desk.rules, sites=desk.sites, words=bars)


def sidecar(path: str, data: bytes) -> Sidecar:
    """The editor's word in ``data``, the bytes of the sidecar at ``path``. Raises ``DeskError``.

    >>> sidecar("articles/a.toml", b'published = 2024-07-04').published
    '2024-07-04'
    """
    table = Table(path, parse(path, data, MAX_SIDECAR))
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


def _topic(name: str, table: Table) -> Topic:
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


def _rules(files: Iterator[tuple[str, Table]], below: list[CutPhrase]) -> list[CutPhrase]:
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
            rows.append(CutPhrase(name, pattern, row.text("why"), language, sure, table.path, patterns.ways(pattern)))
    return rows + [row for row in below if (row.name, row.language) not in named]


def _site(name: str, table: Table) -> Site:
    if not DOMAIN.fullmatch(name):
        table.wrong("", "a domain as the file's name (example.org.toml)", name)
    table.only("publisher", "story", "furniture", "cut")
    cut = table.patterns("cut")
    return Site(name, table.text("publisher", None), table.words("story"), table.words("furniture"), cut)


def stories(content: Path | None) -> tuple[Pin, ...]:
    """The rows of ``stories.toml``. An article stands in one of them, and its file is there."""
    if content is None or not os.path.lexists(path := content / "desk" / "stories.toml"):
        return ()
    table = _table(path, f"{content.name}/desk/stories.toml", MAX_BYTES)
    table.only("story")
    pins: list[Pin] = []
    seen: set[str] = set()
    for row in table.rows("story"):
        row.only("articles", "closed")
        paths = row.words("articles")
        closed = row.flag("closed")
        if len(paths) < (1 if closed else 2):
            row.wrong("articles", "two articles or more (one is enough with closed = true)", f"{len(paths)}")
        for article in paths:
            if article in seen:
                row.wrong("articles", "each article once in the file", f"{article} again")
            if not ARTICLE.fullmatch(article) or not os.path.isfile(content / article):
                row.wrong("articles", "files that lie below content/ (articles/summit.txt)", article)
            seen.add(article)
        pins.append(Pin(paths, closed))
    return tuple(pins)


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

    def check(self) -> None:
        """Refuses what nobody would read: a table in a folder, or under a name, that means nothing here."""
        if os.path.lexists(self.root) and not self.root.is_dir():
            raise DeskError(f"{self.shown}: expected a folder, found a file")
        for path in sorted(self.root.iterdir()) if self.root.is_dir() else ():
            if path.name not in KINDS and _speaks(path):
                raise DeskError(f"{self.shown}/{path.name}: expected one of {', '.join(KINDS)}, found {path.name}")

    def files(self, kind: str) -> Iterator[tuple[str, Table]]:
        folder = self.root / kind
        if os.path.lexists(folder) and not folder.is_dir():
            raise DeskError(f"{self.shown}/{kind}: expected a folder, found a file")
        paths = sorted(p for p in folder.iterdir() if _speaks(p)) if folder.is_dir() else []
        if len(paths) > MAX_FILES:
            raise DeskError(f"{self.shown}/{kind}: expected at most {MAX_FILES} files, found {len(paths)}")
        for path in paths:
            shown = f"{self.shown}/{kind}/{path.name}"
            yield path.name.removesuffix(".gz").removesuffix(".toml"), _table(path, shown, self.limit)


def _speaks(path: Path) -> bool:
    """Whether it is a table, or a folder with one in it; an editor who put it there expects it to be read."""
    if path.name.startswith("."):
        return False
    inside = path.iterdir() if path.is_dir() else ()
    return any(".toml" in one.name.lower() for one in (path, *inside))


def _table(path: Path, shown: str, limit: int) -> Table:
    """The table of one file; a shipped one may be packed."""
    if path.is_symlink() or not path.is_file():
        raise DeskError(f"{shown}: expected a file, found a link or a folder")
    if path.suffix == ".gz" and limit == SHIPPED:
        data = gzip.decompress(path.read_bytes())
    elif path.suffix == ".toml":
        with path.open("rb") as file:
            data = file.read(limit + 1)
    else:
        raise DeskError(f"{shown}: expected a name that ends in .toml, found {path.name}")
    return Table(shown, parse(shown, data, limit), trusted=limit == SHIPPED)
