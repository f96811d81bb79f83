"""The run: what is published, what stays, and what the process ends with."""

import json
import os
import shutil
import signal
from contextlib import suppress

import pytest
from briefing import find, hashes
from briefing.plain import decode, encode
from briefing.press.tree import Tree, lock
from briefing.publish import build as builds
from briefing.publish import run as runs
from briefing.rows import Found
from briefing.store import Store
from msgspec import Raw
from msgspec.structs import replace


def report(site):
    return json.loads((site.root / ".briefing" / "report.json").read_text())


def test_a_first_build_and_nothing_to_do(site):
    before = {path for path in site.root.rglob("*") if path.is_file()}
    assert site.build() == 0
    assert report(site)["refused"] == []
    assert (site.output / "briefings" / "rail-bridge" / "index.html").is_file()
    first = site.files()
    assert site.build() == 0
    assert report(site)["written"] == []
    assert site.files() == first
    after = {path for path in site.root.rglob("*") if path.is_file()}
    made = {path.relative_to(site.root).parts[0] for path in after - before}
    assert made <= {"output", ".briefing", "__pycache__"}  # the last is Python's own, of pelicanconf.py
    assert before <= after


def test_whatever_was_done_before_the_bytes_are_those_of_a_clean_build(site):
    site.build()
    steps = [
        lambda: site.write("articles/new.txt", "A tunnel is dug\n\nWorkers began a tunnel near Osh in June 2025.\n"),
        lambda: site.write("articles/rail/bridge.txt", "Bridge closes\n\nThe bridge over the Naryn was closed.\n"),
        lambda: site.write("articles/port.toml", 'title = "Two cranes"\npublished = 2025-03-01\n'),
        lambda: os.rename(site.root / "content/articles/new.txt", site.root / "content/articles/tunnel.txt"),
        lambda: site.write("articles/port.toml", 'text = "points"\n'),
        lambda: site.remove("articles/rail/bridge.txt"),
        lambda: site.write("desk/topics/rail.toml", 'name = "Rail"\nblurb = "Tracks."\nterms = ["tunnel"]\n'),
        lambda: site.remove("articles/port.toml"),
    ]
    for number, step in enumerate(steps):
        step()
        assert site.build() == 0
        if number % 3 == 2:  # a fault made earlier would still be there
            assert site.files() == site.clean()
    assert site.build(BRIEFING_INDEX=False) == 0
    assert site.files() == site.clean(BRIEFING_INDEX=False)


def test_the_desk_is_looked_at_again_where_it_names_files(site):
    site.write("desk/stories.toml", '[[story]]\narticles = ["articles/port.txt"]\nclosed = true\n')
    os.utime(site.root / "content/desk/stories.toml", ns=(1, 1))
    assert [site.build(), site.build()] == [0, 0]
    site.remove("articles/port.txt")
    assert site.build() == 1
    assert "stories.toml" in report(site)["sentence"]


def test_adding_one_article_leaves_others_alone(site):
    site.build()
    kept = site.output / "sources" / "port" / "index.html"
    before = kept.stat()
    site.write("articles/new.txt", "A tunnel is dug\n\nWorkers began a tunnel near Osh in June 2025.\n")
    site.build()
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("harm", ["gone", "cut", "flipped", "manifest"])
def test_what_was_learnt_is_a_hint(site, harm):
    site.build()
    site.write("articles/new.txt", "A tunnel is dug\n\nWorkers began a tunnel near Osh in June 2025.\n")
    state = site.root / ".briefing"
    store = state / "store.sqlite"
    if harm == "gone":
        shutil.rmtree(state)
    elif harm == "cut":
        store.write_bytes(store.read_bytes()[:5000])
    elif harm == "flipped":
        data = bytearray(store.read_bytes())
        for at in range(3000, len(data), 997):
            data[at] ^= 4
        store.write_bytes(data)
    else:
        for path in state.glob("pages-*.json"):
            path.write_bytes(path.read_bytes().replace(b"briefing", b"brieping"))
    assert site.build() == 0
    assert site.files() == site.clean()


@pytest.mark.parametrize("number", [10**9, -(10**6)])
def test_rows_of_the_right_shape_that_lead_nowhere_are_worked_out_again(site, number):
    site.build()
    store = Store(site.root / ".briefing")
    for row in list(store.all("briefing")):
        found = decode(Found, row.data)
        facts = {
            kind: Raw(encode([replace(one, sentence=number) for one in some]))
            for kind, some in find.known(found.facts).items()
        }
        store.put("briefing", replace(row, data=encode(replace(found, facts=facts))))
    store.close()
    assert site.build(BRIEFING_INDEX=False) == 0
    assert site.files() == site.clean(BRIEFING_INDEX=False)
    assert "worked out again" in " ".join(report(site)["notes"])


def test_an_edit_that_looks_like_none(site):
    site.build()
    path = site.root / "content/articles/port.txt"
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"45,000", b"54,000"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    site.build()
    assert "54,000" in (site.output / "briefings/port/index.html").read_text()


def test_a_bad_file_costs_nobody_else_anything(site):
    site.write("articles/bad.txt", bytes(range(256)) * 40)
    (site.root / "content/articles/link.txt").symlink_to("/etc/passwd")
    assert site.build() == 3
    refused = {one["path"]: one["code"] for one in report(site)["refused"]}
    assert set(refused) == {"articles/bad.txt", "articles/link.txt"}
    assert (site.output / "briefings/port/index.html").is_file()
    assert "root:" not in site.text()


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        ("articles/port.toml", "titel = 'x'", "articles/port.toml: titel"),
        ("desk/topics/rail.toml", "name = 3", "rail.toml: terms"),
        ("record.jsonl", "nonsense\n", "record.jsonl: line 1"),
    ],
)
def test_an_editors_mistake_stops_the_build(site, path, text, said):
    site.build()
    before = site.files()
    site.write(path, text)
    assert site.build() == 1
    assert said in report(site)["sentence"]
    assert site.files() == before
    assert sorted(entry.name for entry in site.root.iterdir() if "output" in entry.name) == ["output"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% if %}", "home.html: TemplateSyntaxError"),
        ("{{ 1 + 'a' }}", "home.html line 1: TypeError"),
        ("\n{{ 1 / 0 }}", "home.html line 2: ZeroDivisionError"),
        ("{{ [][4].x }}", "home.html"),
        ("{% include 'home.html' %}", "home.html: templates include each other without end"),
        ("{% extends 'home.html' %}", "home.html: templates include each other without end"),
        (b"\xff\xfe", "home.html: expected UTF-8, found 0xff"),
    ],
)
def test_a_template_that_fails_is_named_and_costs_nothing_that_is_known(site, text, said):
    site.build()
    known = sorted(row.path for row in Store(site.root / ".briefing").all("card"))
    place = site.root / "over" / "home.html"
    place.parent.mkdir()
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert site.build(THEME_TEMPLATES_OVERRIDES=[str(place.parent)]) == 1
    assert said in report(site)["sentence"]
    assert sorted(row.path for row in Store(site.root / ".briefing").all("card")) == known


def test_a_wrong_setting_stops_the_build(site):
    assert site.build(BRIEFING_TEXT="some") == 1
    assert site.build(BRIEFING_TEX="full") == 1
    assert not site.output.exists()


def test_drafts_are_in_no_file(site):
    site.write("articles/secret.txt", "Quite hidden words\n\nNobody knows about the Zorbatan pipeline yet.\n")
    site.write("articles/secret.toml", 'status = "draft"\n')
    assert site.build() == 0
    assert "Zorbatan" not in site.text()
    assert "secret" not in site.text()
    assert report(site)["drafts"] == ["articles/secret.txt"]


def test_hidden_is_at_its_address_and_in_no_list(site):
    site.write("articles/quiet.txt", "Quiet news\n\nThe Zorbatan pipeline was tested on Monday by two engineers.\n")
    site.write("articles/quiet.toml", 'status = "hidden"\n')
    assert site.build(SITEURL="https://example.org/repo") == 0
    holding = {address for address in site.files() if b"Zorbatan" in (site.output / address).read_bytes()}
    assert "briefings/quiet/index.html" in holding
    assert all(address.startswith(("briefings/quiet/", "sources/quiet/")) for address in holding)
    assert "quiet" not in (site.output / "sitemap.xml").read_text()


def test_withdrawn_leaves_a_page_that_says_so_and_no_text(site):
    site.write("articles/wrong.txt", "Wrong news\n\nThe Zorbatan pipeline was tested on Monday by two engineers.\n")
    site.write("articles/wrong.toml", 'status = "withdrawn"\n')
    assert site.build() == 0
    assert "withdrawn" in (site.output / "briefings/wrong/index.html").read_text().lower()
    assert "Zorbatan" not in site.text()


def test_a_folder_that_is_not_ours_stays(site):
    site.output.mkdir()
    (site.output / "holiday.jpg").write_bytes(b"photo")
    assert site.build() == 1
    assert site.files().keys() == {"holiday.jpg"}
    assert site.build(OUTPUT_PATH=str(site.root / "content")) == 1
    assert site.build(OUTPUT_PATH=str(site.root)) == 1
    assert (site.root / "content/articles/port.txt").is_file()


def test_a_site_that_loses_most_of_its_pages_needs_a_word(site):
    for number in range(24):
        site.write(f"articles/n{number}.txt", f"News {number}\n\nA bridge number {number} was opened in Osh.\n")
    site.build()
    before = site.files()
    for number in range(24):
        site.remove(f"articles/n{number}.txt")
    assert site.build() == 1
    assert "BRIEFING_SHRINK" in report(site)["sentence"]
    assert site.files() == before
    assert site.build(BRIEFING_SHRINK=True) == 0
    assert site.files() == site.clean()


def test_a_second_build_at_once(site):
    with lock(site.root / ".briefing"):
        assert site.build() == 75
    assert not site.output.exists()


@pytest.mark.parametrize("what", ["a link", "a pipe"])
def test_what_lies_in_the_way_of_our_files_is_not_written_to_and_not_waited_for(site, what):
    site.build()
    state = site.root / ".briefing"
    outside = site.root / "outside.txt"
    outside.write_text("Precious")
    kept = [path.name for path in state.iterdir() if path.suffix in (".json", ".sqlite")]
    assert {"report.json", "rules.json", "store.sqlite"} < set(kept)
    for name in [*kept, *(f"{name}-wal" if name.endswith(".sqlite") else f"{name}.new" for name in kept)]:
        with suppress(FileNotFoundError):
            (state / name).unlink()
        (state / name).symlink_to(outside) if what == "a link" else os.mkfifo(state / name)
    signal.alarm(60)  # a build that waits for a pipe waits for ever
    try:
        assert site.build() == 0
        assert site.build() == 0
    finally:
        signal.alarm(0)
    assert outside.read_text() == "Precious"
    assert not [path.name for path in state.iterdir() if path.is_symlink() or path.is_fifo()]
    assert site.files() == site.clean()


@pytest.mark.parametrize("report", [{"code": 0, "colour": "red"}, [], None])
def test_a_kept_report_of_another_shape_is_none(site, monkeypatch, report):
    monkeypatch.setattr(hashes, "YOUNG_NS", 0)
    assert site.build() == 0
    (last,) = (site.root / ".briefing").glob("last-*.json")
    head, _, body = last.read_bytes().partition(b"\n")
    body = json.dumps([json.loads(body)[0], report]).encode()
    last.write_bytes(head.partition(b" ")[0] + b" " + hashes.digest(body).encode() + b"\n" + body)
    assert site.build() == 0


def test_a_link_in_the_folder_set_aside_costs_the_folder(site):
    new = "A tunnel is dug\n\nWorkers began a tunnel near Osh in June 2025.\n"
    site.build()
    site.write("articles/new.txt", new)
    site.build()
    (spare,) = (site.root / ".briefing").glob("spare-*")
    outside = site.root / "outside"
    outside.mkdir()
    (spare / "briefings/new").symlink_to(outside)
    site.write("articles/new.txt", f"{new}\nIt was planned for nine years.\n")
    assert site.build() == 0
    assert not list(outside.iterdir())
    assert site.files() == site.clean()


@pytest.mark.parametrize("touched", [False, True])
def test_an_output_that_was_removed_comes_back(site, touched):
    site.build()
    before = site.files()
    if touched:  # in place, and so in the folder set aside too
        (site.output / "index.html").write_text("somebody was here")
    shutil.rmtree(site.output)
    assert site.build() == 0
    assert site.files() == before == site.clean()
    site.write("articles/new.txt", "A tunnel is dug\n\nWorkers began a tunnel near Osh in June 2025.\n")
    assert site.build() == 0
    shutil.rmtree(site.output)
    assert site.build() == 0
    assert site.files() == site.clean()


def test_an_interrupted_build_leaves_the_old_site(site, monkeypatch):
    site.build()
    before = site.files()
    site.write("articles/new.txt", "A tunnel is dug\n\nWorkers began a tunnel near Osh in June 2025.\n")

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Tree, "seal", interrupt)
        assert site.build() == 130
    assert site.files() == before
    assert not (site.root / ".output.stage").exists()
    assert site.build() == 0
    assert site.files() == site.clean()


def test_files_that_go_or_turn_while_the_site_is_built_cost_themselves(site, monkeypatch):
    for number in range(6):
        site.write(f"articles/x{number}.txt", f"Tunnel {number} is dug\n\nWorkers began tunnel {number} near Osh.\n")
    gather = builds.Build.gather
    folder = site.root / "content/articles"

    def meddle(build):
        gather(build)
        for number in range(3):
            (folder / f"x{number}.txt").unlink()
        os.mkfifo(folder / "x1.txt")
        (folder / "x2.txt").symlink_to("/etc/passwd")
        (folder / "x3.txt").write_text("Something else\n\nIt was written here while the site was built.\n")

    monkeypatch.setattr(builds.Build, "gather", meddle)
    assert site.build() == 3
    told = {one["path"]: one["code"] for one in report(site)["refused"]}
    assert told == {
        "articles/x0.txt": "missing",
        "articles/x1.txt": "not-regular",
        "articles/x2.txt": "symlink",
        "articles/x3.txt": "changed",
    }
    monkeypatch.undo()
    for number in range(1, 4):
        site.remove(f"articles/x{number}.txt")
    assert site.files() == site.clean()


@pytest.mark.parametrize("call", ["put", "carry", "seal", "swap"])
def test_a_disk_that_fails(site, monkeypatch, call):
    site.build()
    before = site.files()
    site.write("articles/new.txt", "A tunnel is dug\n\nWorkers began a tunnel near Osh in June 2025.\n")

    def fail(*_):
        raise OSError(28, "No space left on device", "somewhere")

    with monkeypatch.context() as patch:
        patch.setattr(Tree, call, fail)
        assert site.build() == 1
    assert "No space left" in report(site)["sentence"]
    assert site.files() == before
    assert site.build() == 0


def test_under_r_a_run_always_returns(site, monkeypatch):
    monkeypatch.setattr(runs, "_watching", lambda: True)
    assert site.build() == 0
    site.write("desk/topics/rail.toml", "name = 3")
    assert site.build() == 0  # it has said so, and Pelican waits for the next change
    assert report(site)["code"] == 1


def test_the_theme_goes_out_as_one_stylesheet(site):
    site.build()
    sheet = (site.output / "theme/site.css").read_text()
    assert sheet.startswith("@layer")
    assert "@import" not in sheet
    assert not (site.output / "theme/css").exists()
