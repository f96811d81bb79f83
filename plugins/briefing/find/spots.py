"""Where an article names something, in reading order: the running text first, headlines and tables by its light."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from briefing.find.capitals import HEADLINE, LONGER, Capitals, Spot, is_heading, is_headline
from briefing.find.gazetteer import CHINESE, WORD, Gazetteer, Known, fold
from briefing.find.names import NOUNS_LARGE, Name, Scanner
from briefing.find.wording import Lists, expansions, office_before, spoken, words_of
from briefing.lazy import regex
from briefing.model import Article, Passage

TITLE_WORDS = 5  # longer words of a title inside a sentence
MOST = 4000  # mentions in one article; more is no article
STOPPED = regex(r"(?:[а-яё”»\")][.!?…]\s|^\W{0,2}[—–-]\s)$")  # a sentence ends here, though nobody cut it
OPENING = "\"“«„‘'("


Fixed = Mapping[tuple[str, ...], Known | None]


class Explained(Struct):
    """What the article says of its short forms: folded words → row, short → long, long → where."""

    fixed: dict[tuple[str, ...], Known | None] = field(default_factory=dict)
    short: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    where: dict[tuple[str, ...], tuple[int, int, int]] = field(default_factory=dict)


def spots(article: Article, known: Gazetteer, words: Lists, said: Explained) -> list[Spot]:
    """The names of an article, without those that need support and have none."""
    scanner = Scanner(known, words, spoken(article))
    return _supported(article, _found(article, scanner, said), scanner.language)


def explained(article: Article, known: Gazetteer) -> Explained:
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


def _found(article: Article, scanner: Scanner, said: Explained) -> list[Spot]:
    """All names: the running text first, so that headlines and tables can be read by it."""
    states = _states(article, scanner)
    found: list[Spot] = []
    later = []
    for number, sentence in enumerate(article.sentences):
        block = article.blocks[sentence.block]
        if block.kind == "row" or is_headline(sentence.text, is_heading(article, sentence)):
            later.append((number, sentence))
        elif len(found) < MOST:
            label, body = _label_before(sentence)
            if label:
                later.append((number, label))
            body, title = _title_inside(body)
            found += _scan(article, scanner, number, body, said.fixed, False, states)
            if title:
                later.append((number, title))
    fixed = dict(said.fixed)
    for spot in found:
        if not spot.name.known and not (spot.name.first and not _is_full_name(spot.name)):
            fixed.setdefault(spot.name.key, None)
    for number, sentence in later:
        if len(found) < MOST:
            found += _scan(article, scanner, number, sentence, fixed, True, states)
    found.sort(key=lambda spot: (spot.block, spot.name.start))
    return found


def _is_full_name(name: Name) -> bool:
    """Whether a name is somebody's in full, as far as a given name, an office or a verb tells."""
    return len(name.key) > 1 and any(kind == "person" and points > 1 for kind, points in name.votes)


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


# "3. Piping Systems: Selecting …"
LABEL = regex(
    r"(?:\d{1,2}[.)]\s|[-•*#]\s)?(?:[A-Z][\w’'/-]{0,30}(?:\s(?:(?:&|and|of|or|for|the|to)\s){0,2}|(?=:))){1,7}:\s"
)


def _label_before(sentence: Passage) -> tuple[Passage | None, Passage]:
    """The label in capitals that a line begins with, and the rest; None where it has none."""
    found = LABEL.match(sentence.text) if ": " in sentence.text[:90] and sentence.start == 0 else None
    if found is None or " " not in found[0][:-2] or not sentence.text[found.end() :]:
        return None, sentence
    at, text = sentence.start + found.end(), sentence.text
    label = Passage(text[: found.end()], sentence.block, sentence.start, at, sentence.lines)
    return label, Passage(text[found.end() :], sentence.block, at, sentence.end, sentence.lines)


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


def _supported(article: Article, spots: list[Spot], language: str) -> list[Spot]:
    """The names without those that need support and have none."""
    states = {s.name.known.state for s in spots if s.name.known and not s.name.weak and s.name.known.kind == "place"}
    full = {s.name.known.slug for s in spots if s.name.known and not s.name.weak}
    capitals = Capitals(article, spots)
    own = [fold(word) for word in WORD.findall(article.head.publisher.value)] if article.head.publisher else []
    kept = []
    for spot in spots:
        name = spot.name
        if not name.known and language == "ru":
            cut = _without_adjective(article.blocks[spot.block].text, name)
            if cut is None:
                continue
            name = spot.name = cut
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
        if not capitals.says_nothing(spot):
            kept.append(_with_office(article, spot, language))
    return kept


# "Бостонского университета", not "Зеленский заявил": an adjective, and the noun behind it
ADJECTIVE = regex(r"(?:ск|цк|льн|нн|чн)(?:ий|ый|ая|ое|ие|ого|ому|ом|ой|ую|ые|ых|их|ими|ыми|им)$")
VERB = regex(r"(?:л|ла|ли|ло|лся|лась|ет|ит|ёт|ют|ят|ут|ат|ется|ится)$")
NEXT = regex(r"\s(?P<word>[а-яё-]{3,30})\b")


def _without_adjective(text: str, name: Name) -> Name | None:
    """A Russian name without an adjective at its end that describes a noun in lower case; None when nothing is left."""
    last = text[name.start : name.end].split()[-1]
    follows = NEXT.match(text, name.end)
    if name.role or not ADJECTIVE.search(last) or follows is None or VERB.search(follows["word"]):
        return name
    end = name.start + len(text[name.start : name.end].removesuffix(last).rstrip(" -"))
    if len(name.key) < 2 or end <= name.start:
        return None
    return name._replace(end=end, key=name.key[:-1], kind=None, votes=())


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
