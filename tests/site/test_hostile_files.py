"""Files that no scraper should leave, and editors' files that are wrong: each is named, and harms no other."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import unicodedata

import pytest
from sites import ADDRESS, TOP, add, build, lay

GOOD = """The bridge of {0} opens to lorries

The bridge of {0} opened on Monday after nine years of work, the town council said. It carries {1} lorries a day.

“We waited for this bridge through nine winters,” said Mayor Aida Bekova. The toll is {1} tenge for each lorry.
"""
WORDS = GOOD.format("Aral", 40)
SECONDS = 6  # of processor time that one strange article may add to a build, at the most generous


def report(built) -> dict:
    return json.loads((built.folder / ".briefing/report.json").read_text("utf-8"))


def refused(built) -> dict[str, str]:
    return {one["path"].removeprefix("articles/"): one["code"] for one in report(built)["refused"]}


def published(built) -> dict[str, str]:
    return {one["path"].removeprefix("articles/"): one["address"] for one in report(built)["published"]}


STRANGE = {
    "index.txt": WORDS,
    "CNAME.txt": WORDS,
    "con.txt": WORDS,
    "tags/404.txt": WORDS,
    "twice..txt": WORDS,
    "a..%2f..%2fetc.txt": WORDS,
    "a\\..\\windows.txt": WORDS,
    "{{ 7 }} {% x %} {static}.txt": WORDS,
    "The bridge of Aral opens to lorries.txt": WORDS,
    unicodedata.normalize("NFC", "café.txt"): WORDS,
    unicodedata.normalize("NFD", "café.txt"): WORDS,
    "Case.txt": WORDS,
    "case.txt": WORDS,
    "x" * 251 + ".txt": WORDS,
    "长" * 83 + ".txt": WORDS,
    "deep/" * 20 + "down.txt": WORDS,
    ".hidden.txt": WORDS,
    "orders.txt": f"Save_as: index.html\nSlug: ../../x\nTemplate: evil\nStatus: draft\nURL: javascript:x\n\n{WORDS}",
    "braces.txt": f"{{{{ 7*7 }}}} {{% include 'x' %}}\n\n{{static}}/etc/passwd {{filename}}a {{attach}}b\n\n{WORDS}",
    "controls.txt": f"A \x01head\x02line \x7f\n\n\u202eevil\u202c \u2066x\u2069 \U000e0041 \ufffe \ufdd0\n\n{WORDS}",
    "utf16.txt": WORDS.encode("utf-16"),
    "utf7.txt": f"+ADw-script+AD4-alert(1)+ADw-/script+AD4-\n\n{WORDS}",
    "overlong.txt": b"\xc0\xbcscript\xc0\xbe \xe0\x80\xbcimg\xe0\x80\xbe\n\n" + WORDS.encode(),
    "charset.html": f"<meta charset=utf-7><title>+ADw-</title><p>+ADw-img src=x onerror=alert(1)+AD4- {WORDS}",
    "include.txt": f".. include:: /etc/passwd\n\n.. raw:: html\n   :file: /etc/passwd\n\n{WORDS}",
    "yaml.txt": f"---\ntitle: !!python/object/apply:os.system ['id']\n---\n\n{WORDS}",
    "away.html": "<meta http-equiv=refresh content='0;url=https://e.example/'><base href=//e.example/>"
    f"<p>{WORDS}<a href=x>a",
    "hosts.html": "<p>The bridge <a href='https://good.example\\@evil.example/'>of a</a> "
    "<a href='http://a:b@e.example'>b</a> "
    "<a href='java\nscript:alert(1)'>c</a> <a href='http://[::1]:99999/'>d</a> opened on Monday.</p>",
    "unbroken.txt": f"The bridge opens\n\n{'x' * 300_000}\n\n{WORDS}",
    "piled.txt": f"Z{chr(0x301) * 3_000}algo\n\na{chr(0xFE0F) * 400}b\n\n{WORDS}",
    "digits.txt": f"{'9' * 4_000} percent\n\nIt cost ${'9' * 5_000} million, {'1,' * 3_000}1 tonnes.\n\n{WORDS}",
    "quoted.txt": f"{'“' * 3_000}\n\n{'“' * 400} said he {'”' * 400} {'«„“‘’”»' * 300}\n\n{WORDS}",
    "deepdata.html": f"<script type=application/ld+json>{'[' * 5_000}</script><script type=application/ld+json>"
    f'{{"headline":"\\ud800","datePublished":1e999999}}</script><p>{WORDS}</p>',
    "after.html": f"<html><body><p>Before.</p></body></html><p>{WORDS}</p><plaintext><script>alert(1)</script>",
    "#L1:0-5.txt": WORDS,
    "x#L1:0-5.txt": WORDS,
    "words of articles/good.txt without their place.txt": WORDS,
    "-rf.txt": WORDS,
    "'\"><script>alert(1)<!--.txt": WORDS,
    "feed.xml.txt": WORDS,
    "con/aux/prn.txt": WORDS,
    "Straße.txt": WORDS,
    "STRASSE.txt": WORDS,
    "K.txt": WORDS,
    "\u212a.txt": WORDS,
    "one-line.txt": ("The bridge is long, they said. " * 64_000)[:1_900_000].encode(),
    "nested.html": "<div>" * 20_000 + "<p>The bridge of the deep opened on Monday.</p>" + "</div>" * 20_000,
    "less.html": "<p>The bridge opened on Monday, they said.</p>" + "<" * 100_000,
    "comments.html": "<p>The bridge opened on Monday, they said.</p>" + "<!--" * 30_000,
    "bang.html": "<p>The bridge opened on Monday, they said.</p>" + "<!" * 30_000,
    "entities.html": '<!DOCTYPE x [<!ENTITY a "bbbbbbbbbb">'
    + "".join(f'<!ENTITY a{n} "{"&a;" * 20}">' for n in range(20))
    + "]><p>The bridge &a19; opened on Monday, they said.</p>",
    "outside.html": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>The bridge &e; opened on Monday.</p>',
    "table.html": "<table><tr><td colspan=1000000000000000 rowspan=99999999999>The bridge opened on Monday.</td></tr>",
    "attributes.html": "<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">The bridge opened on Monday.</p>",
    **{f"same/{n}.txt": WORDS for n in range(20)},
}
WRONG = {  # name: (bytes, code)
    "empty.txt": (b"", "empty"),
    "white.txt": (b" \n\t\r\n  \n", "empty"),
    "white.html": (b"<html><body> <p> </p></body></html>", "empty"),
    "big.txt": (b"word " * 600_000, "too-large"),
    "binary.txt": (bytes(range(256)) * 400, "not-text"),
    "nul.txt": (b"\x00" * 5_000, None),
    "picture.png": (b"\x89PNG", "kind"),
    "archive.txt": (b"PK\x03\x04" + WORDS.encode(), "not-text"),
    "packed.txt": (b"\x1f\x8b\x08\x00" + WORDS.encode(), "not-text"),
    "document.txt": (b"%PDF-1.7\n" + WORDS.encode(), "not-text"),
    "script.svg": (b"<svg onload=alert(1)>", "kind"),
}


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """A site of all of them, and the processor time that its build took."""
    folder = lay(tmp_path_factory.mktemp("strange"), {**STRANGE, **{name: data for name, (data, _) in WRONG.items()}})
    articles = folder / "content/articles"
    secret = folder / "secret.txt"
    secret.write_text("A secret that nobody may publish.\n")
    (articles / "link.txt").symlink_to(secret)
    (articles / "folder-link").symlink_to("/etc")
    (articles / "loop").symlink_to(articles)
    (articles / "broken.txt").symlink_to("nowhere")
    (articles / "folder.txt").mkdir()
    os.mkfifo(articles / "pipe.txt")
    with open(os.fsencode(articles) + b"/not-\xff-utf8.txt", "wb") as file:
        file.write(WORDS.encode())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    built = build(folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return built, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_what_cannot_be_published_is_named_with_its_reason(strange):
    built, _ = strange
    assert built.code == 3, built.said[-3000:]
    told = refused(built)
    expected = {name: code for name, (_, code) in WRONG.items() if code}
    links = dict.fromkeys(("link.txt", "folder-link", "loop", "broken.txt"), "symlink")
    pipes = {"folder.txt": "not-regular", "pipe.txt": "not-regular"}
    assert {**expected, **links, **pipes}.items() <= told.items()
    assert "nul.txt" in told
    assert any(name.startswith("not-") and code == "name" for name, code in told.items())
    for one in report(built)["refused"][:20]:
        assert one["path"] in built.said


def test_everything_else_is_published_under_an_address_of_its_own(strange):
    built, _ = strange
    told = published(built)
    missing = {name: refused(built).get(name) for name in STRANGE if name not in told and name[0] != "."}
    # work that takes longer than its share is refused by name; which ones may differ from machine to machine
    assert {name for name, code in missing.items() if code != "too-slow"} == set()
    assert set(missing) <= {"one-line.txt"}
    assert not any(name.startswith(".") for name in {**told, **refused(built)}), "hidden files are passed over"
    addresses = [address.casefold() for address in told.values()]
    assert len(set(addresses)) == len(addresses)
    files = [unicodedata.normalize("NFC", address).casefold() for address in built.addresses()]
    assert len(set(files)) == len(files)
    assert all(part.isascii() and len(part) <= 90 for address in told.values() for part in address.split("/"))


def test_nothing_in_a_file_is_an_order(strange):
    built, _ = strange
    assert (built.output / "index.html").exists()
    assert "A secret that nobody may publish" not in "".join(built.text(a) for a in built.pages() if "source" in a)
    assert not any("root:x:" in built.text(address) for address in built.pages())
    page = built.text(published(built)["braces.txt"])
    assert "{{ 7*7 }}" in page or "{{ 7*7 }}" in built.text("sources/braces/")
    assert "{static}/etc/passwd" in built.text("sources/braces/")
    assert "Save_as: index.html" in built.text("sources/orders/")
    assert not (built.folder / "x").exists()
    assert sorted(p.name for p in built.folder.iterdir() if p.name.startswith("output")) == ["output"]


def test_a_run_without_spaces_may_be_broken(strange):
    """Chromium sets a word of 300,000 letters for more than a minute."""
    built, _ = strange
    tree = built.page("sources/unbroken/")
    assert max(len(text) for text in tree.find(".//main").itertext()) <= 2_000
    assert "x" * 300_000 in tree.find(".//main").text_content()


def test_what_is_piled_on_one_letter_is_bounded(strange):
    built, _ = strange
    said = built.text("sources/piled/")
    assert "\u0301" * 11 in said
    assert "\u0301" * 13 not in said
    assert "\ufe0f\ufe0f" not in said


def test_links_lead_where_they_say_or_nowhere(strange):
    built, _ = strange
    tree = built.page("briefings/hosts/")
    links = [link.get("href") for link in tree.iterfind(".//a[@rel]") if "external" in link.get("rel")]
    assert links == ["https://good.example/@evil.example/"]
    away = built.page("briefings/away/")
    assert not [link for link in away.iterfind(".//a[@rel]") if "external" in link.get("rel")]


def test_text_of_a_deep_page_is_kept(strange):
    built, _ = strange
    assert "The bridge of the deep opened on Monday." in built.text(published(built)["nested.html"])
    tree = built.page(published(built)["nested.html"])
    assert max(len(list(element.iterancestors())) for element in tree.iter()) < 64


def test_what_nobody_sees_is_on_no_page(strange):
    built, _ = strange
    unseen = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff\U000e0041\x00\x01\x02\x7f")
    for address in built.addresses():
        if address.endswith((".html", ".json", ".xml", ".txt")):
            assert unseen.isdisjoint((built.output / address).read_text("utf-8")), address


def test_no_article_takes_more_than_its_share_of_time(strange):
    _, seconds = strange
    assert seconds < 30 + SECONDS * 12, f"{seconds:.0f} s of processor time"


# --- the editor's files ---------------------------------------------------------------------------------------------

DESK = {
    "a sidecar that is no TOML": ("content/articles/a.toml", b"title = ", "a.toml"),
    "a wrong type": ("content/articles/a.toml", b"title = 3\n", "a.toml: title: expected text, found 3"),
    "an unknown key": ("content/articles/a.toml", b'tilte = "x"\n', "tilte"),
    "an address that runs": ("content/articles/a.toml", b'url = "javascript:alert(1)"\n', "url"),
    "a status": ("content/articles/a.toml", b'status = "gone"\n', "status"),
    "a day that is none": ("content/articles/a.toml", b'published = "2024-02-31"\n', "published"),
    "deep tables": ("content/articles/a.toml", b"title = " + b"[" * 5_000 + b"]" * 5_000, "a.toml"),
    "a long key": ("content/articles/a.toml", b".".join([b"a"] * 5_000) + b" = 1\n", "a.toml"),
    "a large file": ("content/articles/a.toml", b"#" * 100_000, "a.toml"),
    "a large number": ("content/articles/a.toml", b"keep = [0x" + b"f" * 20_000 + b"]\n", "keep"),
    "a long number": ("content/articles/a.toml", b"keep = [" + b"9" * 20_000 + b"]\n", "a.toml"),
    "not UTF-8": ("content/articles/a.toml", b'title = "\xff"\n', "a.toml"),
    "characters nobody sees": ("content/articles/a.toml", b'title = "a\\u202eb"\n', "U+202E"),
    "a topic without terms": ("content/desk/topics/x.toml", b'name = "X"\n', "x.toml: terms"),
    "a topic in the place of a page": ("content/desk/topics/sources.toml", b'name = "X"\nterms = ["a"]\n', "sources"),
    "a weight": ("content/desk/topics/x.toml", b'name = "X"\n[terms]\na = nan\n', "terms.a"),
    "a topic of the wrong type": (
        "content/desk/topics/x.toml",
        b'name = 3\nterms = ["a"]\n',
        "x.toml: name: expected text",
    ),
    "terms of the wrong type": ("content/desk/topics/x.toml", b'name = "X"\nterms = 3\n', "x.toml: terms"),
    "a rule without a reason": (
        "content/desk/rules/x.toml",
        b'[[rule]]\nname="a"\npattern="b"\nlanguage="en"\n',
        "x.toml: rule 1.why: expected text, found nothing",
    ),
    "words of the wrong type": (
        "content/desk/words/reporting.toml",
        b"[en]\nsay = 3\n",
        "reporting.toml: en.say: expected a list of words, found 3",
    ),
    "deep words": ("content/desk/words/x.toml", b"a = " + b"[" * 50 + b"]" * 50, "x.toml: expected at most 6 levels"),
    "a pattern": ("content/desk/rules/x.toml", b'[[rule]]\nname="a"\npattern="("\nwhy="w"\nlanguage="en"\n', "pattern"),
    "a slow pattern": (
        "content/desk/rules/x.toml",
        b'[[rule]]\nname="a"\npattern="(a+)+b"\nwhy="w"\nlanguage="en"\n',
        "pattern",
    ),
}


@pytest.fixture(scope="module")
def edited(tmp_path_factory):
    """A site that was built once."""
    folder = lay(tmp_path_factory.mktemp("edited"), {"a.txt": WORDS})
    built = build(folder)
    assert built.code == 0, built.said
    return built


@pytest.mark.parametrize("name", DESK)
def test_a_wrong_file_of_the_editors_stops_the_build_with_file_and_key(edited, name):
    path, data, said = DESK[name]
    before = edited.bytes()
    target = edited.folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    try:
        again = build(edited.folder)
    finally:
        target.unlink()
    assert again.code == 1, again.said
    assert "Traceback" not in again.said
    assert path.rpartition("/")[2] in again.said
    assert said in again.said
    assert again.bytes() == before


# --- who listens ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def refusing(tmp_path_factory):
    """A site one of whose files is refused, and cannot be named in ASCII."""
    built = build(lay(tmp_path_factory.mktemp("refusing"), {"a.txt": WORDS, "приём.txt": b""}))
    assert built.code == 3, built.said
    return built


@pytest.mark.parametrize("listener", ["in letters of ASCII", "with a full disk", "who has gone", "nobody"])
def test_a_build_ends_as_it_went_whoever_listens(refusing, listener):
    told = refusing.folder / ".briefing/report.json"
    told.unlink()
    env = {**os.environ, "SITEURL": ADDRESS, "PYTHONPATH": str(TOP / "plugins")}
    more = {"env": env, "cwd": refusing.folder, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if listener == "in letters of ASCII":
        env |= {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    elif listener == "with a full disk":
        if not os.path.exists("/dev/full"):
            pytest.skip("no such device here")
        more["stdout"] = os.open("/dev/full", os.O_WRONLY)
    elif listener == "nobody":
        more["preexec_fn"] = lambda: os.close(1)
    else:
        there, more["stdout"] = os.pipe()
        os.close(there)
    try:
        done = subprocess.run([sys.executable, "-m", "pelican"], timeout=300, check=False, **more)
    finally:
        if isinstance(more["stdout"], int) and more["stdout"] >= 0:
            os.close(more["stdout"])
    assert done.returncode == 3, done.stderr
    assert b"Traceback" not in (done.stdout or b"") + done.stderr
    assert json.loads(told.read_text("utf-8"))["code"] == 3


# --- builds that are disturbed --------------------------------------------------------------------------------------


def start(folder):
    env = {**os.environ, "SITEURL": ADDRESS, "PYTHONPATH": str(TOP / "plugins")}
    command = [sys.executable, "-m", "pelican"]
    pipe = subprocess.PIPE
    named = {"stdout": pipe, "stderr": pipe, "text": True, "start_new_session": True, "preexec_fn": heed}
    return subprocess.Popen(command, cwd=folder, env=env, **named)


def heed() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs in the background of a shell is born deaf to it


@pytest.fixture(scope="module")
def old_and_new(tmp_path_factory):
    """A built site whose articles have changed since, its bytes, and the bytes that the next build would make."""
    first = {f"{n}.txt": GOOD.format(f"Town {n}", n + 20) for n in range(12)}
    later = {**first, **{f"{n}.txt": GOOD.format(f"Village {n}", n + 70) for n in range(6, 20)}}
    goal = build(lay(tmp_path_factory.mktemp("goal"), later)).bytes()
    folder = lay(tmp_path_factory.mktemp("killed"), first)
    old = build(folder)
    assert old.code == 0, old.said
    before = old.bytes()
    for name, body in later.items():
        add(folder, name, body)
    return folder, before, goal


def waited(folder, process, what: str) -> None:
    """Wait until the build has come to a place: its lock taken, or files in its stage."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if what == "lock" and (folder / ".briefing/lock").exists() and _holds(folder, process):
            return
        if what == "stage" and any((folder / ".output.stage").glob("*")):
            return
        time.sleep(0.005)


def _holds(folder, process) -> bool:
    return (folder / ".briefing/lock").read_text() == f"{process.pid}\n"


def test_two_builds_at_once(old_and_new):
    folder, before, _ = old_and_new
    one = start(folder)
    waited(folder, one, "lock")
    os.killpg(one.pid, signal.SIGSTOP)
    other = build(folder)
    assert other.code == 75, other.said
    assert "another build runs" in other.said
    assert other.bytes() == before
    os.killpg(one.pid, signal.SIGINT)
    os.killpg(one.pid, signal.SIGCONT)
    said, _ = one.communicate(timeout=60)
    assert one.returncode == 130, said
    assert other.bytes() == before


def test_an_interrupted_build_leaves_the_site_as_it_was(old_and_new):
    folder, before, _ = old_and_new
    one = start(folder)
    waited(folder, one, "stage")
    os.killpg(one.pid, signal.SIGINT)
    said, errors = one.communicate(timeout=60)
    assert one.returncode == 130, said + errors
    assert "as it was" in said
    assert outcome(folder) == before
    assert not (folder / ".output.stage").exists()


def outcome(folder) -> dict[str, bytes]:
    output = folder / "output"
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in sorted(output.rglob("*")) if p.is_file()}


def test_a_killed_build_leaves_the_old_site_or_the_new_one(old_and_new):
    folder, before, goal = old_and_new
    dice = random.Random(7)
    for round_ in range(8):
        one = start(folder)
        waited(folder, one, "stage" if round_ % 2 else "lock")
        time.sleep(dice.random() * 0.8)
        if one.poll() is None:
            os.killpg(one.pid, signal.SIGKILL)
        one.communicate(timeout=60)
        found = outcome(folder)
        assert found in (before, goal), f"round {round_}: neither the old site nor the new one"
    last = build(folder)
    assert last.code == 0, last.said
    assert last.bytes() == goal
