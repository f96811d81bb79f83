"""People, organisations, places, projects and documents that an article names, each with all the places that name it.

What counts as one entity: a row of the gazetteer by any of its names; a person by full name, and by one part of it
where only one person of the article has that; a short form that the article itself explains. What a name is, is said
only on evidence (the gazetteer, a title, a head word, how it is used); otherwise it stays "unclassified".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from briefing.find.gazetteer import CHINESE, WORD, Gazetteer, Known, fold, gazetteer, stem
from briefing.find.names import NOUNS_LARGE, Name, Scanner
from briefing.find.wording import Lists, expansions, lists, office_before, spoken, words_of
from briefing.model import Article, Desk, EntityKind, Fact, Passage
from briefing.text.slugs import entity_slug

HEADLINE = 0.8  # share of longer words with a capital from which a line without a full stop is set like a headline
TITLE_WORDS = 5  # longer words of a title inside a sentence
ENDS = '.!?…"”»'
LONGER = 4  # letters of a longer word
SURE = 2  # votes that settle a kind
MOST = 4000  # mentions in one article; more is no article
# ", deputy director of the port authority,"
OFFICE = re.compile(r", (?!and )(?P<office>(?:the |a |an |his |her |its )?[^,.;:()“”\"\n]{3,90}?)(?=[,.;])")
OFFICE_WORDS = 10  # words in an office told after a name


@dataclass(frozen=True, slots=True)
class Mention(Fact):
    """One place where the text names an entity. ``name`` as it stands there."""

    name: str


@dataclass(frozen=True, slots=True)
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


Fixed = Mapping[tuple[str, ...], Known | None]


@dataclass
class Spot:
    """A name with its place in the article, while it is being settled."""

    block: int
    sentence: int
    name: Name
    headline: bool


@dataclass
class Explained:
    """What the article says of its short forms: folded words → row, short → long, long → where."""

    fixed: dict[tuple[str, ...], Known | None] = field(default_factory=dict)
    short: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    where: dict[tuple[str, ...], tuple[int, int, int]] = field(default_factory=dict)


def find(article: Article, desk: Desk) -> Iterator[Entity]:
    """Entities in order of their first mention.

    Names inside longer names are no mentions; adjectives ("Uzbek") are none either. In headlines, where every word has
    a capital, only names count that are known or stand in the running text too.
    """
    known, words = gazetteer(desk), lists(desk)
    scanner = Scanner(known, words, spoken(article))
    said = _explained(article, known)
    spots = _spots(article, scanner, said)
    spots = _supported(article, spots, words, scanner.language)
    yield from _entities(article, spots, said, words, known)


def _explained(article: Article, known: Gazetteer) -> Explained:
    """The short forms that the article writes out."""
    said = Explained()
    for block in article.body():
        text = article.blocks[block].text
        for start, end, short, close in expansions(text):
            spelt = [w.text for w in words_of(text, start, end)]
            long = tuple(fold(word) for word in spelt)
            matches = [m for m in known.find(spelt) if m.end - m.start == len(spelt)]
            row = matches[0].known if matches else None
            key = tuple(fold(word) for word in WORD.findall(short))
            if key in said.fixed:
                continue
            said.fixed.setdefault(long, row)
            said.fixed[key] = row
            said.short[key] = long
            said.where[long] = (block, start, close)
    return said


def _spots(article: Article, scanner: Scanner, said: Explained) -> list[Spot]:
    """All names: the running text first, so that headlines and tables can be read by it."""
    states = _states(article, scanner)
    found: list[Spot] = []
    later = []
    for number, sentence in enumerate(article.sentences):
        block = article.blocks[sentence.block]
        if block.kind == "row" or _is_headline(sentence.text, block.kind in ("title", "heading")):
            later.append((number, sentence))
        elif len(found) < MOST:
            body, title = _title_inside(sentence)
            found += _scan(article, scanner, number, body, said.fixed, False, states)
            if title:
                later.append((number, title))
    fixed = dict(said.fixed)
    for spot in found:
        if not spot.name.known and not spot.name.first:
            fixed.setdefault(spot.name.key, None)
    for number, sentence in later:
        if len(found) < MOST:
            found += _scan(article, scanner, number, sentence, fixed, True, states)
    found.sort(key=lambda spot: (spot.block, spot.name.start))
    return found


def _scan(
    article: Article, scanner: Scanner, number: int, sentence: Passage, fixed: Fixed, headline: bool,
    states: Mapping[str, int],
) -> Iterator[Spot]:  # fmt: skip
    text = article.blocks[sentence.block].text
    if CHINESE.search(sentence.text):
        for start, end, rows in scanner.known.in_chinese(text, sentence.start, sentence.end):
            row = max(rows, key=lambda one: states.get(one.state, 0))
            name = Name(start, end, (text[start:end],), row, 0, row.kind, None)
            yield Spot(sentence.block, number, name, headline)
    for name in scanner.scan(text, sentence.start, sentence.end, fixed, headline):
        yield Spot(sentence.block, number, name, headline)


def _states(article: Article, scanner: Scanner) -> Mapping[str, int]:
    """How often the article names each state or a place in it, by names in Chinese writing that only one place has."""
    found: Counter[str] = Counter()
    for sentence in article.sentences:
        if CHINESE.search(sentence.text):
            text = article.blocks[sentence.block].text
            for _, _, rows in scanner.known.in_chinese(text, sentence.start, sentence.end):
                if len(rows) == 1 and rows[0].state:
                    found[rows[0].state] += 1
    return found


def _title_inside(sentence: Passage) -> tuple[Passage, Passage | None]:
    """A sentence without the title it ends with, and that title: "Its title is long: Tariffs and How to Cut Them"."""
    colon = sentence.text.find(": ")
    if colon < 0:
        return sentence, None
    tail = [word for word in WORD.findall(sentence.text[colon:]) if len(word) >= LONGER and word.isalpha()]
    if len(tail) < TITLE_WORDS or sum(word[0].isupper() for word in tail) < HEADLINE * len(tail):
        return sentence, None
    if "," in sentence.text[colon:]:
        return sentence, None  # a list of names
    at, text = sentence.start + colon + 2, sentence.text
    body = Passage(text[: colon + 1], sentence.block, sentence.start, at - 1, sentence.lines)
    return body, Passage(text[colon + 2 :], sentence.block, at, sentence.end, sentence.lines)


def _is_headline(text: str, is_heading: bool) -> bool:
    """Whether most words have capitals whatever they are."""
    if text.isupper() and " " in text:
        return True
    longer = [word for word in WORD.findall(text) if len(word) >= LONGER and word.isalpha()]
    large = sum(word[0].isupper() for word in longer)
    if is_heading:
        return 2 * large > len(longer)
    return text[-1] not in ENDS and len(longer) > 3 and large / len(longer) >= HEADLINE


def _supported(article: Article, spots: list[Spot], words: Lists, language: str) -> list[Spot]:
    """The names without those that need support and have none."""
    states = {s.name.known.state for s in spots if s.name.known and not s.name.weak and s.name.known.kind == "place"}
    full = {s.name.known.slug for s in spots if s.name.known and not s.name.weak}
    small, large = _spelt(article)
    own = [fold(word) for word in WORD.findall(article.head.publisher.value)] if article.head.publisher else []
    kept = []
    for spot in spots:
        name = spot.name
        if not name.known and len(name.key) > 1 and own[: len(name.key)] == list(name.key):
            continue  # who publishes the account is not in it
        if name.known and name.weak:
            row = name.known
            named = row.slug in full or (row.kind == "place" and bool(row.state) and row.state in states)
            if not named or (name.weak > 1 and row.slug not in full):
                if name.first or spot.headline or language in NOUNS_LARGE:
                    continue
                name = name._replace(known=None, weak=0)
            spot.name = name
        if not _is_capital_of_sentence(article, spot, small, large):
            kept.append(_with_office(article, spot, language))
    return kept


def _with_office(article: Article, spot: Spot, language: str) -> Spot:
    """The spot with an office that stands before it in lower case; that tells a person."""
    name = spot.name
    may_be_person = name.known.kind == "person" if name.known else not name.kind
    if may_be_person and not name.role and not spot.headline:
        sentence = article.sentences[spot.sentence]
        text = article.blocks[spot.block].text
        role = office_before(text, sentence.start, name.start, language)
        if role:
            spot.name = name._replace(role=role, votes=(*name.votes, ("person", 3)))
    return spot


def _is_capital_of_sentence(article: Article, spot: Spot, small: set[str], large: set[str]) -> bool:
    """Whether one unknown word owes its capital to its place, or stands in lower case elsewhere."""
    name = spot.name
    if name.known or len(name.key) > 1 or name.role or _is_short_form(article, spot):
        return False
    if name.key[0] in small:
        return True
    told = any(kind == "person" for kind, _ in name.votes)
    return name.first and not told and name.key[0] not in large


def _is_short_form(article: Article, spot: Spot) -> bool:
    surface = article.blocks[spot.block].text[spot.name.start : spot.name.end]
    return surface.isupper() and len(surface) > 1


def _spelt(article: Article) -> tuple[set[str], set[str]]:
    """Folded words that stand in lower case somewhere, and those with a capital inside a sentence."""
    small: set[str] = set()
    large: set[str] = set()
    for sentence in article.sentences:
        if _is_headline(sentence.text, article.blocks[sentence.block].kind in ("title", "heading")):
            continue
        for at, match in enumerate(WORD.finditer(sentence.text)):
            word = match[0]
            if word[0].islower():
                small.add(fold(word))
            elif at and sentence.text[match.start() - 1] not in OPENING:
                large.add(fold(word))
    return small, large


def _joined(article: Article, spots: list[Spot], said: Explained) -> Iterator[tuple[tuple[str, ...], Spot]]:
    """Each spot under the key of its entity: ("=", slug) for rows of the gazetteer, else the folded name."""
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for spot in spots:
        for kind, points in spot.name.votes:
            votes[_key(spot, said)][kind] += points
    people: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for spot in spots:
        name, key = spot.name, _key(spot, said)
        for part in _parts(name, votes[key]) if len(name.key) > 1 else ():
            people[stem(part)].add(key)
    bodies: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for spot in spots:
        if len(spot.name.key) > 1 and spot.name.kind == "organisation":
            bodies[spot.name.key[-1]].add(_key(spot, said))
    for spot in spots:
        key = _key(spot, said)
        if len(key) == 1 and spot.name.kind == "organisation" and len(bodies[key[0]]) == 1:
            yield next(iter(bodies[key[0]])), spot  # "the Bank" of a text that names one bank
            continue
        if len(spot.name.key) == 1 and (not spot.name.known or spot.name.known.kind == "person"):
            owners = people.get(stem(spot.name.key[0]), set())
            if len(owners) == 1 and key not in owners:
                key = next(iter(owners))
                # a name cut to its last part, without an article, is how texts speak of persons again
                before = article.blocks[spot.block].text[max(0, spot.name.start - 4) : spot.name.start].lower()
                is_cut = key[0] != "=" and key[-1] == stem(spot.name.key[0]) and not _is_short_form(article, spot)
                if is_cut and not before.endswith(ARTICLES):
                    spot.name = spot.name._replace(votes=(*spot.name.votes, ("person", 2)))
        yield key, spot


OPENING = "\"“«„‘'("
ARTICLES = ("the ", " a ", " an ")


def _parts(name: Name, votes: Counter[str]) -> tuple[str, ...]:
    """The words by which a person of this full name may be named again; only the last when it may be no person."""
    if name.known:
        return (name.key[0], name.key[-1]) if name.known.kind == "person" else ()
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
        kind = row.kind if row else _kind(members)
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


def _kind(members: list[Spot]) -> EntityKind:
    """The kind that most votes speak for, "unclassified" when too few do or two kinds are level."""
    votes: Counter[EntityKind] = Counter()
    for spot in members:
        for kind, points in spot.name.votes:
            votes[kind] += points
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < SURE or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return "unclassified"
    return ranked[0][0]


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
