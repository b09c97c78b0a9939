"""Bringing a change up to date: by its author or a moderator, and nothing typed is lost."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import reviews, submissions
from cases.actions.reviews import seen_now
from cases.domain.content import Part
from cases.domain.workflow import State
from cases.models import AuditEvent, Case, Revision
from tests.kept import kept
from tests.world import content, published, submitted

Browser = Callable[[User], Client]
BY_HAND = "Put together by hand <i>."
BY_HAND_SHOWN = "Put together by hand &lt;i&gt;."


@kept
def case(bruno: User, deniz: User) -> Case:
    return published(content(), by=bruno, reviewer=deniz)


@kept
def late(case: Case, amina: User, bruno: User, deniz: User) -> Revision:
    """Amina's change, which Bruno's overtook: both wrote the summary, only she the tags."""
    revision = submitted(content(summary="Amina's.", tags=("x",)), by=amina, on=case)
    publish_again(case, "Bruno's.", bruno, deniz)
    return Revision.objects.select_related("record").get(pk=revision.pk)


def publish_again(case: Case, summary: str, by: User, reviewer: User) -> None:
    case = Case.objects.select_related("record__published").get(pk=case.pk)
    published(content(summary=summary), by=by, reviewer=reviewer, on=case)


def form(late: Revision, **changes: str) -> dict[str, str]:
    record = type(late.record).objects.get(pk=late.record_id)
    return {
        "form_key": str(uuid.uuid4()),
        "onto": str(record.published_id),
        "choice:summary": "by_hand",
        "text:summary": BY_HAND,
        "note": "Both said something.",
    } | {name.replace("__", ":"): value for name, value in changes.items()}


def newest() -> Revision:
    return Revision.objects.with_people().latest("pk")


@pytest.mark.parametrize(("who", "address"), [("amina", "/me/changes/{}/"), ("chiara", "/review/{}/")])
def test_author_and_moderator_see_all_three_texts_and_may_save(
    late: Revision, amina: User, chiara: User, signed_in: Browser, who: str, address: str
) -> None:
    person = {"amina": amina, "chiara": chiara}[who]
    client = signed_in(person)
    page = client.get(f"/review/{late.pk}/rebase/").content.decode()
    assert all(
        words in page for words in ("is a network that its users", "Bruno&#x27;s.", "Amina&#x27;s.", "Tags")
    )
    answer = client.post(f"/review/{late.pk}/rebase/", form(late))
    rebased = newest()
    assert answer.headers["Location"] == address.format(rebased.pk)
    assert (rebased.read().summary, rebased.read().tags, rebased.author) == (BY_HAND, ("x",), amina)
    assert rebased.prepared_by == (None if who == "amina" else chiara)
    assert (rebased.note, rebased.is_outdated) == ("Both said something.", False)


@pytest.mark.parametrize(("choice", "summary"), [("author", "Amina's."), ("public", "Bruno's.")])
def test_either_side_may_be_kept(
    late: Revision, chiara: User, signed_in: Browser, choice: str, summary: str
) -> None:
    signed_in(chiara).post(f"/review/{late.pk}/rebase/", form(late, choice__summary=choice, text__summary=""))
    assert newest().read().summary == summary


@pytest.mark.parametrize(
    "changes",
    [
        {"choice__summary": ""},
        {"choice__summary": "both"},
        {"text__summary": f"{BY_HAND} {'x' * 300}"},
        {"note": f"{BY_HAND} {'n' * 2000}"},
        {"choice__summary": "by_hand", "text__summary": ""},
    ],
)
def test_a_fault_keeps_what_was_typed(
    late: Revision, chiara: User, signed_in: Browser, changes: dict[str, str]
) -> None:
    answer = signed_in(chiara).post(f"/review/{late.pk}/rebase/", form(late, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert re.search(r'<a href="#(choice-1|note|changes)">[^<]*(Summary|Note for the history|sentence)', page)
    assert (BY_HAND_SHOWN in page) == (changes.get("text__summary") != "")
    assert Revision.objects.filter(follows=late).count() == 0


def test_a_case_that_moves_on_again_is_shown_anew_with_the_text(
    late: Revision, case: Case, bruno: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    fields = form(late)
    publish_again(case, "Bruno's second.", bruno, deniz)
    answer = signed_in(chiara).post(f"/review/{late.pk}/rebase/", fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bruno&#x27;s second." in page
    assert BY_HAND_SHOWN in page
    assert "checked" in page


def test_a_text_on_which_nobody_needs_to_choose_any_more_is_given_back(
    late: Revision, case: Case, amina: User, bruno: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    fields = form(late)
    publish_again(case, "Amina's.", bruno, deniz)
    page = signed_in(chiara).post(f"/review/{late.pk}/rebase/", fields).content.decode()
    assert "no longer in question" in page
    assert BY_HAND_SHOWN in page


def test_a_decision_meanwhile_gives_the_text_back(
    late: Revision, amina: User, deniz: User, signed_in: Browser
) -> None:
    fields = form(late)
    reviews.decline(revision=late, by=deniz, seen=seen_now(late), reason="other", note="No.")
    answer = signed_in(amina).post(f"/review/{late.pk}/rebase/", fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Deniz", "Declined", BY_HAND_SHOWN, "Both said something."))
    assert f'href="/me/changes/{late.pk}/"' in page


def test_saving_twice_is_saving_once(late: Revision, chiara: User, signed_in: Browser) -> None:
    client, fields = signed_in(chiara), form(late)
    first = client.post(f"/review/{late.pk}/rebase/", fields)
    second = client.post(f"/review/{late.pk}/rebase/", fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert Revision.objects.filter(follows=late).count() == 1


def test_what_is_up_to_date_needs_no_rebasing(case: Case, amina: User, signed_in: Browser) -> None:
    revision = submitted(content(summary="Amina's."), by=amina, on=case)
    answer = signed_in(amina).get(f"/review/{revision.pk}/rebase/", follow=True)
    assert answer.redirect_chain == [(f"/me/changes/{revision.pk}/", 302)]
    assert "needs no rebasing" in answer.content.decode()


def test_what_was_taken_back_is_not_rebased(late: Revision, amina: User, signed_in: Browser) -> None:
    fields = form(late)
    submissions.withdraw(revision=late, by=amina)
    assert signed_in(amina).get(f"/review/{late.pk}/rebase/").status_code == 302
    assert signed_in(amina).post(f"/review/{late.pk}/rebase/", fields).status_code == 409
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.data) == ("refused", {"act": "rebase", "why": "NotWaiting"})
    assert newest().state is not State.SUBMITTED


def test_others_do_not_learn_that_it_exists(
    late: Revision, bruno: User, stranger: Client, signed_in: Browser
) -> None:
    assert signed_in(bruno).get(f"/review/{late.pk}/rebase/").status_code == 404
    assert signed_in(bruno).post(f"/review/{late.pk}/rebase/", form(late)).status_code == 404
    assert signed_in(bruno).get("/review/999/rebase/").status_code == 404
    assert stranger.get(f"/review/{late.pk}/rebase/").headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    "fields",
    [{"decision": "approved"}, {"text:tags": "x"}, {"text:parts.nothing": "x"}, {"note": ["a", "b"]}],
)
def test_foreign_and_doubled_fields_are_a_400(
    late: Revision, chiara: User, signed_in: Browser, fields: dict[str, str | list[str]]
) -> None:
    answer = signed_in(chiara).post(f"/review/{late.pk}/rebase/", form(late) | fields)
    assert answer.status_code == 400


def test_an_author_is_told_that_the_case_moved_on_and_where_the_change_went(
    late: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    client = signed_in(amina)
    page = client.get(f"/me/changes/{late.pk}/").content.decode()
    assert "cannot be accepted before somebody puts the two together: Summary." in " ".join(page.split())
    assert f'href="/review/{late.pk}/rebase/"' in page
    signed_in(chiara).post(f"/review/{late.pk}/rebase/", form(late))
    page = client.get(f"/me/changes/{late.pk}/").content.decode()
    assert f'goes on as <a href="/me/changes/{newest().pk}/">change {newest().pk}</a>' in page
    assert "accepted meanwhile." not in page


def test_an_author_whose_change_goes_together_is_told_so(
    case: Case, amina: User, bruno: User, deniz: User, signed_in: Browser
) -> None:
    change = submitted(content(tags=("x",)), by=amina, on=case)
    publish_again(case, "Bruno's.", bruno, deniz)
    page = signed_in(amina).get(f"/me/changes/{change.pk}/").content.decode()
    assert "The reviewer sees yours on top of it." in page


def test_paragraphs_that_only_one_side_changed_are_kept_whoever_is_chosen(
    case: Case, amina: User, bruno: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    def state(*paragraphs: str) -> tuple[Part, ...]:
        return (Part(key="state", text="\n\n".join(paragraphs)),)

    case = published(content(parts=state("One.", "Two.", "Three.")), by=bruno, reviewer=deniz, on=case)
    change = submitted(content(parts=state("One.", "Amina.", "Hers.")), by=amina, on=case)
    published(content(parts=state("His.", "Bruno.", "Three.")), by=bruno, reviewer=deniz, on=case)
    client = signed_in(chiara)
    page = client.get(f"/review/{change.pk}/rebase/").content.decode()
    assert "His.\n\nAmina.\n\nBruno.\n\nHers.</textarea>" in page
    record = type(case.record).objects.get(pk=case.record_id)
    fields = {"form_key": str(uuid.uuid4()), "onto": str(record.published_id), "choice:parts.state": "author"}
    client.post(f"/review/{change.pk}/rebase/", fields)
    assert newest().read().parts == state("His.", "Amina.", "Hers.")
