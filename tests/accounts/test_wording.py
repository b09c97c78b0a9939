"""The texts of the packages are worded as the rest of the site is."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

CATALOGUE = Path(settings.BASE_DIR) / "wording/en/LC_MESSAGES/django.po"
ENTRY = re.compile(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', re.MULTILINE)


def entries() -> list[tuple[str, str]]:
    """The pairs of the catalogue, without its header."""
    found = [(_joined(old), _joined(new)) for old, new in ENTRY.findall(CATALOGUE.read_text("utf-8"))]
    return [(old, new) for old, new in found if old]


def _joined(lines: str) -> str:
    text = "".join(line[1:-1] for line in lines.splitlines())
    return text.replace("\\n", "\n").replace('\\"', '"')


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(entries()) > 100
    assert [(old, compiled.gettext(old)) for old, _new in entries()] == entries()


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: str(entry[0])[:40])
def test_each_text_keeps_its_values_and_the_rules_of_wording(entry: tuple[str, str]) -> None:
    old, new = entry
    assert set(re.findall(r"%\(\w+\)s", new)) == set(re.findall(r"%\(\w+\)s", old))
    assert not re.search(r"\bplease\b|\binvalid\b|!|successfully", new, re.IGNORECASE)


@pytest.mark.django_db
def test_the_pages_use_it() -> None:
    page = Client().get(reverse("account_reset_password")).content.decode()
    assert "Send the link" in page
    assert "Reset My Password" not in page
