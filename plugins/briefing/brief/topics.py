"""Which topics a paragraph belongs to, by its own words alone, with the words that earned it.

A paragraph scores the weights of the topic's terms that stand in it, less those of the words that speak against it. The
heading above says nothing here. Adding a topic is one file in ``content/desk/topics/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from msgspec import Struct, field

from briefing.cache import kept
from briefing.find.gazetteer import CHINESE, WORD, encodable, fold
from briefing.find.wording import spoken
from briefing.hashes import code
from briefing.model import Article, Desk, Label, Term, Topic
from briefing.plain import Frozen, decode, encode
from briefing.text.tables import Key
from briefing.text.words import word_count

# Points that earn a label: NEEDED and a little more for each word, up to MOST. NEEDED was read off topics-dev, where
# 1.2 to 1.4 do equally well.
NEEDED, BY_WORD, MOST = 1.3, 1 / 60, 3.0
AGAIN = 0.5  # a word said again counts half as much as before
SHOWN = 0.4  # weight from which a word counts as one that earned the label: "billion" alone explains nothing
LABELLED = ("paragraph", "item", "quote")  # a row of a table says nothing by itself
LEAST = 5  # words; "Transportation", alone in a list, is no passage to read
BETWEEN = " \xa0-\u2010\u2011–'’.,/&"  # what may stand between the words of a term

Span = tuple[int, int]


class Entry(Frozen):
    """A term ready to match: folded words, each whole or the beginning of one."""

    topic: str
    term: str
    words: tuple[tuple[str, bool], ...]  # word, whether any ending may follow
    weight: float  # below 0 for a word that speaks against the topic

    def size(self) -> int:
        """Letters: the longer of two terms at one place counts."""
        return sum(len(word) for word, _ in self.words)


class Lexicon(Struct, eq=False):
    """The terms of all topics in one language."""

    whole: dict[str, list[Entry]] = field(default_factory=dict)  # by first word
    begun: dict[str, list[Entry]] = field(default_factory=dict)  # by the beginning of the first word
    lengths: tuple[int, ...] = ()
    signs: tuple[AhoCorasick, tuple[tuple[Entry, ...], ...]] | None = None  # Chinese

    def opened_by(self, word: str) -> tuple[Entry, ...]:
        """The terms whose first word this may be."""
        found = list(self.whole.get(word, ()))
        for length in self.lengths:
            if length > len(word):
                break
            found += self.begun.get(word[:length], ())
        return tuple(found)


@lru_cache(maxsize=64)
def _lexicon(topics: Key, language: str) -> Lexicon:
    told = encode(topics.held)
    made = kept(
        "topics",
        (code("brief/topics.py", "find/gazetteer.py").encode(), language.encode(), told),
        lambda: encode([entry for topic in topics.held for entry in _entries(topic, language)]),
    )
    entries = decode(tuple[Entry, ...], made)
    result = Lexicon()
    signs: dict[str, list[Entry]] = {}
    for entry in entries:
        word, open_end = entry.words[0]
        if CHINESE.search(entry.term):
            signs.setdefault(entry.term, []).append(entry)
        else:
            (result.begun if open_end else result.whole).setdefault(word, []).append(entry)
    result.lengths = tuple(sorted({len(word) for word in result.begun}))
    if signs:
        result.signs = (
            AhoCorasick(list(signs), matchkind=MatchKind.LeftmostLongest),
            tuple(map(tuple, signs.values())),
        )
    return result


def _entries(topic: Topic, language: str) -> Iterator[Entry]:
    for terms, sign in ((topic.terms, 1), (topic.against, -1)):
        for term in terms:
            words = _words(term, language)
            if words:
                yield Entry(topic.slug, term.words, words, sign * term.weight)


def _words(term: Term, language: str) -> tuple[tuple[str, bool], ...]:
    if term.language != language:
        return ()
    found = [(fold(m[0]), term.words[m.end() : m.end() + 1] == "*") for m in WORD.finditer(term.words)]
    return tuple(found)


def score(text: str, topics: Sequence[Topic], language: str) -> Mapping[str, tuple[float, tuple[Span, ...]]]:
    """Points of each topic that has any word in the text, and where the words stand that speak for it."""
    lexicon = _lexicon(Key(topics), language.partition("-")[0])
    found = sorted(_matches(text, lexicon), key=lambda hit: (hit[0], -(hit[1] - hit[0]), -hit[2].size(), hit[2].weight))
    points: dict[str, float] = {}
    spans: dict[str, list[Span]] = {}
    covered: dict[str, int] = {}
    times: dict[tuple[str, str], int] = {}
    for start, end, entry in found:
        if start < covered.get(entry.topic, 0):
            continue
        covered[entry.topic] = end
        count = times[entry.topic, entry.term] = times.get((entry.topic, entry.term), 0) + 1
        points[entry.topic] = points.get(entry.topic, 0.0) + entry.weight * AGAIN ** (count - 1)
        if entry.weight >= SHOWN:
            spans.setdefault(entry.topic, []).append((start, end))
    return {topic: (round(points[topic], 3), tuple(places)) for topic, places in sorted(spans.items())}


def _matches(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int, Entry]]:
    if lexicon.signs:
        automaton, rows = lexicon.signs
        for which, start, end in automaton.find_matches_as_indexes(encodable(text)):
            yield from ((start, end, entry) for entry in rows[which])
    words = [(fold(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]
    for at, (word, start, _) in enumerate(words):
        for entry in _opened_by(lexicon, word):
            last = at + len(entry.words) - 1
            if last < len(words) and (last == at or _goes_on(text, words, at, entry)):
                yield start, words[last][2], entry


@lru_cache(maxsize=1 << 14)
def _opened_by(lexicon: Lexicon, word: str) -> tuple[Entry, ...]:
    return lexicon.opened_by(word)


def _goes_on(text: str, words: list[tuple[str, int, int]], at: int, entry: Entry) -> bool:
    for place, (part, open_end) in enumerate(entry.words[1:], at + 1):
        word, start, _ = words[place]
        gap = text[words[place - 1][2] : start]
        if len(gap) > 3 or gap.strip(BETWEEN) or not (word == part or (open_end and word.startswith(part))):
            return False
    return True


def needed(text: str) -> float:
    """Points that a text of this length needs for a label."""
    return min(MOST, NEEDED + BY_WORD * (len(text) / 2 if CHINESE.search(text) else text.count(" ")))


def label(article: Article, desk: Desk) -> tuple[Label, ...]:
    """The labels of all paragraphs, in reading order, those of one paragraph in the order of the desk's topics.

    ``article.sidecar.topics``, when given, leaves only the topics it names.
    """
    allowed = article.sidecar.topics
    if not desk.topics:
        return ()
    language = spoken(article)
    return tuple(found for place in article.body() for found in _label(article, place, desk.topics, language, allowed))


def _label(
    article: Article, place: int, topics: Sequence[Topic], language: str, allowed: Sequence[str] | None
) -> Iterator[Label]:
    block = article.blocks[place]
    if block.kind not in LABELLED:
        return
    if block.text.count(" ") < 2 * LEAST and word_count(block.text, language) < LEAST:
        return
    found = score(block.text, topics, language)
    for topic in topics:
        points, spans = found.get(topic.slug, (0.0, ()))
        if points >= needed(block.text) and (allowed is None or topic.slug in allowed):
            yield Label(place, topic.slug, tuple(article.passage(place, start, end) for start, end in spans), points)
