"""What is worked out once draws the same as what is worked out each time."""

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.utils import translation

SITE = Engine.get_default()
TEMPLATES = {
    "words": '{% load i18n %}{% translate "Yes" %} {% translate "No" as no %}{{ no }} {% url "cases:home" %}',
    "sentence": "{% load i18n %}{% blocktranslate with n=person.name %}“{{ n }}” 100%{% endblocktranslate %}",
    "number": (
        "{% load i18n %}{% blocktranslate count n=n %}{{ n }} case"
        "{% plural %}{{ n }} cases{% endblocktranslate %}"
    ),
    "kept": "{% load i18n %}{% blocktranslate asvar said %}<{{ n }}>{% endblocktranslate %}[{{ said }}]",
    "inner": '{{ shown }}{% url "cases:home" as shown %}{{ shown }}',
    "outer": '{% include "inner" with shown=n %}{{ shown }}{% include "inner" only %}',
    "rows": "{% for row in person.rows %}{% include 'row' %}{% endfor %}",
    "row": "{% cycle 'odd' 'even' %}{% if forloop.last %}.{% endif %}",
    "whole": '{% include "child" %}{% block said %}outer{% endblock %}',
    "parent": "<{% block said %}{% endblock %}>",
    "child": '{% extends "parent" %}{% block said %}{{ n }}{% endblock %}',
    "never": '{% if never %}{% url "no:such:page" %}{% endif %}{{ n }}',
    "plain": "{% autoescape off %}{{ person.name }}{% endautoescape %}{{ person.name }}",
}


def engine(loader: str) -> Engine:
    """An engine with the templates of this test and the tags of the site."""
    texts = ("django.template.loaders.locmem.Loader", TEMPLATES)
    return Engine(loaders=[(loader, [texts])], libraries=SITE.libraries)


FOLDED = engine("config.templates.Loader")
PLAIN = engine("django.template.loaders.cached.Loader")


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("number", [1, 2])
def test_every_kind_of_tag_draws_what_django_draws(name: str, number: int) -> None:
    values = {"n": number, "person": {"name": "<Ada>", "rows": "abc"}}
    plain = PLAIN.get_template(name).render(Context({**values}))
    folded = FOLDED.get_template(name)
    assert [folded.render(Context({**values})) for _again in range(2)] == [plain, plain]


def test_what_never_changes_is_one_text() -> None:
    (node,) = SITE.get_template("_footer.html").nodelist
    assert isinstance(node, TextNode)


def test_each_language_has_its_own_words() -> None:
    with translation.override("fr"):
        assert FOLDED.get_template("words").render(Context()).startswith("Oui")
    assert FOLDED.get_template("words").render(Context()).startswith("Yes")
