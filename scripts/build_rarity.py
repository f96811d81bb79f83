"""Write ``plugins/briefing/data/words/rarity.toml`` anew: in how many of a thousand articles a word stands.

    SOURCELINE_DATA=… python scripts/build_rarity.py

Counts words in the English articles of three of the development sets (extraction-dev: andytf-news, Apache-2.0;
wcxb-article, CC BY 4.0, Murrough Foley; fundus, MIT). Ships counts of words and none of the text.
"""

import gzip
import json
import math
import os
import re
from collections import Counter
from pathlib import Path

SETS = ("andytf-news", "fundus", "wcxb-article")
LEAST = 6  # articles; what stands in fewer is rare and not listed
WORD = re.compile(r"[^\W\d_]{2,40}")
OUT = Path(__file__).parent.parent / "plugins/briefing/data/words/rarity.toml"
HEAD = """\
# How common words are in English news and web articles, so that a rare shared name weighs more than a common one.
# Rebuilt by scripts/build_rarity.py from public gold-labelled articles (counts only). [bands]: the key is the weight:
# the logarithm of articles / articles with the word, rounded to halves. A word that is not listed weighs UNLISTED.

"""


def texts(folder: Path) -> list[str]:
    """Title and text of the English articles."""
    found = []
    for name in SETS:
        with gzip.open(folder / name / "gold.jsonl.gz", "rt", encoding="utf-8") as rows:
            found += [
                f"{row.get('title') or ''} {row['text']}" for row in map(json.loads, rows) if row.get("lang") == "en"
            ]
    return found


def main() -> None:
    """Count, sort into bands, write."""
    rows = texts(Path(os.environ["SOURCELINE_DATA"]) / "data" / "extraction-dev")
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update({word.lower() for word in WORD.findall(row)})
    bands: dict[float, list[str]] = {}
    for word, count in counts.items():
        if count >= LEAST and word.isascii():
            bands.setdefault(round(2 * math.log(len(rows) / count)) / 2, []).append(word)
    out = [HEAD, f"unlisted = {round(2 * math.log(len(rows) / 2)) / 2}\n\n[bands]\n"]
    for band in sorted(bands):
        line = " ".join(sorted(bands[band]))
        lines = re.findall(r".{1,115}(?:\s|$)", line)
        out.append(f'"{band}" = """\n' + "\n".join(part.strip() for part in lines) + '"""\n')
    OUT.write_text("".join(out), "utf-8")
    print(f"{len(rows)} articles, {sum(map(len, bands.values()))} words, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
