"""Words of amounts: bounds, units, currencies and what ends a counted noun, ready to match."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from briefing.lazy import regex
from briefing.plain import Frozen
from briefing.text.tables import Key, either, plain, words_of

# the last fields of Amounts
PATTERNS = (
    "joined", "hours", "ages", "aged", "reaching", "clock", "called", "stricken", "grade", "no_amount", "part",
    "elapsed",
)  # fmt: skip


class Amounts(Frozen):
    """Word lists of one language, ready to match."""

    code: str
    bound: re.Pattern[str]
    relations: Mapping[str, str]
    unit: re.Pattern[str]
    units: Mapping[str, str]
    money: re.Pattern[str]
    vague: re.Pattern[str] | None
    stop: frozenset[str]
    plurals: frozenset[str]
    names: frozenset[str]
    openers: frozenset[str]
    ordinal_names: tuple[str, ...]
    rate: re.Pattern[str]  # "a year", "per day", behind an amount
    rates: Mapping[str, str]
    joined: re.Pattern[str]  # between a share and what it is of, with the noun as "what"
    hours: re.Pattern[str]  # behind a number that is a time of day
    ages: re.Pattern[str]  # before a number that is an age
    aged: re.Pattern[str]  # and behind one
    reaching: re.Pattern[str]
    clock: re.Pattern[str]  # before a bound that is none
    called: re.Pattern[str]  # a number that is called, with the word behind it: "112 operator"
    stricken: re.Pattern[str]  # before a number that counts people though no word says so: "killed"
    grade: re.Pattern[str]  # before a number that ranks: "type 2"
    no_amount: re.Pattern[str]  # behind a number that is none: "six figures"
    part: re.Pattern[str]  # before a fraction that is a part of time or play: "the first half"
    elapsed: re.Pattern[str]  # behind "a day", which then is no rate: "a day after"


def amounts(code: str, units: Mapping[str, Any], counts: Mapping[str, Any]) -> Amounts:
    """The words of a language, from the tables ``units`` and ``numbers`` of the desk."""
    return _ready(code, Key(units), Key(counts))


@lru_cache(maxsize=64)
def _ready(code: str, units: Key, counts: Key) -> Amounts:
    table = words_of(counts.held, code)
    before = table.get("before", {})
    signs: dict[str, str] = {}
    forms: dict[str, str] = {}
    for name, row in units.held.get("currency", {}).items():
        for form in row:
            signs[form] = name
            forms[plain(form)] = name
    for form, name in before.items():
        signs[form] = forms[plain(form)] = name
    for key in ("any", code):
        for name, row in units.held.get(key, {}).items():
            for form in row:
                forms[plain(form)] = name
    bounds = {plain(str(word)): str(sign) for word, sign in table.get("bounds", {}).items()}
    edge = "" if code == "zh" else r"(?!\w)"
    gap = r"[\s\u00a0]?" if code == "zh" else r"(?:\s(?:de\s|d['’]))?" + r"(?:\s|\u00a0|(?=[-%$€£¥₽₸°٪％kmMGtTh]))?"
    left = "" if code == "zh" else r"(?<![\w-])"
    rates = {plain(form): name for name, row in table.get("rates", {}).items() for form in row}
    between = r"\s?" if code == "zh" else r"\s(?:a\s|the\s|на\s|в\s)?"
    vague = table.get("vague")
    return Amounts(
        code,
        regex(rf"{left}(?P<bound>{either(bounds)}){between}$", re.IGNORECASE),
        bounds,
        regex(rf"{gap}(?P<unit>{either(forms)}){edge}", re.IGNORECASE),
        {**forms, **signs},
        regex(rf"(?<!\w)(?P<sign>{either(signs)})\s?$"),
        regex(rf"(?<![\w-])(?:{either(vague)})(?=\sof\b)", re.IGNORECASE) if vague else None,
        frozenset(table.get("stop", ())),
        frozenset(table.get("plurals", ())),
        frozenset(table.get("names", ())),
        frozenset(table.get("openers", ())),
        tuple(table.get("ordinal_names", ())),
        regex(rf"[\s-](?P<rate>{either(rates)})(?!\w)", re.IGNORECASE),
        rates,
        *(regex(table.get(key) or "(?!)", re.IGNORECASE) for key in PATTERNS),
    )
