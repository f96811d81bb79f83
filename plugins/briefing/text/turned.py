"""Speakers in odd places: behind "…, said", doing something when they speak, or at the end of the paragraph before."""

from __future__ import annotations

from briefing.lazy import regex
from briefing.text.voices import Span, Voice

# "Officials trying to reopen the lock " before "said"
BUSY = regex(
    r"(?:^|[”\",.!?:]\s)(?P<who>(?:[\w’'-]{1,30}\s){1,6}?)(?:[a-z]{2,14}(?:ing|ed)|sent|left|paid|due|able|unable|keen|eager)"
    r"\sto\s[a-z]{2,20}(?:\s[\w’'-]{1,30}){0,6}\s$"
)
# "…, said | harbour spokesman Pavel Ostrel of the Port Union.": nothing follows that could be told
TURNED_ROUND = regex(
    r"\s(?P<who>(?:(?!(?:that|it|he|she|they|there|the|a|an)\b)[a-z][a-z-]{1,20}\s){0,6}[A-Z][\w’'.-]{1,30}(?:\s[A-Z][\w’'.-]{0,30}){1,4}?)"
    r"(?:\s(?:of|from|at|with|for)\s[^,.;]{2,80}|,\s(?:the|a|an|its|his|her|their)\s[^,.;]{2,90})?\.?$"
)
# "Ana Marsh, the head of the port, ": she says what follows
APPOSED = regex(
    r"[A-Z][\w’'.-]{0,30}(?:\s[A-Z][\w’'.-]{0,30}){0,4},\s(?:the|a|an|his|her|its|their|who|[a-z]{3,20})\b[^,]{0,90},\s"
)
FINITE = regex(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|did|does|[a-z]{3,14}ed)\b")


def busy(text: str, end: int, known: Voice) -> Span | None:
    """The people who are doing something and speak: "Officials trying to reopen the lock said"; None for a thing."""
    low = max(0, end - 140)
    found = BUSY.search(text[low:end])
    words = found["who"].lower().split() if found else []
    if found is None or not any(word in known.people or word in known.roles or word in known.bodies for word in words):
        return None
    return low + found.start("who"), low + found.end("who") - 1


def turned_round(text: str, verb: Span, known: Voice) -> Span | None:
    """The speaker behind "…, said", where the sentence ends with who speaks; None where something is told there."""
    if not text[: verb[0]].endswith(", "):
        return None
    found = TURNED_ROUND.match(text, verb[1])
    if found is None or APPOSED.fullmatch(text, 0, verb[0]) or FINITE.search(text, found.end("who")):
        return None
    if any(known.is_verb(word) for word in found["who"].lower().split()):
        return None
    return found.span("who")[0], found.end("who") - (found["who"][-1] == ".")


# "… anlatan Aydın, şunları kaydetti:", with what is said in the next paragraph
NEXT = regex(
    r"(?<!\S)(?P<who>(?:[A-ZÇĞİÖŞÜ][\w’'.-]{0,30}\s){0,4}[A-ZÇĞİÖŞÜ][\w’'-]{1,30}),\s(?:şu|şunları|şunu|şöyle)\s[^:.]{2,40}:\s?$"
)


def told_next(text: str, language: str) -> Span | None:
    """Who speaks in the paragraph behind this one, where Turkish says so at its end."""
    found = NEXT.search(text, max(0, len(text) - 160)) if language == "tr" else None
    return found.span("who") if found else None
