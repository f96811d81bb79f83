"""Old code pages: which names stand for which, and how well a text that one of them gives looks like writing."""

from __future__ import annotations

import codecs
import unicodedata
from functools import cache

from briefing.lazy import regex
from briefing.text import words

# Labels on the web mean the wider code page (WHATWG Encoding Standard).
WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
TEXT = regex(
    r"utf-8|cp125[0-8]|cp8(?:66|74)|koi8-[ru]|mac-(?:cyrillic|roman)|iso8859-(?:[2-8]|1[03456])"
    r"|gb18030|big5hkscs|cp9(?:32|49|50)|euc_jp|iso2022_jp"
)
DOUBLE = frozenset(("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"))

# Which languages each code page was made for. The order decides between equals: the commonest first.
ORDER = {
    "cp1252": ("en", "de", "fr", "es", "pt", "it", "nl", "sv"),
    "cp1251": ("ru", "uk", "be", "bg", "sr"),
    "gb18030": ("zh",),
    "cp932": ("ja",),
    "big5hkscs": ("zh",),
    "cp949": ("ko",),
    "euc_jp": ("ja",),
    "cp1254": ("tr",),
    "koi8-r": ("ru",),
    "koi8-u": ("uk",),
    "cp866": ("ru",),
    "iso8859-5": ("ru",),
    "cp1250": ("pl", "cs", "hu", "ro", "de"),
    "iso8859-2": ("pl", "cs", "hu", "ro", "de"),
    "cp1256": ("ar", "fa"),
    "cp1253": ("el",),
    "cp1255": ("he",),
}
FIT = 0.35  # score below which no page of ORDER fits; right ones reach .7 and more, wrong ones mostly stay under 0
MARKS = frozenset("“”‘’„‚–—…«»‹›·•°§©®™€£¥№´¿¡½¼¾±×\u00a0、。，；：？！（）《》「」『』【】〈〉・ー〜～％　．－―‥")
RUSSIAN = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")
WORD = regex(r"[^\W\d_]{1,60}")
GLUED = regex(r"[A-Za-z](?=[^\W\d_a-zA-Z])|[^\W\d_a-zA-Z](?=[A-Za-z])")
MIXED = regex(r"[a-zà-ÿа-яё][A-ZÀ-ÞА-ЯЁ]")


def known(label: str | None) -> str | None:
    """The code page that a label on the web stands for, as Python names it; None for what is no text encoding.

    >>> known("ISO-8859-1"), known("gb2312"), known("rot13")
    ('cp1252', 'gb18030', None)
    """
    if not label or len(label) > 40:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'").lower().replace("windows-31j", "cp932")).name
    except (LookupError, ValueError):
        return None
    if name.startswith("utf-16"):
        return "utf-8"  # markup that can be read to find this cannot be UTF-16
    name = WIDER.get(name, name)
    return name if TEXT.fullmatch(name) else None


def guessed(data: bytes) -> str | None:
    """charset-normalizer's best guess on the first of the bytes, when it is a text encoding that decodes."""
    from charset_normalizer import from_bytes  # slow to import, and hardly ever needed

    best = from_bytes(data[:20_000]).best()
    return known(best.encoding) if best else None


@cache
def _letters(language: str) -> tuple[frozenset[str], frozenset[str], str]:
    table = words.tables().get(language, {})
    own = frozenset(table.get("letters", ""))
    if table.get("script") == "Cyrillic":
        own |= RUSSIAN
    own |= frozenset(letter.upper() for letter in own)
    frequent = frozenset(word for word in table.get("words", "").split() if not word.isascii())
    return own, frequent, table.get("script", "")


def common(text: str) -> float:
    """Share of the characters beyond ASCII that are frequent in the scripts of East Asia, 0 to 1."""
    frequent = words.characters()
    beyond = [char for char in text[:20_000] if not char.isascii()]
    return sum(char in frequent["any"] or "\u3041" <= char <= "\u30fc" for char in beyond) / max(1, len(beyond))


def score(text: str, name: str) -> float:
    """How well ``text`` looks like what the code page ``name`` was made for: above .5 good, below 0 wrong."""
    return max((_score(text[:20_000], name, language) for language in ORDER.get(name, ())), default=0.0)


def _score(text: str, name: str, language: str) -> float:
    beyond = [char for char in text if not char.isascii()]
    if not beyond:
        return 1.0
    own, frequent, script = _letters(language)
    if script in ("Han", "Kana", "Hangul"):
        return _eastern(beyond, language, name)
    other = "" if script in ("Latin", "Cyrillic") else script.upper()  # scripts whose table lists no letters
    total = 0.0
    for char in beyond:
        if char in own or char in MARKS or (other and unicodedata.name(char, "").startswith(other)):
            total += 1.0
        elif unicodedata.category(char) in ("Cc", "Cn", "Co") or char == "\ufffd":
            total -= 4.0
        else:
            total -= 1.5
    wrong = sum(1 for run in MIXED.findall(text) if not run.isascii())
    if script != "Latin":  # no word of these has Latin letters in it
        wrong += len(GLUED.findall(text))
    share = (total - 3 * wrong) / len(beyond)
    seen = WORD.findall(text.lower())
    hits = sum(word in frequent for word in seen)
    hits = hits if hits > 1 else 0  # one may be half a word at the end of the sample
    return share + min(0.5, 5 * hits / max(1, len(seen)))


def _eastern(beyond: list[str], language: str, name: str) -> float:
    frequent = words.characters()
    kana = sum("\u3041" <= char <= "\u30fe" for char in beyond)
    marks = sum(char in MARKS for char in beyond)
    strange = sum(unicodedata.category(char) in ("Cc", "Cn", "Co") or char == "\ufffd" for char in beyond)
    half = sum("\uff61" <= char <= "\uff9f" for char in beyond)
    if language == "ja":
        known: float = kana + sum(char in frequent["han"] for char in beyond)
        if kana < len(beyond) * 0.1:
            known = 0
    elif language == "ko":
        known = 1.2 * sum(char in frequent["hangul"] for char in beyond)
    else:
        wanted = frequent["traditional"] if name.startswith("big5") else frequent["han"]
        known = 1.4 * sum(char in wanted for char in beyond) - kana
    body = max(1, len(beyond) - marks)
    return 1.6 * known / body - 0.4 - 3 * strange / len(beyond) - 2 * half / len(beyond)
