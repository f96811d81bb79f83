"""Encodings told from bytes, and lines made fit to be published."""

import codecs
import json
import re

import pytest
from briefing.text import unicode
from cases import load, shared

PROSE = {
    "cp1251": "Саммит в Астане завершился подписанием декларации. Участники договорились о торговле.",
    "koi8-r": "Саммит в Астане завершился подписанием декларации. Участники договорились о торговле.",
    "cp866": "Саммит в Астане завершился, и участники подписали декларацию на русском языке.",
    "cp1252": "Le sommet s’est achevé à Astana, où les participants ont été reçus.",
    "cp1254": "Zirve Astana'da sona erdi; katılımcılar işbirliği için anlaştı.",
    "cp1250": "Szczyt zakończył się w Astanie, a uczestnicy podpisali deklarację, że będą współpracować.",
    "gb18030": "上海合作组织峰会在阿斯塔纳举行，白俄罗斯成为成员国。",
    "big5hkscs": "上海合作組織峰會在阿斯塔納舉行，白俄羅斯成為成員國。",
    "cp932": "上海協力機構の首脳会議がアスタナで開かれ、ベラルーシが加盟した。",
    "euc_jp": "上海協力機構の首脳会議がアスタナで開かれ、ベラルーシが加盟した。",
    "cp949": "상하이협력기구 정상회의가 아스타나에서 열렸으며 벨라루스가 가입했다.",
    "cp1256": "عقدت القمة في أستانا بمشاركة قادة الدول الأعضاء في المنظمة",
    "cp1253": "Η σύνοδος κορυφής ολοκληρώθηκε στην Αστάνα με τη συμμετοχή των ηγετών",
    "utf-8": "Η σύνοδος στην Αστάνα, 峰会, саммит — “done”",
    "utf-16-le": "The summit has ended in Astana.",
    "utf-16-be": "上海合作组织峰会在阿斯塔纳举行，\n白俄罗斯成为成员国。",
}


@pytest.mark.parametrize("name", PROSE)
def test_an_undeclared_encoding_is_told(name):
    found = unicode.decode(PROSE[name].encode(name))
    assert (found.text, found.encoding) == (PROSE[name], name)


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_honoured(name):
    assert unicode.decode("Саммит, 峰会".encode(name)).text == "Саммит, 峰会"


def test_the_declared_charset_counts_where_it_decodes():
    text = "Ţară, oraş şi naţiune"
    assert unicode.decode(text.encode("iso8859-2"), "ISO-8859-2").text == text


def test_utf8_is_never_overridden():
    found = unicode.decode("le sommet s’est achevé".encode(), "iso-8859-1")
    assert found.text == "le sommet s’est achevé"
    assert "Declared as cp1252" in found.notes[0]


def test_a_codec_that_is_no_text_encoding_is_not_used():
    assert unicode.decode(b"uryyb", "rot13").text == "uryyb"
    assert unicode.decode(b"+ADw-script+AD4-", "utf-7").text == "+ADw-script+AD4-"


def test_english_with_a_few_typographic_marks_is_cp1252():
    text = "The summit’s “end” — a café, they said, was near."
    assert unicode.decode(text.encode("cp1252")).text == text


def test_utf8_cut_in_the_middle_stays_utf8():
    data = ("Саммит в Астане завершился. " * 20).encode()[:-3]
    found = unicode.decode(data)
    assert found.encoding == "utf-8"
    assert found.notes


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 and more", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", bytes(range(32)) * 50, b"\x00\x01\x02\x03" * 300],
)
def test_what_is_no_text_is_said_to_be_none(data):
    with pytest.raises(unicode.NotText, match="not"):
        unicode.decode(data)


def test_few_nuls_do_not_make_a_text_binary():
    assert unicode.decode(b"A line of text\x00 with a slip in it.").encoding == "utf-8"


def spelt(text):
    """Escapes of a case as the characters they stand for."""
    return re.sub(
        r"\\(?:U[0-9a-f]{8}|u[0-9a-f]{4}|x[0-9a-f]{2}|t)", lambda m: codecs.decode(m[0], "unicode_escape"), text
    )


@pytest.mark.parametrize("case", load("text/unicode"))
def test_tidy(case):
    text, faults = unicode.tidy(spelt(case.input))
    assert "\n".join([text, *(f"{fault} {count}" for fault, count in faults)]) == spelt(case.expected)


def test_tidy_twice_is_tidy_once():
    for text in ("a\u200b\u200db", "  x ", "â€™", "\u200d\u200b\u200d", "می\u200c\u200b\u200cشود"):
        once = unicode.tidy(text)[0]
        assert unicode.tidy(once) == (once, [])


@pytest.mark.data
def test_text_that_must_not_be_repaired_is_left_alone():
    for row in json.loads((shared() / "data/hostile/mojibake-ftfy/negative.json").read_text("utf-8")):
        if row["original"].isprintable():
            assert unicode.tidy(row["original"]) == (" ".join(row["original"].split()), []), row["label"]


@pytest.mark.data
def test_known_mojibake_is_repaired():
    straight = str.maketrans("‘’‚“”„", "'''\"\"\"")
    wrong = []
    rows = json.loads((shared() / "data/hostile/mojibake-ftfy/in-the-wild.json").read_text("utf-8"))
    for row in rows:
        found = unicode.tidy(row["original"])[0].translate(straight)
        if found != unicode.tidy(row["fixed"])[0].translate(straight):
            wrong.append(row["label"])
    assert len(wrong) <= len(rows) * 0.12, wrong  # the rest: ligatures, widths and entities, which are no mojibake


@pytest.mark.data
def test_declared_encodings_of_the_html_suite():
    wrong = []
    for name in ("tests1.dat", "tests2.dat"):
        for part in (shared() / "data/hostile/html5lib/encoding" / name).read_bytes().split(b"#data\n")[1:]:
            data = part.partition(b"#encoding\n")[0]
            try:
                unicode.decode(data)
            except unicode.NotText as error:
                wrong.append(str(error))
    assert not wrong
    big5 = (shared() / "data/hostile/html5lib/encoding/chardet/test_big5.txt").read_bytes()
    assert unicode.decode(big5).text == big5.decode("big5hkscs")
