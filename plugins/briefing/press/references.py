"""A briefing as others cite it: APA, Chicago and MLA in plain text, and BibTeX, RIS and CSL-JSON for their programs.

Each names the original first and this site's briefing after it ("via"), with the hash of the file. A part that nobody
states is left out; only APA asks for "n.d." where there is no date. Names stand as the source words them: which part of
a byline is the family name is not ours to guess.

A file says where its source words stand, so that the gate can find them: ``sourceline`` fields in BibTeX, ``N1`` lines
in RIS, ``custom`` in CSL-JSON, all with addresses as ``quoted`` writes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from msgspec import field

from briefing.lazy import regex
from briefing.plain import Frozen

NAME = "reference"  # of the files: reference.bib, reference.ris, reference.csl.json
CLOSED = ".?!…。？！؟"  # a title that ends so takes no full stop
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October"),
    *("November", "December"),
)
MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
BIB_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HASH = 12  # hex digits of the hash in a line of text

# BibTeX counts braces even behind a backslash, so those of a title must go as commands.
BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_ESCAPES = str.maketrans(BIBTEX)
_SIGNS = {written: sign for sign, written in BIBTEX.items()}
_WRITTEN = regex("|".join(map(re.escape, sorted(_SIGNS, key=len, reverse=True))))


class Work(Frozen):
    """What is known of an original and of its briefing. "" where nobody says."""

    slug: str
    path: str  # of the file below content/
    sha256: str
    language: str
    site: str  # name of this site
    via: str  # address of the briefing; "" while the site has none
    title: str = ""
    author: str = ""  # the byline as printed
    publisher: str = ""
    published: str = ""  # ISO 8601 at the precision stated
    url: str = ""  # of the original
    places: Mapping[str, str] = field(default_factory=dict)  # "title": where its words stand, as in data-at


def texts(work: Work) -> tuple[tuple[str, str], ...]:
    """Name of the style and the citation in it."""
    return (("APA", apa(work)), ("Chicago", chicago(work)), ("MLA", mla(work)))


def apa(work: Work) -> str:
    """APA, seventh edition: author, date, title, publisher, address; without an author the title goes first.

    No full stop follows an address, nor what is said of a reprint, in parentheses at the end.
    """
    year, month, day = _date(work.published)
    date = f"({_told([year, _joined(MONTHS[month - 1] if month else '', day)], ', ') or 'n.d.'})."
    title = _closed(work.title)
    head = [_closed(work.author), date, title] if work.author or not title else [title, date]
    return _told([*head, _closed(work.publisher), work.url, f"(via {_told(_handed(work), ', ')})"])


def chicago(work: Work) -> str:
    """Chicago, notes and bibliography, as of a newspaper: author, "title", publisher with date, address."""
    year, month, day = _date(work.published)
    date = _told([_joined(MONTHS[month - 1] if month else "", day), year], ", " if day else " ")
    title = f"“{_closed(work.title)}”" if work.title else ""
    address = f"{work.url}." if work.url else ""
    issue = _told([work.publisher, date], ", ")
    return _told([_closed(work.author), title, _closed(issue), address, _closed(_via(work))])


def mla(work: Work) -> str:
    """MLA, ninth edition: author, "title", then the publisher's container, then ours, with its address at its end."""
    year, month, day = _date(work.published)
    date = _told([day, MLA_MONTHS[month - 1] if month else "", year])
    title = f"“{_closed(work.title)}”" if work.title else ""
    site, *rest = _handed(work)
    ours = [site, *rest[1:], work.via] if work.via else [site, *rest]
    containers = [_told([work.publisher, date, work.url], ", "), _told(ours, ", ")]
    return _told([_closed(work.author), title, *map(_closed, containers)])


def bibtex(work: Work) -> str:
    """A ``@misc`` entry; the title in two pairs of braces, so that no style changes its letters."""
    year, month, day = _date(work.published)
    date = year + (f"-{month:02}" if month else "") + (f"-{int(day):02}" if day else "")
    rows = [("title", f"{{{escaped(work.title)}}}" if work.title else "")]
    rows += [("author", f"{{{escaped(work.author)}}}" if work.author else ""), ("publisher", escaped(work.publisher))]
    rows += [("date", date), ("year", year), ("url", _link(work.url or work.via))]
    rows += [("language", work.language if work.language != "und" else ""), ("note", escaped(_via(work)))]
    rows += [("sha256", work.sha256)]
    rows += [(f"sourceline-{key}", quoted(at)) for key, at in work.places.items()]
    lines = [f"  {key} = {{{value}}}," for key, value in rows if value]
    if month:
        lines.append(f"  month = {BIB_MONTHS[month - 1]},")
    return "\n".join([f"@misc{{{work.slug},", *lines, "}", ""])


def ris(work: Work) -> str:
    """RIS: two letters, a value, a line each."""
    year, month, day = _date(work.published)
    date = f"{year}/{month:02}/{int(day):02}/" if day else f"{year}/{month:02}//" if month else ""
    rows = [("TY", "ELEC"), ("ID", work.slug), ("TI", work.title), ("AU", work.author), ("PB", work.publisher)]
    rows += [("PY", year), ("DA", date), ("UR", work.url or work.via)]
    rows += [("LA", work.language if work.language != "und" else "")]
    rows += [("N1", _via(work)), ("N1", f"sha256 {work.sha256}")]
    rows += [("N1", f"{key} {quoted(at)}") for key, at in work.places.items()]
    told = [f"{key}  - {folded(value)}\r\n" for key, value in rows if value]
    return "".join([*told, "ER  - \r\n"])


def csl(work: Work) -> str:
    """CSL-JSON, one item. ``custom`` is the schema's place for what it has no name for."""
    year, month, day = _date(work.published)
    parts = [int(one) for one in (year, month, day) if one]
    item: dict[str, object] = {
        "id": work.slug,
        "type": "webpage",
        "title": work.title,
        "author": [{"literal": work.author}] if work.author else None,
        "publisher": work.publisher,
        "issued": {"date-parts": [parts]} if parts else None,
        "URL": work.url or work.via,
        "language": work.language if work.language != "und" else None,
        "source": work.site,
        "note": _via(work),
        "custom": {"file": work.path, "sha256": work.sha256, "via": work.via or None}
        | {f"{key}_at": at for key, at in work.places.items()},
    }
    kept = {key: value for key, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=1) + "\n"


def files(work: Work) -> dict[str, bytes]:
    """The files beside a briefing, by name."""
    made = {"bib": bibtex(work), "ris": ris(work), "csl.json": csl(work)}
    return {f"{NAME}.{ending}": text.encode() for ending, text in made.items()}


def escaped(text: str) -> str:
    """A text as a BibTeX field holds it.

    >>> escaped("50% & {more}")
    '50\\\\% \\\\& \\\\textbraceleft{}more\\\\textbraceright{}'
    """
    return folded(text).translate(_ESCAPES)


def unescaped(text: str) -> str:
    """What ``escaped`` was given."""
    return _WRITTEN.sub(lambda found: _SIGNS[found[0]], text)


def folded(text: str) -> str:
    """The text on one line, one space at a time."""
    return " ".join(text.split())


def quoted(at: str) -> str:
    """A place without spaces, braces or letters that a program might trip over."""
    return quote(at, safe="/#:.-,~", errors="surrogatepass")


def unquoted(at: str) -> str:
    """What ``quoted`` was given."""
    return unquote(at, errors="surrogatepass")


def _via(work: Work) -> str:
    """Who hands the original on: this site, the address of the briefing, the file and its hash."""
    return f"Via {_told(_handed(work), ', ')}"


def _handed(work: Work) -> list[str]:
    parts = [work.site, work.via, f"file {work.path}", f"sha256 {work.sha256[:HASH]}"]
    return [part for part in parts if part]


def _date(value: str) -> tuple[str, int, str]:
    """Year, number of the month (0: not stated) and day ("": not stated) of a date at its precision."""
    year, month, day = (*value[:10].split("-"), "", "")[:3]
    if not year.isdecimal():
        return "", 0, ""
    number = int(month) if month.isdecimal() and 1 <= int(month) <= len(MONTHS) else 0
    return year, number, str(int(day)) if number and day.isdecimal() else ""


def _closed(text: str) -> str:
    return text if not text or text[-1] in CLOSED else f"{text}."


def _joined(month: str, day: str) -> str:
    return f"{month} {day}".strip()


def _told(parts: list[str], between: str = " ") -> str:
    return between.join(part for part in parts if part)


def _link(url: str) -> str:
    return quote(url, safe="/:?#[]@!$&'()*+,;=-._~%")
