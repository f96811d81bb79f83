"""Addresses that a page may lead to."""

import pytest
from briefing.text import addresses, unicode
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


def test_what_no_line_of_ours_holds_no_address_holds():
    """Every character that is taken out of any text, wherever it stands, is taken out of an address too."""
    for code in (*range(0x3000), *range(0xD800, 0x10000), *range(0xE0000, 0xE1000), 0x1FFFE, 0x10FFFF):
        char = chr(code)
        if unicode.tidy(f"a{char}b")[0] == "ab":
            assert char not in addresses.address(f"https://example.org/a{char}b?c={char}d#{char}"), hex(code)


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
