"""What the words of a name, and those around it, say of its kind. Where they say too little it stays "unclassified"."""

from __future__ import annotations

from briefing.find.gazetteer import WORD, fold
from briefing.find.wording import Lists, Word
from briefing.lazy import regex
from briefing.model import EntityKind

MOST_PERSON = 4  # words in a person's name
# lists of words that are no name by themselves
HEADS = (
    *("organisation_heads", "place_heads", "project_heads", "document_heads", "event_heads"),
    *("titles", "title_modifiers"),
)

CLAUSE = regex(r", (?:we|I|you|they|it|he|she|that|which|where|when|if|as|but|so|and)\b")
WHO = regex(r", (?:who\b|\d{1,2},)")  # "Mara Lindqvist, 74, …", "Lindqvist, who …": only persons
WEAK_BEFORE = ("in", "around", "throughout", "toward", "towards", "inside")  # also before what is no place


def votes(
    lists: Lists, text: str, words: list[Word], at: int, stop: int, kind: EntityKind | None, has_role: bool
) -> tuple[tuple[EntityKind, int], ...]:
    """Points for kinds that a name earns where it stands. ``kind``: what its head word tells."""
    has = lists.has
    found: list[tuple[EntityKind, int]] = []
    spelt = [w.text for w in words[at:stop]]
    after = words[stop].text if stop < len(words) else ""
    if kind:
        found.append((kind, 3))
    if has_role:
        found.append(("person", 4))
    if len(spelt) <= 4 and not kind and has("given", spelt[0]):
        found.append(("person", 3 if len(spelt) > 1 else 1))
    if 1 < len(spelt) <= 4 and not kind and (lists.words["particles"].intersection(spelt) or "Al" in spelt):
        found.append(("person", 1))
    like_person = not kind and len(spelt) in (2, 3) and not any(word.isupper() and len(word) > 1 for word in spelt)
    if not kind and has("speech", after):
        found.append(("person", 2 if like_person else 1))
    tail = text[words[stop - 1].end : words[stop - 1].end + 60]
    if not kind and len(spelt) <= 4 and WHO.match(tail):
        found.append(("person", 3))
    if (
        not kind
        and 1 < len(spelt) <= 4
        and tail.startswith(", ")
        and not CLAUSE.match(tail)
        and any(has("office_words", w.lower()) for w in WORD.findall(tail.split(", ")[1]))
    ):
        found.append(("person", 2))
    if at > 0 and like_person and has("speech", words[at - 1].text):
        found.append(("person", 2))
    if (
        at > 0
        and not kind
        and has("office_words", words[at - 1].text)
        and text[words[at - 1].end : words[at].start] == " "
    ):
        found.append(("person", 2))
    if (
        not kind
        and at > 0
        and has("place_before", fold(words[at - 1].text))
        and len(spelt) <= 3
        and not spelt[-1].isupper()
    ):
        found.append(("place", 1 if fold(words[at - 1].text) in WEAK_BEFORE else 2))
    return tuple(found)


def head_kind(lists: Lists, words: list[Word], at: int, stop: int) -> EntityKind | None:
    """The kind that the head word of a run tells: the last, or the one before "of"."""
    if stop - at < 2:
        return None
    cut = next((i for i in range(at + 1, stop) if words[i].text in ("of", "for", "on", "in")), stop)
    head = words[cut - 1].text
    if lists.has("place_heads", head) and lists.has("organisation_heads", words[stop - 1].text):
        return "organisation"  # "Republic of Ruritania Customs Administration"
    for kind in ("document", "organisation", "project", "place"):
        if lists.has(f"{kind}_heads", head):
            return kind
    return None


def office_inside(
    lists: Lists, words: list[Word], at: int, stop: int, known: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """Where an office begins inside a run, and the person behind it: "Ruston Chief Officer | Peter Doe".

    Behind an office stands a given name, or two or three words that are no other kind's and end the run. ``known``:
    words of the run that a list knows.
    """
    has = lists.has
    for place in range(at + 1, stop - 1):
        if (
            not has("titles", words[place - 1].text)
            or stop - place > MOST_PERSON
            or any(start == place for start, _ in known)
        ):
            continue
        rest = [word.text for word in words[place:stop]]
        given = has("given", rest[0])
        if not given and (place - 1 <= at or not _like_a_person(lists, rest)):
            continue
        first = place - 1
        while first > at and (
            has("titles", words[first - 1].text)
            or has("title_modifiers", words[first - 1].text)
            or (not given and not any(start < first <= end for start, end in known))
        ):
            first -= 1
        return first, place
    return None


def _like_a_person(lists: Lists, rest: list[str]) -> bool:
    """Whether words look like somebody's full name: two or three with a capital, none that tells another kind."""
    if len(rest) >= MOST_PERSON or any(lists.has(name, word) for name in HEADS for word in rest):
        return False
    return all(word[0].isupper() and not word.isupper() and (len(word) > 2 or len(rest) > 2) for word in rest)
