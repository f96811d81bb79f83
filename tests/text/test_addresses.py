"""Addresses that a page may lead to."""

import pytest
from briefing.text import addresses
from cases import load, shared


@pytest.mark.parametrize("case", load("text/addresses"))
def test_address(case):
    try:
        found = addresses.address(case.input)
    except addresses.BadAddress as error:
        found = f"bad: {error}"
    assert found == case.expected


def test_relative_to_a_page():
    assert addresses.address("../b?x=1", "https://example.org/a/c/d") == "https://example.org/a/b?x=1"
    assert addresses.address("//other.example/x", "https://example.org/") == "https://other.example/x"
    with pytest.raises(addresses.BadAddress):
        addresses.address("javascript:alert(1)", "https://example.org/")


def test_too_long():
    with pytest.raises(addresses.BadAddress, match="longer"):
        addresses.address("https://example.org/" + "a" * 2_000)


def test_cleaning_twice_is_cleaning_once():
    for raw in ("https://example.org/?q=\"<b>'", "HTTP:\\\\Example.ORG:80\\x y", "https://[2001:db8::1]:443/?utm_x=1"):
        once = addresses.address(raw)
        assert addresses.address(once) == once


@pytest.mark.data
def test_no_payload_becomes_an_active_address():
    lists = shared() / "data/hostile"
    for name in ("xss-payloadbox/xss-payload-list.txt", "xss-payloadsallthethings/RSNAKE_XSS.txt"):
        for line in (lists / name).read_text("utf-8", "replace").splitlines():
            try:
                found = addresses.address(line, "https://example.org/")
            except addresses.BadAddress:
                continue
            assert found.startswith(("http://", "https://"))
            assert not set(found) & set("\"'<> \t\n")
