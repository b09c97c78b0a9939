"""What the page of a case reads."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.domain.content import Part, Phase, Place
from cases.domain.vocabulary import PARTS, Absence, Stance
from cases.queries.case import CasePage, load_case_page
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests import world

Counting = Callable[[int], AbstractContextManager[object]]


def page_of(amina: User, chiara: User, **changes: object) -> CasePage:
    """Publish a case and read its page."""
    return load_case_page(world.published(world.content("Guifi.net", **changes), by=amina, reviewer=chiara))


def test_every_part_is_there_in_its_order_written_or_not(amina: User, chiara: User) -> None:
    page = page_of(amina, chiara)
    assert [part.key for part in page.parts] == list(PARTS)
    assert [part.key for part in page.parts if not part.is_missing] == ["in-short", "value-capture"]


@pytest.mark.parametrize("absence", [Absence.NOT_KNOWN, Absence.DOES_NOT_APPLY, Absence.NOT_FOUND])
def test_a_finding_of_absence_is_not_a_missing_part(amina: User, chiara: User, absence: Absence) -> None:
    parts = (Part(key="in-short", text="Short."), Part(key="skills", absence=absence, note="Asked."))
    skills = next(part for part in page_of(amina, chiara, parts=parts).parts if part.key == "skills")
    assert not skills.is_missing
    assert skills.row is not None
    assert (skills.row.absence, skills.row.note) == (absence, "Asked.")


def test_claims_stand_beside_the_part_of_their_aspect_even_when_it_is_missing(
    amina: User, chiara: User
) -> None:
    page = page_of(amina, chiara, illustrations=(world.illustration("3a"), world.illustration("3c")))
    beside = {part.key: [note.claim.code for note in part.notes] for part in page.parts if part.notes}
    assert beside == {"value-creation": ["3a"], "value-capture": ["3c"]}


def test_disagreeing_sources_make_one_note_with_both_stances(amina: User, chiara: User) -> None:
    both = (world.illustration("3c"), world.illustration("3c", Stance.CONTRADICTS))
    (note,) = page_of(amina, chiara, illustrations=both).notes
    assert [shown.placement.stance for shown in note.placements] == ["supports", "contradicts"]


def test_what_was_not_found_is_listed_and_not_counted(amina: User, chiara: User) -> None:
    rows = (world.illustration("3c"), world.illustration("3k", Stance.NOT_FOUND, sources=()))
    page = page_of(amina, chiara, illustrations=rows)
    assert (len(page.notes), page.claims_sewn) == (2, 1)


def test_a_placement_on_an_older_wording_shows_that_wording(amina: User, chiara: User, edda: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    claim = Claim.objects.get(code="3c")
    before = claim.statement
    publish_wording(claim=claim, statement="Other.", kind="reworded", note="Why.", by=edda, seen_version=1)
    (note,) = load_case_page(case).notes
    assert note.claim.statement == "Other."
    assert note.placements[0].older is not None
    assert note.placements[0].older.statement == before


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place(name="Osona", country="ES"), "Osona, Spain"),
        (Place(name="Spain", country="ES"), "Spain"),
        (Place(name="Everywhere", country="worldwide"), "Everywhere, Worldwide"),
        (Place(name="Somewhere"), "Somewhere"),
    ],
)
def test_a_place_says_its_country_once(amina: User, chiara: User, place: Place, shown: str) -> None:
    assert page_of(amina, chiara, places=(place,)).places == (shown,)


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("he", "rtl"), ("zh", "ltr")]
)
def test_the_direction_is_that_of_the_language(
    amina: User, chiara: User, language: str, direction: str
) -> None:
    assert page_of(amina, chiara, language=language).direction == direction


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_costs_the_same_queries_for_small_and_large_cases(
    amina: User, chiara: User, django_assert_num_queries: Counting, number: int
) -> None:
    codes = Claim.objects.order_by("order").values_list("code", flat=True)[:number]
    case = world.published(
        world.content(
            illustrations=tuple(world.illustration(code) for code in codes),
            sources=(world.source(), *(world.source(f"s{n}") for n in range(number))),
            places=tuple(Place(name=f"P{n}") for n in range(number)),
            phases=tuple(Phase(start=1900 + n, end=1901 + n, stage=1, model=1) for n in range(number)),
        ),
        by=amina,
        reviewer=chiara,
    )
    list(case.tags.all())  # Django remembers the content type of cases after its first use.
    with django_assert_num_queries(14):
        load_case_page(case)
