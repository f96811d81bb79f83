"""Key points: the sentences an editor would choose, whole, in reading order, and safe to read by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from briefing.brief.context import points_back, wording
from briefing.find.figures import Figure
from briefing.find.quotes import Quote
from briefing.lazy import regex
from briefing.model import Article, Desk, Fact, Passage, Point
from briefing.plain import Frozen
from briefing.text.alike import is_alike
from briefing.text.tables import base

MOST_WORDS = 40  # of a point, with the sentence that it brings along
LEAST_WORDS = 7
LEAST_CLAUSE = 4  # below it, without a deed, words are an address or a label
ALIKE = 0.68  # of their letters, from which two sentences say the same; found on the two development files
LONGEST = 2_000  # characters of a sentence that is compared letter by letter
SHARED = 0.5  # Jaccard of content words, for the same
A_BLOCK = 2  # points at most from one paragraph
FIRST_BLOCKS = 3  # paragraphs in which the dek is looked for

# What a sentence earns. Set by hand against editors' choices on the development files (notes of the stack, 2.5).
PER_ENTITY, MOST_ENTITIES = 0.3, 3
FREQUENT, MOST_FREQUENT = 0.2, 2  # for names that the text returns to
ACTION, FIGURE, MORE_FIGURES, TIME, ORDER = 1.1, 0.7, 0.2, 0.6, 0.1
FEW = 0.2  # a small count without a unit: "three states"
SMALL = 12
COMING = 0.6  # what comes next
BACKGROUND = -1.3  # years before the news: history
BEFORE = -0.7  # "had been": what lay before
SHORT, SHORT_ACT = -1.5, -0.5  # too few words; the same where somebody does something
DOCUMENT = 0.5  # a document that is adopted, signed …
DEK_LEAD = 1.2  # the first sentence of all, as the one under the headline
QUOTE, REPORTED = 0.5, 0.35
LEAD, SECOND, OPENING, HEADLINE = 1.2, 0.5, 0.2, 0.9
AFTER_DECK = 0.5  # the sentence that opens the text behind a line of one sentence under the headline
EMPTY, BACK, LONG, ADDRESSED = -1.2, -0.5, -0.3, -1.5
ORDERS = -4.0  # tells the reader what to do
FLOOR = -1.0  # below it a sentence is no point, however few there are

# "had been an observer"
PLUPERFECT = regex(r"\bhad (?:[a-z]{2,9} )?(?:been|[a-z]{2,12}(?:ed|en|un|ne)|led|run|met|set|held)\b")
TOKEN = regex(r"[^\W_]+(?:['’-][^\W_]+)*")
ENDS = regex(r"[.!?…。！？؟][\"”»’'」』)\]]*$")
NAMED_NEXT = regex(r"\w{1,30} [A-Z]")  # "Call Centers Ltd closed"
ADDRESS = regex(r"(?<![\w'’])(?:[Yy]ou|[Yy]our|[Ww]e|[Oo]ur|us|I|[Mm]y)(?![\w])")


class _Candidate(Frozen):
    place: int  # in article.sentences
    passage: Passage
    words: int
    score: float
    back: bool  # points back to the sentence before
    lost: bool  # points back to what cannot travel with it
    content: frozenset[str]
    spoken: bool
    voices: tuple[Passage, ...] = ()  # who speaks in it and is named elsewhere
    brief: bool = False  # short, with a deed: takes the sentence behind it along where that goes on


def choose(
    article: Article, facts: Mapping[str, tuple[Fact, ...]], desk: Desk
) -> tuple[Passage | None, tuple[Point, ...]]:
    """The sentence under the headline, and three to seven key points (fewer where the text is short).

    A sentence earns by names, finite verbs of action, figures, times and its place; empty phrases cost it. One that
    points back ("He", "This railway") brings the sentence before it, when that one is safe, or is not chosen. No two
    say the same. The dek, from the first paragraphs, is no point too where others are left.
    """
    found = _candidates(article, facts, desk)
    if not found:
        return None, ()
    dek = _dek(article, found)
    wanted = _wanted(len(found))
    chosen = _chosen(found, wanted, dek)
    if dek is not None and not chosen:
        chosen = _chosen(found, wanted, None)
        dek = None if len(found) == 1 else dek
    return dek.passage if dek else None, tuple(Point(tuple(one.passage for one in row)) for row in chosen)


def _wanted(sentences: int) -> int:
    """How many points a text of so many sentences can bear."""
    return min(7, 3 + (sentences - 8) // 5) if sentences >= 8 else max(1, min(3, sentences // 2))


# --- what a sentence earns --------------------------------------------------------------------------------------------


def _candidates(article: Article, facts: Mapping[str, tuple[Fact, ...]], desk: Desk) -> list[_Candidate]:
    code = base(article.source.language)
    say = wording(desk, code)
    named = _named(facts)
    documents = {
        str(getattr(fact, "slug", ""))
        for fact in facts.get("entities", ())
        if getattr(fact, "kind", "") in ("document", "project")
    }
    tally = Counter(slug for row in named.values() for slug in row)
    counts = {name: Counter(fact.sentence for fact in facts.get(name, ())) for name in ("figures", "events")}
    telling = {fact.sentence for fact in facts.get("figures", ()) if _tells(fact)}
    past = _background(article, facts)
    orders = Counter(fact.sentence for fact in facts.get("events", ()) if getattr(fact, "granularity", "") == "order")
    quotes: dict[int, list[Quote]] = {}
    for fact in facts.get("quotes", ()):
        if isinstance(fact, Quote):
            quotes.setdefault(fact.sentence, []).append(fact)
    title = _content(article.head.headline.text if article.head.headline else _title(article), code)
    blocks = [i for i in article.body() if article.blocks[i].kind in ("paragraph", "quote")]
    order = {block: place for place, block in enumerate(blocks)}
    deck = bool(blocks) and sum(1 for one in article.sentences if one.block == blocks[0]) == 1
    found: list[_Candidate] = []
    for place, passage in enumerate(article.sentences):
        if passage.block not in order:
            continue
        text = passage.text
        count = _count(text, code)
        content = _content(text, code)
        said = quotes.get(place, [])
        back = points_back(text, say)
        outside = [q for q in said if not _within(q.speaker, passage) and (q.direct or q.verb)]
        names = named.get(place, ())
        score = min(len(names), MOST_ENTITIES) * PER_ENTITY
        score += FREQUENT * min(MOST_FREQUENT, sum(1 for name in names if tally[name] > 2))
        figures, times = counts["figures"][place], counts["events"][place] - orders[place]
        if place in telling:
            score += FIGURE + MORE_FIGURES * min(figures - 1, 2)
        elif figures:
            score += FEW
        acts = say.action.is_in(text)
        score += ACTION if acts else 0.0
        score += DOCUMENT if acts and documents.intersection(names) else 0.0
        score += BEFORE if code == "en" and PLUPERFECT.search(text) else 0.0
        if place in past and place not in telling:
            score += BACKGROUND
        else:
            score += TIME if times > 0 else ORDER if orders[place] else 0.0
            score += COMING if say.coming.is_in(text) else 0.0
        score += QUOTE if any(q.direct for q in said) else REPORTED if said else 0.0
        position = order[passage.block]
        opens = not article.blocks[passage.block].text[: passage.start].strip()
        score += (LEAD if position == 0 and opens else SECOND if position <= 1 else 0.0) + (OPENING if opens else 0.0)
        score += AFTER_DECK if position == 1 and opens and deck else 0.0
        score += HEADLINE * (len(title & content) / len(title) if title else 0.0)
        score += max(-3.0, EMPTY * say.empty.count(text))
        score += BACK if back else 0.0
        score += LONG if count > 32 else 0.0
        if not said and say.orders.match(text) and not NAMED_NEXT.match(text):
            score += ORDERS
        elif not said and ADDRESS.search(text):
            score += ADDRESSED
        if count < LEAST_WORDS and code != "zh":
            score += SHORT_ACT if acts and names else SHORT
        if not ENDS.search(text):
            score -= 3.0
        asks = text.endswith(("?", "？", "؟"))
        lost = (
            asks
            or text[0] == "("
            or count > MOST_WORDS
            or (count < LEAST_CLAUSE and not said and not acts and code == "en")
            or any(q.speaker is None for q in outside if q.direct)
            or (back and opens and position == 0)
        )
        found.append(
            _Candidate(
                place,
                passage,
                count,
                score,
                back or bool(outside),
                lost,
                content,
                any(q.direct for q in said),
                tuple(q.speaker for q in outside if q.speaker),
                count < LEAST_WORDS and acts and bool(names),
            )
        )
    return found


def _tells(fact: Fact) -> bool:
    """Whether a figure says how much: not "three states"."""
    if not isinstance(fact, Figure) or fact.value is None or fact.unit or fact.bound:
        return True
    return not fact.value.isdigit() or int(fact.value[:9]) > SMALL


def _background(article: Article, facts: Mapping[str, tuple[Fact, ...]]) -> frozenset[int]:
    """Sentences that tell history: all their times are of years before that of publication.

    Where that is not known but the account says "on Thursday", every sentence with a year of its own is history: news
    told by weekdays is of this week.
    """
    rows: dict[int, list[Fact]] = {}
    for fact in facts.get("events", ()):
        if getattr(fact, "granularity", "") != "order":
            rows.setdefault(fact.sentence, []).append(fact)
    stated = article.head.published.value[:4] if article.head.published else ""
    weekly = any(getattr(fact, "granularity", "") == "weekday" for row in rows.values() for fact in row)
    if (not stated and not weekly) or (stated and not stated.isdigit()):
        return frozenset()

    def before(fact: Fact) -> str:
        sentence = article.sentences[fact.sentence]
        return sentence.text[: max(0, fact.passage.start - sentence.start)]

    def is_past(fact: Fact) -> bool:
        year = regex(r"(?:1[5-9]|20)\d\d").search(fact.passage.text)
        resolved = str(getattr(fact, "resolved", None) or "")
        if getattr(fact, "status", "") != "stated":
            return False
        if regex(r",\s(?:which|who|where|whose|when)\s[^,;]*$").search(before(fact)):
            return False  # "The bank, which studied this in 2021, wants …"
        if stated and resolved:
            year_told = resolved[:4].replace("X", "9")
            return year_told.isdigit() and int(year_told) < int(stated) - 1
        return bool(year) and not stated

    return frozenset(place for place, row in rows.items() if all(is_past(fact) for fact in row))


def _title(article: Article) -> str:
    return next((block.text for block in article.blocks if block.kind == "title"), "")


def _named(facts: Mapping[str, tuple[Fact, ...]]) -> dict[int, tuple[str, ...]]:
    """For each sentence the entities that it names."""
    found: dict[int, set[str]] = {}
    for entity in facts.get("entities", ()):
        name = str(getattr(entity, "slug", "") or entity.passage.text)
        mentions: Any = getattr(entity, "mentions", ()) or (entity,)
        for mention in mentions:
            found.setdefault(mention.sentence, set()).add(name)
    return {place: tuple(sorted(names)) for place, names in found.items()}


def _within(speaker: Passage | None, sentence: Passage) -> bool:
    return speaker is not None and speaker.block == sentence.block and sentence.start <= speaker.start < sentence.end


def _count(text: str, code: str) -> int:
    return len(text) * 3 // 5 if code == "zh" else len(text.split())


def _content(text: str, code: str) -> frozenset[str]:
    """Words that carry meaning, cut to their first six letters; of Chinese, pairs of characters."""
    if code == "zh":
        return frozenset(text[i : i + 2] for i in range(len(text) - 1))
    return frozenset(word[:6] for word in TOKEN.findall(text.lower()) if len(word) > 3 or word.isdigit())


# --- choosing ---------------------------------------------------------------------------------------------------------


def _dek(article: Article, found: list[_Candidate]) -> _Candidate | None:
    blocks = sorted({one.passage.block for one in found})[:FIRST_BLOCKS]
    fit = [
        one
        for one in found
        if one.passage.block in blocks and not one.back and not one.lost and not one.spoken
        and LEAST_WORDS <= one.words <= MOST_WORDS and one.score > 0 and ENDS.search(one.passage.text)
        and not _alike_texts(one.passage.text, article.head.headline.text if article.head.headline else _title(article))
    ]  # fmt: skip
    first = min((one.place for one in found), default=0)

    def worth(one: _Candidate) -> float:
        return one.score + (DEK_LEAD if one.place == first else 0.0) - (DEK_LEAD if _looks_back(one) else 0.0)

    return max(fit, key=lambda one: (worth(one), -one.place), default=None)


def _looks_back(one: _Candidate) -> bool:
    return PLUPERFECT.search(one.passage.text) is not None


def _chosen(found: list[_Candidate], wanted: int, dek: _Candidate | None) -> list[tuple[_Candidate, ...]]:
    before = {one.place: one for one in found}
    rows: list[tuple[_Candidate, ...]] = []
    for one in sorted(found, key=lambda one: (-one.score, one.place)):
        if len(rows) >= wanted:
            break
        if one.lost or one.score < FLOOR or (dek is not None and one.place == dek.place):
            continue
        if any(one in row for row in rows) or any(_alike(one, other) for row in rows for other in row):
            continue
        if dek is not None and _alike(one, dek):
            continue
        row: tuple[_Candidate, ...] = (one,)
        if one.back:
            first = before.get(one.place - 1)
            if first is None or not _can_lead(first, one):
                continue
            row = (first, one)
            held = next((other for other in rows if first in other), None)
            if held is not None:
                if len(held) > 1:
                    continue
                rows.remove(held)
            elif dek is not None and first.place == dek.place:
                continue  # the dek would be told twice
        elif one.brief:
            after = before.get(one.place + 1)
            goes_on = after is not None and after.back and not after.lost and not any(after in other for other in rows)
            if after is not None and goes_on and _can_lead(one, after) and after.passage.block == one.passage.block:
                row = (one, after)
        if sum(1 for other in rows if other[-1].passage.block == one.passage.block) >= A_BLOCK:
            continue
        rows.append(row)
    return sorted(rows, key=lambda row: row[0].place)


def _can_lead(first: _Candidate, one: _Candidate) -> bool:
    """Whether the sentence before can travel: safe itself, whole, near, and naming who speaks in the one behind it."""
    return (
        all(_within(speaker, first.passage) for speaker in one.voices)
        and not first.back
        and not first.lost
        and first.passage.block in (one.passage.block, one.passage.block - 1)
        and first.words + one.words <= MOST_WORDS
        and ENDS.search(first.passage.text) is not None
    )


def _alike(a: _Candidate, b: _Candidate) -> bool:
    both = len(a.content & b.content)
    union = len(a.content | b.content)
    return (union > 0 and both / union >= SHARED) or _alike_texts(a.passage.text, b.passage.text)


def _alike_texts(a: str, b: str) -> bool:
    return max(len(a), len(b)) < LONGEST and is_alike(a.lower(), b.lower(), ALIKE)
