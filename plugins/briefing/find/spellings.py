"""Full names of one article that are one person's: in two spellings, or with the short form of the first name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from briefing.lazy import regex
from briefing.text.tables import shipped

Key = tuple[str, ...]
TWICE = regex(r"(.)\1")
SHORTEST = 3  # letters of a name that may be spelt otherwise


def same_people(names: Iterable[tuple[Key, Key, int]]) -> Mapping[Key, Key]:
    """The key to use for a key, where another full name of the article is the same person's.

    ``names``: key of the entity, folded words of the name, sentence. Two that one sentence names are two people.
    """
    rows: dict[Key, list[Key]] = defaultdict(list)
    told: dict[Key, set[int]] = defaultdict(set)
    for key, words, sentence in names:
        told[key].add(sentence)
        if len(words) == 2 and key not in rows[written(words)]:
            rows[written(words)].append(key)
    found: dict[Key, Key] = {}
    for keys in rows.values():
        known = [key for key in keys if key[0] == "="]
        if len(known) > 1 or len(keys) < 2:
            continue
        first = (known or keys)[0]
        found.update({key: first for key in keys if key != first and told[key].isdisjoint(told[first])})
    return found


def written(words: Key) -> Key:
    """A name as all its spellings would be: "Volodimir Zelenski" for "Volodymyr Zelenskyy", "william" for "Bill"."""
    first, *rest = words
    return tuple(_plain(word) for word in (nicknames().get(first, first), *rest))


def _plain(word: str) -> str:
    if len(word) < SHORTEST:
        return word
    word = TWICE.sub(r"\1", word.replace("ph", "f").replace("y", "i"))
    return TWICE.sub(r"\1", word)


@cache
def nicknames() -> Mapping[str, str]:
    """Short form of a given name: the name."""
    found: dict[str, str] = {}
    for name, row in shipped("names")["nicknames"].items():
        for short in row.split():
            found.setdefault(short, name)
    return found
