"""A made-up newspaper, the same each time, in the form each peer reads.

An article has a headline, a minute of publication, one to three of three topics, eight of three hundred names, and
about 540 words in nine paragraphs. Its number alone decides it. The words are drawn at random, so nothing in them is
true and nothing repeats itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

TOPICS = ("security", "trade", "connectivity")
NAMES = 300
PARTS = (  # of names
    "al",
    "ban",
    "cher",
    "dag",
    "el",
    "fer",
    "gul",
    "hor",
    "iva",
    "jas",
    "kor",
    "lev",
    "mir",
    "nur",
    "osk",
    "pan",
    "rus",
    "sam",
    "tash",
    "ulb",
    "ver",
    "wol",
    "yar",
    "zan",
    "beri",
    "tolo",
)
KINDS = ("", "", " Harbour", " Railway", " Agency", " Union", " Pass", " Lines", " Exchange", " Institute", " Fund")
WORDS = tuple(Path(__file__).with_name("words.txt").read_text("utf-8").split())
START = datetime(2021, 1, 1)
APART = timedelta(minutes=45)
PARAGRAPHS, LEAST = 9, 52  # words of a paragraph, at least
TAIL = "Share this article\nSign up for our newsletter\n(c) Bench Gazette. All rights reserved.\n"


@cache
def names() -> tuple[str, ...]:
    """Three hundred names of nobody and nothing."""
    dice = random.Random(11)
    found: dict[str, None] = {}
    while len(found) < NAMES:
        found["".join(dice.choice(PARTS) for _ in range(dice.choice((2, 3)))).capitalize() + dice.choice(KINDS)] = None
    return tuple(found)


@dataclass(frozen=True)
class Article:
    """An article before it is written in some form."""

    slug: str
    title: str
    published: datetime
    topics: tuple[str, ...]
    paragraphs: tuple[str, ...]


def article(number: int, edit: int = 0) -> Article:
    """Article ``number``, counted from 0; ``edit`` above 0 gives it another headline and a correction."""
    dice = random.Random(7_000_003 + number)
    named = dice.sample(names(), 8)
    topics = dice.sample(TOPICS, dice.choice((1, 1, 2, 3)))
    title = f"{' '.join(dice.choice(WORDS) for _ in range(5)).capitalize()} {named[0]}"
    waiting = list(named)
    paragraphs = [_paragraph(dice, waiting) for _ in range(PARAGRAPHS)]
    paragraphs[-1] += "".join(f" Officials named {name}." for name in waiting)
    if edit:
        title += f" (version {edit})"
        paragraphs[1] = f"Correction {edit}: figures were revised. {paragraphs[1]}"
    return Article(f"article-{number:06d}", title, START + APART * number, tuple(topics), tuple(paragraphs))


def _paragraph(dice: random.Random, waiting: list[str]) -> str:
    sentences, length = [], 0
    while length < LEAST:
        words = [dice.choice(WORDS) for _ in range(dice.randint(11, 22))]
        if waiting and dice.random() < 0.5:
            words.insert(dice.randint(1, len(words)), waiting.pop())
        length += len(words)
        sentence = " ".join(words)
        sentences.append(f"{sentence[0].upper()}{sentence[1:]}.")
    return " ".join(sentences)


def _scraped(one: Article) -> str:
    head = f"{one.title}\n\nBy Staff Reporter\nPublished {one.published:%d %B %Y %H:%M} UTC\n"
    body = "\n\n".join(one.paragraphs)
    return f"{head}Source: https://bench.example/{one.slug}\n\n{body}\n\n{TAIL}"


def _markdown(one: Article) -> str:
    paragraphs = list(one.paragraphs)
    return "\n\n".join([*paragraphs[:3], "## Background", *paragraphs[3:]]) + "\n"


def _pelican(one: Article) -> str:
    head = f"Title: {one.title}\nDate: {one.published:%Y-%m-%d %H:%M}\nCategory: {one.topics[0]}\n"
    return f"{head}Tags: {', '.join(one.topics)}\nSlug: {one.slug}\n\n{_markdown(one)}"


def _front_matter(one: Article, key: str, more: str = "") -> str:
    head = f'title: "{one.title}"\ndate: {one.published:%Y-%m-%dT%H:%M:%SZ}\n{key}: [{", ".join(one.topics)}]\n{more}'
    return f"---\n{head}---\n\n{_markdown(one)}"


FORMS: dict[str, tuple[str, Callable[[Article], str]]] = {  # ending, text
    "scraped": (".txt", _scraped),
    "pelican": (".md", _pelican),
    "hugo": (".md", lambda one: _front_matter(one, "topics")),
    "eleventy": (".md", lambda one: _front_matter(one, "tags", "layout: post.njk\n")),
}


def write(folder: Path, form: str, number: int, edit: int = 0) -> str:
    """Put an article into a folder; its headline."""
    one = article(number, edit)
    ending, text = FORMS[form]
    (folder / f"{one.slug}{ending}").write_text(text(one), "utf-8")
    return one.title
