"""Pictures for those who share a link: home, hubs, stories and briefings, drawn from one SVG template as PNG.

A card shows a headline whole or not at all. Where one is in letters that the fonts at hand have not (Chinese alone
would weigh more than all else), or too long to be read on a picture, the card says what it can of the text: its
language, who published it, when, how long it is. Each is a job with few inputs, so that none is drawn again because
of another article. Drawing one takes as long as making two pages, so pictures are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from briefing.hashes import code, digest, packages
from briefing.model import Card, Topic
from briefing.plain import Frozen
from briefing.press.job import Files, Job
from briefing.press.maker import Maker
from briefing.press.sheet import letter
from briefing.press.show.parts import title_card
from briefing.text.dates import shown

FONTS = Path(__file__).resolve().parents[1] / "data" / "cards"
FACES = ("title", "words")
COLUMN = 884  # pixels of the headline's column
FOOT = 520  # of the name and the note under it, together
SIZES = ((72, 3), (62, 4), (52, 5), (44, 6))  # pixels of a letter, lines that fit
LEADING = 1.14
HEAD, ALONE = 164, 92  # top of a headline's capitals, under topics and without them
CAPITAL = 0.67  # height of a capital, in sizes
NARROWER = 20  # pixels by which a column is narrowed to make its lines even
MARGIN = 136  # pixels of the column of the accounts' letters
LETTERS, LARGEST = 3, 76  # accounts named one by one; pixels of a letter
KICKER = 28  # pixels of a letter
GAP = 84  # pixels a topic takes beside its name
PLAIN, FACT = 56, 34  # pixels of a letter in the site's own words on a text, and in what is known of it
FACT_STEP, FACT_GAP = 50, 76  # pixels from one such line to the next, from the words above to the first
NOTE = "Every sentence leads to its source line"  # at the foot


class Label(Frozen):
    """A topic on a card."""

    name: str
    glyph: str
    accent: str
    x: int


class Known(Frozen):
    """What can be said of a text without its headline."""

    language: str
    publisher: str
    published: str  # ISO 8601
    words: int

    def facts(self) -> tuple[str, ...]:
        """That it is a text and its language; publisher, date and length as far as they are known."""
        language = _languages().get(self.language)
        length = f"{self.words:,} {'characters' if self.language in ('zh', 'ja') else 'words'}"
        rows = (f"A text in {language}" if language else "A text", self.publisher, shown(self.published), length)
        return tuple(row for row in rows if row)


class Drawing(Frozen):
    """What a card shows."""

    letters: str
    letter: int  # pixels
    tags: tuple[Label, ...]
    lines: tuple[str, ...]
    face: str  # of them: a source's words or ours
    size: int
    step: int
    top: int
    facts: tuple[tuple[str, int], ...]  # in place of a headline: what is known of the text, and where it stands
    site: str
    note: str


def jobs(make: Maker) -> Iterator[Job]:
    """The card of the site, and one for each hub, story of several accounts and listed briefing."""
    room = make.room
    if not room.site.cards:
        return
    yield _job(make, "card.png", room.site.purpose, ())
    for topic in room.desk.topics:
        yield _job(make, f"{topic.slug}/card.png", topic.blurb, (topic,))
    for story in room.edition.stories.values():
        cards = [room.edition.cards[slug] for slug in story.accounts]
        if len(cards) > 1:
            yield _of(make, f"stories/{story.slug}/card.png", title_card(room, story.accounts), cards)
    for card in room.listed():
        yield _of(make, f"briefings/{card.slug}/card.png", card, [card])


def _of(make: Maker, address: str, named: Card, cards: Sequence[Card]) -> Job:
    labels = {slug for card in cards for slug, passages in card.topics.items() if passages}
    topics = tuple([topic for topic in make.room.desk.topics if topic.slug in labels])
    letters = "".join(letter(at) for at in range(len(cards))) if 1 < len(cards) <= LETTERS else ""
    if len(cards) > LETTERS:
        letters = f"{letter(0)}–{letter(len(cards) - 1)}"
    publisher, published = named.publisher.text if named.publisher else "", named.published
    known = Known(named.language[:2], publisher, published.value if published else "", named.words)
    return _job(make, address, named.title.text if named.title else "", topics, letters, (named.path,), known)


def _job(
    make: Maker,
    address: str,
    title: str,
    topics: tuple[Topic, ...],
    letters: str = "",
    paths: tuple[str, ...] = (),
    known: Known | None = None,
) -> Job:
    told = [(topic.name, topic.glyph, topic.accent) for topic in topics]
    render = partial(_files, make, address, title, told, letters, known)
    return Job(address, "card", [title, told, letters, known], render, paths, template="card.svg")


def _files(
    make: Maker,
    address: str,
    title: str,
    topics: list[tuple[str, str, str]],
    letters: str,
    known: Known | None = None,
) -> Files:
    svg = make.env.get_template("card.svg").render(card=drawing(make.room.site.name, title, topics, letters, known))
    fonts = [str(FONTS / f"{face}.ttf") for face in FACES]

    def draw() -> bytes:
        from resvg_py import svg_to_bytes

        return svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=fonts)

    return {address: make.once("picture", address, digest(svg.encode("utf-8", "surrogatepass"), _drawn_with()), draw)}


@cache
def _drawn_with() -> bytes:
    """What decides a picture beside its SVG: the fonts, and the program that draws."""
    fonts = code(*(f"data/cards/{face}.ttf" for face in FACES))
    return f"{fonts} {packages('resvg-py')}".encode()


def drawing(
    site: str, title: str, topics: Iterable[tuple[str, str, str]], letters: str, known: Known | None = None
) -> Drawing:
    """A card laid out. What cannot be set is left out; ``known`` stands in the place of a headline that cannot."""
    size, lines = _set(title)
    name = site if (wide := width(site, 30, "title")) is not None and wide <= FOOT else ""
    told = known.facts() if known and not lines else ()
    facts = [fact for fact in told if (wide := width(fact, FACT, "words")) is not None and wide <= COLUMN]
    face = "title" if lines or not facts else "words"
    if face == "words":
        size, lines, facts = PLAIN, (facts[0],), facts[1:]
    elif not lines:
        size, lines = _set(site)
        name = ""
    step = round(size * LEADING)
    each = width(letters, 1, "words")
    tags, x = [], 256
    for words, glyph, accent in topics:
        wide = width(words, KICKER, "words")
        if wide is not None and x + wide + GAP <= 256 + COLUMN:
            tags.append(Label(words, glyph, accent, x))
            x += round(wide) + GAP
    first = (HEAD if tags else ALONE) + round(CAPITAL * size)
    letter_size = min(LARGEST, int(MARGIN / each)) if each else LARGEST
    shown_facts = tuple((fact, first + FACT_GAP + at * FACT_STEP) for at, fact in enumerate(facts))
    note = NOTE if _has_room(name) else ""
    return Drawing(letters, letter_size, tuple(tags), lines, face, size, step, first, shown_facts, name, note)


def _has_room(name: str) -> bool:
    return (width(name, 30, "title") or 0) + (width(NOTE, 24, "words") or 0) + 40 <= COLUMN


def _set(title: str) -> tuple[int, tuple[str, ...]]:
    """Size and lines of a headline; no lines when it cannot be set whole."""
    words = title.split()
    if words and width(title, 1, "title") is not None:
        for size, most in SIZES:
            lines = _wrapped(words, size, COLUMN)
            if lines and len(lines) <= most:
                return size, _even(words, size, lines)
    return SIZES[0][0], ()


def _even(words: list[str], size: int, lines: tuple[str, ...]) -> tuple[str, ...]:
    """As many lines, as even as whole words let them be."""
    for column in range(COLUMN - NARROWER, 0, -NARROWER):
        narrower = _wrapped(words, size, column)
        if not 0 < len(narrower) <= len(lines):
            break
        lines = narrower
    return lines


def _wrapped(words: list[str], size: int, column: int) -> tuple[str, ...]:
    """The words on lines of a column; () when one of them is wider."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and (width(longer, size, "title") or 0) <= column:
            lines[-1] = longer
        elif (width(word, size, "title") or 0) <= column:
            lines.append(word)
        else:
            return ()
    return tuple(lines)


def width(text: str, size: int, face: str) -> float | None:
    """How wide a text is in pixels; None when the font has not all of its letters."""
    widths = _widths()[face]
    total = 0
    for char in text:
        if char not in widths:
            return None
        total += widths[char]
    return total * size / 1000


def _table(name: str) -> Mapping[str, Any]:
    import tomllib  # most builds carry their pictures

    with (FONTS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _languages() -> Mapping[str, str]:
    return _table("languages")


@cache
def _widths() -> Mapping[str, Mapping[str, int]]:
    table = _table("widths")
    signs = {"quote": '"', "backslash": "\\"}
    found: dict[str, dict[str, int]] = {}
    for face, rows in table.items():
        found[face] = {signs[key]: rows[key] for key in signs}
        found[face] |= {char: int(key) for key, letters in rows.items() if key not in signs for char in letters}
    return found
