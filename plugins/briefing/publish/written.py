"""The pages an editor writes by hand: ``content/pages/NAME.md``, Markdown with an optional ``Title:`` line on top."""

from __future__ import annotations

import json
from pathlib import Path

from markupsafe import Markup

from briefing.cache import Cache
from briefing.hashes import code, digest, packages
from briefing.lazy import regex
from briefing.model import DeskError, Refusal
from briefing.pool import Death, in_turn
from briefing.press.site import Written
from briefing.read.files import load
from briefing.text.slugs import is_reserved

FOLDER = "pages"
NAME = regex(r"[a-z0-9][a-z0-9-]{0,79}\.md")
ABOUT = "about"  # part of the page on method


def written(content: Path) -> tuple[Written, ...]:
    """All of them, by name. Raises DeskError for a file that cannot be used or has the name of another page."""
    folder = content / FOLDER
    if not folder.is_dir():
        return ()
    names = [path.name for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    texts = [_text(content, name) for name in names]
    stamp = digest(code("publish/markdown.py").encode(), packages("markdown").encode())
    cache = Cache("pages")  # what is in it goes into pages as it is: nobody else can write there
    keys = [digest(stamp.encode(), text) for text in texts]
    known = {key: made for key in keys if isinstance(made := cache.read(key), bytes)}
    new = in_turn((text for key, text in zip(keys, texts, strict=True) if key not in known), _set)
    found = []
    for name, key in zip(names, keys, strict=True):
        made = known[key] if key in known else next(new)
        found.append(_one(name, made))
        if key not in known and isinstance(made, bytes):
            cache.write(key, made)
    return tuple(found)


def _set(text: bytes) -> bytes:
    from briefing.publish.markdown import set_  # brings much with it; a page that was set before does without

    return set_(text)


def _text(content: Path, name: str) -> bytes:
    path = f"{FOLDER}/{name}"
    slug = name.removesuffix(".md")
    if not NAME.fullmatch(name):
        raise DeskError(f"{path}: expected a name like my-page.md (a-z, 0-9, hyphens), found {name!r}")
    if is_reserved(slug) and slug != ABOUT:
        raise DeskError(f"{path}: /{slug}/ is a page that the site makes itself; choose another name")
    try:
        return load(content, path).decode("utf-8-sig").encode()
    except Refusal as refusal:
        raise DeskError(f"{path}: {refusal.reason}") from refusal
    except UnicodeDecodeError as error:
        found = f"{error.object[error.start]:#x} at {error.start}"
        raise DeskError(f"{path}: expected UTF-8, found {found}") from error


def _one(name: str, made: bytes | Death) -> Written:
    if isinstance(made, Death):
        raise DeskError(f"{FOLDER}/{name}: expected Markdown that can be set, found some that {_said(made)}")
    slug = name.removesuffix(".md")
    title, body = json.loads(made)
    return Written(slug, title or slug.replace("-", " ").capitalize(), Markup(body))  # noqa: S704 - made by ours


def _said(death: Death) -> str:
    return f"is nested too deep or is not understood ({death.why})" if death.code == "fault" else death.why
