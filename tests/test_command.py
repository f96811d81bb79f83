"""The command, run as a user runs it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from briefing.__main__ import main
from cases import shared

PLUGINS = Path(__file__).parent.parent / "plugins"
ARTICLE = """A road to the sea

The ministers of three countries agreed on Tuesday to build a road to the sea.

“We will begin before the autumn,” said Jane Doe, the minister of transport of Kazakhstan.

The road is to carry more than 40 million tonnes of goods by 2030 from China to Kazakhstan.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""
HEAD = ["title", "published", "publisher", "author", "url", "language"]
KEYS = [*HEAD, "text", "kept_lines", "cuts", "paragraphs", "entities", "figures", "quotes", "events", "points"]
TRADE = """name = "Trade"
blurb = "Goods."
glyph = "trade"
accent = "trade"

[terms]
"goods" = 3.0
"tonnes" = 3.0
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site's folder with one article; the command runs in it."""
    articles = tmp_path / "content" / "articles"
    articles.mkdir(parents=True)
    topics = tmp_path / "content" / "desk" / "topics"
    topics.mkdir(parents=True)
    (topics / "trade.toml").write_text(TRADE)
    (articles / "road.txt").write_text(ARTICLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1720051200")
    return tmp_path


def run(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def feed(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_explain_says_line_verdict_rule_and_reason(site, capsys):
    code, out, err = run(capsys, "explain", "content/articles/road.txt")
    assert (code, err) == (0, "")
    assert "articles/road.txt: 6 lines with text, 4 kept, 2 cut" in out
    row = next(row for row in out.splitlines() if row.strip().startswith("L9 "))
    assert row.split()[1:3] == ["cut", "comments.open"]
    assert "\x1b" not in out


def test_explain_is_coloured_on_a_terminal_only(site):
    pty = pytest.importorskip("pty")
    parent, child = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    subprocess.run(
        [sys.executable, "-m", "briefing", "explain", "content/articles/road.txt"],
        stdout=child,
        env=environment,
        check=True,
    )
    os.close(child)
    assert b"\x1b[" in os.read(parent, 100_000)


def test_explain_json_is_the_whole_article(site, capsys):
    code, out, _ = run(capsys, "explain", "content/articles/road.txt", "--json")
    said = json.loads(out)
    assert code == 0
    assert list(said) == KEYS
    assert said["title"] == "A road to the sea"
    assert said["published"] is None
    assert said["kept_lines"] == [1, 3, 5, 7]
    assert [cut["lines"] for cut in said["cuts"]] == [[9], [11]]
    assert set(said["cuts"][0]) == {"lines", "text", "rule", "why"}
    assert said["text"].splitlines() == [paragraph["text"] for paragraph in said["paragraphs"]]
    assert [paragraph["lines"] for paragraph in said["paragraphs"]] == [[3], [5], [7]]
    assert said["quotes"] == [{"words": said["quotes"][0]["words"], "speaker": "Jane Doe", "line": 5}]
    assert said["quotes"][0]["words"].startswith("We will begin before the autumn")
    assert {"Kazakhstan", "China"} <= {entity["name"] for entity in said["entities"]}
    assert {"text": "Kazakhstan", "line": 5} in next(e for e in said["entities"] if e["name"] == "Kazakhstan")[
        "mentions"
    ]
    figure = next(figure for figure in said["figures"] if figure["line"] == 7 and figure["bound"])
    assert (figure["bound"], figure["value"]) == ("more than", "40000000")
    assert {event["expression"].lower().removeprefix("on ") for event in said["events"]} >= {"tuesday"}
    assert all(isinstance(point, str) and point for point in said["points"])


def test_explain_uses_the_desk_of_the_site_and_the_sidecar(site, capsys):
    (site / "content/articles/road.toml").write_text('title = "What the editor says"\npublished = 2024-07-04\n')
    said = json.loads(run(capsys, "explain", "content/articles/road.txt", "--json")[1])
    assert (said["title"], said["published"]) == ("What the editor says", "2024-07-04")
    last = said["paragraphs"][-1]
    assert last["topics"][0]["topic"] == "trade"
    assert {word.lower() for word in last["topics"][0]["words"]} == {"goods", "tonnes"}


def test_explain_of_a_file_from_elsewhere_uses_the_desk_of_the_site_one_stands_in(
    site, capsys, tmp_path_factory, monkeypatch
):
    alone = tmp_path_factory.mktemp("elsewhere") / "road.txt"
    alone.write_text(ARTICLE, "utf-8")
    assert json.loads(run(capsys, "explain", alone, "--json")[1])["paragraphs"][-1]["topics"]
    monkeypatch.chdir(alone.parent)
    assert json.loads(run(capsys, "explain", alone, "--json")[1])["paragraphs"][-1]["topics"] == []


@pytest.mark.parametrize("command", [["explain"], ["explain", "--json"], ["clean"], ["clean", "--jsonl"]])
@pytest.mark.parametrize("name", ["none.txt", "picture.txt", "notes.md", "folder"])
def test_what_cannot_be_read_is_said_in_a_sentence(site, capsys, command, name):
    (site / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (site / "notes.md").write_text("x")
    (site / "folder").mkdir()
    if command[-1] == "--jsonl" and name in ("picture.txt", "notes.md"):
        pytest.skip("a batch answers each line by itself")
    code, out, err = run(capsys, *command, name)
    assert (code, out) == (1, "")
    assert err.startswith(f"briefing: {name}: ")
    assert err.count("\n") == 1
    assert err.rstrip().endswith(".")


def test_clean_gives_title_and_text(site, capsys):
    code, out, _ = run(capsys, "clean", "content/articles/road.txt")
    assert code == 0
    assert out.split("\n\n")[0] == "A road to the sea"
    assert "Leave a Reply" not in out
    assert len(out.strip().split("\n\n")) == 4


def test_clean_reads_standard_input(site, capsys, monkeypatch):
    feed(monkeypatch, ARTICLE.encode())
    first = run(capsys, "clean", "-")[1]
    assert first.startswith("A road to the sea\n\nThe ministers")
    feed(monkeypatch, first.encode())
    assert run(capsys, "clean")[1] == first
    feed(monkeypatch, b"<title>A road to the sea</title><h1>A road to the sea</h1><p>The ministers agreed on a road.")
    assert run(capsys, "clean", "-", "--html")[1] == "A road to the sea\n\nThe ministers agreed on a road.\n"
    feed(monkeypatch, b"")
    assert run(capsys, "clean", "-") == (1, "", "briefing: standard input: There is no text in this file.\n")


def test_a_batch_answers_line_by_line(site, capsys, monkeypatch):
    rows = [
        {"id": 1, "text": ARTICLE},
        {
            "id": "two",
            "html": "<title>A road</title><meta charset=gbk><h1>A road to the sea</h1><p>The café was agreed on.</p>",
        },
        {"id": 3, "text": ""},
        {"id": 4},
        {"id": 5, "text": "Lone \ud800 half\n\nThe ministers agreed."},
        {"id": 6, "text": "x" * 3_000_000},
    ]
    data = b"".join(json.dumps(row).encode() + b"\n" for row in rows) + b"no json\n\n[1]\n" + b"[" * 9_000 + b"\n"
    feed(monkeypatch, data)
    code, out, err = run(capsys, "clean", "--jsonl")
    said = [json.loads(row) for row in out.splitlines()]
    assert (code, err) == (0, "")
    assert [row["id"] for row in said] == [1, "two", 3, 4, 5, 6, None, None, None]
    assert list(said[0]) == ["id", "title", "text", "kept_lines", "cuts"]
    assert said[0]["kept_lines"] == [1, 3, 5, 7]
    assert said[0]["title"] == "A road to the sea"
    assert "A road" not in said[0]["text"].splitlines()[0]
    assert said[1]["text"] == "The café was agreed on."
    for place in (2, 3, 5, 6, 7, 8):
        assert list(said[place]) == ["id", "error"]
        assert said[place]["error"].endswith(".")


def test_check_of_good_content(site, capsys):
    code, out, err = run(capsys, "check")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "1 articles: 0 errors, 0 refused, 0 warnings"


def test_check_names_everything_that_is_wrong(site, capsys):
    content = site / "content"
    (content / "articles/road.toml").write_text('title = "Road"\n\nstatus = "lost"\n')
    (content / "articles/gone.toml").write_text('title = "x"\ntopics = ["weather"]\n')
    (content / "articles/broken.toml").write_text('title = "x"\n= 3\n')
    (content / "articles/road.html").write_text("<p>x")
    (content / "articles/picture.png").write_bytes(b"x")
    code, out, _ = run(capsys, "check")
    assert code == 1
    assert "error: articles/road.toml:3: status: expected" in out
    assert "error: articles/gone.toml:2: topics: expected one of trade, found weather" in out
    assert "error: articles/broken.toml:2: expected TOML" in out
    assert "refused: articles/picture.png: Only .txt" in out
    assert "warning: articles/road.html: articles/road.txt has the same name" in out
    assert "warning: articles/gone.toml: there is no article of this name" in out


@pytest.mark.parametrize(("sidecar", "said"), [(True, "road.toml speaks"), (False, "road.toml would speak")])
def test_check_names_two_files_of_one_name(site, capsys, sidecar, said):
    articles = site / "content/articles"
    (articles / "road.html").write_text(f"<h1>A road to the sea</h1><p>{'The road is long. ' * 8}")
    if sidecar:
        (articles / "road.toml").write_text('publisher = "The Sample"\n')
    code, out, _ = run(capsys, "check")
    assert code == 0
    row = next(row for row in out.splitlines() if "has the same name" in row)
    assert row.startswith("warning: articles/road.html: articles/road.txt has the same name")
    assert said in row


def test_check_of_refused_files_and_of_the_desk(site, capsys):
    content = site / "content"
    (content / "articles/empty.txt").write_text("")
    code, out, _ = run(capsys, "check")
    assert code == 3
    assert "refused: articles/empty.txt: There is no text" in out
    trade = content / "desk/topics/trade.toml"
    trade.write_text(trade.read_text().replace('accent = "trade"', 'accent = "pink"'))
    code, out, _ = run(capsys, "check")
    assert code == 1
    assert "error: content/desk/topics/trade.toml:4: accent: expected" in out


def test_record_notes_what_is_new(site, capsys):
    code, out, _ = run(capsys, "record")
    assert (code, out) == (0, "new: articles/road.txt\n")
    row = json.loads((site / "content/record.jsonl").read_text())
    assert (row["path"], row["first_seen"]) == ("articles/road.txt", "2024-07-04")
    assert run(capsys, "record") == (0, "", "")


@pytest.mark.parametrize("command", ["check", "record"])
def test_without_content_there_is_one_sentence(tmp_path, capsys, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, command)
    assert (code, out) == (1, "")
    assert "there is no such folder" in err


@pytest.mark.data
def test_the_real_files_keep_just_their_own_lines(capsys):
    first, second = sorted((shared() / "seeds").glob("*.txt"))
    one = json.loads(run(capsys, "explain", first, "--json")[1])
    two = json.loads(run(capsys, "explain", second, "--json")[1])
    assert one["kept_lines"] == [1, 3, 5, 7, 9, 11, 13]
    assert len(one["cuts"]) == 9
    assert len(one["paragraphs"]) == 6
    assert two["kept_lines"] in ([1, *range(5, 32, 2)], list(range(3, 32, 2)))
    assert len(two["cuts"]) == 4
    assert len(two["paragraphs"]) == 10
    for said in (one, two):
        assert said["published"] is None
        assert not [event for event in said["events"] if event["resolved"]]
        lines = said["text"].splitlines()
        assert all(any(entity["name"] for entity in said["entities"]) for _ in lines)


def test_nobody_listens(tmp_path):
    (tmp_path / "a.txt").write_text("The bridge opened on Monday, they said.")
    command = [sys.executable, "-m", "briefing", "explain", "a.txt"]
    env = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    done = subprocess.run(
        command, cwd=tmp_path, env=env, preexec_fn=lambda: os.close(1), stderr=subprocess.PIPE, timeout=100, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
