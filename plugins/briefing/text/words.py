"""Words of a text: which language they are, which way they run, how many there are and how long they take to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from math import ceil
from string import ascii_letters

from briefing.lazy import regex
from briefing.text.tables import shipped

SAMPLE = 20_000  # characters looked at to tell the language
SURE = 0.12  # share of function words; English prose has about .45, a list of names about .05
LONG = 40  # words; a text of so many has function words of its language
SHORT = 12  # words; in more than that one function word alone is no evidence: "y" may be a letter
APART = 1.15  # by this factor the first language must beat the second
RIGHT_TO_LEFT = frozenset(("ar", "fa", "ur", "he", "yi", "ps", "ug", "ckb", "dv", "sd"))
BY_CHARACTER = frozenset(("zh", "ja"))

# a run of letters and digits, with the apostrophes and hyphens inside it
TOKEN = regex(r"[^\W_]+(?:['’‘\u200c-][^\W_]+)*")
IDEOGRAPH = r"\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CHARACTER = regex(rf"[{IDEOGRAPH}]|[^\W_{IDEOGRAPH}]+(?:['’-][^\W_{IDEOGRAPH}]+)*")

SCRIPTS = {
    "Latin": regex(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]"),
    "Cyrillic": regex(r"[\u0400-\u052f]"),
    "Greek": regex(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "Arabic": regex(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"),
    "Hebrew": regex(r"[\u0590-\u05ff]"),
    "Devanagari": regex(r"[\u0900-\u097f]"),
    "Thai": regex(r"[\u0e00-\u0e7f]"),
    "Georgian": regex(r"[\u10a0-\u10ff]"),
    "Armenian": regex(r"[\u0530-\u058f]"),
    "Kana": regex(r"[\u3041-\u3096\u30a1-\u30fa]"),
    "Han": regex(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "Hangul": regex(r"[\uac00-\ud7a3\u1100-\u11ff]"),
}
DENSE = {"Han": 3.0, "Kana": 2.0, "Hangul": 2.0, "Thai": 1.0}  # a character of these weighs as so many letters
BEYOND = regex(r"[^\x00-\x7f]+")
MARKS = ("\u2000", "\u2bff")  # quotes, dashes, arrows: of no script
GREEK = "\u0370"  # the first character of a script other than Latin


def tables() -> Mapping[str, Mapping]:
    """The shipped table of languages, by ISO 639-1 code."""
    return shipped("languages")


@cache
def characters() -> Mapping[str, frozenset[str]]:
    """Frequent characters: ``han`` (both forms), ``traditional``, ``hangul``, ``any``."""
    table = shipped("characters")
    simplified, traditional = frozenset(table["han"]["simplified"]), frozenset(table["han"]["traditional"])
    changed = frozenset(table["han"]["changed"])
    hangul = frozenset(table["hangul"]["frequent"])
    return {
        "han": simplified | traditional,
        "traditional": (simplified - changed) | traditional,
        "hangul": hangul,
        "any": simplified | traditional | hangul,
    }


def tokens(text: str) -> list[str]:
    """The words of a text as they stand there, in order. Runs of Chinese or Japanese are one token each.

    >>> tokens("Uzbekistan’s 2-year plan (draft)")
    ['Uzbekistan’s', '2-year', 'plan', 'draft']
    """
    return TOKEN.findall(text)


def script(text: str) -> str:
    """The script most of the text is in ("Latin", "Cyrillic", "Han" …); "" without letters."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return "Latin" if SCRIPTS["Latin"].search(sample) else ""
    tally = Counter("".join(BEYOND.findall(sample)))
    plain = sample.encode("ascii", "ignore")
    counts = dict.fromkeys(SCRIPTS, 0.0)
    counts["Latin"] = float(len(plain) - len(plain.translate(None, ascii_letters.encode())))
    distinct = "".join(tally)
    latin = all(char < GREEK or MARKS[0] <= char <= MARKS[1] for char in tally)
    for name in ("Latin",) if latin else SCRIPTS:
        counts[name] += sum([tally[char] for char in SCRIPTS[name].findall(distinct)]) * DENSE.get(name, 1.0)
    if counts["Kana"] and counts["Kana"] + counts["Han"] > counts["Latin"] and counts["Kana"] * 6 > counts["Han"]:
        return "Kana"
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


@cache
def _by_script(name: str) -> tuple[str, ...]:
    return tuple(code for code, table in tables().items() if table.get("script") == name)


@cache
def _function_words(code: str) -> frozenset[str]:
    return frozenset(tables()[code].get("words", "").split())


def language(text: str, minimum: int = 4) -> str:
    """ISO 639-1 code of the language, "und" when it cannot be told.

    A script that one language of the table uses settles it; else the share of function words and the letters that only
    one of the rivals needs. Fewer than ``minimum`` words are not judged, save by their script.

    >>> language("The two sides agreed on the length of the road."), language("Caspian Sea"), language("峰会开幕")
    ('en', 'und', 'zh')
    """
    text = text[:SAMPLE]
    name = script(text)
    rivals = _by_script(name)
    if len(rivals) <= 1:
        return rivals[0] if rivals else "und"
    seen = _tally(text)
    if seen.total() < minimum:
        return "und"
    letters = _letters(text)
    scores = sorted(((_share(code, seen, letters), code) for code in rivals), reverse=True)
    (best, code), (second, _) = scores[0], scores[1]
    if best < SURE or best < second * APART:
        return "und"
    return code


def may_be(text: str, code: str) -> bool:
    """Whether nothing in the text speaks against the language that somebody states for it.

    The script must be its own; a text long enough to tell must have function words of it. Languages that the table
    does not have are believed.

    >>> may_be("Caspian Sea", "en"), may_be("Caspian Sea", "ru")
    (True, False)
    """
    table = tables().get(code)
    if table is None:
        return True
    text = text[:SAMPLE]
    if table["script"] != script(text):
        return False
    if not table["words"]:
        return True
    seen = _tally(text)
    return seen.total() < LONG or _share(code, seen, _letters(text)) >= SURE


def _tally(text: str) -> Counter[str]:
    """How often each word stands in a text, in small letters and with straight apostrophes."""
    seen = Counter(map(str.lower, tokens(text)))
    if "’" in text:
        for word in [word for word in seen if "’" in word]:
            seen[word.replace("’", "'")] += seen.pop(word)
    return seen


def _letters(text: str) -> Counter[str]:
    beyond = Counter("".join(BEYOND.findall(text.lower())))
    return Counter({char: count for char, count in beyond.items() if char.isalpha()})


def _share(code: str, seen: Counter[str], letters: Counter[str]) -> float:
    """Share of function words, lowered by letters the language does not have, raised by those of its own."""
    hits = [seen[word] for word in _function_words(code) & seen.keys()]
    count = seen.total()
    share = sum(hits) / count if len(hits) > 1 or count < SHORT else 0.0
    table = tables()[code]
    own = table.get("letters", "")
    total = sum(letters.values())
    if not total:
        return share
    if table["script"] == "Latin":
        foreign = sum(n for char, n in letters.items() if char not in own)
        share *= 1 - 0.6 * min(1.0, foreign * 4 / count)
        # languages that put little words into endings (Turkish) have fewer of them, and more letters of their own
        return share + (min(0.1, 0.15 * (total - foreign) / count) if share > 0.02 else 0.0)
    special = {char for other in _by_script(table["script"]) for char in tables()[other].get("letters", "")}
    marked = sum(n for char, n in letters.items() if char in special)
    mine = sum(n for char, n in letters.items() if char in own)
    return share * (1 - min(1.0, 10 * (marked - mine) / total)) + min(0.2, 2 * mine / total) * (mine == marked)


def direction(language: str) -> str:
    """ "rtl" for languages written from the right, else "ltr"."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def in_cyrillic(language: str) -> bool:
    """Whether a language of the shipped table is written in Cyrillic letters.

    >>> in_cyrillic("ru"), in_cyrillic("en"), in_cyrillic("und")
    (True, False, False)
    """
    return bool(tables().get(language, {}).get("script") == "Cyrillic")


def word_count(text: str, language: str = "und") -> int:
    """Words in a text; in Chinese and Japanese characters, with Latin words and numbers counting one each.

    >>> word_count("Road and rail", "en"), word_count("2024年峰会", "zh")
    (3, 4)
    """
    return len(CHARACTER.findall(text) if language in BY_CHARACTER else TOKEN.findall(text))


def minutes(count: int, language: str = "und") -> int:
    """Whole minutes that so many words (or characters) take to read, at least 1."""
    speed = tables().get(language, tables()["en"]).get("per_minute", 228)
    return max(1, ceil(count / speed - 0.5))
