"""Several people at once, in any order: no interleaving breaks an invariant or leaks unreviewed text."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.cases.machine.changes import Changes
from tests.cases.machine.keeping import Keeping
from tests.cases.machine.people import People

ACTIONS = Path(__file__).parents[2] / "cases/actions"
MACHINE = Path(__file__).parent / "machine"

INSIDE = "Other acts call it in their transaction."
LEFT_OUT = {
    "comment_html.write_comments_again": INSIDE,
    "facts.fold_changes": INSIDE,
    "gap_turns.replace_turns": INSIDE,
    "hide_list.keep_hide_list": "The worker keeps a file of what is hidden, and changes no table.",
    "joining.absorb": INSIDE,
    "last_changes.replace_changes": INSIDE,
    "opinion_counts.replace_figures": INSIDE,
    "proposed.replace_public_rows": INSIDE,
    "publication.publish": INSIDE,
    "publication.put_back": INSIDE,
    "publication.put_version_back": INSIDE,
    "publication.take_down": INSIDE,
    "publication.take_turn": INSIDE,
    "publication.take_version_away": INSIDE,
    "publication.take_withdrawal_away": INSIDE,
    "restored.settle": "It follows the restoration of a backup.",
    "sending.sent_together": "It sends what other actions write.",
    "submissions.put_together": INSIDE,
    "submissions.submit_new_cases": "`imports.send_on` calls it for what is plainly new.",
    "held_versions.outwait_held_versions": INSIDE,
    "trail.queue_account_mail": INSIDE,
    "trail.queue_announcement": INSIDE,
    "watching.announce": "The worker calls it: `outbox.deliver_due`.",
    "publication.rebuild_public": "The machine calls it at the end of each run, and compares.",
    "sources.count_again_by_model": "It follows a new wording, by a listener.",
    "kept_answers.once": "It does what another action does, once for each key of a program.",
    "lookups.ask": "It asks other sites; it writes a draft only, as `drafts.keep` does.",
    "uploads.upload": "It decodes pictures, which takes its time; the machine makes the row itself.",
    "uploads.forget_unused": "It waits a month.",
    "imports.forget_of": "Accounts call it, by a listener, when somebody leaves.",
    "imports.forget_old": "It waits a month.",
    "imports.start": "`imports.begin` calls it, and the command.",
    "imports.read_from_disk": "The command calls it; it reads as `imports.read_at_once` does.",
}
"""Actions that the machine has no rule for, with the reason."""


class Workflow(Changes, Keeping, People):
    """Everything that people do, in one world."""


@pytest.mark.django_db
def test_no_order_of_acts_breaks_an_invariant() -> None:
    run_state_machine_as_test(
        Workflow, settings=settings(max_examples=7, stateful_step_count=60, deadline=None)
    )


def test_the_machine_knows_every_action() -> None:
    tried = {name for path in MACHINE.glob("*.py") for name in _named_in(path)}
    actions = {name for path in ACTIONS.glob("*.py") for name in _actions_of(path)}
    assert actions - tried == set(LEFT_OUT)
    assert set(LEFT_OUT) <= actions


def _actions_of(path: Path) -> Iterator[str]:
    """The public functions of a module of actions that take their arguments by name only."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not node.args.args:
            yield f"{path.stem}.{node.name}"


def _named_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"
