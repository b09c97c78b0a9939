"""A case gets another address, and everything that named the old one leads to the new one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import User
from cases.actions import addresses, proposals, wanted
from cases.actions.casebook import load_casebook
from cases.actions.publication import rebuild_public
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.domain.content import Part
from cases.domain.gaps import Gap
from cases.exchange.documents import Document
from cases.models import AuditEvent, Case, CasePart, GapTurn, OpenCall, PastAddress, WantedLine
from cases.queries.addresses import address_now
from cases.queries.verification import find_faults
from tests.kept import kept
from tests.world import accepted, content, proposed, published

LINKING = (Part(key="in-short", text="Unlike [[guifi-net]], a firm [@baig2015]."),)


@kept
def case(bruno: User, deniz: User) -> Case:
    return published(content("Guifi net"), by=bruno, reviewer=deniz)


def move(case: Case, slug: str, by: User) -> Case:
    return addresses.rename(record=case.record, slug=slug, seen=case.slug, by=by)


def test_the_old_address_leads_to_the_new_one(case: Case, chiara: User) -> None:
    moved = move(case, "guifi", chiara)
    assert (moved.slug, address_now("guifi-net")) == ("guifi", "guifi")
    assert AuditEvent.objects.get(verb="rename_case").data == {"from": "guifi-net", "to": "guifi"}


def test_a_contributor_moves_nothing(case: Case, amina: User) -> None:
    with pytest.raises(NotAllowed):
        move(case, "guifi", amina)


def test_who_saw_another_address_is_told(case: Case, chiara: User, deniz: User) -> None:
    move(case, "guifi", chiara)
    with pytest.raises(ChangedSinceSeen):
        addresses.rename(record=case.record, slug="gf", seen="guifi-net", by=deniz)


def test_no_case_takes_an_address_that_another_has_or_had(case: Case, bruno: User, chiara: User) -> None:
    move(case, "guifi", chiara)
    other = published(content("Other"), by=bruno, reviewer=chiara)
    for taken in ("guifi", "guifi-net"):
        with pytest.raises(Incomplete, match="Another case has this address"):
            move(other, taken, chiara)


def test_a_new_case_of_the_same_title_gets_an_address_of_its_own(
    case: Case, bruno: User, chiara: User
) -> None:
    move(case, "guifi", chiara)
    assert published(content("Guifi net"), by=bruno, reviewer=chiara).slug == "guifi-net-2"


def test_a_case_may_move_back(case: Case, chiara: User) -> None:
    move(move(case, "guifi", chiara), "guifi-net", chiara)
    assert list(PastAddress.objects.values_list("slug", "record__slug")) == [("guifi", "guifi-net")]


def test_links_in_texts_lead_straight_to_the_new_address(case: Case, bruno: User, chiara: User) -> None:
    linking = published(content("Firm", parts=LINKING), by=bruno, reviewer=chiara)
    move(case, "guifi", chiara)
    assert 'href="/cases/guifi/"' in CasePart.objects.get(case=linking, key="in-short").html


def test_gaps_of_its_parts_move_with_it(case: Case, amina: User, bruno: User, chiara: User) -> None:
    old = Gap.of_part("skills", case.slug)
    wanted.write(gap=old, text="who taught whom.", by=chiara, seen_number=0)
    accepted(old.address, by=amina, reviewer=chiara)
    waiting = proposed(old.address, by=bruno)
    move(case, "guifi", chiara)
    new = Gap.of_part("skills", "guifi").address
    proposals.accept(proposal=waiting, by=chiara)
    assert set(OpenCall.objects.values_list("gap", flat=True)) == {new}
    assert WantedLine.objects.get().gap == new
    assert not GapTurn.objects.filter(gap__endswith="guifi-net").exists()
    assert list(find_faults()) == []


def test_the_casebook_finds_a_case_that_moved(chiara: User) -> None:
    documents = [Document("guifi-net", content("Guifi net"))]
    load_casebook(documents, tell=lambda _progress: None)
    move(Case.objects.get(), "guifi", chiara)
    load_casebook(documents, tell=lambda _progress: None)
    assert Case.objects.get().slug == "guifi"


@settings(max_examples=15)
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.sampled_from("abcd")), max_size=8))
def test_no_order_of_moves_makes_a_loop_or_loses_an_address(
    moves: list[tuple[int, str]], bruno: User, chiara: User
) -> None:
    cases = [
        Case.objects.filter(title=title).first() or published(content(title), by=bruno, reviewer=chiara)
        for title in ("One", "Two", "Three")
    ]
    had: dict[str, int] = dict(PastAddress.objects.values_list("slug", "record"))
    for which, slug in moves:
        case = Case.objects.get(pk=cases[which].pk)
        try:
            move(case, slug, chiara)
        except Incomplete:
            continue
        had[case.slug] = case.pk
    for slug, pk in had.items():
        now = Case.objects.get(pk=pk).slug
        assert (address_now(slug) or slug) == now


def test_all_of_it_can_be_made_again(case: Case, amina: User, chiara: User) -> None:
    accepted(Gap.of_part("skills", case.slug).address, by=amina, reviewer=chiara)
    move(case, "guifi", chiara)
    rebuild_public()
    assert list(find_faults()) == []
    assert address_now("guifi-net") == "guifi"
