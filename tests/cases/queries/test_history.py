"""Published versions: their order, what each said, and that their cost is fixed."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.template.loader import render_to_string

from accounts.models import User
from cases.domain.content import Part
from cases.domain.rendering import TooComplex
from cases.domain.vocabulary import Absence, Stance
from cases.models import Case, Version
from cases.queries import history
from cases.queries.history import VersionPage, history_page, published_case, version_of, version_page
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests.world import content, illustration, published, source, submitted

Counting = Callable[[int], AbstractContextManager[object]]


def case_with(versions: int, *, by: User, reviewer: User) -> Case:
    case = published(content(), by=by, reviewer=reviewer)
    for number in range(2, versions + 1):
        case = published(content(summary=f"Summary {number}."), by=by, reviewer=reviewer, on=case)
    return case


def page_of(amina: User, chiara: User, **changes: object) -> VersionPage:
    case = published(content("Guifi.net", **changes), by=amina, reviewer=chiara)
    return version_page(Version.objects.get(case=case))


def test_the_newest_comes_first_and_each_knows_the_one_before(amina: User, chiara: User) -> None:
    case = case_with(4, by=amina, reviewer=chiara)
    first = history_page(case, size=3)
    rest = history_page(case, size=3, before=first.before)
    rows = [(row.version.number, row.previous) for row in (*first.rows, *rest.rows)]
    assert rows == [(4, 3), (3, 2), (2, 1), (1, None)]
    assert (first.before, rest.before) == (2, None)


def test_what_was_not_accepted_is_in_no_history(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    submitted(content(summary="Waiting."), by=amina, on=case)
    submitted(content("Unpublished"), by=amina)
    assert [row.version.number for row in history_page(case).rows] == [1]
    assert published_case("unpublished") is None


@pytest.mark.parametrize("number", [0, 2, 10**30])
def test_there_is_no_version_of_that_number(amina: User, chiara: User, number: int) -> None:
    assert version_of(published(content(), by=amina, reviewer=chiara), number) is None


def test_a_version_says_everything_that_it_said(amina: User, chiara: User) -> None:
    page = page_of(amina, chiara)
    facts = {row.label: list(row.would_be.lines) for row in page.facts}
    assert facts["Places"] == ["Osona, Spain"]
    assert facts["Ended"] == ["It goes on to this day"]
    assert [(phase.start, phase.stage.number if phase.stage else None) for phase in page.phases] == [
        (2004, 6),
        (2008, 7),
    ]
    assert [part.heading for part in page.parts] == ["In short", "Who realises the value"]
    assert [(placed.row.claim, placed.sources) for placed in page.placements] == [("3c", ((1, "baig2015"),))]


@pytest.mark.parametrize("absence", [Absence.NOT_KNOWN, Absence.DOES_NOT_APPLY, Absence.NOT_FOUND])
def test_an_absence_stays_one(amina: User, chiara: User, absence: Absence) -> None:
    parts = (Part(key="in-short", text="Short."), Part(key="skills", absence=absence, note="Asked."))
    skills = page_of(amina, chiara, parts=parts).parts[1]
    assert skills.html == ""
    assert skills.absence.endswith(": Asked.")


@pytest.mark.parametrize(("year", "shown", "why"), [(2015, 2015, ""), (Absence.NOT_KNOWN, None, "Not known")])
def test_a_year_or_why_there_is_none(
    amina: User, chiara: User, year: int | Absence, shown: int | None, why: str
) -> None:
    (row,) = page_of(amina, chiara, sources=(source(year=year),)).sources
    assert (row.year, row.no_year) == (shown, why)


def test_a_placement_keeps_the_wording_that_its_author_had_in_view(
    amina: User, chiara: User, edda: User
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    claim = Claim.objects.get(code="3c")
    first = claim.statement
    publish_wording(claim=claim, statement="Other.", kind="reworded", note="Why.", by=edda, seen_version=1)
    (placed,) = version_page(Version.objects.get(case=case)).placements
    assert placed.statement == first


def test_text_that_the_renderer_refuses_stands_as_it_was_written(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = Version.objects.get(case=published(content(), by=amina, reviewer=chiara))

    def refuse(_content: object) -> None:
        raise TooComplex("too deep")

    monkeypatch.setattr(history, "render_parts", refuse)
    part = version_page(version).parts[0]
    assert (part.html, part.text) == ("", "A network held in common [@baig2015].")


@pytest.mark.parametrize("versions", [3, 30])
def test_the_history_costs_one_query_and_its_template_none(
    amina: User, chiara: User, django_assert_num_queries: Counting, versions: int
) -> None:
    case = case_with(versions, by=amina, reviewer=chiara)
    with django_assert_num_queries(1):
        page = history_page(case)
    with django_assert_num_queries(0):
        render_to_string("cases/history.html", {"page": page, "case": case})


@pytest.mark.parametrize("claims", [1, 10])
def test_a_version_costs_six_queries_and_its_template_none(
    amina: User, chiara: User, django_assert_num_queries: Counting, claims: int
) -> None:
    codes = ("1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "3c", "3f")[:claims]
    case = published(
        content(
            illustrations=tuple(illustration(code, Stance.PARTLY) for code in codes),
            parts=(Part(key="in-short", text="See [[Sensorica]]."),),
        ),
        by=amina,
        reviewer=chiara,
    )
    version = version_of(case, 1)
    assert version is not None
    with django_assert_num_queries(6):
        page = version_page(version)
    with django_assert_num_queries(0):
        render_to_string("cases/version.html", {"page": page, "version": version, "case": case})
