"""Templates are quicker, and what they say is the same."""

import pytest
from briefing.publish.quick import Quick, escaped
from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.exceptions import UndefinedError
from markupsafe import Markup, escape

TEMPLATES = {
    "macros.html": '{% macro b(it, more="") -%}<b title="{{ more }}">{{ it }}</b>{%- endmacro %}'
    "{% macro about(it) %}<p>{{ it }}{{ caller() }}</p>{% endmacro %}",
    "part.html": '{% from "macros.html" import b %}{{ b(it) }}{% set kept %}<u>{{ it }}</u>{% endset %}{{ kept }}',
    "page.html": """{% from "macros.html" import about, b %}{% macro own(it) %}<i>{{ it }}</i>{% endmacro %}
{% for it in items %}{{ b(it, it) }}{{ own(it) }}{{ it ~ "<" }}{{ it | upper }}{% include "part.html" %}{% endfor %}
{% call about("x <") %}<s>{{ items[0] }}</s>{% endcall %}{% filter trim %} {{ items | join(", ") }} {% endfilter %}""",
}
VALUES = ("plain", "a & b", "<script>", 'it\'s "so"', Markup("<em>set</em>"), 7, 1.5, None, True, ("<", "&"), "", "é <")


class Shown:
    """What brings markup of its own."""

    def __html__(self):
        return "<img>"

    def __repr__(self):
        return "Shown()"


def render(kind, items, name="page.html"):
    env = Environment(loader=DictLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    env.template_class = kind
    return env.get_template(name).render(items=items)


@pytest.mark.parametrize("value", [*VALUES, Shown()], ids=repr)
def test_a_template_says_the_same(value):
    items = [value, "other & more"]
    assert render(Quick, items) == render(Environment.template_class, items)
    assert str(escaped(value)) == str(escape(value))


def test_a_name_that_is_not_there_is_an_error_still():
    with pytest.raises(UndefinedError):
        render(Quick, ["x"], "part.html")
