"""What a source promises, whatever it was read from."""

from __future__ import annotations

from briefing.model import Source


def sound(source: Source) -> None:
    """Fails unless lines, blocks, links and head agree with each other."""
    for block in source.blocks:
        assert block.text
        assert block.text == " ".join(source.lines[block.lines[0] - 1 : block.lines[1]])
        for link in block.links:
            assert 0 <= link.start < link.end <= len(block.text)
    assert [block.lines for block in source.blocks] == sorted(block.lines for block in source.blocks)
    taken = [line for block in source.blocks for line in range(block.lines[0], block.lines[1] + 1)]
    assert taken == [number for number, line in enumerate(source.lines, 1) if line]
    for name in ("headline", "byline", "published", "publisher", "dateline", "url"):
        stated = getattr(source.head, name)
        if stated and stated.lines:
            first, last = stated.lines
            assert " ".join(source.lines[first - 1 : last])[stated.start : stated.end] == stated.text
            assert stated.text
    assert len(source.language) in (2, 3)
