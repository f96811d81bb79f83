"""Numbers in a text: digits, words, fractions, ordinals and ranges, with their value. What they count is for others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from briefing.lazy import regex
from briefing.plain import Frozen
from briefing.text.tables import base, either, plain, shipped, words_of
from briefing.text.triggers import DIGIT, triggers, words_in


class Number(Frozen):
    """A number as printed, and its value as a decimal string ("0.5" for "half", at most ten places)."""

    text: str
    start: int
    end: int
    value: str
    high: str | None = None  # upper end of a range
    kind: str = "cardinal"  # "cardinal", "ordinal", "fraction"
    spelled: bool = False  # in words


COMMA_LANGUAGES = ("ru", "es", "fr", "de", "tr")  # decimal comma, thousands by stop or space
DIGITS = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?(?!\d)|\d{1,15}(?:\.\d{1,6})?"
DIGITS_COMMA = r"\d{1,3}(?:[.\u00a0\u202f ]\d{3}){1,5}(?:,\d{1,6})?(?!\d)|\d{1,15}(?:[.,]\d{1,6})?"
BEFORE = r"(?<![\w.,/:'’#№-])(?<!\d )"
# "600km": a unit of measure may stand at the number
AT_ONCE = r"(?=(?:km|kg|cm|mm|mph|kph|ft|lbs?|[MGk]Wh?|[GTM]B|ha|bpd|bcm|ml)(?!\w))"


def find(text: str, language: str) -> tuple[Number, ...]:
    """The numbers of a text in order: every one that can be read, whatever it stands for.

    English is read in digits and words; of other languages digits with their scales.

    >>> [(n.text, n.value, n.high) for n in find("Between 5 and 7 million, the 10th, $4.7bn", "en")]
    [('5 and 7 million', '5000000', '7000000'), ('10th', '10', None), ('4.7bn', '4700000000', None)]
    """
    code = base(language)
    if code in ("", "und"):
        code = "en"
    found: list[Number] = []
    words = words_in(text)
    for kind, needs, pattern in _patterns(code):
        for match in () if needs is not None and needs.isdisjoint(words) else pattern.finditer(text):
            number = _read(kind, match, code)
            if number is not None:
                found.append(number)
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Number] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


@cache
def _patterns(code: str) -> tuple[tuple[str, frozenset[str] | None, re.Pattern[str]], ...]:
    """Kinds of numbers, the words or digits without which a text has none, and how they look."""
    digit = frozenset((DIGIT,))
    table = words_of(shipped("numbers"), code)
    scales = either(table.get("scales", {}))
    digits = DIGITS_COMMA if code in COMMA_LANGUAGES else DIGITS
    parts = _shares(table, code)
    if code == "zh":
        return (
            *parts,
            (
                "digits",
                digit,
                regex(rf"(?<![\d.,])(?P<low>{DIGITS})\s?(?P<scale>万亿|百万|亿|万|千)?(?![\d年月日号])"),
            ),
        )
    money = rf"|(?<=[$€£¥\d])(?:{either(table['money_scales'])})\b" if "money_scales" in table else ""
    scale = rf"(?:[\s-]?(?P<scale>{scales}{money})(?!\w)(?:\.(?=\s[a-zа-я]))?)?"
    ranged = r"(?:\s?[-–—]\s?|\s(?:to|and|до|a|à|y|bis)\s)"
    first = rf"(?P<low>{digits})(?:[\s-]?(?P<low_scale>{scales})(?!\w))?"
    sign = r"[$€£¥₽₸]?"
    both = regex(
        rf"(?<![\w.,/:'’#-])(?:(?<=[$€£])|(?<![$€£])){first}\s?(?:%|percent)?{ranged}{sign}"
        rf"(?P<high>{digits}){scale}(?!\w|[.,:/]\d|-\d|[-–]\d)",
        re.IGNORECASE,
    )
    behind = rf"{scale}(?:{AT_ONCE}|(?!\w|[,:/]\d|\.\d|-\d))"
    one = regex(rf"{BEFORE}(?P<low>{digits}){behind}", re.IGNORECASE)
    signed = regex(rf"(?<!\w){_money_before()}(?P<low>{digits}){behind}", re.IGNORECASE)
    rows = [("range", digit, both), ("digits", digit, one), ("signed", digit, signed), *parts]
    if code == "en":
        small = either([*table["ones"], *table["tens"]])
        large = triggers(word for word in table["scales"] if len(word) > 3)
        named = triggers([*table["ones"], *table["tens"]])
        # "two hundred and fifty thousand", "a hundred", "twenty-one"
        spelled = (
            rf"(?:{small}|a(?=\s(?:hundred|thousand|million|billion|trillion|dozen)\b))(?:(?:[\s-]|\sand\s)"
            rf"(?:{small}|{either(k for k in table['scales'] if len(k) > 3)})\b){{0,6}}"
        )
        rows.append(
            (
                "spelled",
                named | large,
                regex(rf"(?<![\w-])(?P<words>{spelled})\b(?!-(?:based|off|man|time|on)\b)", re.IGNORECASE),
            )
        )
        # "nine and a half", "2 and a half million"
        rows.append(
            (
                "mixed",
                triggers(("half", "quarter")),
                regex(
                    rf"(?<![\w$€£.,-])(?P<top>{small}|\d{{1,3}})\sand\s(?P<part>a\shalf|a\squarter)\b(?!-)"
                    rf"(?:[\s-](?P<scale>million|billion|trillion)\b)?",
                    re.IGNORECASE,
                ),
            )
        )
        # "between five and seven", "two or three"
        rows.append(
            (
                "spelled_range",
                named,
                regex(
                    rf"(?<![\w-])(?:(?<=between\s)(?P<from>{small})\sand\s|(?P<low>{small})\s(?:to|or)\s)"
                    rf"(?P<high>{small})\b(?!-)(?:\s(?P<scale>hundred|thousand|million|billion|trillion)\b)?",
                    re.IGNORECASE,
                ),
            )
        )
        rows.append(("slash", digit, regex(r"(?<![\w.,/-])(?P<top>\d)/(?P<base>\d{1,2})(?=\sof\b)")))
        share = either(table["fractions"])
        rows.append(
            (
                "fraction",
                triggers(table["fractions"]),
                regex(
                    rf"(?<![\w-])(?:(?P<top>{small}|a|\d{{1,2}})[\s-])?(?P<part>{share})(?:\s(?:a"
                    rf"|of a)\s(?P<scale>million|billion|trillion|dozen|century|decade))?\b(?!-)",
                    re.IGNORECASE,
                ),
            )
        )
        # "one in five", "2 out of 10"; not "3 in 10 days"
        amount = rf"(?:{small}|\d{{1,3}})"
        rows.append(
            (
                "ratio",
                named | digit,
                regex(
                    rf"(?<![\w$€£.,-])(?P<top>{amount})\s(?:in|out\sof)\s(?:every\s)?(?P<base>three|four|five"
                    rf"|six|seven|eight|ten|twelve|twenty|3|4|5|6|7|8|10|12|20|100|1,000)(?![\w%-]"
                    rf"|[.,]\d|\s(?:days|weeks|months|years|hours|minutes|games|matches|million|billion"
                    rf"|countries|cities|states|regions|provinces|villages|places|languages)\b)",
                    re.IGNORECASE,
                ),
            )
        )
        rows.append(
            (
                "ordinal",
                digit | triggers((*table["ordinals"], "first", "second", "third")),
                regex(
                    rf"(?<![\w-])(?:(?P<digits>\d{{1,4}})(?:st|nd|rd|th)|(?P<word>(?:"
                    rf"(?:{either(table['tens'])})-(?:first|second|third|{either(table['ordinals'])}))"
                    rf"|{either(table['ordinals'])}))(?![\w-])",
                    re.IGNORECASE,
                ),
            )
        )
    if code == "ru":
        rows.append(("ordinal", digit, regex(r"(?<![\w-])(?P<digits>\d{1,3})-(?:й|го|м|я|е|му|ой|ую|х)(?!\w)")))
    return tuple(rows)


def _money_before() -> str:
    """The letters of a currency at a number: "RM50"; a single letter only where a sum follows: "R4bn"."""
    signs = {sign for row in shipped("units")["currency"].values() for sign in row if sign.isalpha() and sign.isascii()}
    several = either(sign for sign in signs if len(sign) > 1)
    single = "".join(sorted(sign for sign in signs if len(sign) == 1))
    scaled = r"\d[\d.,]{0,12}\s?(?:bn|m|tn|trn|k|million|billion|trillion)\b|\d{1,3},\d{3}"
    return rf"(?-i:{several}|[{single}](?={scaled}))"


def _ratio(written: str) -> tuple[Decimal, Decimal]:
    """ "1/3" or "0.5" as the two numbers of a fraction."""
    from fractions import Fraction  # few articles have one in words

    above, below = Fraction(written).as_integer_ratio()
    return Decimal(above), Decimal(below)


def _shares(table: Mapping[str, Any], code: str) -> tuple[tuple[str, frozenset[str] | None, re.Pattern[str]], ...]:
    """Words for a part in languages whose numbers are read in digits: "две трети", "die Hälfte", 三分之二."""
    if not table.get("shares"):
        return ()
    left, right = ("", "") if code == "zh" else (r"(?<![\w-])", r"(?![\w-])")
    words = regex(f"{left}(?P<share>{either(table['shares'])}){right}", re.IGNORECASE)
    return (("share", None if code == "zh" else triggers(table["shares"]), words),)


def _decimal(text: str, code: str) -> Decimal | None:
    plain = regex(r"[\u00a0\u202f ]").sub("", text)
    if code in COMMA_LANGUAGES:
        if regex(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?").fullmatch(plain):
            plain = plain.replace(".", "")
        plain = plain.replace(",", ".")
    else:
        plain = plain.replace(",", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _plain(value: Decimal) -> str:
    rounded = (
        value.quantize(Decimal("0.0000000001")) if value != value.to_integral_value() else value.quantize(Decimal(1))
    )
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


CHANGED = regex(r"\s?(?:%|percent)\s?to\s")
RANGES = regex(r"\b(?:rang|var)\w{1,5}\sfrom\s$")  # "ranges from 5% to 7%"


def _read(kind: str, match: re.Match[str], code: str) -> Number | None:
    table = words_of(shipped("numbers"), code)
    parts = match.groupdict()
    scale = _scale(parts.get("scale"), table)
    value: Decimal | None
    high = None
    if kind in ("digits", "range", "signed"):
        value = _decimal(parts["low"] or "", code)
        if value is None:
            return None
        if kind == "range":
            top = _decimal(parts["high"] or "", code)
            if top is None:
                return None
            low_scale = _scale(parts.get("low_scale"), table)
            joined = match[0][len(parts["low"] or "") :]
            before = match.string[max(0, match.start() - 20) : match.start()]
            if CHANGED.match(joined) and before.endswith("from ") and not RANGES.search(before):
                return None  # "rose from 43% to 45%": what it was, and what it is
            if regex(r"\s?(?:%|percent)?\s?and\s").match(joined) and not regex(
                r"\bbetween\s[$€£]?$", re.IGNORECASE
            ).search(match.string[max(0, match.start() - 10) : match.start()]):
                return None  # "5 and 7 million" are two numbers unless "between" opens them
            value *= low_scale if parts.get("low_scale") else scale
            if not value < top * scale:
                return None
            high = _plain(top * scale)
        else:
            value *= scale
    elif kind == "share":
        above, below = _ratio(table["shares"][plain(parts["share"] or "")])
        value = above / below
    elif kind == "slash":
        above, below = Decimal(parts["top"] or 0), Decimal(parts["base"] or 0)
        if not 0 < above < below:
            return None
        value = above / below
    elif kind == "spelled_range":
        value, top = _spelled(parts["from"] or parts["low"] or "", table), _spelled(parts["high"] or "", table)
        if value is None or top is None or not value < top:
            return None
        value, high = value * scale, _plain(top * scale)
    elif kind == "spelled":
        value = _spelled(parts["words"] or "", table)
    elif kind == "mixed":
        top_count = _amount(parts["top"] or "", table)
        if top_count is None:
            return None
        value = (top_count + (Decimal("0.5") if "half" in (parts["part"] or "").lower() else Decimal("0.25"))) * scale
    elif kind == "ratio":
        top_count, whole = _amount(parts["top"] or "", table), _amount(parts["base"] or "", table)
        if top_count is None or not whole or not 0 < top_count < whole:
            return None
        value = top_count / whole
    elif kind == "fraction":
        top_word = plain(parts["top"] or "a")
        part = plain(parts["part"] or "")
        if part.endswith("s") and top_word == "a":
            return None
        if part not in ("half", "quarter") and parts["top"] is None:
            return None  # "third" alone is a place in a row
        if top_word == "a" and match.string[max(0, match.start() - 4) : match.start()].lower() == "and ":
            return None  # "nine and a half hours"
        count = Decimal(top_word) if top_word.isdigit() else _spelled(top_word, table)
        above, below = _ratio(table["fractions"][part])
        if count is None or count == 0 or count * above > below:
            return None
        value = count * above / below
        if (parts.get("scale") or "").lower() in ("century", "decade"):
            return None
        value *= scale
    else:
        value = Decimal(parts["digits"]) if parts.get("digits") else _place(parts["word"] or "", table)
    if value is None:
        return None
    shape = (
        "fraction" if kind in ("ratio", "share", "slash") else kind if kind in ("fraction", "ordinal") else "cardinal"
    )
    spelled = kind in ("spelled", "fraction", "share", "spelled_range") or (
        kind in ("ratio", "mixed") and not match[0][0].isdigit()
    )
    start = match.start("low") if kind == "signed" else match.start()
    return Number(match.string[start : match.end()], start, match.end(), _plain(value), high, shape, spelled)


def _amount(word: str, table: Mapping[str, Any]) -> Decimal | None:
    plain = word.replace(",", "")
    return Decimal(plain) if plain.isdigit() else _spelled(word, table)


def _scale(word: str | None, table: Mapping[str, Any]) -> Decimal:
    if not word:
        return Decimal(1)
    word = plain(word.strip("."))
    return Decimal(table["scales"].get(word) or table.get("money_scales", {}).get(word) or 1)


def _place(word: str, table: Mapping[str, Any]) -> Decimal | None:
    tens, _, last = plain(word).rpartition("-")
    ends = {**table["ordinals"], "first": 1, "second": 2, "third": 3}
    return Decimal(ends[last] + (table["tens"][tens] if tens else 0)) if last in ends else None


def _spelled(words: str, table: Mapping[str, Any]) -> Decimal | None:
    """The value of number words: "two hundred and fifty thousand" is 250000."""
    total = group = Decimal(0)
    seen = False
    for word in regex(r"[\s-]+").split(plain(words)):
        if word == "and":
            continue
        if word == "a":
            group, seen = Decimal(1), True
        elif word in table["ones"] or word in table["tens"]:
            value = Decimal(table["ones"].get(word, table["tens"].get(word, 0)))
            if seen and group % 100 and not (group % 10 == 0 and value < 10):
                return None  # "two three": two numbers
            group, seen = group + value, True
        elif word in table["scales"]:
            factor = Decimal(table["scales"][word])
            if factor <= 100:
                group = (group or Decimal(1)) * factor
            else:
                total, group = total + (group or Decimal(1)) * factor, Decimal(0)
            seen = True
    return total + group if seen else None
