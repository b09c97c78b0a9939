"""What content must say before it may be sent for review."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from cases.domain.completeness import problems_before_review
from cases.domain.content import CaseContent, Illustration, Part, Phase, Place, Source, Stake
from cases.domain.vocabulary import Absence, SourceKind, Stance
from tests.strategies import contents

CLAIMS = {"3f": 2, "2c": 1}
SOURCE = Source(key="s1", kind=SourceKind.BOOK, title="A book")
WEB = replace(SOURCE, kind=SourceKind.WEB)
ROW = Illustration(claim="3f", version=1, stance=Stance.SUPPORTS, note="It shows.", sources=("s1",))
PHASE = Phase(start=2004, end=None, stage=7, model=3)
PART = Part(key="market", text="It sells.")
WHOLE = CaseContent(
    title="Guifi.net",
    summary="A network that its users own.",
    stake=Stake(none=True),
    phases=(PHASE,),
    parts=(PART,),
    illustrations=(ROW,),
    sources=(SOURCE,),
)


def paths_of(**changes: Any) -> list[str]:  # noqa: ANN401 (any field of the content)
    problems = problems_before_review(replace(WHOLE, **changes), claim_versions=CLAIMS)
    assert all(problem.text for problem in problems)
    return [problem.path for problem in problems]


def phases(*years: tuple[int, int | None]) -> tuple[Phase, ...]:
    return tuple(replace(PHASE, start=start, end=end) for start, end in years)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"parts": ()},
        {"illustrations": (), "sources": ()},
        {"parts": (Part(key="state", absence=Absence.NOT_FOUND),)},
        {"phases": phases((2004, 2010), (2010, None))},
        {"phases": phases((2004, 2004), (2008, 2012))},
        {"phases": (replace(PHASE, stage=None, no_stage_reason="A public body decides."),)},
        {"began": 2004, "ended": 2004},
        {"began": Absence.NOT_KNOWN, "ended": 1999},
        {"stake": Stake(none=False, which="I worked there.")},
        {"illustrations": (replace(ROW, version=2),)},
        {"illustrations": (replace(ROW, stance=Stance.NOT_FOUND, sources=()),)},
        {"illustrations": (ROW, replace(ROW, stance=Stance.CONTRADICTS))},
        {"sources": (replace(WEB, url="https://example.org"),)},
        {"sources": (replace(WEB, doi="10.1000/182"),)},
        {"sources": (replace(WEB, publisher="The Register"),)},
        {"sources": (replace(SOURCE, kind=SourceKind.INTERVIEW),)},
    ],
)
def test_partial_is_normal(changes: dict[str, Any]) -> None:
    assert paths_of(**changes) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"title": ""}, "title"),
        ({"summary": ""}, "summary"),
        ({"phases": ()}, "phases"),
        ({"phases": phases((2004, 2003))}, "phases.0.end"),
        ({"phases": (replace(PHASE, stage=None),)}, "phases.0.stage"),
        ({"phases": (replace(PHASE, no_stage_reason="x"),)}, "phases.0.no_stage_reason"),
        ({"phases": phases((2004, None), (2010, None))}, "phases.1.start"),
        ({"phases": phases((2004, 2010), (2009, None))}, "phases.1.start"),
        ({"phases": phases((2010, 2012), (2004, 2010))}, "phases.1.start"),
        ({"parts": (), "illustrations": ()}, "parts"),
        ({"parts": (Part(key="state", absence=Absence.NOT_FOUND),), "illustrations": ()}, "parts"),
        (
            {"parts": (), "illustrations": (replace(ROW, stance=Stance.NOT_FOUND, sources=()),)},
            "parts",
        ),
        ({"began": 2010, "ended": 2004}, "ended"),
        ({"sources": (replace(SOURCE, title=""),)}, "sources.0.title"),
        ({"sources": (WEB,)}, "sources.0.url"),
        ({"illustrations": (replace(ROW, claim="9z"),)}, "illustrations.0.claim"),
        ({"illustrations": (replace(ROW, version=3),)}, "illustrations.0.version"),
        ({"illustrations": (ROW, replace(ROW, stance=Stance.NOT_FOUND))}, "illustrations.1.stance"),
        ({"illustrations": (replace(ROW, note=""),)}, "illustrations.0.note"),
        ({"illustrations": (replace(ROW, sources=()),)}, "illustrations.0.sources"),
        ({"illustrations": (replace(ROW, sources=("s2",)),)}, "illustrations.0.sources"),
        ({"places": (Place(name="Osona"), Place(name="", country="ES"))}, "places.1.name"),
        ({"stake": None}, "stake"),
        ({"stake": Stake(none=True, which="I worked there.")}, "stake"),
        ({"stake": Stake(none=False)}, "stake"),
    ],
)
def test_each_rule_names_its_field(changes: dict[str, Any], path: str) -> None:
    assert paths_of(**changes) == [path]


def test_an_empty_case_hears_of_everything_at_once() -> None:
    problems = problems_before_review(CaseContent(), claim_versions=CLAIMS)
    assert [problem.path for problem in problems] == ["title", "summary", "phases", "parts", "stake"]


def test_what_the_case_says_of_a_withdrawn_claim_may_stay_or_go() -> None:
    for after in (WHOLE, replace(WHOLE, title="Guifi"), replace(WHOLE, illustrations=())):
        found = problems_before_review(after, claim_versions=CLAIMS, withdrawn={"3f"}, base=WHOLE)
        assert found == ()


@pytest.mark.parametrize("base", [None, replace(WHOLE, illustrations=())])
@pytest.mark.parametrize("row", [ROW, replace(ROW, note="Changed.")])
def test_nothing_new_is_placed_on_a_withdrawn_claim(base: CaseContent | None, row: Illustration) -> None:
    content = replace(WHOLE, illustrations=(row,))
    (found,) = problems_before_review(content, claim_versions=CLAIMS, withdrawn={"3f"}, base=base)
    assert found.path == "illustrations.0.claim"
    assert "was withdrawn" in found.text


def test_what_is_said_of_a_withdrawn_claim_is_not_changed() -> None:
    changed = replace(WHOLE, illustrations=(replace(ROW, note="Changed."),))
    found = problems_before_review(changed, claim_versions=CLAIMS, withdrawn={"3f"}, base=WHOLE)
    assert [problem.path for problem in found] == ["illustrations.0.claim"]


@given(contents())
def test_any_content_is_judged(content: CaseContent) -> None:
    for problem in problems_before_review(content, claim_versions=CLAIMS):
        assert problem.text
