"""The whole-case form: content becomes fields, and the fields give the content back."""

from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import HealthCheck, assume, given, settings

from accounts.models import User
from cases.domain.content import CaseContent
from cases.domain.vocabulary import NOW, Absence
from cases.forms.edit import EditSheet, PartSheet, with_source_keys
from cases.forms.raw import first
from cases.queries.taxonomy import Taxonomy, load_all
from tests.strategies import contents
from tests.world import content, illustration, published, reworded, source


@pytest.fixture
def texts(taxonomy: None) -> Taxonomy:
    return load_all()


def read_back(what: CaseContent, texts: Taxonomy) -> CaseContent | None:
    fields = EditSheet.opening_fields(what)
    stake = what.stake
    if stake is not None:
        fields |= {"stake": ["none" if stake.none else "some"], "stake_which": [stake.which]}
    return EditSheet(fields, taxonomy=texts, base=what).read().content


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much]
)
@given(what=contents())
def test_every_field_survives_the_form(texts: Taxonomy, what: CaseContent) -> None:
    # A form leaves out rows in which nothing is said; content from elsewhere may hold such rows.
    assume(all(place.name for place in what.places) and all(source.title for source in what.sources))
    assume(all(row.note for row in what.illustrations))
    assert read_back(what, texts) == what


@pytest.mark.parametrize("began", [2004, *(absence for absence in Absence)])
@pytest.mark.parametrize("ended", [2010, NOW, *(absence for absence in Absence)])
def test_the_four_absences_stay_four_things(texts: Taxonomy, began: int, ended: int) -> None:
    what = content(began=began, ended=ended)
    assert read_back(what, texts) == what


def test_a_fault_in_the_third_row_points_to_the_third_row(texts: Taxonomy) -> None:
    fields = EditSheet.opening_fields(content())
    fields |= {
        "phases.2.start": ["2015"],
        "phases.2.end": ["2014"],
        "phases.2.stage": ["1"],
        "phases.2.model": ["9"],
    }
    problems = dict(EditSheet(fields, taxonomy=texts, base=content()).read().problems)
    assert "phases.2.model" in problems


def test_empty_rows_are_left_out_and_do_not_shift_messages(texts: Taxonomy) -> None:
    fields = EditSheet.opening_fields(content())
    fields |= {
        "sources.5.kind": ["web"],
        "sources.5.title": [""],
        "sources.7.title": ["No link"],
        "sources.7.kind": ["web"],
    }
    problems = dict(EditSheet(with_source_keys(fields), taxonomy=texts, base=content()).read().problems)
    assert "sources.7.url" in problems


def test_an_empty_end_of_a_phase_is_not_now(texts: Taxonomy) -> None:
    fields = EditSheet.opening_fields(content()) | {"phases.1.end": [""]}
    reading = EditSheet(fields, taxonomy=texts, base=content()).read()
    assert reading.content is None
    assert "or “now” if it goes on" in dict(reading.problems)["phases.1.end"]


def test_a_note_on_a_part_without_a_reason_is_not_dropped(texts: Taxonomy) -> None:
    note = {"parts.state.note": ["I read all reports."]}
    for sheet, fields in (
        (EditSheet, EditSheet.opening_fields(content())),
        (PartSheet, PartSheet.opening_fields(content(), "state")),
    ):
        drawn = sheet(fields | note, taxonomy=texts, base=content())
        assert "Say why, or empty the note" in dict(drawn.read().problems)["parts.state.absence"]
        assert drawn.data["parts.state.note"] == "I read all reports."


def test_who_speaks_in_a_new_source_is_asked_on_every_sheet(texts: Taxonomy) -> None:
    new = {"sources.1.title": ["A report"], "sources.1.kind": ["web"], "sources.1.speaker": [""]}
    for sheet, fields in (
        (EditSheet, EditSheet.opening_fields(content())),
        (PartSheet, PartSheet.opening_fields(content(), "state")),
    ):
        problems = dict(sheet(with_source_keys(fields | new), taxonomy=texts, base=content()).read().problems)
        assert "Who speaks in this source is not said" in problems["sources.1.speaker"]
        assert "sources.0.speaker" not in problems


def test_one_part_changes_nothing_else(texts: Taxonomy) -> None:
    base = content()
    fields = PartSheet.opening_fields(base, "state")
    fields |= {
        "parts.state.text": ["Councils opened ducts.[@baig2015]"],
        "stake": ["none"],
        "licence": ["on"],
    }
    reading = PartSheet(fields, taxonomy=texts, base=base).read()
    assert reading.problems == []
    assert reading.content is not None
    assert [part.key for part in reading.content.parts] == ["in-short", "value-capture", "state"]
    assert reading.content.illustrations == base.illustrations


def test_a_source_without_a_key_gets_one_that_is_free() -> None:
    fields = {"sources.0.key": ["s1"], "sources.1.title": ["New"], "sources.1.key": [""]}
    assert first(with_source_keys(fields), "sources.1.key") == "s2"


@pytest.fixture
def reworded_texts(edda: User) -> Taxonomy:
    """The taxonomy after claim 3c got a second and a third wording."""
    reworded("3c", by=edda)
    reworded("3c", by=edda)
    return load_all()


def wordings(texts: Taxonomy, **changes: str) -> list[tuple[str, int]]:
    """The claims of the placements and their wordings, after these changes to the first row or a new one."""
    typed = {name.replace("_0_", "s.0.").replace("_1_", "s.1."): [value] for name, value in changes.items()}
    fields = EditSheet.opening_fields(content()) | typed
    read = EditSheet(fields, taxonomy=texts, base=content()).read().content
    assert read is not None
    return [(row.claim, row.version) for row in read.illustrations]


def test_an_untouched_placement_stays_on_its_wording(reworded_texts: Taxonomy) -> None:
    assert wordings(reworded_texts, illustration_0_note="Newer.") == [("3c", 1)]


def test_a_new_placement_stands_on_the_newest_wording(reworded_texts: Taxonomy) -> None:
    row = {"claim": "3c", "version": "", "stance": "contradicts", "note": "New."}
    assert wordings(reworded_texts, **{f"illustration_1_{name}": row[name] for name in row})[1] == ("3c", 3)


def test_a_placement_moved_to_another_claim_stands_on_its_newest_wording(reworded_texts: Taxonomy) -> None:
    assert wordings(reworded_texts, illustration_0_claim="3f") == [("3f", 1)]
    moved = {"illustration_0_version_of": "3f", "illustration_0_version": "1"}
    assert wordings(reworded_texts, **moved) == [("3c", 3)]


def test_a_tick_moves_a_placement_on_to_the_newest_wording(reworded_texts: Taxonomy) -> None:
    assert wordings(reworded_texts, illustration_0_on_newest="on") == [("3c", 3)]


def test_the_form_says_when_a_placement_stands_on_an_older_wording(
    reworded_texts: Taxonomy, bruno: User, chiara: User, signed_in: Callable[[User], Client]
) -> None:
    published(content(illustrations=(illustration(), illustration("3f"))), by=bruno, reviewer=chiara)
    page = signed_in(bruno).get("/cases/guifi-net/edit/").content.decode()
    assert page.count("Placed on wording 1; the newest is 3") == 1
    assert page.count("The placement holds for the newest wording too") == 1


def test_tick_boxes_do_not_shuffle_the_sources_of_a_placement(texts: Taxonomy) -> None:
    base = content(
        sources=(source("a1"), source("b2"), source("c3")),
        parts=(),
        illustrations=(illustration(sources=("c3", "a1")),),
    )
    fields = EditSheet.opening_fields(base) | {"illustrations.0.sources": ["a1", "b2", "c3"]}
    read = EditSheet(fields, taxonomy=texts, base=base).read().content
    assert read is not None
    assert read.illustrations[0].sources == ("c3", "a1", "b2")
