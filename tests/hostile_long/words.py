"""Whether every visible word of a published source, as a browser's parser sees it, stands on its source page."""

from __future__ import annotations

import re

import html5lib
import html5lib.treebuilders.base as html5lib_base
from briefing.read.guard import UNSEEN
from briefing.text import unicode
from sites import Built

SPACE = "{http://www.w3.org/1999/xhtml}"
# elements that show no text, or none that is the page's: see data/words/elements.toml
SILENT = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "svg",
        "math",
        "object",
        "embed",
        "canvas",
        "video",
        "audio",
        "map",
        "textarea",
        "title",
        "datalist",
        "noembed",
        "noframes",
        "applet",
    ]
)
WORD = re.compile(r"[A-Za-z0-9]{2,}")
PIECE = re.compile(r"[A-Za-z0-9]+")
LONGEST = 400  # characters of a word that is looked for in pieces
# html5lib is older than <template>: nothing in one closes what is around it
for _kind in (None, "button", "list"):
    _scopes, _turned = html5lib_base.listElementsMap[_kind]
    html5lib_base.listElementsMap[_kind] = (_scopes | {(SPACE.strip("{}"), "template")}, _turned)
MARKUP = re.compile(r"\s*<(?:!doctype html|html[\s>])", re.IGNORECASE)


def lost(built: Built, path: str, address: str) -> tuple[int, list[str]]:
    """How many words the source at ``path`` shows, and those that its page does not."""
    data = (built.folder / "content" / path).read_bytes()
    told = data.decode("utf-8", "replace")
    if path.endswith(".html") or MARKUP.match(told):
        told = " ".join(_visible(data))
    told = unicode.tidy(unicode.entities(told)[0])[0]
    shown = built.text(address.replace("briefings/", "sources/"))
    words = WORD.findall(told)
    gone = {word for word in words if word not in shown}
    pieces = frozenset(PIECE.findall(shown)) if gone else frozenset()
    return len(words), sorted(word for word in gone if not _in_pieces(word, pieces))


def _in_pieces(word: str, pieces: frozenset[str]) -> bool:
    """Whether it is made of whole words of the page: text that a parser moves out of a table runs into what follows."""
    if len(word) > LONGEST:
        return False
    reached = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        reached[end] = any(reached[start] and word[start:end] in pieces for start in range(end))
    return reached[-1]


def _visible(data: bytes) -> list[str]:
    found: list[str] = []
    waiting = [html5lib.parse(data, override_encoding="utf-8")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
            continue
        name = one.tag.removeprefix(SPACE) if isinstance(one.tag, str) else ""
        hidden = "hidden" in one.attrib or one.get("aria-hidden", "").strip().lower() == "true"
        # html5lib still writes the sentence of an element that no browser knows any more
        if name == "label" and "".join(one.itertext()).startswith("This is a searchable index."):
            continue
        hidden = hidden or UNSEEN.search(one.get("style", "")) is not None
        if name and name not in SILENT and not name.startswith("{") and not hidden:
            parts = [one.text or ""]
            for child in one:
                parts += [child, child.tail or ""]
            waiting += parts[::-1]
    return found
