"""The theme keeps its promises: a section and a part for each kind of fact, its size, its contrast, its templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from briefing.press.assets import SHEETS, stylesheet
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lint_templates import faults

THEME = Path(__file__).parents[2] / "theme"
CSS = THEME / "static" / "css"
FONTS = THEME / "static" / "fonts"
KINDS = ("entities", "quotes", "figures", "events")
COLOUR = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)

# foreground, ground, least contrast light, least contrast dark (DESIGN, section 5)
CONTRASTS = (
    ("ink", "page", 16.9, 14.8),
    ("ink", "sunk", 15.6, 13.1),
    ("muted", "page", 6.6, 8.0),
    ("muted", "sunk", 6.0, 7.0),
    ("edge", "page", 3.6, 4.5),
    ("edge", "sunk", 3.3, 3.9),
    ("focus", "page", 11.4, 12.9),
    ("ink", "mark", 15.3, 8.8),
    ("cut", "cut-tint", 6.4, 7.6),
    ("security", "page", 8.3, 7.7),
    ("trade", "page", 5.0, 10.7),
    ("connectivity", "page", 5.6, 7.8),
)


def templates() -> list[str]:
    return sorted(path.relative_to(THEME / "templates").as_posix() for path in (THEME / "templates").rglob("*.html"))


def colours() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in COLOUR.findall((CSS / "tokens.css").read_text("utf-8"))}


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3: 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_fact_has_a_section_and_a_part(kind: str) -> None:
    assert (THEME / "templates" / "sections" / f"{kind}.html").is_file()
    assert (CSS / "parts" / f"{kind}.css").is_file()


def test_every_stylesheet_is_imported_once_and_into_a_layer() -> None:
    imported = []
    for sheet in SHEETS:
        text = (CSS / sheet).read_text("utf-8")
        assert COMMENT.sub("", text).lstrip().startswith("@layer "), sheet
        imported += re.findall(
            r'@import url\("([^"]+)"\) layer\((?:reset|tokens|elements|layout|parts|pages|print)\);', text
        )
    assert sorted(imported) == sorted(
        path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css") if path.name not in SHEETS
    )


def test_the_stylesheets_are_small() -> None:
    assert len(stylesheet(THEME / "static").encode()) <= 30_000
    assert len(stylesheet(THEME / "static", "pictures.css").encode()) <= 12_000


def test_fonts_of_a_page_in_latin_letters_are_small() -> None:
    latin = ("serif-latin", "serif-italic", "display-latin", "sans-latin")
    cyrillic = ("serif-cyrillic", "display-cyrillic", "sans-cyrillic")
    sizes = {path.stem: path.stat().st_size for path in FONTS.glob("*.woff2")}
    accents = ("serif-accents", "display-accents", "sans-accents")
    assert sum(sizes[name] for name in latin) <= 60_000
    assert sum(sizes[name] for name in latin + accents) <= 120_000
    assert sum(sizes[name] for name in latin + accents + cyrillic) <= 200_000
    assert {path.name for path in FONTS.glob("OFL-*.txt")} == {"OFL-source-serif-4.txt", "OFL-ibm-plex-sans.txt"}


def test_every_font_that_is_named_is_there() -> None:
    named = set(re.findall(r"fonts/([a-z-]+)\.woff2", (CSS / "fonts.css").read_text("utf-8")))
    assert named == {path.stem for path in FONTS.glob("*.woff2")}


@pytest.mark.parametrize(("front", "ground", "light", "dark"), CONTRASTS)
def test_contrast(front: str, ground: str, light: float, dark: float) -> None:
    table = colours()
    assert contrast(table[front][0], table[ground][0]) >= light
    assert contrast(table[front][1], table[ground][1]) >= dark


def test_css_loads_nothing_from_elsewhere_and_is_logical() -> None:
    for path in CSS.rglob("*.css"):
        text = COMMENT.sub("", path.read_text("utf-8"))
        assert "//" not in text, path.name
        assert not re.search(
            r"(?:margin|padding|border|inset)-(?:left|right)\b|\b(?:left|right):|text-align: (?:left|right)", text
        ), path.name


@pytest.mark.parametrize("name", templates())
def test_template_is_sound_and_says_what_it_is(name: str) -> None:
    text = (THEME / "templates" / name).read_text("utf-8")
    assert text.startswith("{# ")
    assert list(faults(text)) == []
    Environment(loader=FileSystemLoader(THEME / "templates"), undefined=StrictUndefined, autoescape=True).get_template(
        name
    )


@pytest.mark.parametrize(
    "text",
    [
        "{{ title|safe }}",
        "{{ title | striptags }}",
        '<script src="a.js"></script>',
        '<p style="color:red">x</p>',
        '<body onload="x()">',
        '<img src="https://example.org/a.png">',
        "{% autoescape false %}{{ x }}{% endautoescape %}",
        "<a href={{ url }}>x</a>",
        "{% if %}",
        "{% filter safe %}{{ x }}{% endfilter %}",
        '{{ items | map("safe") | join }}',
        "{{ x.__html__() }}",
        "<p{{ names|xmlattr }}>x</p>",
        "{{ x|urlize }}",
        "<svg/onload=x()>",
        '<p {% if n > 1 %}onclick="x()"{% endif %}>x</p>',
        '<a href="javascript:x()">x</a>',
        '<img src="data:image/png;base64,AA">',
        '<meta http-equiv="refresh" content="0; url=https://example.org/">',
        '<form action="/send">',
        '<iframe src="a.html"></iframe>',
        '<link rel="preconnect" href="//example.org">',
        "<style>p{}</style>",
    ],
)
def test_lint_finds(text: str) -> None:
    assert list(faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "{# never |safe here #}{{ title }}",
        '<a href="https://example.org/">a link may lead out</a>',
        '<script type="application/ld+json">{{ data|tojson }}</script>',
        "<p>onward = on its way; a safe harbour</p>",
        "<p>the plan, once = twice</p>",
        '<meta http-equiv="refresh" content="0; url={{ view.to }}">',
        "<p>“data: none” says the notice; a form of words</p>",
    ],
)
def test_lint_leaves_alone(text: str) -> None:
    assert not list(faults(text))
