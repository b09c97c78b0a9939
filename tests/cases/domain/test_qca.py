"""Calibration and the truth table."""

import pytest

from cases.domain.content import Phase
from cases.domain.messages import ContentProblems
from cases.domain.qca import (
    Calibrated,
    Condition,
    ConditionKind,
    Examined,
    Use,
    calibrated,
    examined,
    finding_of,
    membership,
    read_question,
    truth_table,
)
from cases.domain.vocabulary import Absence, Stance
from tests.world import content, illustration

S, P, C, N = Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS, Stance.NOT_FOUND
CLAIMS = {"1d", "2c", "3f"}


def case(*stances: Stance, stage: int | None = 6, began: int | None = 2004) -> Examined:
    return Examined("guifi", "Guifi", {"1d": frozenset(stances)} if stances else {}, stage, 3, began)


@pytest.mark.parametrize(
    ("stances", "finding", "degree"),
    [
        ((), "not_examined", None),
        ((N,), "not_found", None),
        ((S,), "supports", 1.0),
        ((P,), "partly", 0.67),
        ((C,), "contradicts", 0.0),
        ((S, C), "supports+contradicts", 0.5),
        ((S, P), "supports+partly", 0.835),
        ((C, N), "contradicts+not_found", 0.0),
    ],
)
def test_findings_stay_apart_and_become_degrees(
    stances: tuple[Stance, ...], finding: str, degree: float | None
) -> None:
    assert finding_of(case(*stances), "1d") == finding
    assert membership(Condition(ConditionKind.CLAIM, "1d"), case(*stances)) == degree


@pytest.mark.parametrize(
    ("kind", "value", "of", "degree"),
    [
        (ConditionKind.STAGE, "5", case(stage=5), 1.0),
        (ConditionKind.STAGE, "5", case(stage=4), 0.0),
        (ConditionKind.STAGE, "5", case(stage=None), None),
        (ConditionKind.MODEL, "3", case(), 1.0),
        (ConditionKind.MODEL, "2", case(), 0.0),
        (ConditionKind.BEGAN, "2004", case(), 1.0),
        (ConditionKind.BEGAN, "2005", case(), 0.0),
        (ConditionKind.BEGAN, "2005", case(began=None), None),
    ],
)
def test_other_conditions_are_there_or_not(
    kind: ConditionKind, value: str, of: Examined, degree: float | None
) -> None:
    assert membership(Condition(kind, value), of) == degree


def test_the_last_phase_counts_and_an_unknown_year_is_missing() -> None:
    phases = (Phase(start=1990, end=2000, stage=2, model=1), Phase(start=2000, end=None, stage=7, model=3))
    rows = (illustration("2c"), illustration("2c", C))
    found = examined("x", content("X", phases=phases, illustrations=rows, began=Absence.NOT_KNOWN))
    assert (found.stage, found.model, found.began) == (7, 3, None)
    assert found.findings == {"2c": {S, C}}


@pytest.mark.parametrize(
    ("outcome", "conditions", "path"),
    [
        ("9z", "1d", "outcome"),
        ("1d", "", "conditions"),
        ("1d", "1d", "conditions"),
        ("1d", "2c,2c", "conditions"),
        ("1d", "stage-8", "conditions"),
        ("1d", "stage-٥", "conditions"),
        ("1d", "model-4", "conditions"),
        ("1d", "began-999", "conditions"),
        ("1d", "stage-1,stage-2,stage-3,stage-4,stage-5,stage-6,stage-7", "conditions"),
    ],
)
def test_what_cannot_be_asked_is_refused(outcome: str, conditions: str, path: str) -> None:
    with pytest.raises(ContentProblems) as refusal:
        read_question(outcome, conditions, CLAIMS)
    assert {problem.path for problem in refusal.value.problems} == {path}


def test_a_question_is_read_as_it_is_written() -> None:
    question = read_question("1d", "2c, stage-5 ,began-1990", CLAIMS)
    assert [each.text for each in question.conditions] == ["2c", "stage-5", "began-1990"]
    assert [each.name for each in question.conditions] == ["claim_2c", "stage_5", "began_1990"]


def test_what_is_missing_or_neither_leaves_a_case_out() -> None:
    question = read_question("2c", "1d", CLAIMS)
    assert calibrated(question, case(S)).use is Use.MISSING
    assert Calibrated("x", 1.0, (0.5,)).use is Use.AMBIGUOUS
    assert Calibrated("x", 0.5, (1.0,)).use is Use.USED


def test_a_truth_table_of_crisp_sets_counts() -> None:
    cases = [
        Calibrated("a", 1.0, (1.0, 1.0)),
        Calibrated("b", 0.0, (1.0, 1.0)),
        Calibrated("c", 1.0, (0.0, 1.0)),
        Calibrated("left out", None, (0.0, 0.0)),
    ]
    rows = truth_table(2, cases)
    assert [(row.present, row.cases, row.outcome) for row in rows] == [
        ((False, False), [], "?"),
        ((False, True), ["c"], "1"),
        ((True, False), [], "?"),
        ((True, True), ["a", "b"], "0"),
    ]
    assert [row.inclusion for row in rows] == [None, 1.0, None, 0.5]


def test_a_truth_table_of_fuzzy_sets_weighs() -> None:
    """By hand: row 1 is 1-0.67=0.33 and 1-0=1, row 2 is 0.67 and 0; the outcomes are 1 and 0.67."""
    off, on = truth_table(1, [Calibrated("a", 1.0, (0.67,)), Calibrated("b", 0.67, (0.0,))])
    assert (off.cases, on.cases) == (["b"], ["a"])
    assert off.inclusion == pytest.approx((0.33 + 0.67) / 1.33)
    assert off.pri == pytest.approx((0.33 + 0.67 - 0.33) / (1.33 - 0.33))
    assert on.inclusion == pytest.approx(1.0)
    assert on.pri == pytest.approx(1.0)
    assert (off.outcome, on.outcome) == ("0", "1")
