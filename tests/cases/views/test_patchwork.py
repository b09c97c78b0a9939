"""The pages of the patchwork."""

import gzip
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.html import strip_tags

from accounts.models import User
from cases.domain.states import Finding, ModelPicture, find
from cases.domain.vocabulary import Stance
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests import world

PAGES = ("/patchwork/", "/patchwork/text/")
Counting = Callable[[int], AbstractContextManager[object]]


def text_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_reads_it_and_gets_no_cookie(stranger: Client, page: str) -> None:
    response = stranger.get(page)
    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query",
    ["state=open", "state=GAP", "model=4", "model=0", "state=gap&state=thin", "model=3&model=3", "model=%00"],
)
def test_a_value_that_no_view_has_is_a_400_with_words(stranger: Client, page: str, query: str) -> None:
    assert stranger.get(f"{page}?{query}").status_code == 400


def test_other_parameters_are_left_alone(stranger: Client) -> None:
    assert stranger.get("/patchwork/?utm=x&utm=y").status_code == 200


def test_a_patch_leads_to_the_evidence_and_a_gap_to_the_form(
    stranger: Client, amina: User, chiara: User
) -> None:
    world.published(world.content("OpenStreetMap: a map"), by=amina, reviewer=chiara)
    text = text_of(stranger, "/patchwork/")
    assert "/cases/openstreetmap-a-map/#claim-3c" in text
    assert "Open<wbr>Street<wbr>Map</span>" in text
    assert 'href="/contribute/?claim=3f"' in text


@pytest.mark.parametrize("page", PAGES)
def test_a_view_shows_its_claims_only(stranger: Client, amina: User, chiara: User, page: str) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    text = text_of(stranger, f"{page}?state=thin")
    assert 'id="c3c"' in text
    assert 'id="c3f"' not in text
    assert "1 of 30 claims is in this view." in text


def test_a_view_without_claims_says_so(stranger: Client) -> None:
    assert "No claim is in this view." in text_of(stranger, "/patchwork/?state=held")


def test_a_title_is_text_and_never_markup(stranger: Client, amina: User, chiara: User) -> None:
    world.published(world.content("<script>alert(1)</script>"), by=amina, reviewer=chiara)
    assert "<script>alert" not in text_of(stranger, "/patchwork/")


def test_unreviewed_cases_are_not_on_it(stranger: Client, amina: User) -> None:
    world.submitted(world.content("Hidden so far"), by=amina)
    assert "Hidden so far" not in text_of(stranger, "/patchwork/")


def test_older_wordings_and_empty_searches_are_named(
    stranger: Client, amina: User, chiara: User, edda: User
) -> None:
    placements = (world.illustration("3c"), world.illustration("3f", Stance.NOT_FOUND))
    world.published(world.content(illustrations=placements), by=amina, reviewer=chiara)
    claim = Claim.objects.get(code="3c")
    publish_wording(claim=claim, statement="New.", kind="narrowed", note="Why.", by=edda, seen_version=1)
    text = text_of(stranger, "/patchwork/")
    assert "placed on wording 1" in text
    assert "1 case looked for it and found nothing" in text


def picture(number: int, **counts: int) -> ModelPicture:
    return ModelPicture(number=number, **counts)


FINDINGS = [
    ((7, 9, 14), (0, 0, 0), "No case yet. 30 gaps: pick one."),
    (
        (0, 0, 3),
        (0, 1, 0),
        "So far he is right. Cases are on 27 of 30 claims. All 3 gaps are in the third model.",
    ),
    ((0, 0, 1), (0, 1, 0), "The one gap is in the third model."),
    ((0, 1, 6), (0, 0, 0), "Of the 7 gaps, 6 are in the third model."),
    ((3, 1, 2), (0, 0, 0), "Of the 6 gaps, more are in the first model than in any other; the third has 2."),
    ((0, 1, 0), (0, 0, 0), "The one gap is in the second model."),
    ((0, 2, 2), (0, 0, 0), "Of the 4 gaps, the third model has 2, and no one model has the most."),
    ((0, 0, 0), (0, 0, 2), "2 are thin, all of them in the third model."),
    ((0, 0, 0), (0, 1, 3), "4 are thin, more of them in the third model than in any other: 3."),
    ((0, 0, 0), (3, 0, 1), "4 are thin, more of them in the first model than in any other; the third has 1."),
    ((0, 0, 0), (0, 1, 0), "One is thin, and it is in the second model."),
    ((0, 0, 0), (1, 1, 0), "2 are thin, and no one model has the most of them."),
    ((0, 0, 0), (0, 0, 0), "Held: 30. Contested: 0."),
]


def finding_of(gaps: tuple[int, ...], thin: tuple[int, ...]) -> Finding:
    """The finding for 7, 9 and 14 claims, all held but these."""
    return find(
        [
            picture(number, gaps=gap, thin=few, held=claims - gap - few)
            for number, claims, gap, few in zip((1, 2, 3), (7, 9, 14), gaps, thin, strict=True)
        ]
    )


@pytest.mark.parametrize(("gaps", "thin", "sentence"), FINDINGS)
def test_the_finding_has_words_for_every_shape(
    gaps: tuple[int, ...], thin: tuple[int, ...], sentence: str
) -> None:
    written = render_to_string("cases/_finding.html", {"finding": finding_of(gaps, thin)})
    assert sentence in strip_tags(" ".join(written.split()))


def test_it_weighs_little_however_many_cases(stranger: Client, amina: User, chiara: User) -> None:
    everywhere = tuple(world.illustration(claim.code) for claim in Claim.objects.all())
    for number in range(8):
        what = world.content(f"A case with a rather long name {number}", illustrations=everywhere)
        world.published(what, by=amina, reviewer=chiara)
    assert len(gzip.compress(stranger.get("/patchwork/").content)) < 25_000


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_costs_six_queries(
    stranger: Client, page: str, django_assert_num_queries: Counting
) -> None:
    with django_assert_num_queries(6):
        stranger.get(page)
