"""Ticking some changes on the review page, and taking up the rest."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import reviews, submissions
from cases.actions.letters import decision_letter
from cases.actions.reviews import seen_now
from cases.models import Case, Draft, OutboxMessage, Revision
from cases.queries.words import label_of
from tests.kept import kept
from tests.world import content, illustration, published, source, submitted

Browser = Callable[[User], Client]
NOTE = "The summary <b>says</b> too much."


@kept
def change(amina: User, bruno: User, deniz: User) -> Revision:
    case = published(content(), by=bruno, reviewer=deniz)
    rows = (illustration(), illustration("3f", sources=("smith2020",)))
    what = content(summary="Another.", illustrations=rows, sources=(source(), source("smith2020")))
    return submitted(what, by=amina, on=case)


def form(revision: Revision, *ticked: str, **changes: object) -> dict[str, object]:
    seen = seen_now(revision)
    return {
        "content_hash": seen.content_hash,
        "published": str(seen.published_id or ""),
        "decision": "accept_some",
        "reason": "",
        "note": NOTE,
        "ticked": list(ticked),
    } | changes


def partly_accepted(revision: Revision, by: User) -> Revision:
    return reviews.accept_some(
        revision=revision, paths={"summary"}, by=by, seen=seen_now(revision), note=NOTE
    ).revision


def test_each_change_has_a_tick_box_of_the_decision_form(
    change: Revision, chiara: User, signed_in: Browser
) -> None:
    page = signed_in(chiara).get(f"/review/{change.pk}/").content.decode()
    boxes = re.findall(r'type="checkbox"\s+form="dec"\s+name="ticked"\s+value="([^"]+)">', page)
    assert boxes == ["summary", "illustrations.3f.supports", "sources.smith2020"]
    assert "Accept only those ticked" in page


def test_the_author_reads_in_every_place_that_it_was_accepted_in_part(
    change: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    part = partly_accepted(change, chiara)
    message = OutboxMessage.objects.get(kind="decision", subject_id=part.pk)
    mail = decision_letter(message, amina, part.review).mail
    for text in (str(mail.body), str(mail.alternatives[0][0])):
        assert "Some of your changes to" in text
        assert label_of("sources.smith2020") in text
    assert "Some of your changes were accepted" in signed_in(amina).get("/me/notices/").content.decode()
    assert "Withdrawn" not in signed_in(amina).get(f"/me/changes/{change.pk}/").content.decode()


@pytest.mark.parametrize("query", ["?field=summary", "?show=page"])
def test_there_are_none_where_not_every_change_is_in_view(
    change: Revision, chiara: User, signed_in: Browser, query: str
) -> None:
    page = signed_in(chiara).get(f"/review/{change.pk}/{query}").content.decode()
    assert 'name="ticked"' not in page
    assert "Accept only those ticked" not in page


def test_what_is_ticked_is_accepted_and_the_next_change_opens(
    change: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    following = submitted(content("Next"), by=amina)
    answer = signed_in(chiara).post(f"/review/{change.pk}/", form(change, "summary"))
    assert answer.headers["Location"] == f"/review/{following.pk}/#main"
    case = Case.objects.get()
    assert (case.summary, case.placements.count()) == ("Another.", 1)


@pytest.mark.parametrize(
    ("ticked", "changes", "message"),
    [
        (["illustrations.3f.supports"], {}, "“Claim 3f” needs “Source smith2020”. Tick it too"),
        (["summary"], {"note": ""}, "Say to the author why the rest is left out."),
        ([], {}, "Nothing is ticked."),
        (["summary", "illustrations.3f.supports", "sources.smith2020"], {}, "Everything is ticked."),
        (["summary"], {"decision": "approved"}, "Some changes are ticked, and some are not."),
    ],
)
def test_what_cannot_be_says_why_and_keeps_what_was_typed(
    change: Revision,
    chiara: User,
    signed_in: Browser,
    ticked: list[str],
    changes: dict[str, object],
    message: str,
) -> None:
    fields = form(change, *ticked, **changes)
    answer = signed_in(chiara).post(f"/review/{change.pk}/", fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert page.count(" checked>\n  <span>Accept this change") == len(ticked)
    assert ("&lt;b&gt;says" in page) == bool(fields["note"])
    assert Case.objects.get().version == 1


def test_the_needs_of_a_new_case_are_said_by_name(amina: User, chiara: User, signed_in: Browser) -> None:
    new = submitted(content(), by=amina)
    page = (
        signed_in(chiara).post(f"/review/{new.pk}/", form(new, "title", "stake", "phases")).content.decode()
    )
    assert "The rest is no whole case without “Summary”." in page


def test_every_tick_may_go_with_a_plain_acceptance(
    change: Revision, chiara: User, signed_in: Browser
) -> None:
    paths = ("summary", "illustrations.3f.supports", "sources.smith2020")
    answer = signed_in(chiara).post(f"/review/{change.pk}/", form(change, *paths, decision="approved"))
    assert answer.status_code == 302
    assert Case.objects.get().version == 2


@pytest.mark.parametrize("path", ["title", "no.such", "<script>"])
def test_a_change_that_there_is_not_accepts_nothing(
    change: Revision, chiara: User, signed_in: Browser, path: str
) -> None:
    answer = signed_in(chiara).post(f"/review/{change.pk}/", form(change, path))
    assert answer.status_code in {409, 422}
    assert Case.objects.get().version == 1


def test_the_second_moderator_is_told_who_chose(
    change: Revision, chiara: User, deniz: User, signed_in: Browser
) -> None:
    fields = form(change, "summary")
    part = partly_accepted(change, deniz)
    answer = signed_in(chiara).post(f"/review/{change.pk}/", fields)
    assert answer.status_code == 409
    assert "<bdi>Deniz</bdi> decided on" in answer.content.decode()
    page = signed_in(chiara).get(f"/review/{change.pk}/").content.decode()
    assert f'Some of it was accepted, as <a href="/review/{part.pk}/">' in page


# --- the author ------------------------------------------------------------------------------------


def test_the_author_reads_what_was_left_out_and_why(
    change: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    part = partly_accepted(change, chiara)
    page = signed_in(amina).get(f"/me/changes/{part.pk}/").content.decode()
    assert "Claim 3f · Source smith2020." in page
    assert "&lt;b&gt;says&lt;/b&gt; too much." in page
    assert (
        f'href="/me/changes/{part.pk}/"' in signed_in(amina).get(f"/me/changes/{change.pk}/").content.decode()
    )


def test_one_click_takes_up_the_rest_once(
    change: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    part = partly_accepted(change, chiara)
    browser = signed_in(amina)
    address = f"/me/changes/{part.pk}/rest/"
    first, second = browser.post(address), browser.post(address)
    draft = Draft.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/drafts/{draft.pk}/"
    assert draft.base == part
    assert "smith2020" in str(draft.fields)
    sent = submissions.submit(
        content=change.read(), by=amina, submission_key=draft.submission_key, record=part.record, base=part,
        draft=draft,
    )  # fmt: skip
    assert browser.post(address).headers["Location"] == f"/me/changes/{sent.pk}/"


def test_the_rest_is_offered_as_a_change_of_what_is_public(
    change: Revision, amina: User, chiara: User, signed_in: Browser
) -> None:
    part = partly_accepted(change, chiara)
    signed_in(amina).post(f"/me/changes/{part.pk}/rest/")
    page = signed_in(amina).get(f"/drafts/{Draft.objects.get().pk}/")
    assert page.status_code == 200
    assert "smith2020" in page.content.decode()


def test_nobody_else_takes_it_up_and_nothing_else_has_a_rest(
    change: Revision, amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    part = partly_accepted(change, chiara)
    assert signed_in(bruno).post(f"/me/changes/{part.pk}/rest/").status_code == 404
    assert signed_in(amina).post(f"/me/changes/{change.pk}/rest/").status_code == 404
