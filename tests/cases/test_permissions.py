"""Who may do what, as a table."""

import uuid
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import drafts, reviews, submissions
from cases.actions.reviews import seen_now
from cases.models import Proposal, Revision
from cases.permissions import Person
from tests.world import content, person, proposed, published, submitted

Cast = dict[str, Person]


@pytest.fixture
def cast(amina: User, bruno: User, chiara: User, deniz: User, edda: User) -> Cast:
    """Everybody, a stranger, and moderators who may do nothing any more."""
    left, suspended = person("Left", "moderator"), person("Suspended", "steward")
    left.left_at = timezone.now()
    suspended.is_active = False
    people: Cast = {user.username.lower(): user for user in (amina, bruno, chiara, deniz, edda)}
    return people | {"stranger": AnonymousUser(), "left": left, "suspended": suspended}


@pytest.fixture
def rebased(amina: User, bruno: User, chiara: User, deniz: User) -> Revision:
    """Bruno's change, brought up to date by Chiara."""
    case = published(content(), by=amina, reviewer=deniz)
    late = submitted(content(summary="Late."), by=bruno, on=case)
    case = published(content(title="Guifi"), by=amina, reviewer=deniz, on=case)
    assert case.record.published is not None
    return submissions.rebase(
        revision=late,
        content=content(title="Guifi", summary="Late."),
        by=chiara,
        onto=case.record.published,
        submission_key=uuid.uuid4(),
    )


GENERAL: list[tuple[Callable[[Person], bool], set[str]]] = [
    (permissions.may_contribute, {"amina", "bruno", "chiara", "deniz", "edda"}),
    (permissions.may_review, {"chiara", "deniz", "edda"}),
    (permissions.may_word_claims, {"edda"}),
    (permissions.may_word_gaps, {"chiara", "deniz", "edda"}),
    (permissions.may_word_reasons, {"chiara", "deniz", "edda"}),
    (permissions.may_mark_disputed, {"chiara", "deniz", "edda"}),
    (permissions.may_look, {"amina", "bruno", "chiara", "deniz", "edda"}),
    (permissions.may_propose, {"amina", "bruno", "chiara", "deniz", "edda"}),
    (permissions.may_edit_tags, {"chiara", "deniz", "edda"}),
]
ON_PROPOSAL: list[tuple[Callable[[Person, Proposal], bool], set[str]]] = [
    (permissions.may_see_proposal, {"chiara", "deniz", "edda"}),
    (permissions.may_decide_on_proposal, {"deniz", "edda"}),
    (permissions.may_withdraw_proposal, {"chiara"}),
    (permissions.may_end_proposal, {"chiara", "deniz", "edda"}),
]
ON_REVISION: list[tuple[Callable[[Person, Revision], bool], set[str]]] = [
    (permissions.may_see_revision, {"bruno", "chiara", "deniz", "edda"}),
    (permissions.may_comment, {"bruno", "chiara", "deniz", "edda"}),
    (permissions.may_decide, {"deniz", "edda"}),
    (permissions.may_withdraw, {"bruno"}),
    (permissions.may_rebase, {"bruno", "chiara", "deniz", "edda"}),
]


@pytest.mark.parametrize(("may", "who"), GENERAL)
def test_who_may(cast: Cast, may: Callable[[Person], bool], who: set[str]) -> None:
    assert {name for name, user in cast.items() if may(user)} == who


@pytest.mark.parametrize(("may", "who"), ON_REVISION)
def test_who_may_with_a_revision(
    cast: Cast, rebased: Revision, may: Callable[[Person, Revision], bool], who: set[str]
) -> None:
    assert {name for name, user in cast.items() if may(user, rebased)} == who


@pytest.mark.parametrize(("may", "who"), ON_PROPOSAL)
def test_who_may_with_a_moderators_proposal(
    cast: Cast, chiara: User, may: Callable[[Person, Proposal], bool], who: set[str]
) -> None:
    proposal = proposed(by=chiara)
    assert {name for name, user in cast.items() if may(user, proposal)} == who


def test_a_contributor_sees_and_ends_an_own_proposal_only(cast: Cast, amina: User) -> None:
    proposal = proposed(by=amina)
    for may in (permissions.may_see_proposal, permissions.may_end_proposal):
        assert {name for name, user in cast.items() if may(user, proposal)} == {
            "amina", "chiara", "deniz", "edda",
        }  # fmt: skip


def test_who_prepared_a_revision_sees_it_also_as_a_contributor(cast: Cast, rebased: Revision) -> None:
    User.objects.filter(username="Chiara").update(role="contributor")
    chiara = User.objects.get(username="Chiara")
    assert permissions.may_see_revision(chiara, rebased)
    assert not permissions.may_decide(chiara, rebased)


@pytest.mark.parametrize("change", [{"is_active": False}, {"left_at": timezone.now()}])
def test_an_author_who_is_gone_may_nothing(rebased: Revision, change: dict[str, object]) -> None:
    User.objects.filter(username="Bruno").update(**change)
    bruno = User.objects.get(username="Bruno")
    for may, _who in ON_REVISION:
        assert not may(bruno, rebased)


def test_a_draft_is_opened_by_its_author_only(cast: Cast, amina: User) -> None:
    draft = drafts.start(by=amina, form="contribute", key=uuid.uuid4())
    assert [name for name, user in cast.items() if permissions.may_open_draft(user, draft)] == ["amina"]
    amina.is_active = False
    assert not permissions.may_open_draft(amina, draft)


def test_the_writers_of_a_chain_are_everybody_who_wrote_some_of_it(
    rebased: Revision, bruno: User, chiara: User, deniz: User
) -> None:
    rebased = Revision.objects.get(pk=rebased.pk)
    reviews.ask_for_changes(revision=rebased, by=deniz, seen=seen_now(rebased), reason="other", note="More.")
    answer = submitted(content(title="Guifi", summary="Better."), by=bruno, follows=rebased)
    assert permissions.writers_of(answer) == {bruno.pk, chiara.pk}
    assert not permissions.may_decide(chiara, answer)


def test_whoever_wrote_nothing_of_a_case_may_give_an_opinion_on_it(
    cast: Cast, rebased: Revision, deniz: User
) -> None:
    def who() -> set[str]:
        return {name for name, user in cast.items() if permissions.may_give_opinion(user, rebased.record)}

    assert who() == {"bruno", "chiara", "deniz", "edda"}
    fresh = Revision.objects.get(pk=rebased.pk)
    reviews.approve(revision=fresh, by=deniz, seen=seen_now(fresh))
    assert who() == {"deniz", "edda"}
