"""What goes out beside the pages: one stylesheet, fonts, pictures; nothing that somebody only left there."""

import os

import pytest
from briefing.model import Refusal
from briefing.press.assets import jobs, stylesheet


@pytest.fixture
def static(tmp_path):
    folder = tmp_path / "theme" / "static"
    (folder / "css" / "parts").mkdir(parents=True)
    (folder / "fonts").mkdir()
    (folder / "fonts" / "a.woff2").write_bytes(b"font")
    (folder / "css" / "site.css").write_text(
        '/* @import "no.css"; */\n@layer reset, parts, print;\n@import "reset.css" layer(reset);\n'
        '@import url("parts/quote.css") layer(parts);\n@import url("parts/chip.css") layer(parts);\n'
        '@import "print.css" layer(print) print;\n'
    )
    (folder / "css" / "reset.css").write_text("* { margin: 0 }\n")
    (folder / "css" / "parts" / "quote.css").write_text(
        "@font-face { src: url(../../fonts/a.woff2) }\n"
        "q { background: url('#x'); mask: url(\"data:image/svg+xml,x\") }\n"
    )
    (folder / "css" / "parts" / "chip.css").write_text("i { order: 1; }\n")
    (folder / "css" / "print.css").write_text("a { color: black }\n")
    return folder


def test_one_stylesheet_in_the_order_of_its_layers(static):
    assert stylesheet(static) == (
        "@layer reset,parts,print;@layer reset{*{margin:0}}"
        '@layer parts{@font-face{src:url("fonts/a.woff2")}'
        "q{background:url('#x');mask:url(\"data:image/svg+xml,x\")}i{order:1}}"
        "@media print{@layer print{a{color:black}}}"
    )


@pytest.mark.parametrize("name", ["gone.css", "../../../secret.css", "site.css"])
def test_an_import_that_leads_out_or_round(static, name):
    (static / "css" / "reset.css").write_text(f'@import "{name}";')
    with pytest.raises(Refusal):
        stylesheet(static)


def test_what_goes_out(static, tmp_path):
    content = tmp_path / "content"
    for path, data in {
        "images/a/b.png": b"1",
        "images/evil.svg": b"<svg onload=x>",
        "images/page.html": b"x",
        "images/.hidden.png": b"x",
        "extra/CNAME": b"example.org\n",
        "extra/sw.js": b"x",
        "extra/index.html": b"x",
    }.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_bytes(data)
    (content / "images" / "link.png").symlink_to("/etc/passwd")
    os.mkfifo(content / "images" / "pipe.png")
    made, refused = jobs(static, content)
    assert {job.address for job in made} == {"theme/site.css", "theme/fonts/a.woff2", "images/a/b.png", "CNAME"}
    assert {one.path for one in refused} == {
        "images/evil.svg",
        "images/page.html",
        "images/link.png",
        "images/pipe.png",
        "sw.js",
        "index.html",
    }
    assert all(job.render() and job.address in job.render() for job in made)


def test_a_linked_folder_is_refused(static, tmp_path):
    content = tmp_path / "content"
    content.mkdir()
    (content / "images").symlink_to("/etc")
    made, refused = jobs(static, content)
    assert len(refused) == 1
    assert all(job.address.startswith("theme/") for job in made)


@pytest.mark.parametrize(
    ("names", "out"),
    [
        (["a:b.png"], ["a:b.png"]),
        (["a\\b.png"], ["a\\b.png"]),
        (["a\nb.png"], ["a\\u000ab.png"]),
        (["\u202egnp.png"], ["\\u202egnp.png"]),
        (["\udcff.png"], ["\\xff.png"]),
        (["A.png", "a.png"], ["a.png"]),
        (["A/x.png", "a/y.png"], ["a/y.png"]),
        (["caf\u00e9.png", "cafe\u0301.png"], ["café.png"]),
        (["a b.png", "%2e%2e%2fx.png", "con.png", "é.png"], []),
    ],
)
def test_a_picture_with_a_bad_name_costs_that_picture(static, tmp_path, names, out):
    content = tmp_path / "content"
    for name in [*names, "good.png"]:
        place = content / "images" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"1")
    made, refused = jobs(static, content)
    assert [one.path for one in refused] == [f"images/{name}" for name in out]
    kept = {job.address for job in made} & {f"images/{name}" for name in [*names, "good.png"]}
    assert len(kept) == len(names) + 1 - len(out)


def test_nothing_there(tmp_path):
    assert jobs(tmp_path / "a", tmp_path / "b") == ([], [])


def test_strings_keep_their_spaces(static):
    (static / "css" / "reset.css").write_text(
        'a::after { content: " , { x } : "; }\n.b > :is(i, b) { width: calc(1px + 0.2px - 10.5px) }\n'
    )
    assert 'a::after{content:" , { x } : "}.b>:is(i,b){width:calc(1px + .2px - 10.5px)}' in stylesheet(static)
