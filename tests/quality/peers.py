"""The tools we measure ourselves against, each as a function of one page: extractors of html, filters of lines.

They come with the dependency group ``quality`` and are no part of the program. An extractor that fails on a page gives
an empty text, as its user would have got.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import html_text
import justext
import lxml.etree
import lxml.html
import trafilatura
from boilerpy3.exceptions import HTMLExtractionError
from boilerpy3.extractors import ArticleExtractor
from readability import Document
from readability.readability import Unparseable
from resiliparse.extract.html2text import extract_plain_text

FAILS = (lxml.etree.LxmlError, HTMLExtractionError, Unparseable, ValueError, TypeError, AssertionError, RecursionError)
LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "ru": "Russian",
    "tr": "Turkish",
    "ar": "Arabic",
    "pl": "Polish",
    "el": "Greek",
}
ENDS = (".", "!", "?", '"', "”", "。", "！", "？", "…", "؟")
CODE = re.compile(r"javascript|lorem ipsum|[{}]", re.IGNORECASE)
TERMS = re.compile(r"terms of use|privacy policy|cookie policy|uses cookies|use of cookies|use cookies", re.IGNORECASE)
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@cache
def stop_words(language: str) -> frozenset[str]:
    """jusText's list for a language, the empty one where it has none."""
    return justext.get_stoplist(LANGUAGES[language]) if language in LANGUAGES else frozenset()


def with_readability(html: str, language: str) -> str:
    return html_text.extract_text(Document(html).summary())


def with_trafilatura(html: str, language: str) -> str:
    return trafilatura.extract(html, favor_precision=True, include_comments=False) or ""


def with_trafilatura_comments(html: str, language: str) -> str:
    return trafilatura.extract(html, favor_recall=True, include_comments=True) or ""


def with_resiliparse(html: str, language: str) -> str:
    return extract_plain_text(html, main_content=True, comments=False)


def with_boilerpy3(html: str, language: str) -> str:
    return ArticleExtractor(raise_on_failure=False).get_content(html)


def with_justext(html: str, language: str) -> str:
    words = stop_words(language)
    found = justext.justext(html.encode("utf-8"), words, **({} if words else NO_WORDS))
    return "\n".join(paragraph.text for paragraph in found if not paragraph.is_boilerplate)


NO_WORDS = {"stopwords_low": 0, "stopwords_high": 0}
LEFT = {  # what is left by each is "residual text"
    "readability-lxml": with_readability,
    "trafilatura": with_trafilatura_comments,
    "resiliparse": with_resiliparse,
    "boilerpy3": with_boilerpy3,
    "jusText": with_justext,
}


def extract(tool: Callable[[str, str], str], html: str, language: str) -> str:
    """What a tool makes of a page; nothing where it fails."""
    try:
        return tool(html, language)
    except FAILS:
        return ""


# --- filters of lines, with no page to look at -------------------------------------------------------------------


def bte(lines: list[str], penalty: int) -> list[str]:
    """Body text extraction (Finn 2001): the run of lines that gains most, a line costing as much as some words."""
    best = total = 0.0
    begin, end, start = 0, 0, 0
    for at, line in enumerate(lines):
        total += len(WORD.findall(line)) - penalty
        if total > best:
            best, begin, end = total, start, at + 1
        if total < 0:
            total, start = 0.0, at + 1
    return lines[begin:end]


def c4(lines: list[str]) -> list[str]:
    """The rules of C4 (Raffel 2020): at least five words, a closed sentence, no code, no terms of use."""
    return [
        line
        for line in lines
        if line.rstrip().endswith(ENDS)
        and len(WORD.findall(line)) >= 5
        and not CODE.search(line)
        and not TERMS.search(line)
    ]


def justext_of_lines(lines: list[str], language: str) -> list[str]:
    """jusText, each line a paragraph."""
    page = lxml.html.Element("body")
    for line in lines:
        element = lxml.html.Element("p")
        element.text = "".join(char for char in line if char.isprintable())
        page.append(element)
    try:
        return with_justext(lxml.html.tostring(page, encoding="unicode"), language).splitlines()
    except FAILS:
        return []


FILTERS: dict[str, Callable[[list[str], str], list[str]]] = {
    "BTE": lambda lines, language: bte(lines, 10),
    "BTE, shorter": lambda lines, language: bte(lines, 20),
    "C4": lambda lines, language: c4(lines),
    "jusText of lines": justext_of_lines,
}
