"""Bylines without a name, and what only begins like one."""

import pytest
from briefing.text import bylines


@pytest.mark.parametrize(
    ("line", "who", "rest"),
    [
        ("By our rail desk", "our rail desk", ""),
        ("By our diplomatic desk | 5 July 2024", "our diplomatic desk", "5 July 2024"),
        ("From our correspondent in Astana", "our correspondent in Astana", ""),
        ("By staff", "staff", ""),
        ("Von unserem Korrespondenten", "unserem Korrespondenten", ""),
        ("Von der Redaktion", "der Redaktion", ""),
        ("Собственный корреспондент", "Собственный корреспондент", ""),
        ("От нашего корреспондента в Астане", "нашего корреспондента в Астане", ""),
        ("本报记者 李明", "本报记者 李明", ""),
        ("De notre envoyé spécial", "notre envoyé spécial", ""),
        ("De nuestra redacción", "nuestra redacción", ""),
        ("Özel muhabirimizden", "Özel muhabirimizden", ""),
        ("من مراسلنا في أستانا", "مراسلنا في أستانا", ""),
    ],
)
def test_bylines(line, who, rest):
    start, end, after = bylines.unnamed(line)
    assert (line[start:end], line[after:]) == (who, rest)


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe",
        "By our reckoning the desk is empty",
        "Our correspondent in Astana writes that the deal is near",
        "Our team",
        "Редакция закона изменилась во втором чтении",
        "本报记者获悉该协议已经签署",
        "Agencies",
        "By " + "our " * 60 + "desk",
        "",
    ],
)
def test_look_alikes(line):
    assert bylines.unnamed(line) is None
