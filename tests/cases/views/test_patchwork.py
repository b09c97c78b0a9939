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
def test_a_stranger_costs_six_queries_without_any_case(
    stranger: Client, page: str, django_assert_num_queries: Counting
) -> None:
    stranger.get(page)
    with django_assert_num_queries(6):
        stranger.get(page)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("country=Spain", "country"),
        ("decade=1995", "decade"),
        ("stance=maybe", "stance"),
        ("speaker=all", "speaker"),
        ("lang=xx", "lang"),
        ("tag=a%20b", "tag"),
        ("sector=zoo", "sector"),
        ("country=ES&country=FR", "country"),
    ],
)
def test_a_filter_that_cannot_be_is_named(stranger: Client, page: str, query: str, field: str) -> None:
    answer = stranger.get(f"{page}?{query}")
    assert answer.status_code == 400
    assert field in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_hidden_cases_are_counted_and_can_be_shown(
    stranger: Client, amina: User, chiara: User, page: str
) -> None:
    for number in range(2):
        world.published(world.content(f"Case {number}"), by=amina, reviewer=chiara)
    text = " ".join(text_of(stranger, f"{page}?country=FI&model=3").split())
    assert "2 cases are hidden by your filter (Finland)." in text
    assert f'href="{page}?model=3#c3c"' in text
    assert "0 of 2 cases fit the filters." in text
    assert "Remove “Finland” (2 cases)" in text


def test_with_htmx_only_the_results_the_sentence_and_the_counts_come(
    stranger: Client, amina: User, chiara: User
) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    text = stranger.get("/patchwork/?country=ES", headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in text
    assert 'id="live" role="status" class="vh" hx-swap-oob="innerHTML"' in text
    assert 'id="count-country-ES"' in text
    assert "They are on 1 of 30 claims. Among them alone, held: 0, contested: 0, thin: 1." in " ".join(
        text.split()
    )


def test_views_keep_the_filters_and_filters_keep_the_view(
    stranger: Client, amina: User, chiara: User
) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    text = text_of(stranger, "/patchwork/?country=ES&model=3&state=thin")
    assert 'href="/patchwork/?country=ES&amp;model=3&amp;state=held"' in text
    assert 'href="/patchwork/?country=ES&amp;state=thin&amp;model=2"' in text
    assert '<input type="hidden" name="state" value="thin">' in text
    assert 'href="/patchwork/?state=thin&amp;model=3"' in text


def test_the_view_says_what_independent_means(stranger: Client) -> None:
    text = text_of(stranger, "/patchwork/?speaker=independent")
    assert "No case fits all of these filters." in text
