"""Bytes to text, and a line of text to one that can be published: which encoding, and what had to be mended.

Order of evidence for the encoding: byte order mark, the pattern of NULs (UTF-16), UTF-8 that cannot be chance, the
charset that was declared, then old code pages by the letters and words they would give. What the words are is
``text.words``' business.
"""

from __future__ import annotations

import codecs
import re

from briefing.lazy import regex
from briefing.plain import Frozen
from briefing.text import pages

ENTITY = {"amp": "&", "quot": '"', "apos": "'", "nbsp": " ", "rsquo": "’", "lsquo": "‘", "rdquo": "”", "ldquo": "“"}
ENTITY |= {"ndash": "–", "mdash": "—", "hellip": "…", "laquo": "«", "raquo": "»"}

MAGIC = (b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"\x1f\x8b", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CONTROL_SHARE = 0.1  # of the bytes; text with more of NUL and C0 than this is something else
NUL_SHARE = 0.15  # of the bytes at odd or even places; Latin text in UTF-16 has about 1.0, Chinese about 0.1
BROKEN_SHARE = 0.02  # of the sequences beyond ASCII; UTF-8 with fewer broken ones is UTF-8, damaged
WELL = 0.9  # score of a code page that fits well enough to speak against the declared one
PASSES = 4  # what one fault hid may be another: a control character inside mojibake
PIECE = 20_000  # characters mended at a time: keeps the work on one long line in proportion to its length

# C0 but white space, DEL, C1
CONTROLS = r"\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
# scripts in which joiners shape words: Arabic to Tibetan, Myanmar, Khmer, Mongolian and their extensions
JOINED = r"\u0600-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua800-\uabff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
# what an emoji sequence is built of
EMOJI = r"\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff"
# soft hyphen, fillers, word joiner and other characters of no width
HIDDEN = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
)
# marks that stand on the letter before them, of all scripts that have several
STACKED = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0e34-\u0e3a\u0e47-\u0e4e"
    r"\u0f71-\u0fbc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
STACK = 12  # of them on one letter; Tibetan, which stacks highest, has nine
ENDS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))  # noncharacters

UNWANTED = regex(
    rf"""
      (?P<nul>\x00)
    | (?P<control>[{CONTROLS}\ud800-\udfff])
    | (?P<bidi>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])
    | (?P<joiner>(?<![{JOINED}])\u200c | \u200c(?![{JOINED}])
               | (?<![{JOINED}{EMOJI}])\u200d | \u200d(?![{JOINED}{EMOJI}\s]))
    | (?P<zero>[{HIDDEN}])
    | (?P<tag>[\U000e0000-\U000e0fff])
    | (?P<selector>(?<![^\s\ufe00-\ufe0f])[\ufe00-\ufe0f])
    | (?P<stacked>(?<=[{STACKED}]{{{STACK}}})[{STACKED}])
    | (?P<non>[\ufdd0-\ufdef{ENDS}])
    """,
    re.VERBOSE,
)
PILED = regex(rf"[{STACKED}\ufe00-\ufe0f]{{{STACK},}}")
FAULTS = {"joiner": "zero-width", "zero": "zero-width", "selector": "zero-width", "non": "noncharacter"}
UNUSUAL = regex(
    r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u05be-\u05ff\u2010-\u2027\u2030-\u205e\u3001-\ud7ff]"
    r"| {2}|^ | $"
)
# what may be a trace of a wrong encoding: more than marks that are typed, of which no trace is made
BEYOND = regex(r"[^\x00-\x7f‘’“”–—…]")


class NotText(ValueError):
    """These bytes are not text in any encoding that is known here. The message is a sentence."""


class Decoded(Frozen):
    """Text, the encoding it was in as Python names it, and what was odd, a sentence each."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text of a file's bytes. ``declared`` is the charset its markup names, if any.

    >>> decode("Астана приняла саммит".encode("cp1251")).encoding
    'cp1251'
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    if data.startswith(MAGIC):
        raise NotText("This is not a text file but an archive, a picture or a document of another program.")
    wide = _sixteen(data)
    if wide:
        return wide
    plain = data.translate(None, b"\t\n\r\x0b\x0c\x1b\x85")
    low = len(plain) - len(plain.translate(None, bytes(range(32))))
    if low > len(data) * CONTROL_SHARE:
        raise NotText("This is not a text file: too many of its bytes are control characters.")
    return _utf8(data, declared) or _declared(data, declared) or _legacy(data)


def _marked(data: bytes, name: str) -> Decoded:
    text = data.decode(name, "replace")
    notes = ("Some bytes are not valid in the encoding that the byte order mark names.",) if "\ufffd" in text else ()
    return Decoded(text, name, notes)


def _sixteen(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: NULs at every other place, or, with few of them, a script that makes sense."""
    if b"\x00" not in data[:100_000]:
        return None
    head = data[:100_000]
    half = max(1, len(head) // 2)
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    for name, most, least in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if most > 0.02 and least <= most / 10:
            text = data[: len(data) & ~1].decode(name, "replace")
            strange = text.count("\ufffd") + sum(text.count(chr(code)) for code in range(9))
            if strange <= len(text) * 0.01 and (most > NUL_SHARE or pages.common(text) > 0.3):
                return Decoded(text, name, ("UTF-16 without a byte order mark.",))
    return None


def _utf8(data: bytes, declared: str | None) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged(data)
    if text.isascii():
        if b"\x1b$" in data or b"\x1b(" in data:
            escaped = _strict(data, "iso2022_jp")
            if escaped is not None:
                return Decoded(escaped, "iso2022_jp")
        return Decoded(text, "utf-8")
    named = pages.known(declared)
    odd = bool(named) and named != "utf-8"
    if odd and named in pages.DOUBLE and len(text) < 400 and pages.common(text) < 0.2:
        return None  # a few double-byte characters may happen to be valid UTF-8
    return Decoded(text, "utf-8", (f"Declared as {named}, but it is UTF-8.",) if odd else ())


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 of which a little is broken: cut at the end, or a stray byte among many whole sequences."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    if broken and beyond > 20 and broken <= max(1, beyond * BROKEN_SHARE):
        return Decoded(text, "utf-8", (f"{broken} damaged characters in UTF-8.",))
    return None


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    """The declared charset, when the bytes are valid in it, unless it gives no writing and another fits well."""
    named = pages.known(declared)
    if not named or named.startswith("utf-"):
        return None
    text = _strict(data, named)
    if text is None:
        return None
    if named in pages.ORDER and pages.score(text, named) < 0 and _best(data)[0] >= WELL:
        return None
    return Decoded(text, named)


def _best(data: bytes) -> tuple[float, str]:
    """The best of the old code pages, and its score."""
    sample = data[:60_000]
    (score, _), name = max(
        ((pages.score(text, name), -place), name)
        for place, name in enumerate(pages.ORDER)
        if (text := _sampled(sample, name)) is not None
    )
    return score, name


def _legacy(data: bytes) -> Decoded:
    """The old code page whose letters and words fit best; charset-normalizer's guess only where none fits."""
    score, name = _best(data)
    if score < pages.FIT:
        name = pages.guessed(data) or name
    text = data.decode(name, "replace")
    lost = text.count("\ufffd")
    if lost > max(3, len(text) * 0.1):
        raise NotText("This is not text in any known encoding.")
    return Decoded(text, name, (f"Encoding not stated, read as {name}.",))


def _sampled(data: bytes, name: str) -> str | None:
    """The sample in one code page; None when more than one byte in two hundred is not valid in it."""
    text = data.decode(name, "replace")
    return None if text.count("\ufffd") > max(1, len(text) // 200) else text


def entities(line: str) -> tuple[str, int]:
    """The line with the references that nobody writes on purpose (``&rsquo;``, ``&#8217;``) resolved, and how many.

    ``&lt;`` and ``&gt;`` stay: a text may speak of markup.

    >>> entities("China&#8217;s plan &lt;b&gt;")
    ('China’s plan &lt;b&gt;', 1)
    """
    if "&" not in line:
        return line, 0
    return REFERENCE.subn(lambda found: _reference(found), line)


# &rsquo;  &#8217;  &#x2019;
REFERENCE = regex(
    rf"&(?:(?P<name>{'|'.join(ENTITY)})|\#(?P<ten>39|34|38|160|82(?:1[1-9]|2[0-2]|30))|\#x(?P<six>27|22|26|201[2-9a-d]|2026));",
    re.IGNORECASE,
)


def _reference(found: re.Match[str]) -> str:
    if found["name"]:
        return ENTITY[found["name"].lower()]
    return chr(int(found["ten"]) if found["ten"] else int(found["six"], 16))


def tidy(line: str) -> tuple[str, list[tuple[str, int]]]:
    """The line as it is published, and what was mended: each fault with the number of characters concerned.

    Mojibake is undone only where it is certain. Characters that nobody sees or that reorder the text go; joiners that
    shape a word or an emoji stay. White space becomes single spaces, none outside: that is no fault and is not counted.

    >>> tidy("  The\\u200b corridorâ€™s  length ")
    ('The corridor’s length', [('mojibake', 3), ('zero-width', 1)])
    """
    typed = line.isascii() or BEYOND.search(line) is None
    if typed and line.isprintable() and "  " not in line and line == line.strip(" "):  # most lines
        return line, []
    if not line.isascii() and UNUSUAL.search(line) is None and len(line) <= PIECE and _meant(line) is None:
        return line, []
    faults: dict[str, int] = {}

    def drop(found: re.Match[str]) -> str:
        kind = FAULTS.get(found.lastgroup or "", found.lastgroup or "")
        faults[kind] = faults.get(kind, 0) + 1
        return ""

    for _ in range(PASSES):
        before = line
        if not line.isascii():
            line = _mended(line, faults)
        line = " ".join(UNWANTED.sub(drop, line).split())
        if line == before:
            break
    return line, list(faults.items())


def _mended(line: str, faults: dict[str, int]) -> str:
    out = []
    for piece in _pieces(line):
        better = _meant(piece) or piece
        if better != piece:
            faults["mojibake"] = faults.get("mojibake", 0) + _changed(piece, better)
        out.append(better)
    return "".join(out)


def _meant(piece: str) -> str | None:
    if BEYOND.search(piece) is None:
        return None
    from briefing.text.mojibake import undone  # slow to import, and many articles do without

    return undone(piece)


def _pieces(line: str) -> list[str]:
    """The line in runs of at most PIECE characters, divided at spaces where it has any."""
    found, at = [], 0
    while len(line) - at > PIECE:
        end = line.rfind(" ", at, at + PIECE)
        end = at + PIECE if end <= at else end
        found.append(line[at:end])
        at = end
    return [*found, line[at:]]


def _changed(before: str, after: str) -> int:
    """Characters of ``before`` between the first and the last that differ, no fewer than those beyond ASCII lost."""
    kept = {char for char in after if not char.isascii()}
    return max(1, sum(1 for char in before if not char.isascii() and char not in kept))


def escaped(line: str, limit: int = 80) -> str:
    r"""At most ``limit`` characters of a line in a form that can be shown, unprintable ones as ``\uXXXX``."""
    plain = PILED.sub(lambda found: "".join(f"\\u{ord(char):04x}" for char in found[0]), line[:limit])
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in plain)[:limit]
