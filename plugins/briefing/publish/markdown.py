"""Markdown of ``content/pages/`` → markup. HTML in it is shown, not obeyed; links lead only to safe places."""

from __future__ import annotations

import html
import json
import re
from xml.etree.ElementTree import Element

import markdown as package
from markdown.extensions.tables import TableExtension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from briefing.lazy import regex

SAFE = frozenset({"http", "https", "mailto"})
SCHEME = regex(r"([a-z][a-z0-9+.-]{0,40}):", re.IGNORECASE)
IGNORED = regex(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\ufeff]")  # browsers skip most of them; we skip all


class _Links(Treeprocessor):
    """Takes away what no page of ours has, after every other step has had its say."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            for key in ("href", "src"):
                value = element.get(key)
                if value is None:
                    continue
                safe = _safe(value, SAFE if key == "href" else frozenset())
                if safe is None:
                    del element.attrib[key]
                    continue
                element.set(key, safe)
                if key == "href" and SCHEME.match(safe):
                    element.set("rel", "noopener noreferrer")
        headings = [element for element in root.iter() if re.fullmatch("h[1-5]", element.tag)]
        if any(element.tag == "h1" for element in headings):  # the page has its own
            for element in headings:
                element.tag = f"h{int(element.tag[1]) + 1}"


def _safe(value: str, schemes: frozenset[str]) -> str | None:
    """The address as it is to stand in the page; None when it must not."""
    plain = IGNORED.sub("", html.unescape(value))
    if "\x02" in value or plain.startswith("//"):
        return None
    found = SCHEME.match(plain)
    return plain if found is None or found[1].lower() in schemes else None


def markdown(text: str) -> tuple[str | None, Markup]:
    """The title on top, if there is one, and the text as markup: paragraphs, headings (from h2), lists, tables, links.

    >>> markdown("Title: On links\\n\\nA <b>bold</b> [link](javascript:alert)")
    ('On links', Markup('<p>A &lt;b&gt;bold&lt;/b&gt; <a>link</a></p>'))
    """
    extensions = [TableExtension(use_align_attribute=True), "sane_lists", "meta"]
    made = package.Markdown(extensions=extensions, output_format="html")
    made.preprocessors.deregister("html_block")
    made.inlinePatterns.deregister("html")
    made.inlinePatterns.deregister("automail")  # hides the address in character references, which hide more than that
    made.treeprocessors.register(_Links(made), "links", -10)
    body = Markup(made.convert(text))  # noqa: S704 - made of the elements above, with HTML in the text escaped
    titles = getattr(made, "Meta", {}).get("title", [])
    return (" ".join(titles) or None), body


def set_(text: bytes) -> bytes:
    """The same as JSON. Runs in a worker: Markdown takes long over some texts and falls over others."""
    title, body = markdown(text.decode())
    return json.dumps([title, body]).encode()
