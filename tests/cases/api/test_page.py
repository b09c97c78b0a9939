"""The guide: what it says is what holds, and what it shows can be pasted."""

import html
import json
import re
from dataclasses import fields

import pytest
from django.test import Client

from accounts.models import User
from cases.api.document import document
from cases.api.page import SENT
from cases.api.schemas import content as described
from cases.domain import content as schema
from tests.cases.api.programs import program_of

PIECES = ("Place", "Phase", "Part", "Illustration", "Source", "Image", "Stake")


@pytest.mark.parametrize("piece", PIECES)
def test_every_field_of_content_is_described(piece: str) -> None:
    assert list(getattr(described, piece).model_fields) == [f.name for f in fields(getattr(schema, piece))]


def test_content_is_described_whole() -> None:
    known = {field.name for field in fields(schema.CaseContent)}
    assert {field.alias or name for name, field in described.NewContent.model_fields.items()} == known | {
        "schema"
    }


def test_what_the_guide_sends_is_taken(amina: User, stranger: Client) -> None:
    page = html.unescape(stranger.get("/api/").content.decode())
    found = re.search(r"cat > case\.json <<'END'\n(.*?)\nEND\n?</code>", page, re.DOTALL)
    assert found
    assert json.loads(found[1]) == SENT
    assert program_of(amina).post("/revisions", found[1]).status == 201


def test_the_reference_names_every_operation_and_object(stranger: Client) -> None:
    page = stranger.get("/api/").content.decode()
    made = document()
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            assert f'id="op-{operation["operationId"]}"' in page
            assert f"{method.upper()} {path}" in page
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(made["components"]["schemas"]) <= ids
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_the_page_runs_nothing_of_others(stranger: Client) -> None:
    page = stranger.get("/api/").content.decode()
    assert set(re.findall(r'<script src="([^"]+)"', page)) == {"/static/js/theme.js"}
