"""The form for a new wording of a claim."""

import pytest

from cases.forms.wording import NOTE_LIMIT, STATEMENT_LIMIT, WordingForm
from models_taxonomy.models import Claim

TYPED = {"statement": "New words.", "kind": "narrowed", "note": "Why.", "seen_version": "1"}


@pytest.fixture
def claim() -> Claim:
    return Claim(code="3c", statement="Old words.", version=1)


def test_a_full_form_is_a_wording(claim: Claim) -> None:
    form = WordingForm(claim, TYPED)
    assert form.is_valid()
    assert (form.wording().statement, form.wording().seen_version) == ("New words.", 1)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("statement", "", "The statement is missing."),
        ("statement", "x" * (STATEMENT_LIMIT + 1), "Shorten it to 500."),
        ("statement", "Old words.", "The statement is the same as it stands now."),
        ("kind", "", "What the change does is missing."),
        ("kind", "first", "There is no such kind of change."),
        ("note", "  ", "The reason is missing."),
        ("note", "x" * (NOTE_LIMIT + 1), "Shorten it to 1000."),
    ],
)
def test_a_fault_is_named_with_its_fix(claim: Claim, field: str, value: str, message: str) -> None:
    form = WordingForm(claim, {**TYPED, field: value})
    assert not form.is_valid()
    [(target, said)] = form.problems
    assert target == f"id_{field}"
    assert message in said


def test_a_withdrawal_keeps_the_statement(claim: Claim) -> None:
    form = WordingForm(claim, {**TYPED, "kind": "withdrawn"})
    assert form.is_valid()
    assert form.wording().statement == "Old words."


def test_a_claim_is_withdrawn_once(claim: Claim) -> None:
    claim.is_withdrawn = True
    form = WordingForm(claim, {**TYPED, "kind": "withdrawn"})
    assert not form.is_valid()


def test_what_was_typed_is_kept_over_a_newer_wording(claim: Claim) -> None:
    newest = Claim(code="3c", statement="Newer words.", version=4)
    kept = WordingForm(claim, TYPED).kept_on(newest)
    assert (kept["statement"].value(), kept["seen_version"].value()) == ("New words.", "4")
