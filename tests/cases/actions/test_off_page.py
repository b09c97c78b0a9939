"""Withdrawing and hiding cases, hiding texts, and putting them back."""

import uuid
from collections.abc import Callable

import pytest

from accounts.models import User
from cases.actions import casebook, off_page, proposals, reviews, submissions
from cases.actions.publication import rebuild_public
from cases.actions.refusals import (
    CaseOffPage,
    GapNotOpen,
    Incomplete,
    IsPublicNow,
    NotAllowed,
    OffPageMeanwhile,
)
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, Part
from cases.domain.vocabulary import Stance
from cases.exchange.documents import Document
from cases.models import (
    AuditEvent,
    Case,
    CasePart,
    CaseRecord,
    CellTally,
    ClaimTally,
    GapTurn,
    OpenCall,
    Revision,
    SiteVersion,
    SourceTotal,
    SourceUse,
    TakenDown,
    Version,
    WithdrawnCase,
)
from cases.queries.fact_blocks import stored_blocks
from cases.queries.recent import recent_page
from cases.queries.verification import find_faults
from tests.kept import kept
from tests.world import accepted, content, illustration, proposed, published, source, submitted

Act = Callable[..., object]


def gone(title: str = "Gone") -> CaseContent:
    """A case of which nothing is said by any other."""
    return content(
        title,
        tags=("only here",),
        began=1911,
        illustrations=(illustration("1a", Stance.CONTRADICTS),),
        sources=(source(title="Only here", url="https://example.org/only"),),
    )


def counts() -> list[object]:
    """Everything that is counted, without rows of nothing and without keys."""
    return [
        list(
            ClaimTally.objects.exclude(supports=0, partly=0, contradicts=0, not_found=0)
            .values()
            .order_by("pk")
        ),
        list(
            CellTally.objects.filter(cases__gt=0).values("stage", "model", "cases").order_by("stage", "model")
        ),
        {place: sorted(members) for place, members in stored_blocks() if members},
        list(SourceUse.objects.values("claim", "document", "cases").order_by("claim", "document")),
        list(SourceTotal.objects.values("scope", "documents").order_by("scope")),
        list(GapTurn.objects.values("gap", "number", "state", "case", "at").order_by("gap", "number")),
    ]


def texts() -> list[object]:
    return [
        list(Case.objects.order_by("pk").values()),
        list(CasePart.objects.order_by("case", "order").values("case", "key", "html")),
        list(Version.objects.order_by("pk").values()),
    ]


@kept
def case(amina: User, chiara: User) -> Case:
    return published(gone(), by=amina, reviewer=chiara)


@kept
def other(bruno: User, chiara: User) -> Case:
    links = (Part(key="in-short", text="Unlike [[Gone]]."),)
    return published(content("Other", parts=links), by=bruno, reviewer=chiara)


def hide(case: Case, by: User) -> TakenDown:
    return off_page.hide_case(record=case.record, by=by, reason="privacy")


def withdraw(case: Case, by: User) -> TakenDown:
    return off_page.withdraw_case(record=case.record, by=by, reason="not_sourced")


ACTS = pytest.mark.parametrize("act", [hide, withdraw])


@ACTS
def test_the_site_counts_as_if_the_case_had_never_been(
    other: Case, amina: User, chiara: User, act: Act
) -> None:
    before = counts()
    case = published(gone(), by=amina, reviewer=chiara)
    assert counts() != before
    act(case, chiara)
    assert counts() == before
    assert not Case.objects.filter(pk=case.pk).exists()
    assert not Version.objects.filter(case=case.pk).exists()


@ACTS
def test_the_tables_agree_with_the_truth_and_a_rebuild_revives_nothing(
    case: Case, other: Case, chiara: User, act: Act
) -> None:
    act(case, chiara)
    assert list(find_faults()) == []
    before = counts(), texts()
    rebuild_public()
    assert list(find_faults()) == []
    assert (counts(), texts()) == before


@ACTS
def test_putting_back_makes_everything_as_it_was(
    case: Case, other: Case, amina: User, chiara: User, act: Act
) -> None:
    published(content("Gone", summary="Second."), by=amina, reviewer=chiara, on=case)
    case.refresh_from_db()
    before, news = (counts(), texts()), [version.pk for version in recent_page().versions]
    act(case, chiara)
    off_page.put_back_case(record=case.record, by=chiara)
    assert (counts(), texts()) == before
    assert [version.pk for version in recent_page().versions] == news
    assert list(find_faults()) == []
    assert not WithdrawnCase.objects.exists()


def test_links_to_it_turn_red_and_blue_again(case: Case, other: Case, chiara: User) -> None:
    def link() -> str:
        return CasePart.objects.get(case=other, key="in-short").html

    assert 'href="/cases/gone/"' in link()
    hide(case, chiara)
    assert 'href="/cases/gone/"' not in link()
    off_page.put_back_case(record=case.record, by=chiara)
    assert 'href="/cases/gone/"' in link()


@ACTS
def test_public_pages_are_made_anew(case: Case, chiara: User, act: Act) -> None:
    before = SiteVersion.objects.get().stamp
    act(case, chiara)
    assert SiteVersion.objects.get().stamp != before


def test_a_call_for_one_of_its_parts_goes_and_comes_with_it(case: Case, bruno: User, chiara: User) -> None:
    accepted("part-state-gone", by=bruno, reviewer=chiara)
    hide(case, chiara)
    assert not OpenCall.objects.exists()
    assert list(find_faults()) == []
    off_page.put_back_case(record=case.record, by=chiara)
    assert OpenCall.objects.get().gap == "part-state-gone"
    assert list(find_faults()) == []


def test_a_waiting_call_for_one_of_its_parts_is_not_accepted(case: Case, bruno: User, chiara: User) -> None:
    proposal = proposed("part-state-gone", by=bruno)
    hide(case, chiara)
    with pytest.raises(GapNotOpen):
        proposals.accept(proposal=proposal, by=chiara)


def test_the_public_reads_of_a_withdrawn_case_only_when_and_why(case: Case, chiara: User) -> None:
    taken = off_page.withdraw_case(record=case.record, by=chiara, reason="other", note=" Asked for. ")
    row = WithdrawnCase.objects.values().get()
    assert row == {
        "record_id": case.pk, "slug": "gone", "reason": "other", "note": "Asked for.", "at": taken.at,
    }  # fmt: skip


def test_of_a_hidden_case_the_public_reads_nothing(case: Case, chiara: User) -> None:
    hide(case, chiara)
    assert not WithdrawnCase.objects.exists()


def test_a_withdrawn_case_may_be_hidden(case: Case, chiara: User) -> None:
    withdraw(case, chiara)
    hide(case, chiara)
    assert not WithdrawnCase.objects.exists()
    assert list(find_faults()) == []
    off_page.put_back_case(record=case.record, by=chiara)
    assert Case.objects.filter(pk=case.pk).exists()


@pytest.mark.parametrize(
    ("acts", "verbs"),
    [
        ((withdraw, "back"), ["withdraw_case", "put_back_case"]),
        ((hide, "back"), ["hide_case", "unhide_case"]),
        ((withdraw, hide, "back"), ["withdraw_case", "hide_case", "unhide_case"]),
    ],
)
def test_each_act_is_in_the_log(case: Case, chiara: User, acts: tuple[object, ...], verbs: list[str]) -> None:
    for act in acts:
        if callable(act):
            act(case, chiara)
        else:
            off_page.put_back_case(record=case.record, by=chiara)
    events = AuditEvent.objects.filter(subject_kind="caserecord").order_by("id")
    assert [event.verb for event in events] == verbs
    assert all(set(event.data) == {"reason"} and event.actor_id == chiara.pk for event in events)


def test_only_moderators_may(case: Case, amina: User, edda: User) -> None:
    for act in (hide, withdraw):
        with pytest.raises(NotAllowed):
            act(case, amina)
    hide(case, edda)
    with pytest.raises(NotAllowed):
        off_page.put_back_case(record=case.record, by=amina)


@pytest.mark.parametrize(
    ("reason", "note", "path"),
    [("", "", "reason"), ("privacy", "", "reason"), ("other", " ", "note"), ("wrong", "x" * 501, "note")],
)
def test_a_withdrawal_says_why(case: Case, chiara: User, reason: str, note: str, path: str) -> None:
    with pytest.raises(Incomplete) as refused:
        off_page.withdraw_case(record=case.record, by=chiara, reason=reason, note=note)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_the_second_of_two_is_told(case: Case, chiara: User, deniz: User) -> None:
    withdraw(case, chiara)
    with pytest.raises(OffPageMeanwhile):
        withdraw(case, deniz)
    off_page.put_back_case(record=case.record, by=chiara)
    with pytest.raises(OffPageMeanwhile):
        off_page.put_back_case(record=case.record, by=deniz)


# --- what waits for it ---


@ACTS
def test_a_waiting_change_is_not_accepted_until_the_case_is_back(
    case: Case, amina: User, chiara: User, act: Act
) -> None:
    waiting = submitted(content("Gone", summary="Later."), by=amina, on=case)
    act(case, chiara)
    with pytest.raises(CaseOffPage):
        reviews.approve(revision=waiting, by=chiara, seen=seen_now(waiting))
    off_page.put_back_case(record=case.record, by=chiara)
    reviews.approve(revision=waiting, by=chiara, seen=seen_now(waiting))
    assert Case.objects.get(pk=case.pk).summary == "Later."


def test_a_waiting_change_may_be_declined_meanwhile(case: Case, amina: User, chiara: User) -> None:
    waiting = submitted(content("Gone", summary="Later."), by=amina, on=case)
    hide(case, chiara)
    reviews.decline(revision=waiting, by=chiara, seen=seen_now(waiting), reason="other", note="No.")


def test_nothing_new_is_sent_to_it(case: Case, amina: User, chiara: User) -> None:
    withdraw(case, chiara)
    with pytest.raises(CaseOffPage):
        submitted(content("Gone", summary="Later."), by=amina, on=case)


def test_nothing_is_put_on_top_of_it(case: Case, amina: User, chiara: User) -> None:
    waiting = submitted(content("Gone", summary="Later."), by=amina, on=case)
    published(content("Gone", summary="Between."), by=amina, reviewer=chiara, on=case)
    record = CaseRecord.objects.get(pk=case.pk)
    withdraw(case, chiara)
    assert record.published is not None
    with pytest.raises(CaseOffPage):
        submissions.rebase(
            revision=waiting,
            content=waiting.read(),
            by=amina,
            onto=record.published,
            submission_key=uuid.uuid4(),
        )


def test_loading_the_casebook_again_revives_nothing(taxonomy: None, chiara: User) -> None:
    told: list[casebook.Progress] = []
    casebook.load_casebook([Document("gone", gone())], tell=told.append)
    hide(Case.objects.get(), chiara)
    casebook.load_casebook([Document("gone", gone("Gone again"))], tell=told.append)
    assert [each.outcome for each in told] == [casebook.Loaded.NEW, casebook.Loaded.OFF_PAGE]
    assert not Case.objects.exists()


# --- texts ---


@kept
def three(case: Case, amina: User, chiara: User) -> list[Revision]:
    """The revisions of three versions."""
    for number in (2, 3):
        published(content("Gone", summary=f"Text {number}."), by=amina, reviewer=chiara, on=case)
        case.record.refresh_from_db()
    return list(Revision.objects.order_by("pk"))


def hide_text(revision: Revision, by: User) -> None:
    off_page.hide_revision(revision=revision, by=by, reason="abuse")


def test_a_hidden_version_has_no_row_and_the_others_keep_their_numbers(
    three: list[Revision], chiara: User, amina: User
) -> None:
    hide_text(three[1], chiara)
    assert [version.number for version in Version.objects.order_by("number")] == [1, 3]
    case = Case.objects.get()
    published(content("Gone", summary="Text 4."), by=amina, reviewer=chiara, on=case)
    assert [version.number for version in Version.objects.order_by("number")] == [1, 3, 4]
    assert list(find_faults()) == []


def test_a_rebuild_does_not_revive_it_and_showing_does(three: list[Revision], chiara: User) -> None:
    whole = texts()
    hide_text(three[1], chiara)
    without = texts()
    rebuild_public()
    assert texts() == without
    off_page.unhide_revision(revision=three[1], by=chiara)
    assert texts() == whole
    assert list(find_faults()) == []


def test_the_version_that_is_public_now_is_not_hidden(three: list[Revision], chiara: User) -> None:
    with pytest.raises(IsPublicNow):
        hide_text(three[2], chiara)


def test_a_hidden_version_stays_hidden_when_its_case_comes_back(three: list[Revision], chiara: User) -> None:
    case = Case.objects.get()
    hide(case, chiara)
    hide_text(three[0], chiara)
    off_page.put_back_case(record=case.record, by=chiara)
    assert [version.number for version in Version.objects.order_by("number")] == [2, 3]
    assert list(find_faults()) == []


def test_a_hidden_text_is_not_accepted(amina: User, chiara: User, taxonomy: None) -> None:
    waiting = submitted(gone(), by=amina)
    hide_text(waiting, chiara)
    with pytest.raises(CaseOffPage):
        reviews.approve(revision=waiting, by=chiara, seen=seen_now(waiting))


def test_hiding_a_text_is_in_the_log(three: list[Revision], chiara: User) -> None:
    hide_text(three[0], chiara)
    off_page.unhide_revision(revision=three[0], by=chiara)
    events = AuditEvent.objects.filter(subject_kind="revision", subject_id=str(three[0].pk)).order_by("id")
    assert [event.verb for event in events][-2:] == ["hide_revision", "unhide_revision"]
    assert events.order_by("-id").values_list("data", flat=True)[0] == {"reason": "abuse"}


# --- what verify finds ---


def test_rows_of_what_is_off_the_page_are_faults(case: Case, chiara: User) -> None:
    TakenDown.objects.create(record=case.record, kind="withdrawn", reason="wrong", by=chiara)
    faults = " ".join(find_faults())
    assert "disagree on whether there is one" in faults
    assert "the public does not read why" in faults


def test_a_version_that_shows_a_hidden_text_is_a_fault(three: list[Revision], chiara: User) -> None:
    hide_text(three[0], chiara)
    version = Version.objects.get(number=2)
    version.pk, version.number, version.revision_number = None, 1, three[0].pk
    version.save()
    assert any("it is hidden, and a version shows it" in fault for fault in find_faults())
