"""What is worked out once draws the same as what is worked out each time."""

from datetime import date

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine
from django.template.base import TextNode
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

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
    "dict": "{{ person.age }}{{ person.rows.0 }}{{ person.rows.upper }}{{ person.items }}",
    "attributes": "{{ ada.name }}{{ ada.hello }}{{ ada.mother.name }}{{ ada.age }}{{ ada.rows.0.name }}",
    "nothing": "[{{ ada.nothing }}{{ ada.gone }}{{ nobody }}{{ nobody.name }}{{ none }}{{ ada.forget }}]",
    "kinds": "{{ yes }} {{ half }} {{ safe }} {{ day }} {{ day.year }} {{ lazy }} {{ rows.1 }}",
    "if": "{% if ada.mother and not ada.nothing and ada.age > 3 %}!{% endif %}{{ ada.name|upper }}",
    "loop": "{% for row in rows %}{{ forloop.counter }}{{ forloop.last }}{{ row }}{% endfor %}",
    "large": "{{ large }} {{ n }} {% load l10n %}{% localize off %}{{ large }}{% endlocalize %}",
    "said": "{% load i18n %}{% translate yes_word %} {% translate person.name %} {{ _('Yes') }}",
    "percent": "{% load i18n %}{% translate percent as p %}{{ p }}{% translate percent %}",
    "said otherwise": "{% load i18n %}{% translate nobody %} {% translate safe %} {% translate lazy %}",
    "not said": "{% load i18n %}{% translate yes_word noop %}{% translate yes_word|upper %}",
    "said plainly": "{% load i18n %}{% autoescape off %}{% translate person.name %}{% endautoescape %}",
    "addresses": "{% url 'cases:case' slug %} {% url 'cases:case_version' slug n %} {% url page slug %}",
    "odd addresses": "{% url 'cases:case' odd %} {% url 'cases:case_version' slug digits %}",
    "named address": "{% url 'cases:case' n as there %}{{ there }}{% url 'cases:case' slug=odd %}",
    "two numbers": "{% url 'cases:case_diff' slug n large %}",
    "no address": "{% url 'cases:case_version' slug word as nowhere %}[{{ nowhere }}]",
    "below": "{% url 'cases:case_version' slug below as nowhere %}[{{ nowhere }}]",
    "filtered address": "{% url 'cases:case' slug|slice:':2' %} {% url 'cases:claim' claim %}",
    "plain": "{% autoescape off %}{{ person.name }}{% endautoescape %}{{ person.name }}",
}


def engine(loader: str) -> Engine:
    """An engine with the templates of this test and the tags of the site."""
    texts = ("django.template.loaders.locmem.Loader", TEMPLATES)
    return Engine(loaders=[(loader, [texts])], libraries=SITE.libraries)


class Person:
    """What a template may meet: attributes, a method, something that is not there, and what writes."""

    def __init__(self, mother: "Person | None" = None) -> None:
        self.name, self.age, self.mother, self.rows = "<Ada>", 36, mother, [mother]

    def hello(self) -> str:
        return "hello & good bye"

    @property
    def gone(self) -> str:
        raise ObjectDoesNotExist

    def forget(self) -> str:
        raise AssertionError

    forget.alters_data = True  # type: ignore[attr-defined]


VALUES = {
    "ada": Person(Person()),
    "rows": ["a", "<b>"],
    "none": None,
    "yes": True,
    "half": 0.5,
    "large": 1234567,
    "safe": SafeString("<i>3f</i>"),
    "day": date(2026, 11, 27),
    "lazy": gettext_lazy("No"),
    "yes_word": "Yes",
    "percent": "100 % <all>",
    "slug": "guifi-net",
    "odd": "a b'ü",
    "digits": "12",
    "word": "twelve",
    "below": -3,
    "page": "cases:tag",
    "claim": SafeString("3f"),
}
FOLDED = engine("config.templates.loader.Loader")
PLAIN = engine("django.template.loaders.cached.Loader")


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("number", [1, 2])
def test_every_kind_of_tag_draws_what_django_draws(name: str, number: int) -> None:
    values = VALUES | {"n": number, "person": {"name": "<Ada>", "rows": "abc", "items": "few"}}
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


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
@pytest.mark.parametrize("name", ["kinds", "large", "loop", "said", "percent"])
def test_values_are_written_as_the_language_writes_them(language: str, name: str) -> None:
    with translation.override(language):
        values = Context({**VALUES, "n": 1, "person": {"name": "Oui"}})
        assert FOLDED.get_template(name).render(values) == PLAIN.get_template(name).render(values)


def test_a_fault_of_an_attribute_is_told() -> None:
    class Broken:
        @property
        def name(self) -> str:
            raise AttributeError("deeper")

    with pytest.raises(AttributeError, match="deeper"):
        FOLDED.get_template("plain").render(Context({"person": Broken()}))
