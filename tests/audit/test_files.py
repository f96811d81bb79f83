"""The audit finds what a program could not read, and what is too heavy; and leaves the sound alone."""

from __future__ import annotations

import pytest
from audit.files import linked_faults, xml_faults
from audit.measure import counted, most, table

ENTRY = "<entry><id>urn:a:1</id><title>A</title><updated>2024-07-05T00:00:00Z</updated></entry>"
FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:a</id><updated>2024-07-05T00:00:00Z</updated>{}</feed>'


@pytest.mark.parametrize(
    "text",
    ["<feed>", FEED.format(ENTRY.replace("<id>urn:a:1</id>", "")), FEED.replace("<id>urn:a</id>", "").format(ENTRY)],
    ids=["not closed", "entry without id", "feed without id"],
)
def test_a_broken_feed_is_found(text):
    assert xml_faults(text.encode())


@pytest.mark.parametrize("text", [FEED.format(ENTRY), FEED.format(""), "<urlset><url><loc>x</loc></url></urlset>"])
def test_a_sound_feed_or_sitemap_is_left_alone(text):
    assert xml_faults(text.encode()) == []


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"@context": "https://example.org"}', '{"@context": "https://schema.org", "@graph": [{}]}']
)
def test_broken_linked_data_is_found(text):
    assert linked_faults(text)


@pytest.mark.parametrize(
    "text",
    [
        '{"@context": "https://schema.org", "@type": "Article"}',
        '{"@context": "https://schema.org", "@graph": [{"@type": "WebSite"}]}',
    ],
)
def test_sound_linked_data_is_left_alone(text):
    assert linked_faults(text) == []


def test_a_measure_is_missed_above_its_limit_and_when_nothing_was_measured():
    assert most("weight", 10, {"a": 10}).met
    assert most("weight", 10, {"a": 10, "b": 11}).faults == ["b: 11 bytes"]
    assert not most("weight", 10, {}).met


def test_the_table_marks_what_was_missed():
    rows = table([counted("kept", [], "2 pages"), counted("lost", ["a: gone"], "2 pages")]).splitlines()
    assert [("MISSED" in row) for row in rows] == [False, False, False, True]
