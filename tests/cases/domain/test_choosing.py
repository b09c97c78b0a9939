"""Choosing some of the changes between two contents, and what a choice still needs."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.changes import IMAGE_ORDER, SINGLE_FIELDS, TABLES, changed_fields, identity_of, rows_of
from cases.domain.choosing import Need, chosen_content, needs_of
from cases.domain.completeness import problems_before_review
from cases.domain.content import CaseContent, Part
from cases.domain.vocabulary import Stance
from tests.strategies import contents
from tests.world import content, illustration, source

VERSIONS = {"3c": 1, "3f": 1}


def values(what: CaseContent) -> dict[str, object]:
    """Every field and row by its path, in no order."""
    found: dict[str, object] = {name: getattr(what, name) for name in SINGLE_FIELDS}
    for table in TABLES:
        found |= {f"{table}.{key}": row for key, row in rows_of(what, table).items()}
    return found


@settings(max_examples=15)
@given(contents(), contents())
def test_nothing_chosen_is_what_was_and_everything_is_what_would_be(
    before: CaseContent, after: CaseContent
) -> None:
    everything = {change.path for change in changed_fields(before, after)}
    assert chosen_content(before, after, ()) == before
    assert values(chosen_content(before, after, everything)) == values(after)


@settings(max_examples=15)
@given(contents(), contents(), st.data())
def test_a_choice_changes_the_chosen_and_nothing_else(
    before: CaseContent, after: CaseContent, data: st.DataObject
) -> None:
    changes = changed_fields(before, after)
    paths = data.draw(st.sets(st.sampled_from([change.path for change in changes]))) if changes else set()
    expected = values(before)
    for change in changes:
        # The order of images follows from those that are there: alone it says nothing of a new one.
        if change.path in paths and change.path != IMAGE_ORDER:
            expected.pop(change.path, None)
            table = change.path.partition(".")[0]
            if table not in TABLES:
                expected[change.path] = change.new
            elif change.new is not None:
                expected[f"{table}.{identity_of(change.new)}"] = change.new  # type: ignore[arg-type]
    assert values(chosen_content(before, after, paths)) == expected


NEW_SOURCE = source("smith2020")
ON_NEW_SOURCE = illustration("3f", sources=("smith2020",))
CITES_IT = Part(key="market", text="It sells [@smith2020].")
WITH_SOURCE = content(
    illustrations=(illustration(), ON_NEW_SOURCE),
    parts=(*content().parts, CITES_IT),
    sources=(source(), NEW_SOURCE),
)
WITHOUT_IT = content(
    illustrations=(illustration(),),
    sources=(source(),),
    parts=content().parts,
    title="Guifi",
)


SUBSTANCE = Need("", ("illustrations.3c.supports", "parts.in-short", "parts.value-capture"))


@pytest.mark.parametrize(
    ("before", "after", "paths", "needs"),
    [
        (content(), WITH_SOURCE, {"sources.smith2020"}, []),
        (content(), WITH_SOURCE, {"illustrations.3f.supports", "sources.smith2020"}, []),
        (
            content(),
            WITH_SOURCE,
            {"illustrations.3f.supports"},
            [Need("illustrations.3f.supports", ("sources.smith2020",))],
        ),
        (content(), WITH_SOURCE, {"parts.market"}, [Need("parts.market", ("sources.smith2020",))]),
        (
            WITH_SOURCE,
            WITHOUT_IT,
            {"sources.smith2020", "parts.market"},
            [Need("sources.smith2020", ("illustrations.3f.supports",))],
        ),
        (WITH_SOURCE, WITHOUT_IT, {"title"}, []),
        (
            None,
            content(),
            {"title", "summary", "phases"},
            [
                SUBSTANCE,
                Need("", ("stake",)),
            ],
        ),
        (
            None,
            content(language="es"),
            {"title", "stake", "phases", "parts.market"},
            [Need("", ("language",)), Need("", ("summary",)), SUBSTANCE],
        ),
        (
            content(illustrations=(illustration("3f", Stance.NOT_FOUND, sources=()),)),
            content(illustrations=(illustration("3f"), illustration("3f", Stance.PARTLY))),
            {"illustrations.3f.supports"},
            [Need("", ("illustrations.3f.not_found",))],
        ),
    ],
)
def test_a_choice_says_what_it_needs(
    before: CaseContent | None, after: CaseContent, paths: set[str], needs: list[Need]
) -> None:
    problems = problems_before_review(chosen_content(before, after, paths), claim_versions=VERSIONS)
    found = needs_of(before, after, paths, problems)
    assert found == tuple(needs)


def test_a_need_that_nothing_left_out_explains_is_none() -> None:
    broken = replace(content(), title="Guifi", phases=())
    problems = problems_before_review(
        chosen_content(replace(content(), phases=()), broken, {"title"}), claim_versions=VERSIONS
    )
    assert needs_of(replace(content(), phases=()), broken, {"title"}, problems) == ()
