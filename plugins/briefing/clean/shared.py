"""Lines that stand in many files of one publisher: its furniture, which the collection itself shows.

Which lines these are is counted in ``gather.furniture`` and handed in as data (``model.Shared``). What an article says
is not cut because others say it too: prose inside the article's own is left alone, so is prose at its edges that
speaks of the same things, and what stands right beside it is asked about where that is in doubt.
"""

from __future__ import annotations

from hashlib import blake2b
from struct import pack

from briefing.clean.page import DENSE, Page, Verdicts, bare, is_prose
from briefing.lazy import regex
from briefing.model import Article, Marks, Verdict
from briefing.text.addresses import host

RULE = "collection.shared"
LONGEST = 1_000  # characters; longer lines are no furniture
LEAST = 2  # letters
HELD = 300  # lines of one file that are counted; of more the smallest marks, which are the same ones in every file
# share of a line's words that the article's own prose has too; furniture shares .1 (1,575 pages: 99 % below .25)
ABOUT = 0.25
STEM = 5  # letters; a word is known by so many and one more, whatever its ending; shorter ones are mostly small words
LOOK = 20_000  # characters of its own prose that tell what an article is about
WORD = regex(r"\w+")
NAME = regex(r"(?<=[\w,;:] )\w{4,}")  # words that begin no sentence; those with a capital are names
INSIDE = ("paragraph", "item", "caption")  # kinds that are asked about inside the story; headings and tables repeat


def mark(text: str) -> int:
    """A line as a number of 8 bytes, case and the signs around it set aside; 0 for what is never furniture.

    >>> mark("» Get our app!") == mark("Get our app") != mark("Get our map")
    True
    """
    if len(text) > LONGEST:
        return 0
    plain = bare(text).casefold()
    if sum(map(str.isalpha, plain[:80])) < LEAST:
        return 0
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def marks(article: Article) -> Marks:
    """The lines of an article that was cleaned by itself: what it has to say of its publisher's furniture."""
    kept = {
        mark(block.text)
        for block, verdict in zip(article.blocks, article.verdicts, strict=True)
        if block.kind not in ("title", "head") and not verdict.rule.startswith("editor.")
    }
    gone = {mark(cut.block.text) for cut in article.cuts if not cut.verdict.rule.startswith(("title", "editor."))}
    return Marks(_publisher(article), _packed(kept), _packed(gone - kept), _story(article))


def judge(page: Page, verdicts: Verdicts) -> Verdicts:
    """Cuts of the publisher's furniture; where a line may be the story's own it is asked about, or left alone."""
    if not page.shared.lines:
        return {}
    seen = [_mark(page, place) for place in range(len(page.blocks))]
    kept = [place not in verdicts or verdicts[place].call != "cut" for place in range(len(page.blocks))]
    own = [at for at, yes in enumerate(page.prose) if yes and kept[at] and seen[at] not in page.shared.lines]
    if not own:
        return {}
    told = [page.blocks[at].text for at in own]
    told += [page.blocks[at].text for at, verdict in verdicts.items() if verdict.rule == "title"]
    topic = "\n".join(told)[:LOOK]
    stems, names = _stems(topic), _names(topic)
    beside = _beside(page, own, kept, seen)
    said: Verdicts = {}
    for place, block in enumerate(page.blocks):
        found = page.shared.lines.get(seen[place])
        if found is None or (place in verdicts and verdicts[place].call != "ask"):
            continue
        count, most = found
        inside = own[0] < place < own[-1]
        files = (
            f"most files of {page.shared.of} ({count} or more)"
            if most
            else f"{count} or more files of {page.shared.of}"
        )
        cut = Verdict("cut", RULE, f"Stands in {files}.", 0.9)
        ask = Verdict("ask", RULE, f"Stands in {files}; it may be the article's own all the same.", 0.6)
        if page.prose[place]:
            words = _stems(block.text)
            if inside or len(words & stems) >= ABOUT * len(words):
                continue
            said[place] = ask if place in beside and (not most or _names(block.text) & names) else cut
        elif not inside:
            said[place] = cut
        elif most and block.kind in INSIDE:
            said[place] = ask
    return said


def _beside(page: Page, own: list[int], kept: list[bool], seen: list[int]) -> set[int]:
    """Places of listed lines that join the article's own prose, nothing else between."""
    found = set()
    for step, place in ((1, own[-1] + 1), (-1, own[0] - 1)):
        while 0 <= place < len(kept) and kept[place] and seen[place] in page.shared.lines:
            found.add(place)
            place += step
    return found


def _publisher(article: Article) -> str:
    """Whose files a file is counted with: the host of its address, else the publisher it names, else its folder.

    Pages are laid out by host, whatever name they give; what an editor says of either wins over the file.
    """
    head = article.head
    if head.url and (name := host(head.url.value)):
        return f"host {name}"
    if head.publisher and (name := " ".join(head.publisher.value.split())):
        return f"name {name}"
    return f"folder {article.source.path.rpartition('/')[0]}"


def _story(article: Article) -> tuple[str, ...]:
    """Headline, first and longest paragraph in twos: reprints have two of them in common, pages of a site one."""
    prose = [text for at in article.body() if is_prose(text := article.blocks[at].text)]
    if not prose:
        return ()
    first, longest = prose[0], max(prose, key=len)
    told = [f"{first}\n{longest}"]
    if article.head.headline:
        told += [f"{article.head.headline.value}\n{one}" for one in (first, longest)]
    return tuple(blake2b(one.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() for one in told)


def _packed(marks: set[int]) -> bytes:
    held = sorted(marks - {0})[:HELD]
    return pack(f">{len(held)}Q", *held)


def _mark(page: Page, place: int) -> int:
    block = page.blocks[place]
    key = ("mark", id(block))
    if key not in page.known:
        page.known[key] = mark(block.text)
    return page.known[key]


def _names(text: str) -> frozenset[str]:
    """Words that a capital marks as names.

    >>> sorted(_names("Trains run to Osh and Bishkek. They are new, Kazakhstan says."))
    ['Bishkek', 'Kazakhstan']
    """
    return frozenset(word for word in NAME.findall(text) if word[0].isupper())


def _stems(text: str) -> frozenset[str]:
    """Beginnings of the longer words; of scripts without spaces every two characters.

    >>> sorted(_stems("The railways of Kyrgyzstan"))
    ['kyrgyz', 'railwa']
    """
    found: set[str] = set()
    for word in WORD.findall(text.casefold()):
        if DENSE.search(word):
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= STEM:
            found.add(word[: STEM + 1])
    return frozenset(found)
