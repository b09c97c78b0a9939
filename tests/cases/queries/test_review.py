"""The page of one change: what it reads, and that its cost is fixed."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from cases.actions import reviews
from cases.actions.reviews import seen_now
from cases.domain.vocabulary import Stance
from cases.forms.decision import DecisionForm
from cases.models import Revision
from cases.queries.review import ReviewPage, load_revision, review_page
from tests.world import content, illustration, published, submitted

Counting = Callable[[int], AbstractContextManager[object]]


def page_of(pk: int, reader: User) -> ReviewPage:
    revision = load_revision(pk)
    assert revision is not None
    return review_page(revision, reader, timezone.now())


def answered(author: User, reviewer: User, times: int) -> Revision:
    """A revision at the end of a chain in which a reviewer asked so many times."""
    revision = submitted(content("Chain"), by=author)
    for number in range(times):
        reviews.ask_for_changes(
            revision=revision,
            by=reviewer,
            seen=seen_now(revision),
            reason="source-missing",
            note=f"Note {number}",
        )
        revision = submitted(content("Chain", summary=f"Answer {number}."), by=author, follows=revision)
    return revision


def test_a_change_counts_what_it_changes_and_what_it_leaves(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    page = page_of(submitted(content(summary="S.", tags=("x",)), by=amina, on=case).pk, chiara)
    assert [row.label for row in page.changes] == ["Summary", "Tags"]
    assert page.unchanged == 13
    assert not page.is_new_case
    assert page.case == case


def test_the_record_of_the_author_counts_only_what_was_before(amina: User, chiara: User) -> None:
    published(content("First"), by=amina, reviewer=chiara)
    second = submitted(content("Second"), by=amina)
    third = submitted(content("Third"), by=amina)
    reviews.decline(revision=third, by=chiara, seen=seen_now(third), reason="other", note="No.")
    assert (page_of(second.pk, chiara).earlier, page_of(second.pk, chiara).earlier_accepted) == (1, 1)


def test_the_reviews_of_the_whole_chain_are_there_oldest_first(
    amina: User, chiara: User, deniz: User
) -> None:
    page = page_of(answered(amina, chiara, times=3).pk, deniz)
    assert [talk.review.note for talk in page.talks] == ["Note 0", "Note 1", "Note 2"]
    assert page.talks[0].reason is not None
    assert page.talks[0].reason.code == "source-missing"


def test_the_effect_of_an_outdated_change_does_not_undo_what_others_did(
    amina: User, bruno: User, chiara: User
) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    late = submitted(content(summary="Late."), by=amina, on=case)
    both = (illustration("3c"), illustration("3f"))
    published(content(illustrations=both), by=bruno, reviewer=chiara, on=case)
    assert page_of(late.pk, chiara).effects == ()


def test_the_effect_stands_on_the_public_numbers(amina: User, bruno: User, chiara: User) -> None:
    published(content(), by=bruno, reviewer=chiara)
    new = submitted(content("Second", illustrations=(illustration("3c", Stance.CONTRADICTS),)), by=amina)
    kinds = [(effect.kind.value, effect.would_be) for effect in page_of(new.pk, chiara).effects]
    assert kinds == [("stance_added", "contradicts"), ("state_changes", "contested")]


def test_a_decided_change_has_its_review_and_no_effect(amina: User, chiara: User) -> None:
    revision = submitted(content(), by=amina)
    reviews.decline(
        revision=revision, by=chiara, seen=seen_now(revision), reason="advertising", note="An advert."
    )
    page = page_of(revision.pk, chiara)
    assert page.decided is not None
    assert page.decided.reason is not None
    assert (page.decided.review.note, page.decided.reason.code) == ("An advert.", "advertising")
    assert (page.effects, page.is_waiting) == ((), False)


def test_controls_in_title_and_note_are_visible(amina: User, chiara: User) -> None:
    assert page_of(submitted(content("Gui\u202efi"), by=amina).pk, chiara).title == "Gui⟦U+202E⟧fi"


@pytest.mark.parametrize("pk", [0, 99, 10**30])
def test_there_is_no_revision_of_that_number(taxonomy: None, pk: int) -> None:
    assert load_revision(pk) is None


@pytest.mark.parametrize("times", [1, 8])
def test_loading_a_chain_of_any_length_costs_two_queries(
    amina: User, chiara: User, django_assert_num_queries: Counting, times: int
) -> None:
    pk = answered(amina, chiara, times).pk
    with django_assert_num_queries(2):
        load_revision(pk)


@pytest.mark.parametrize("rows", [3, 30])
def test_the_page_costs_sixteen_queries_and_its_template_none(
    amina: User, chiara: User, deniz: User, django_assert_num_queries: Counting, rows: int
) -> None:
    codes = ("1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "3c", "3f")[: max(1, rows // 3)]
    published(content("No newcomer"), by=amina, reviewer=deniz)
    for number in range(rows):
        submitted(content(f"Case {number}", illustrations=tuple(map(illustration, codes))), by=amina)
    revision = load_revision(answered(amina, deniz, times=rows // 3).pk)
    assert revision is not None
    with django_assert_num_queries(16):
        page = review_page(revision, chiara, timezone.now())
    form = DecisionForm(page.catalogue)
    with django_assert_num_queries(0):
        render_to_string("cases/review.html", {"page": page, "revision": revision, "form": form})


def test_the_template_of_a_decided_and_of_an_own_change_costs_nothing(
    amina: User, chiara: User, django_assert_num_queries: Counting
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    own = submitted(content("Own"), by=chiara)
    for pk in (case.record.published_id, own.pk):
        revision = load_revision(pk or 0)
        assert revision is not None
        page = review_page(revision, chiara, timezone.now())
        with django_assert_num_queries(0):
            render_to_string("cases/review.html", {"page": page, "revision": revision})
