"""Accepting some of the changes of a revision: the author keeps the credit, and the rest goes back."""

import pytest

from accounts.models import User
from cases.actions import outbox, reviews
from cases.actions.publication import rebuild_public
from cases.actions.refusals import (
    AlreadyDecided,
    ChangedSinceSeen,
    Incomplete,
    NeedsOthers,
    NotAllowed,
    NotWaiting,
    Outdated,
    OwnWork,
    Refusal,
)
from cases.actions.reviews import Seen, seen_now
from cases.domain.changes import changed_fields
from cases.domain.choosing import Need
from cases.domain.workflow import State
from cases.models import AuditEvent, Case, OutboxMessage, PartialAcceptance, QueueMark, Review, Revision
from cases.queries.review_figures import load_review_figures
from cases.queries.verification import find_faults
from tests.kept import kept
from tests.world import content, illustration, published, source, submitted

WHY = "The summary needs a source first."


def accept(revision: Revision, *paths: str, by: User, seen: Seen | None = None, note: str = WHY) -> Review:
    seen = seen or seen_now(revision)
    return reviews.accept_some(revision=revision, paths=set(paths), by=by, seen=seen, note=note)


def state(revision: Revision) -> State:
    return Revision.objects.select_related("standing").get(pk=revision.pk).state


@kept
def case(bruno: User, deniz: User) -> Case:
    return published(content(), by=bruno, reviewer=deniz)


@kept
def change(amina: User, case: Case) -> Revision:
    return submitted(content(summary="Another.", tags=("radio",), sector="energy"), by=amina, on=case)


def test_only_the_chosen_changes_are_public(case: Case, change: Revision, chiara: User) -> None:
    review = accept(change, "tags", by=chiara)
    case.refresh_from_db()
    said = review.revision.read()
    assert (said.tags, said.summary, case.sector) == (("radio",), content().summary, "telecommunications")
    assert case.summary == content().summary
    assert list(find_faults()) == []


def test_the_author_has_the_credit_and_the_moderator_wrote_nothing(
    change: Revision, amina: User, chiara: User
) -> None:
    review = accept(change, "tags", by=chiara)
    assert (review.revision.author, review.revision.prepared_by, review.by) == (amina, None, chiara)
    assert review.revision.follows == change
    assert (state(change), review.revision.state) == (State.WITHDRAWN, State.APPROVED)


def test_what_was_left_out_is_kept_with_the_note(change: Revision, chiara: User) -> None:
    review = accept(change, "tags", by=chiara)
    partial = PartialAcceptance.objects.get()
    assert (partial.accepted, partial.left_out, review.note) == (["tags"], ["summary", "sector"], WHY)
    verbs = AuditEvent.objects.filter(actor_id=chiara.pk).values_list("verb", flat=True)
    assert list(verbs) == ["accepted_in_part", "approved"]
    assert not QueueMark.objects.exists()


def test_the_mail_names_what_was_left_out(change: Revision, chiara: User, mailoutbox: list[object]) -> None:
    OutboxMessage.objects.all().delete()
    review = accept(change, "tags", by=chiara)
    outbox.deliver_due()
    (mail,) = mailoutbox
    body = mail.body  # type: ignore[attr-defined]
    assert "Some of your changes to “Guifi.net” were accepted" in body
    assert "- Summary\n- Sector" in body
    assert WHY in body
    assert f"/me/changes/{review.revision_id}/" in body


@pytest.mark.parametrize(
    ("paths", "note", "faults"),
    [
        ((), WHY, ["ticked"]),
        (("summary", "tags", "sector"), WHY, ["ticked"]),
        (("tags",), " ", ["note"]),
        ((), "", ["ticked", "note"]),
    ],
)
def test_something_is_chosen_something_is_not_and_the_note_says_why(
    change: Revision, chiara: User, paths: tuple[str, ...], note: str, faults: list[str]
) -> None:
    with pytest.raises(Incomplete) as told:
        accept(change, *paths, by=chiara, note=note)
    assert [problem.path for problem in told.value.problems] == faults
    assert state(change) is State.SUBMITTED


def test_nobody_chooses_among_own_changes(case: Case, chiara: User) -> None:
    own = submitted(content(summary="Mine.", tags=()), by=chiara, on=case)
    with pytest.raises(OwnWork):
        accept(own, "tags", by=chiara)


def test_contributors_do_not_choose(change: Revision, bruno: User) -> None:
    with pytest.raises(NotAllowed):
        accept(change, "tags", by=bruno)


@pytest.mark.parametrize(("how", "refusal"), [("some", NotWaiting), ("all", AlreadyDecided)])
def test_one_revision_gets_one_decision(
    change: Revision, chiara: User, deniz: User, how: str, refusal: type[Refusal]
) -> None:
    if how == "some":
        accept(change, "tags", by=deniz)
    else:
        reviews.approve(revision=change, by=deniz, seen=seen_now(change))
    with pytest.raises(refusal):
        accept(change, "summary", by=chiara)


@pytest.mark.parametrize("seen", [Seen("0" * 64, None), None])
def test_a_stale_view_or_an_unknown_path_accepts_nothing(
    change: Revision, chiara: User, seen: Seen | None
) -> None:
    with pytest.raises(ChangedSinceSeen):
        accept(change, "tags" if seen else "title", by=chiara, seen=seen)
    assert state(change) is State.SUBMITTED


def test_a_placement_needs_its_source(case: Case, amina: User, chiara: User) -> None:
    rows = (illustration(), illustration("3f", sources=("smith2020",)))
    change = submitted(
        content(illustrations=rows, sources=(source(), source("smith2020")), tags=()), by=amina, on=case
    )
    with pytest.raises(NeedsOthers) as told:
        accept(change, "illustrations.3f.supports", by=chiara)
    assert told.value.needs == (Need("illustrations.3f.supports", ("sources.smith2020",)),)
    accept(change, "illustrations.3f.supports", "sources.smith2020", by=chiara)
    assert Case.objects.get().placements.count() == 2


def test_of_a_new_case_some_may_be_left_out(amina: User, chiara: User) -> None:
    change = submitted(content(), by=amina)
    everything = {
        "title", "summary", "stake", "phases", "began", "ended", "sector", "places",
        "illustrations.3c.supports", "sources.baig2015",
    }  # fmt: skip
    accept(change, *everything, by=chiara)
    said = Case.objects.get().record.published
    assert said is not None
    assert said.read().parts == ()
    with pytest.raises(NeedsOthers):
        accept(submitted(content("Other"), by=amina), "title", by=chiara)


def test_on_an_outdated_revision_the_choice_stands_on_what_is_public(
    case: Case, change: Revision, bruno: User, chiara: User
) -> None:
    published(content("Guifi", summary=content().summary), by=bruno, reviewer=chiara, on=case)
    now = Revision.objects.select_related("record").get(pk=change.pk)
    said = accept(now, "tags", by=chiara).revision.read()
    assert (said.title, said.tags, said.summary) == ("Guifi", ("radio",), content().summary)
    assert list(find_faults()) == []


def test_where_others_changed_the_same_nothing_is_chosen(
    case: Case, change: Revision, bruno: User, chiara: User
) -> None:
    published(content(summary="Theirs."), by=bruno, reviewer=chiara, on=case)
    now = Revision.objects.select_related("record").get(pk=change.pk)
    with pytest.raises(Outdated):
        accept(now, "tags", by=chiara)


def test_the_public_tables_are_made_again_the_same(change: Revision, chiara: User) -> None:
    accept(change, "tags", by=chiara)
    before = list(Case.objects.values("slug", "summary", "sector", "content_hash", "version"))
    rebuild_public()
    assert list(Case.objects.values("slug", "summary", "sector", "content_hash", "version")) == before


@pytest.mark.parametrize("accepted", [["summary"], ["tags"], []])
def test_verification_finds_what_is_not_a_choice_among_the_authors_changes(
    case: Case, amina: User, chiara: User, accepted: list[str]
) -> None:
    first = submitted(content(summary="Another.", tags=("radio",)), by=amina, on=case)
    reviews.ask_for_changes(revision=first, by=chiara, seen=seen_now(first), reason="other", note=WHY)
    answer = submitted(content(summary="Mine.", tags=("radio",)), by=amina, on=case, follows=first)
    reviews.approve(revision=answer, by=chiara, seen=seen_now(answer))
    left = [path for path in ("summary", "tags") if path not in accepted]
    PartialAcceptance.objects.create(revision=answer, accepted=accepted, left_out=left)
    (fault,) = find_faults()
    assert "not the chosen changes" in fault


def test_verification_finds_marks_that_are_not_right(change: Revision) -> None:
    QueueMark.objects.filter(mark="topic:text").delete()
    public = Revision.objects.get(review__isnull=False)
    QueueMark.objects.create(revision=public, mark="topic:text")
    assert list(find_faults()) == [
        f"Revision {change.pk}: its marks in the queue are not those of its changes.",
        f"Revision {public.pk}: it is marked in the queue and does not wait.",
    ]


def test_what_was_accepted_in_part_has_waited_since_all_of_it_was_sent(amina: User, chiara: User) -> None:
    change = submitted(content(), by=amina)
    paths = {row.path for row in changed_fields(None, content())} - {"tags"}
    review = accept(change, *paths, by=chiara)
    figures = load_review_figures().figures
    assert (figures.decided, figures.half_within) == (1, review.at - change.created_at)
