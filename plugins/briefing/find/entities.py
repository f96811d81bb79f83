"""People, organisations, places, projects and documents that an article names, each with all the places that name it.

What counts as one entity: a row of the gazetteer by any of its names; a person by full name, and by one part of it
where only one person of the article has that; a short form that the article itself explains. What a name is, is said
only on evidence (the gazetteer, a title, a head word, how it is used); otherwise it stays "unclassified".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from briefing.find.capitals import Spot, is_short_form
from briefing.find.gazetteer import WORD, Gazetteer, fold, gazetteer, stem
from briefing.find.names import Name
from briefing.find.spellings import same_people
from briefing.find.spots import Explained, explained, spots
from briefing.find.wording import Lists, lists
from briefing.lazy import regex
from briefing.model import Article, Desk, EntityKind, Fact, Passage
from briefing.text.slugs import entity_slug
from briefing.text.tables import shipped

SURE = 2  # votes that settle a kind

# ", deputy director of the port authority,"; no two ways lead past a full stop of initials ("A.A.A.")
OFFICE = regex(
    r", (?!(?:and|we|I|you|they|it|he|she|that|which|where|when|if|as|but|so|who) )"
    r"(?P<office>(?:the |a |an |his |her |its )?"
    r"(?:[^,.;:()“”\"\n]|(?<=\b[A-Z])\.(?=[A-Z]|\. )|(?<=\.[A-Z])\.(?![A-Z]|\. )){3,90}?)"
    r"(?=[,;]|\.(?![A-Z,])(?!\s[a-z]))"
)
OFFICE_WORDS = 10  # words in an office told after a name


class Mention(Fact):
    """One place where the text names an entity. ``name`` as it stands there."""

    name: str


class Entity(Fact):
    """Somebody or something the article names. ``passage`` is the first mention.

    ``name`` is the gazetteer's where it knows the entity, else the fullest form in the text; ``aliases`` are the other
    forms in the text. ``expansion`` is where the text explains a short form; ``roles`` are titles and offices as they
    stand there. ``place`` (latitude, longitude) is reference data.
    """

    slug: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    expansion: Passage | None = None
    roles: tuple[Passage, ...] = ()
    mentions: tuple[Mention, ...] = ()
    place: tuple[float, float] | None = None
    known: bool = False


def find(article: Article, desk: Desk) -> Iterator[Entity]:
    """Entities in order of their first mention.

    Names inside longer names are no mentions; adjectives ("Uzbek") are none either. In headlines, where every word has
    a capital, only names count that are known or stand in the running text too.
    """
    known, words = gazetteer(desk), lists(desk)
    said = explained(article, known)
    yield from _entities(article, spots(article, known, words, said), said, words, known)


def _joined(article: Article, spots: list[Spot], said: Explained) -> Iterator[tuple[tuple[str, ...], Spot]]:
    """Each spot under the key of its entity: ("=", slug) for rows of the gazetteer, else the folded name."""
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for spot in spots:
        for kind, points in spot.name.votes:
            votes[_key(spot, said)][kind] += points
    same = same_people(
        (_key(spot, said), spot.name.key, spot.sentence)
        for spot in spots
        if len(spot.name.key) > 1 and _is_person(spot, votes[_key(spot, said)])
    )
    people: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    titled: set[tuple[str, ...]] = set()  # whom the headline names in full
    for spot in spots:
        name = spot.name
        key = same.get(own := _key(spot, said), own)
        if len(name.key) > 1:
            surface = article.blocks[spot.block].text[name.start : name.end]
            for part in _parts(name, votes[own], surface):
                people[stem(part)].add(key)
            if joined := _joined_last(article, spot):
                people[joined].add(key)
            if article.blocks[spot.block].kind == "title":
                titled.add(key)
    tails = _tails(spots, said)
    bodies: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for spot in spots:
        if len(spot.name.key) > 1 and spot.name.kind == "organisation":
            bodies[spot.name.key[-1]].add(_key(spot, said))
    initials = _initials(article, spots, said)
    for spot in spots:
        key = _key(spot, said)
        if is_short_form(article, spot) and len(spot.name.key) == 1 and key != initials.get(spot.name.key[0], key):
            yield initials[spot.name.key[0]], spot  # "IMO" of a text that names the Icelandic Meteorological Office
            continue
        if len(key) == 1 and spot.name.kind == "organisation" and len(bodies[key[0]]) == 1:
            yield next(iter(bodies[key[0]])), spot  # "the Bank" of a text that names one bank
            continue
        if len(tails.get(key, ())) == 1:
            yield next(iter(tails[key])), spot  # "El Saber" of a text that names Mohamed El Saber
            continue
        single = spot.name.key[0] if len(spot.name.key) == 1 else _joined_last(article, spot, alone=True)
        if single and (
            not spot.name.known or spot.name.known.kind == "person" or _is_surname(article, spot, said, votes)
        ):
            owners = people.get(stem(single), set()) - {key}
            if len(owners) > 1 and not spot.name.role:
                owners = owners & titled  # of two Harrises, Harris is the one in the headline
            if len(owners) == 1 and key not in owners:
                key = next(iter(owners))
                # a name cut to its last part, without an article, is how texts speak of persons again
                before = article.blocks[spot.block].text[max(0, spot.name.start - 4) : spot.name.start].lower()
                is_cut = key[0] != "=" and key[-1] == stem(spot.name.key[-1]) and not is_short_form(article, spot)
                if is_cut and not before.endswith(ARTICLES):
                    spot.name = spot.name._replace(votes=(*spot.name.votes, ("person", 2)))
        yield same.get(key, key), spot


def _is_person(spot: Spot, votes: Counter[str]) -> bool:
    """Whether a full name is a person's, as far as is known now."""
    if spot.name.known:
        return spot.name.known.kind == "person"
    return votes["person"] > 0 and not any(votes[kind] for kind in ("organisation", "place", "project", "document"))


def _tails(spots: list[Spot], said: Explained) -> dict[tuple[str, ...], set[tuple[str, ...]]]:
    """Last names that open with a particle, and who bears them: "El Saber", "Abu Nasr"."""
    found: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    particles = shipped("names")["last_openers"].split()
    for key in {_key(spot, said) for spot in spots if not spot.name.known and len(spot.name.key) > 2}:
        for place in range(1, len(key) - 1):
            if key[place] in particles:
                found[key[place:]].add(key)
                break
    return found


ARTICLES = ("the ", " a ", " an ")
# before a place, and behind a person who speaks
TOWARD = regex(r"\b(?:in|to|from|across|of|near|at|via|for|with|and|between|into|over|around)\s(?:the\s)?$")
SPEAKS = regex(r"\s(?:[a-z]{2,12}ly\s)?(?:says?|said|explains?|explained|told|adds?|added|reveals?|wrote|continues?)\b")


SAID = regex(r"[”\"]\s(?:said|says|added|adds)\s$")  # “…,” said Lincoln


def _is_surname(article: Article, spot: Spot, said: Explained, votes: dict[tuple[str, ...], Counter[str]]) -> bool:
    """Whether the name of a place is a person's here: "Ireland says", where the text names Meghan Ireland."""
    text, name = article.blocks[spot.block].text, spot.name
    if not name.known or name.known.kind != "place" or TOWARD.search(text[max(0, name.start - 12) : name.start]):
        return False
    return (
        SPEAKS.match(text, name.end) is not None or SAID.search(text, max(0, name.start - 12), name.start) is not None
    )


def _initials(article: Article, spots: list[Spot], said: Explained) -> dict[str, tuple[str, ...]]:
    """Bodies of three words or more by their first letters, where the text names one with these and explains none."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    full = {spot.name.known.slug for spot in spots if spot.name.known and not is_short_form(article, spot)}
    for spot in spots:
        name = spot.name
        parts = article.blocks[spot.block].text[name.start : name.end].split()
        if len(parts) > 2 and (name.kind == "organisation" or (name.known and name.known.kind == "organisation")):
            found["".join(part[0] for part in parts if part[0].isupper()).lower()].add(_key(spot, said))
    known = {spot.name.key[0]: spot.name.known for spot in spots if len(spot.name.key) == 1 and spot.name.known}
    return {
        letters: next(iter(keys))
        for letters, keys in found.items()
        if len(keys) == 1
        and len(letters) > 2
        and (letters,) not in said.short
        and not (known.get(letters) and known[letters].slug in full)
    }


def _joined_last(article: Article, spot: Spot, alone: bool = False) -> str:
    """The last name of a full name, folded, where it is two words joined by a hyphen; ``alone``: where that is all."""
    parts = article.blocks[spot.block].text[spot.name.start : spot.name.end].split()
    words = [fold(word) for word in WORD.findall(parts[-1])]
    return "-".join(words) if (len(parts) == 1) == alone and len(words) > 1 else ""


def _parts(name: Name, votes: Counter[str], surface: str) -> tuple[str, ...]:
    """The words by which a person of this full name may be named again; only the last when it may be no person."""
    if name.known:
        return (name.key[0], name.key[-1]) if name.known.kind == "person" else ()
    if "&" in surface:
        return ()
    if votes["person"] >= SURE:
        return (name.key[0], name.key[-1])
    is_other = any(votes[kind] for kind in ("organisation", "place", "project", "document"))
    return () if is_other or len(name.key) > 3 else (name.key[-1],)


def _key(spot: Spot, said: Explained) -> tuple[str, ...]:
    name = spot.name
    if name.known:
        return ("=", name.known.slug)
    key = said.short.get(name.key, name.key)
    row = said.fixed.get(key)
    if row:
        return ("=", row.slug)
    return tuple(map(stem, key[1:] if key[0] == "the" and len(key) > 1 else key))


def _entities(article: Article, spots: list[Spot], said: Explained, words: Lists, known: Gazetteer) -> Iterator[Entity]:
    groups: dict[tuple[str, ...], list[Spot]] = {}
    for key, spot in _joined(article, spots, said):
        groups.setdefault(key, []).append(spot)
    slugs: set[str] = set()
    for key, members in groups.items():
        row = next((s.name.known for s in members if s.name.known), None) if key[0] == "=" else None
        mentions = tuple(_mention(article, spot) for spot in members)
        forms = list(dict.fromkeys(m.name for m in mentions))
        name = row.name if row else _fullest(forms, mentions)
        spelt = key if " ".join(key).isascii() else tuple(fold(word) for word in WORD.findall(name))
        slug = row.slug if row else entity_slug(" ".join(spelt))
        if slug in slugs:
            continue
        slugs.add(slug)
        kind = row.kind if row else _kind(article, members)
        where = said.where.get(key) or next((said.where[s.name.key] for s in members if s.name.key in said.where), None)
        yield Entity(
            passage=mentions[0].passage,
            sentence=mentions[0].sentence,
            slug=slug,
            name=name,
            kind=kind,
            aliases=_aliases(forms, name, known),
            expansion=article.passage(*where) if where else None,
            roles=tuple(_roles(article, members, kind, words)),
            mentions=mentions,
            place=row.place if row else None,
            known=row is not None,
        )


def _mention(article: Article, spot: Spot) -> Mention:
    passage = article.passage(spot.block, spot.name.start, spot.name.end)
    return Mention(passage, spot.sentence, passage.text)


def _fullest(forms: list[str], mentions: tuple[Mention, ...]) -> str:
    """The form with most words, then the most frequent, then the first; capitals only when there is no other.

    Of Russian case forms the shortest: most names are shortest where they are subjects.
    """
    count = Counter(m.name for m in mentions)
    shortest = any(
        stem(fold(word)) != fold(word) for form in forms for word in WORD.findall(form) if not form.isascii()
    )
    return min(
        forms,
        key=lambda form: (
            form.isupper() and " " in form,
            -len(WORD.findall(form)),
            len(form) if shortest else 0,
            -count[form],
            forms.index(form),
        ),
    )


def _aliases(forms: list[str], name: str, known: Gazetteer) -> tuple[str, ...]:
    """The forms that are other names, one of each: not the same in capitals or in another case."""

    def same(form: str) -> tuple[str, ...]:
        keys = tuple(fold(word) for word in WORD.findall(form))
        return keys if form.isascii() else tuple(stem(known.lemmas.get(key, key)) for key in keys)

    found: dict[tuple[str, ...], str] = {}
    for form in sorted(forms, key=lambda form: (form.isupper() and len(form) > 6, forms.index(form))):
        found.setdefault(same(form), form)
    return tuple(form for key, form in found.items() if key != same(name))


def _kind(article: Article, members: list[Spot]) -> EntityKind:
    """The kind that most votes speak for, "unclassified" when too few do or two kinds are level.

    What stands behind "the" is no person, save by a title: "the Harbour Rams said". "in" speaks for a place once.
    """
    votes: Counter[EntityKind] = Counter()
    for spot in members:
        for kind, points in spot.name.votes:
            votes[kind] += points if points > 1 or kind != "place" else 0
    votes["place"] += any(vote == ("place", 1) for spot in members for vote in spot.name.votes)
    if votes["person"] and any(_with_the(article, spot) for spot in members):
        votes["person"] = 0
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < SURE or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "unclassified"
    return ranked[0][0]


def _with_the(article: Article, spot: Spot) -> bool:
    if spot.name.role:
        return False
    return article.blocks[spot.block].text[max(0, spot.name.start - 4) : spot.name.start].lower().endswith("the ")


def _roles(article: Article, members: list[Spot], kind: EntityKind, words: Lists) -> Iterator[Passage]:
    """Titles before a name and, of people, offices told after it, each wording once."""
    seen = set()
    for spot in members:
        text, name = article.blocks[spot.block].text, spot.name
        if name.role and kind in ("person", "unclassified"):
            role = article.passage(spot.block, *name.role)
            shared_title = role.text[-1] == "s" and role.text.split()[-1][:-1] in words.words["titles"]  # "Presidents"
            if not shared_title and role.text.lower() not in seen and role.text not in words.words["courtesy"]:
                seen.add(role.text.lower())
                yield role
        told = OFFICE.match(text, name.end) if kind == "person" else None
        if told and told.end() <= article.sentences[spot.sentence].end:
            found = WORD.findall(told["office"])
            is_office = any(word.lower() in words.words["office_words"] for word in found[:6])
            if is_office and len(found) <= OFFICE_WORDS and told["office"].lower() not in seen:
                seen.add(told["office"].lower())
                yield article.passage(spot.block, told.start("office"), told.end("office"))
