"""Editors' files: what is read, what wins, and what each fault is called."""

import tomllib

import pytest
from briefing import desk
from briefing.model import Desk, DeskError
from briefing.patterns import fault
from briefing.plain import decode, encode
from briefing.strict import Table

TOPIC = """
name = "Trade"
blurb = "Passages on goods."
accent = "trade"
order = 2
[terms]
"Trade" = 2.0
"supply chain*" = 1.5
[terms.ru]
"торговл*" = 2
[against]
"trade wind*" = 1.0
"""
RULE = '[[rule]]\nname = "{}"\npattern = {}\nwhy = "Why."\nlanguage = "en"\n'


def test_a_desk_can_be_kept():
    whole = desk.load(None)
    assert decode(Desk, encode(whole)) == whole


def site(tmp_path, **files):
    for name, text in files.items():
        path = tmp_path / "content" / "desk" / name.replace("__", "/").replace("_toml", ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tmp_path / "content"


def test_the_shipped_desk_is_sound():
    found = desk.load(None)
    assert found.topics == ()
    assert {row.language for row in found.rules} >= {"en", "ru", "zh", "es", "fr", "de", "tr", "ar"}
    assert set(found.stamps) == {"topics", "rules", "sites", "words"}
    assert desk.load(None).stamps == found.stamps
    for path in sorted((desk.DATA / "rules").glob("*.toml")):
        for row in tomllib.loads(path.read_text("utf-8"))["rule"]:
            patterns = [row["pattern"]] if isinstance(row["pattern"], str) else row["pattern"]
            assert {pattern: fault(pattern) for pattern in patterns if fault(pattern)} == {}, path.name


def test_a_topic(tmp_path):
    (topic,) = desk.load(site(tmp_path, topics__trade_toml=TOPIC)).topics
    assert (topic.slug, topic.name, topic.accent, topic.glyph, topic.order) == ("trade", "Trade", "trade", "trade", 2)
    assert [(t.words, t.weight, t.language) for t in topic.terms] == [
        ("trade", 2.0, "en"),
        ("supply chain*", 1.5, "en"),
        ("торговл*", 2.0, "ru"),
    ]
    assert [t.words for t in topic.against] == ["trade wind*"]


def test_a_topic_of_plain_lists(tmp_path):
    text = 'name = "T"\nterms = ["Trade", "tariff*"]'
    (topic,) = desk.load(site(tmp_path, topics__t_toml=text)).topics
    assert [(t.words, t.weight) for t in topic.terms] == [("trade", 1.0), ("tariff*", 1.0)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "T"\nterms = 3', "terms: expected a list of words, found 3"),
        ('name = "T"\nterms = ["a", 3]', "terms: expected a list of words, found 3"),
        ('name = "T"\n[terms]\n"a" = 0', "terms.a: expected a weight above 0, at most 10, found 0"),
        ('name = "T"\n[terms]\n"a" = true', "terms.a: expected a weight above 0, at most 10, found true"),
        ('name = "T"\n[terms]\n"a*b" = 1', 'terms.a*b: expected a word or phrase, "*" only at the end of a word'),
        ('name = "T"\n[terms.russian]\n"a" = 1', "terms.russian: expected a weight, or a language as an ISO code"),
        ('name = "T"', "terms: expected at least one word, found nothing"),
        ('name = "T"\nterms = ["a"]\ncolour = "red"', "colour: expected one of the keys"),
        ('name = "T"\nterms = ["a"]\naccent = "red"', "accent: expected security or trade or connectivity, found red"),
        ('name = "T"\nterms = ["a"]\norder = 1.5', "order: expected a whole number"),
        ("name = 3\nterms = ['a']", "name: expected text, found 3"),
        ('name = "T', "expected TOML, found: "),
        ("a = " + "[" * 90_000, "expected at most 6 levels of nesting, found more"),
        ("a = " + "[" * 9 + "]" * 9, "expected at most 6 levels of nesting, found more"),
        (b"\xff\xfe", "expected UTF-8, found byte 0xff at 0"),
        ("#" * 300_000, "expected at most 256 kB, found more"),
        ("a" * 60_000 + " = 1", "aaa…: expected one of the keys"),
    ],
)
def test_a_topic_that_cannot_be_used(tmp_path, text, said):
    with pytest.raises(DeskError) as error:
        desk.load(site(tmp_path, topics__trade_toml=text))
    assert len(str(error.value)) < 500
    assert str(error.value).startswith("content/desk/topics/trade.toml: ")
    assert said in str(error.value)


def test_a_topic_may_not_take_a_page_of_the_site(tmp_path):
    with pytest.raises(DeskError, match="no address of the site itself"):
        desk.load(site(tmp_path, topics__sources_toml=TOPIC))


def test_a_sites_rule_wins_and_may_switch_off(tmp_path):
    own = RULE.format("consent", '["our biscuits", "more biscuits"]')
    off = '[[rule]]\nname = "paywall"\nlanguage = "en"\noff = true\n'
    found = desk.load(site(tmp_path, rules__own_toml=own + off)).rules
    assert [row.pattern for row in found if (row.name, row.language) == ("consent", "en")] == [
        "our biscuits|more biscuits"
    ]
    assert not [row for row in found if (row.name, row.language) == ("paywall", "en")]
    assert [row for row in found if (row.name, row.language) == ("consent", "de")]


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(a+)+b", "repeats a repeat"),
        (r"(?:a|ab)*c", "repeats a repeat"),
        (r"(?:\w+\s?){1,9}", "repeats a repeat"),
        (r"(a)\1", "refers back to a group"),
        (r"(?P<x>a)", "names a group"),
        (r".*a.*b.*", "too many ways"),
        (r"a*", "matches an empty line"),
        (r"(", "does not compile"),
        (r"a{99999999999999999999}", "does not compile"),
        ("a" * 3_000, "longer than"),
        ("(" * 1_500, "does not compile"),
    ],
)
def test_an_unsafe_pattern(tmp_path, pattern, reason):
    assert reason in fault(pattern)
    with pytest.raises(DeskError, match=r"^content/desk/rules/own.toml: rule 1.pattern: expected a safe pattern"):
        desk.load(site(tmp_path, rules__own_toml=RULE.format("x", f"'{pattern}'")))


@pytest.mark.parametrize(
    "pattern", [r"read more:? .{0,80}", r"(?:a|b) \d{1,4}", r".*cookies.*", r"(?:ab){1,3}", "阅读原文"]
)
def test_a_safe_pattern(pattern):
    assert fault(pattern) == ""


def test_sites_and_words_add_and_win(tmp_path):
    content = site(
        tmp_path,
        **{"sites__example.org_toml": 'publisher = "Sample"\nfurniture = ["div.x"]\ncut = ["a .{1,9}"]'},
        words__bars_toml='["share.bar"]\nwhy = "Own."\nstrong = ["zwitscher"]',
    )
    found = desk.load(content)
    assert found.sites["example.org"].publisher == "Sample"
    assert found.words["bars"]["share.bar"]["why"] == "Own."
    assert {"zwitscher", "facebook"} <= set(found.words["bars"]["share.bar"]["strong"])
    assert found.stamps["words"] != desk.load(None).stamps["words"]
    assert found.stamps["rules"] == desk.load(None).stamps["rules"]


def test_links_and_other_names(tmp_path):
    content = site(tmp_path, topics__trade_toml=TOPIC)
    (content / "desk/topics/README.md").write_text("not read")
    desk.load(content)
    (content / "desk/topics/again.toml").symlink_to(content / "desk/topics/trade.toml")
    with pytest.raises(DeskError, match=r"again.toml: expected a file, found a link"):
        desk.load(content)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("topics/X.TOML", "topics/X.TOML: expected a name that ends in .toml"),
        ("topics/more/x.toml", "topics/more: expected a file"),
        ("topcis/x.toml", "desk/topcis: expected one of topics, rules, sites, words, stories.toml, found topcis"),
        ("story.toml", "desk/story.toml: expected one of"),
        ("topics", "desk/topics: expected a folder, found a file"),
        ("", "desk: expected a folder, found a file"),
    ],
)
def test_what_nobody_would_read_is_named(tmp_path, name, said):
    path = (tmp_path / "content/desk" / name) if name else tmp_path / "content/desk"
    path.parent.mkdir(parents=True)
    path.write_text('name = "X"\n')
    with pytest.raises(DeskError, match=said):
        desk.load(tmp_path / "content")


@pytest.mark.parametrize(
    "name", ["README.md", "notes/todo.txt", "topics/old/README.md", ".trash/x.toml", "topics/.x.toml"]
)
def test_what_is_no_table_is_passed_over(tmp_path, name):
    path = tmp_path / "content/desk" / name
    path.parent.mkdir(parents=True)
    path.write_text("not read")
    assert desk.load(tmp_path / "content") == desk.load(None)


def test_a_whole_sidecar():
    found = desk.sidecar(
        "articles/a.toml",
        b"""
        title = "A  title"
        published = "2024-07"
        publisher = "Sample"
        author = "A. Sample"
        url = "https://example.org/a?b=1"
        status = "hidden"
        text = "points"
        topics = ["trade"]
        keep = [3, 1]
        cut = [2]
        of = "0123456789AB"
        """,
    )
    assert found.title == "A title"
    assert (found.published, found.status, found.text, found.topics) == ("2024-07", "hidden", "points", ("trade",))
    assert (found.keep, found.cut, found.of) == ((1, 3), (2,), "0123456789ab")
    assert desk.sidecar("a.toml", b"").status == "published"


def test_an_address_is_cleaned():
    found = desk.sidecar("a.toml", b'url = "HTTPS://Example.org/a?utm_source=mail&id=2"')
    assert found.url == "https://example.org/a?id=2"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("2024-07-04", "2024-07-04"),
        ("2024-07-04T10:00:00Z", "2024-07-04T10:00:00+00:00"),
        ('"2024"', "2024"),
        ('"2024-07-04"', "2024-07-04"),
    ],
)
def test_published(text, published):
    assert desk.sidecar("a.toml", f"published = {text}".encode()).published == published


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("published = 2024", 'published: expected a date as 2024-07-04, or "2024-07" or "2024", found 2024'),
        ('published = "2024-13"', "published: expected a date"),
        ('published = "4 July 2024"', "published: expected a date"),
        ("published = 10:00:00", "published: expected a date"),
        ('url = "javascript:alert(1)"', "url: expected an http or https address"),
        ('url = "http://[::1"', "url: expected an http or https address"),
        ('url = "javascript:alert(1)"', "of at most 2,000 characters, found javascript:alert(1) (not http or https)"),
        ('url = "https://a:b@example.org/"', "found https://a:b@example.org/ (with a user name in it)"),
        ('url = "https://example.org/a b"', "found https://example.org/a b (with a space in it)"),
        ('url = "example.org"', "found example.org (not http or https)"),
        (f'url = "https://example.org/{"a" * 2000}"', "url: expected 1 to 2000 characters"),
        ('status = "live"', "status: expected draft or hidden or published or withdrawn, found live"),
        ('text = "some"', "text: expected full or points, found some"),
        ('topics = "trade"', "topics: expected a list of words, found trade"),
        ("keep = [0]", "keep: expected line numbers from 1, found 0"),
        ("keep = [true]", "keep: expected line numbers from 1, found true"),
        ("keep = 1", "keep: expected a list of line numbers, found 1"),
        ("keep = [1]\ncut = [1]", "cut: expected lines that keep does not name, found 1"),
        ('of = "xyz"', "of: expected the first 12 hex digits of the file's hash, found xyz"),
        ('title = ""', "title: expected 1 to 500 characters, found 0"),
        ('title = "a\\u202eb"', "title: expected printable text, found U+202E"),
        ("slug = 'x'", "slug: expected one of the keys title, published"),
        ("x = " + "[" * 30_000, "nesting"),
        ("x = " + "{a = " * 9_000, "nesting"),
        ("a." * 9_000 + "b = 1", "short keys"),
        ("x = " + "9" * 5_000, "expected TOML"),
        ("#" * 70_000, "expected at most 64 kB, found more"),
    ],
)
def test_a_sidecar_that_cannot_be_used(text, said):
    with pytest.raises(DeskError) as error:
        desk.sidecar("articles/a.toml", text.encode())
    assert str(error.value).startswith("articles/a.toml: ")
    assert said in str(error.value)


def articles(content, *names):
    for name in names:
        path = content / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("A line.")
    return content


def test_stories_are_pinned(tmp_path):
    text = """
    [[story]]
    articles = ["articles/a.txt", "articles/south/b.html"]
    [[story]]
    articles = ["articles/c.txt"]
    closed = true
    """
    content = articles(site(tmp_path, stories_toml=text), "a.txt", "south/b.html", "c.txt")
    found = desk.load(content)
    assert [(pin.articles, pin.closed) for pin in found.stories] == [
        (("articles/a.txt", "articles/south/b.html"), False),
        (("articles/c.txt",), True),
    ]
    assert found.stamps == desk.load(articles(site(tmp_path / "none"))).stamps  # a pin rewrites no other page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[story]]\narticles = ["articles/a.txt"]',
            "two articles or more (one is enough with closed = true), found 1",
        ),
        ("[[story]]\nclosed = true", "story 1.articles: expected two articles or more"),
        (
            '[[story]]\narticles = ["articles/a.txt", "articles/x.txt"]',
            "expected files that lie below content/ (articles/summit.txt), found articles/x.txt",
        ),
        (
            '[[story]]\narticles = ["articles/a.txt", "articles/../desk/stories.toml"]',
            "expected files that lie below content/",
        ),
        (
            '[[story]]\narticles = ["a.txt", "articles/b.txt"]',
            "found a.txt",
        ),
        (
            f'[[story]]\narticles = ["articles/a.txt", "articles/{"ж" * 190}.txt"]',
            "expected files that lie below content/",
        ),
        (
            '[[story]]\narticles = ["articles/a.txt", "articles/a.txt"]',
            "each article once in the file, found articles/a.txt",
        ),
        ('[[story]]\narticles = "articles/a.txt"', "a list of words"),
        ('[[story]]\narticles = ["articles/a.txt", "articles/b.txt"]\nclosed = 1', "true or false, found 1"),
        ("[[pin]]\narticles = []", "pin: expected one of the keys story"),
    ],
)
def test_a_wrong_pin_is_named(tmp_path, text, said):
    content = articles(site(tmp_path, stories_toml=text), "a.txt", "b.txt")
    with pytest.raises(DeskError, match=r"content/desk/stories.toml: ") as raised:
        desk.load(content)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("en = 3", "en: expected a table, found 3"),
        ("[en]\nsay = 3", "en.say: expected a list of words, found 3"),
        ('[en]\nsay = "claims"', "en.say: expected a list of words, found claims"),
        ("[en]\nsay = [3]", "en.say: expected a list of words, found 3"),
        ('[en]\nsay = [["claims"]]', "en.say: expected a list of words, found a list"),
        ('[en]\nsay = [""]', "en.say: expected a list of words"),
        ("[pl]\nsay = 3", "pl.say: expected a list of words, found 3"),
        ('[pl]\nsays = ["twierdzi"]', "pl.says: expected one of the keys "),
    ],
)
def test_words_are_of_the_kind_of_ours(tmp_path, told, said):
    with pytest.raises(DeskError, match=r"^content/desk/words/reporting\.toml: ") as caught:
        desk.load(site(tmp_path, words__reporting_toml=told))
    assert said in str(caught.value)


def test_words_of_another_language_and_tables_of_ones_own_are_taken(tmp_path):
    content = site(tmp_path, words__reporting_toml='[pl]\nsay = ["twierdzi"]', words__own_toml="[a]\nb = 3")
    found = desk.load(content).words
    assert found["reporting"]["pl"] == {"say": ["twierdzi"]}
    assert found["own"] == {"a": {"b": 3}}


def test_the_shipped_words_are_like_themselves():
    for name, table in desk.load(None).words.items():
        Table(name, table).like(table)
