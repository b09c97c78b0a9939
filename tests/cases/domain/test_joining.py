"""Joining two cases that are the same loses nothing without saying so."""

from dataclasses import replace

from hypothesis import given, settings

from cases.domain.content import CaseContent, Part, to_data
from cases.domain.joining import join
from cases.domain.reading import read_content
from cases.domain.vocabulary import Stance
from tests.strategies import contents
from tests.world import content, illustration, source

OTHER = content(
    "Guifi",
    organisations=("Fundació guifi.net", "Exo"),
    parts=(Part(key="value-capture", text="It pays wages [@baig2015]."), Part(key="skills", text="Radio.")),
    illustrations=(illustration("3f"), illustration("3c", note="As operators say.")),
    sources=(source(), source("second", url="https://example.org/second")),
)


def test_what_the_other_adds_stands_behind_what_is_there() -> None:
    joined = join(content(), OTHER).content
    assert joined.title == "Guifi.net"
    assert joined.organisations == ("Fundació guifi.net", "Exo")
    assert joined.part("skills") == Part(key="skills", text="Radio.")
    assert joined.part("value-capture") == Part(
        key="value-capture", text="Operators earn on it.[@baig2015]\n\nIt pays wages [@baig2015]."
    )
    assert {row.claim for row in joined.illustrations} == {"3c", "3f"}


def test_the_same_document_is_one_source_whatever_its_key() -> None:
    theirs = content(
        parts=(Part(key="skills", text="Radio [@other; @baig2015]."),),
        sources=(source("other"), source("baig2015", url="https://example.org/another")),
    )
    joined = join(content(), theirs).content
    assert [row.key for row in joined.sources] == ["baig2015", "baig2015-2"]
    assert joined.part("skills") == Part(key="skills", text="Radio [@baig2015; @baig2015-2].")


def test_what_finds_no_place_is_named() -> None:
    left_out = join(content(), replace(OTHER, tags=("commons", "a", "b", "c", "d", "e", "f", "g"))).left_out
    assert left_out == ("title", "summary", "tags", "illustrations.3c.supports")


def test_a_case_joined_with_itself_stays_as_it_is() -> None:
    assert join(content(), content()).content == content()
    assert join(content(), content()).left_out == ()


def test_nothing_is_taken_from_the_case_that_stays() -> None:
    joined = join(content(), CaseContent()).content
    assert joined == content()


@settings(max_examples=15)
@given(contents(), contents())
def test_the_outcome_is_content_that_holds_all_placements_and_texts(
    stays: CaseContent, other: CaseContent
) -> None:
    joined = join(stays, other)
    assert read_content(to_data(joined.content)) == joined.content
    assert set(stays.sources) <= set(joined.content.sources)
    stances = {(row.claim, row.stance) for row in joined.content.illustrations}
    assert {
        (row.claim, Stance(row.stance)) for row in (*stays.illustrations, *other.illustrations)
    } <= stances
    for part in stays.parts:
        found = joined.content.part(part.key)
        assert found is not None
        assert found.text.startswith(part.text)
