"""The search index: large ones too, and neither a page that Pagefind fails at nor one it never leaves holds it up."""

from __future__ import annotations

import random
import sys

import pytest
from briefing.press import pagefind
from briefing.publish.settings import has_pagefind

SERVICE = """#!{python}
import base64, json, os, sys, time
pages = []
for said in iter(lambda: b"".join(iter(lambda: sys.stdin.buffer.read(1), b",")), b""):
    asked = json.loads(base64.b64decode(said))
    question = asked["payload"]
    answer = {{"type": question["type"], "index_id": 0}}
    if question["type"] == "AddFile":
        {harm}
        pages.append(question["file_path"])
    elif question["type"] == "GetFiles":
        answer["files"] = [{{"path": "told", "content": base64.b64encode(" ".join(pages).encode()).decode()}}]
    told = base64.b64encode(json.dumps({{"message_id": asked["message_id"], "payload": answer}}).encode())
    os.write(1, told + b",")
"""


@pytest.fixture
def stage(tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.html").write_text(f"<main><h1>{name}</h1><p>Words of {name}.</p></main>")
    return tmp_path


def service(stage, monkeypatch, harm: str) -> None:
    path = stage / "service"
    path.write_text(SERVICE.format(python=sys.executable, harm=harm))
    path.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(path))


PAGES = ("a.html", "b.html", "c.html")


@pytest.mark.parametrize(
    "harm",
    [
        'if question["file_path"] == "b.html": sys.exit(1)',
        'if question["file_path"] == "b.html": answer = {"type": "Error", "message": "no"}',
        'if question["file_path"] == "b.html": os.write(1, b"thread panicked,")',
    ],
)
def test_a_page_that_it_fails_at_costs_that_page(stage, monkeypatch, harm):
    service(stage, monkeypatch, harm)
    found = pagefind._indexed(PAGES, stage)["told"].decode().split()
    assert found == ["a.html", "c.html"]


def test_without_harm_all_are_there(stage, monkeypatch):
    service(stage, monkeypatch, "pass")
    assert pagefind._indexed(PAGES, stage)["told"].decode().split() == [*PAGES]


def test_a_page_that_it_never_leaves_costs_that_page(stage, monkeypatch):
    service(stage, monkeypatch, 'if question["file_path"] == "b.html": time.sleep(60)')
    monkeypatch.setattr(pagefind, "SECONDS", 0.8)
    assert pagefind._indexed(PAGES, stage)["told"].decode().split() == ["a.html", "c.html"]


def test_many_such_pages_are_a_fault_of_its_own(stage, monkeypatch):
    service(stage, monkeypatch, "sys.exit(1)")
    monkeypatch.setattr(pagefind, "TRIES", 2)
    with pytest.raises(pagefind.NoIndex, match="fails at 2 pages"):
        pagefind._indexed(PAGES, stage)


def test_one_that_is_not_there(stage, monkeypatch):
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(stage / "nothing"))
    with pytest.raises(pagefind.NoIndex):
        pagefind._indexed(PAGES, stage)


@pytest.mark.skipif(not has_pagefind(), reason="Pagefind is not installed: NOT RUN")
def test_a_large_index_comes_whole(stage):
    """Pagefind's own client waits for ever where the index has more than about a million bytes."""
    dice = random.Random(1)
    for name in PAGES:
        words = " ".join(dice.randbytes(6).hex() for _ in range(40_000))
        (stage / name).write_text(f"<html lang=en><main><h1>{name}</h1><p>{words}</p></main></html>")
    made = pagefind._indexed(PAGES, stage)
    assert sum(name.endswith(pagefind.FRAGMENT) for name in made) == len(PAGES)
    assert sum(len(data) for name, data in made.items() if name.endswith(pagefind.ENDINGS)) > 1_500_000
