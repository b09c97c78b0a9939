"""Loading the taxonomy, and publishing new wordings of claims."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from models_taxonomy.actions import IncompleteWording, WordingChanged, load_taxonomy, publish_wording
from models_taxonomy.loading import read_taxonomy
from models_taxonomy.models import Aspect, Claim, ClaimVersion, KindOfChange, SourceText, Stage, ValueModel
from models_taxonomy.queries import claims_now
from models_taxonomy.signals import wording_published
from tests.world import person

pytestmark = pytest.mark.django_db


def reword(*, by: User | None = None, **changes: object) -> ClaimVersion:
    facts: dict[str, object] = {
        "statement": "The market serves the commons.",
        "kind": KindOfChange.REWORDED,
        "note": "Shorter.",
        "seen_version": 1,
    }
    return publish_wording(
        claim=Claim.objects.get(pk="3f"),
        by=by or person("Edda", "steward"),
        **{**facts, **changes},  # type: ignore[arg-type]
    )


@pytest.fixture
def empty_tables(transactional_db: None) -> None:
    """A database into which no taxonomy has been loaded."""
    call_command("flush", interactive=False, verbosity=0)


def test_loading_makes_every_row_and_a_first_wording_each(empty_tables: None) -> None:
    assert load_taxonomy() == 30
    counts = [table.objects.count() for table in (SourceText, Stage, ValueModel, Aspect, Claim, ClaimVersion)]
    assert counts == [2, 7, 3, 10, 30, 30]
    assert not ClaimVersion.objects.exclude(number=1, kind=KindOfChange.FIRST, by=None).exists()


def test_loading_again_changes_nothing(taxonomy: None) -> None:
    before = list(ClaimVersion.objects.values())
    assert load_taxonomy() == 0
    assert list(ClaimVersion.objects.values()) == before


def test_loading_never_touches_a_newer_wording(taxonomy: None) -> None:
    reword()
    load_taxonomy()
    claim = Claim.objects.get(pk="3f")
    assert (claim.version, claim.statement) == (2, "The market serves the commons.")


def test_loading_takes_over_changed_words_of_a_stage(taxonomy: None) -> None:
    data = read_taxonomy()
    data["stages"][0]["summary"] = "Said better."
    load_taxonomy(data)
    assert Stage.objects.get(number=1).summary == "Said better."


def test_the_command_says_what_it_made(empty_tables: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_taxonomy")
    assert capsys.readouterr().out == "Taxonomy loaded; 30 first wordings made.\n"


def test_a_new_wording_is_the_next_version_and_is_announced(taxonomy: None, edda: User) -> None:
    heard = []

    def listen(version: ClaimVersion, by: User, **_rest: object) -> None:
        heard.append((version.claim_id, version.number, by))

    wording_published.connect(listen)
    try:
        reword(by=edda, statement=" The market serves the commons. ")
    finally:
        wording_published.disconnect(listen)
    assert heard == [("3f", 2, edda)]
    assert Claim.objects.get(pk="3f").statement == "The market serves the commons."
    assert claims_now().versions["3f"] == 2


def test_the_first_wording_stays_as_it_was(taxonomy: None) -> None:
    first = ClaimVersion.objects.get(claim="3f", number=1).statement
    reword()
    assert ClaimVersion.objects.get(claim="3f", number=1).statement == first


def test_a_withdrawn_claim_takes_no_placements_until_it_is_worded_again(taxonomy: None, edda: User) -> None:
    reword(by=edda, kind=KindOfChange.WITHDRAWN)
    assert claims_now().withdrawn == {"3f"}
    reword(by=edda, seen_version=2)
    assert not claims_now().withdrawn
    assert claims_now().versions["3f"] == 3


@pytest.mark.parametrize(
    "changes", [{"statement": " "}, {"note": ""}, {"kind": "first"}, {"kind": "improved"}], ids=str
)
def test_a_wording_that_lacks_something_is_refused(taxonomy: None, changes: dict[str, object]) -> None:
    with pytest.raises(IncompleteWording):
        reword(by=None, **changes)
    assert ClaimVersion.objects.filter(claim="3f").count() == 1


def test_a_wording_over_one_that_was_not_seen_is_refused(taxonomy: None, edda: User) -> None:
    reword(by=edda)
    with pytest.raises(WordingChanged):
        reword(by=edda)


@pytest.mark.django_db(transaction=True)
def test_of_two_stewards_at_once_one_wins_and_the_other_is_told(taxonomy: None, edda: User) -> None:
    told: list[str] = []
    start = threading.Barrier(2)

    def publish() -> None:
        start.wait()
        try:
            reword(by=edda)
            told.append("published")
        except WordingChanged:
            told.append("changed")
        finally:
            connection.close()

    stewards = [threading.Thread(target=publish) for _ in range(2)]
    for steward in stewards:
        steward.start()
    for steward in stewards:
        steward.join()
    assert sorted(told) == ["changed", "published"]
    assert Claim.objects.get(pk="3f").version == 2


def test_the_text_is_silent_in_four_cells(taxonomy: None) -> None:
    spoken = Claim.objects.values("aspect", "model").distinct().count()
    assert Aspect.objects.count() * ValueModel.objects.count() - spoken == 4
