"""Two cases that are the same become one, decided by somebody else than who joined them."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions import addresses, off_page, reviews, submissions
from cases.actions.joining import ABSORBS, SEEN
from cases.actions.publication import rebuild_public
from cases.actions.refusals import OtherMoved, OwnWork
from cases.actions.reviews import seen_now
from cases.domain.content import Part
from cases.domain.joining import join
from cases.models import AuditEvent, Case, CasePart, Draft, Joining, Revision, TakenDown
from cases.queries.addresses import address_now
from cases.queries.verification import find_faults
from tests.kept import kept
from tests.world import content, illustration, published, submitted


@kept
def stays(bruno: User, deniz: User) -> Case:
    return published(content("Guifi net"), by=bruno, reviewer=deniz)


@kept
def other(bruno: User, deniz: User) -> Case:
    return published(content("Guifi", illustrations=(illustration("3f"),)), by=bruno, reviewer=deniz)


def joined(stays: Case, other: Case, *, by: User) -> Revision:
    """A revision by which `other` would be merged into `stays`."""
    base, seen = stays.record.published, other.record.published
    assert base is not None
    assert seen is not None
    draft = Draft.objects.create(
        author=by,
        form="edit",
        record=stays.record,
        base=base,
        subject={ABSORBS: str(other.pk), SEEN: str(seen.pk)},
    )
    return submissions.submit(
        content=join(base.read(), seen.read()).content,
        by=by,
        submission_key=uuid.uuid4(),
        record=stays.record,
        base=base,
        draft=draft,
    )


def accept(revision: Revision, by: User) -> None:
    reviews.approve(revision=revision, by=by, seen=seen_now(revision))


def test_one_case_says_what_both_said_and_the_other_leads_to_it(
    stays: Case, other: Case, chiara: User, deniz: User
) -> None:
    accept(joined(stays, other, by=chiara), deniz)
    assert list(Case.objects.values_list("slug", flat=True)) == ["guifi-net"]
    assert set(Case.objects.get().placements.values_list("claim", flat=True)) == {"3c", "3f"}
    assert address_now("guifi") == "guifi-net"
    assert AuditEvent.objects.get(verb="merge_cases").data == {"into": "guifi-net", "record": stays.pk}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks all of it at once")
@pytest.mark.parametrize("is_older_first", [True, False])
def test_two_that_merge_the_same_cases_never_wait_for_each_other(
    stays: Case, other: Case, chiara: User, deniz: User, *, is_older_first: bool
) -> None:
    pair = (stays, other) if is_older_first else (other, stays)
    revision = joined(*pair, by=chiara)
    seen = seen_now(revision)
    with CaptureQueriesContext(connection) as asked:
        reviews.accept(revision=revision, by=deniz, seen=seen)
    said = "\n".join(query["sql"] for query in asked.captured_queries)
    locked = re.findall(r'"cases_caserecord"\."id" = (\d+)\s+FOR NO KEY UPDATE', said)
    assert [int(pk) for pk in locked[:2]] == sorted([stays.pk, other.pk])


def test_until_it_is_accepted_both_are_public(stays: Case, other: Case, chiara: User) -> None:
    joined(stays, other, by=chiara)
    assert Case.objects.count() == 2


def test_nobody_merges_alone(stays: Case, other: Case, chiara: User) -> None:
    with pytest.raises(OwnWork):
        accept(joined(stays, other, by=chiara), chiara)


def test_a_case_that_changed_meanwhile_is_not_merged(
    stays: Case, other: Case, bruno: User, chiara: User, deniz: User
) -> None:
    revision = joined(stays, other, by=chiara)
    published(content("Guifi", summary="Newer."), by=bruno, reviewer=deniz, on=other)
    with pytest.raises(OtherMoved):
        accept(revision, deniz)
    assert Case.objects.count() == 2


def test_clean_merges_with_later_changes_still_join(
    stays: Case, other: Case, amina: User, chiara: User, deniz: User
) -> None:
    revision = joined(stays, other, by=chiara)
    published(content("Guifi net", open_questions=("Who pays?",)), by=amina, reviewer=deniz, on=stays)
    accept(Revision.objects.get(pk=revision.pk), deniz)
    assert not Case.objects.filter(slug="guifi").exists()
    assert Joining.objects.count() == 2


def test_links_to_the_case_that_left_lead_to_the_one_that_stays(
    stays: Case, other: Case, bruno: User, chiara: User, deniz: User
) -> None:
    parts = (Part(key="in-short", text="Unlike [[guifi]], a firm [@baig2015]."),)
    linking = published(content("Firm", parts=parts), by=bruno, reviewer=deniz)
    accept(joined(stays, other, by=chiara), deniz)
    assert 'href="/cases/guifi-net/"' in CasePart.objects.get(case=linking, key="in-short").html


def test_a_chain_of_merges_and_moves_leads_to_its_end(
    stays: Case, other: Case, bruno: User, chiara: User, deniz: User
) -> None:
    last = published(content("Last"), by=bruno, reviewer=deniz)
    moved = addresses.rename(record=other.record, slug="gf", seen="guifi", by=chiara)
    accept(joined(stays, moved, by=chiara), deniz)
    accept(joined(last, Case.objects.get(pk=stays.pk), by=chiara), deniz)
    assert {address_now(slug) for slug in ("guifi", "gf", "guifi-net", "last")} == {"last"}


def test_all_of_it_can_be_made_again(stays: Case, other: Case, chiara: User, deniz: User) -> None:
    accept(joined(stays, other, by=chiara), deniz)
    rebuild_public()
    assert list(find_faults()) == []
    assert address_now("guifi") == "guifi-net"
    assert TakenDown.objects.get().record_id == other.pk


def test_a_waiting_change_of_the_case_that_left_stays_with_its_author(
    stays: Case, other: Case, amina: User, chiara: User, deniz: User
) -> None:
    waiting = submitted(content("Guifi", summary="Mine."), by=amina, on=other)
    accept(joined(stays, other, by=chiara), deniz)
    assert Revision.objects.get(pk=waiting.pk).state == "submitted"


def test_a_merge_can_be_undone(stays: Case, other: Case, chiara: User, deniz: User) -> None:
    accept(joined(stays, other, by=chiara), deniz)
    off_page.put_back_case(record=other.record, by=chiara)
    assert set(Case.objects.values_list("slug", flat=True)) == {"guifi-net", "guifi"}
    assert address_now("guifi") == "guifi"
    assert list(find_faults()) == []
