"""The long visit (``make hostile``) finds what it is there to find, in a frame and by itself."""

from __future__ import annotations

import pytest
from hostile_long import words
from hostile_long.visit import Visit, visit
from sites import Built

pytestmark = pytest.mark.browser

PAGES = {
    "plain.html": "<p class=note>Words.</p>",
    "stub.html": '<meta http-equiv="refresh" content="0; url=plain.html"><p class=note>Moved.</p>',
    "runs.html": "<script>window.x = 1</script>",
    "handles.html": "<p onclick='x()'>Words.</p>",
    "fails.html": "<script>throw new Error('pwned')</script>",
    "asks.html": "<p class=note>Words.</p><img src=https://evil.example/x.png alt=''>",
    "talks.html": "<script>alert(1)</script>",
    "goes.html": "<script>location.href = 'plain.html'</script>",
    "takes.html": "<script>if (top !== self) top.location = 'plain.html'; else location.href = 'plain.html'</script>",
    "frames.html": "<marquee>Words.</marquee>",
    "named.html": "<p id=getElementById>Words.</p>",
    "marks.html": "<script>window.pwned = 1</script>",
}
KIND = {
    "runs": "scripts",
    "handles": "scripts",
    "fails": "scripts",
    "asks": "foreign requests",
    "talks": "dialogs",
    "goes": "navigations",
    "takes": "navigations",
    "frames": "foreign elements or attributes",
    "named": "foreign ids",
    "marks": "other",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    folder = tmp_path_factory.mktemp("evil")
    (folder / "output").mkdir()
    for name, body in PAGES.items():
        (folder / "output" / name).write_text(f"<!doctype html><html lang=en><body>{body}</body></html>")
    (folder / "output/robots.txt").write_text("")
    (folder / "output/twin.json").write_text('{"a": NaN}')
    return Built(folder, 0, "")


@pytest.fixture
def one(browser, built, tmp_path):
    from browser.visits import serve

    server, home = serve(built.output, tmp_path)
    found = Visit(browser, built, home)
    yield found
    found.context.close()
    server.shutdown()


@pytest.mark.parametrize("name", KIND)
@pytest.mark.parametrize("way", ["together", "alone"])
def test_each_of_them_is_found(one, name, way):
    if way == "together":
        one.together([f"{name}.html", "plain.html"])
    else:
        one.alone(f"{name}.html")
    assert one.counts[KIND[name]] > 0, one.faults


def test_what_is_ours_is_left_alone(one):
    one.together(["plain.html", "stub.html"])
    one.alone("plain.html")
    assert one.faults == []


def test_all_of_a_site_is_counted(browser, built, tmp_path):
    counts, faults = visit(browser, built, tmp_path / "web")
    assert counts["pages"] == len(PAGES)
    assert counts["twins"] == 1
    assert any("NaN" in fault for fault in faults)
    for kind in set(KIND.values()) - {"navigations"}:
        assert counts[kind] > 0, (kind, faults)


def test_what_stands_in_a_template_is_not_seen():
    page = b"<p>One <template><p>two</p></template> three</p>"
    assert "".join(words._visible(page)).split() == ["One", "three"]
