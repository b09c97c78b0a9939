"""Drafts and sending: nothing typed is lost, nobody else sees it, and sending twice is sending once."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from cases.actions import change_comments, off_page, reviews
from cases.actions.reviews import seen_now
from cases.forms.edit import EditSheet
from cases.models import Draft, Revision
from cases.queries.reasons import load_reasons
from tests.cases.forms.test_contribute import GOOD
from tests.world import content, published, submitted

Browser = Callable[[User], Client]


def typed(**changes: str) -> dict[str, str]:
    return GOOD | {"form_key": str(uuid.uuid4()), "act": "send"} | changes


def test_opening_a_form_writes_nothing(amina: User, signed_in: Browser) -> None:
    for address in ("/contribute/", "/contribute/?claim=3f", "/contribute/?cell=3-2", "/contribute/?title=X"):
        assert signed_in(amina).get(address).status_code == 200
    assert not Draft.objects.exists()


@pytest.mark.parametrize("query", ["claim=9z", "cell=9-9", "part=x", "claim=3f&claim=3a"])
def test_an_address_that_names_nothing_is_a_clear_400(amina: User, signed_in: Browser, query: str) -> None:
    assert signed_in(amina).get(f"/contribute/?{query}").status_code == 400


def test_sending_makes_a_revision_and_ends_the_draft(amina: User, signed_in: Browser) -> None:
    answer = signed_in(amina).post("/contribute/?claim=3f", typed())
    revision = Revision.objects.get()
    assert answer.headers["Location"] == f"/me/changes/{revision.pk}/"
    assert not Draft.objects.exists()


def test_sending_twice_is_sending_once(amina: User, signed_in: Browser) -> None:
    client, fields = signed_in(amina), typed()
    first, second = client.post("/contribute/", fields), client.post("/contribute/", fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert Revision.objects.count() == 1


def test_a_fault_keeps_everything(amina: User, signed_in: Browser) -> None:
    answer = signed_in(amina).post("/contribute/", typed(**{"sources.0.url": "nonsense"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert "“nonsense” is not a web address" in page
    assert GOOD["note"] in page
    assert Draft.objects.get().fields["note"] == [GOOD["note"]]


def test_autosave_keeps_a_draft_and_says_where(amina: User, signed_in: Browser) -> None:
    client = signed_in(amina)
    kept = client.post("/contribute/", typed(act="autosave", note="Half a sen")).json()
    assert kept["status"].endswith(" UTC.")
    assert client.get(kept["url"]).status_code == 200
    again = client.post(kept["autosave"], typed(act="autosave", note="Half a sentence")).json()
    assert again["url"] == kept["url"]
    assert Draft.objects.get().fields["note"] == ["Half a sentence"]


def test_a_row_is_added_without_a_script(amina: User, signed_in: Browser) -> None:
    client = signed_in(amina)
    answer = client.post("/contribute/", typed(act="", add="sources"), follow=True)
    assert 'name="sources.1.title"' in answer.content.decode()
    draft = Draft.objects.get()
    client.post(f"/drafts/{draft.pk}/", typed(act="", remove="sources.0", form_key=str(draft.submission_key)))
    draft.refresh_from_db()
    assert "sources.0.title" not in draft.fields


def test_a_draft_is_nobody_elses(amina: User, bruno: User, chiara: User, signed_in: Browser) -> None:
    signed_in(amina).post("/contribute/", typed(act="save"))
    draft = Draft.objects.get()
    for other in (bruno, chiara):
        for address in (
            f"/drafts/{draft.pk}/",
            f"/drafts/{draft.pk}/discard/",
            f"/drafts/{draft.pk}/autosave/",
        ):
            assert signed_in(other).get(address).status_code == 404
            assert signed_in(other).post(address, typed()).status_code == 404


def test_a_stranger_gets_the_text_back(stranger: Client) -> None:
    answer = stranger.post("/contribute/", typed())
    assert answer.status_code == 403
    assert GOOD["note"] in answer.content.decode()


@pytest.mark.parametrize("field", ["status", "author", "approved_by", "id", "phases.0.stage"])
def test_a_field_that_the_form_does_not_have_is_refused(amina: User, signed_in: Browser, field: str) -> None:
    assert signed_in(amina).post("/contribute/", typed(**{field: "1"})).status_code == 400
    assert not Revision.objects.exists()


def test_a_field_sent_twice_is_refused(amina: User, signed_in: Browser) -> None:
    fields: dict[str, object] = {**typed(), "title": ["One", "Two"]}
    assert signed_in(amina).post("/contribute/", fields).status_code == 400


def test_a_case_with_the_same_name_is_asked_about_once(amina: User, chiara: User, signed_in: Browser) -> None:
    published(content("Open Food Network"), by=amina, reviewer=chiara)
    client = signed_in(amina)
    assert "Is it this one?" in client.post("/contribute/", typed()).content.decode()
    assert client.post("/contribute/", typed(same_case="on")).status_code == 302


def test_an_edit_stands_on_the_version_it_began_with(
    amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    client = signed_in(bruno)
    key = str(uuid.uuid4())
    client.post(
        f"/cases/{case.slug}/edit/state/", {"parts.state.text": "Half", "form_key": key, "act": "save"}
    )
    draft = Draft.objects.get()
    published(content(summary="Newer."), by=amina, reviewer=chiara, on=case)
    assert draft.base_id == case.record.published_id
    assert "was changed since you began" in client.get(f"/drafts/{draft.pk}/").content.decode()


def test_an_answer_begins_with_the_text_that_was_sent(amina: User, chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    reviews.ask_for_changes(
        revision=revision, by=chiara, seen=seen_now(revision), reason="other", note="More?"
    )
    client = signed_in(amina)
    answer = client.post(f"/me/changes/{revision.pk}/answer/", follow=True)
    assert revision.title in answer.content.decode()
    assert Draft.objects.get().follows == revision
    client.post(f"/me/changes/{revision.pk}/answer/")
    assert Draft.objects.count() == 1


def test_the_summary_names_the_row_and_the_field(amina: User, chiara: User, signed_in: Browser) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    fields = EditSheet.opening_fields(content()) | {"phases.0.start": ["long ago"], "act": ["send"]}
    page = signed_in(amina).post(f"/cases/{case.slug}/edit/", fields).content.decode()
    assert "Phase 1, From: This is not a whole number. Write digits.</a>" in page


def test_the_form_of_an_answer_shows_what_was_asked(amina: User, chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    change_comments.write(revision=revision, path="summary", text="Who says so?", by=chiara)
    reviews.ask_for_changes(
        revision=revision, by=chiara, seen=seen_now(revision), reason="other", note="More?\nWhere?"
    )
    page = signed_in(amina).post(f"/me/changes/{revision.pk}/answer/", follow=True).content.decode()
    reason = load_reasons().of("other")
    assert reason is not None
    for said in (escape(reason.guidance), "More?<br>Where?", "Who says so?", f"/me/changes/{revision.pk}/"):
        assert said in page


def test_a_draft_of_a_case_that_is_off_the_page_says_so(
    amina: User, chiara: User, signed_in: Browser
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    client = signed_in(amina)
    client.post(
        f"/cases/{case.slug}/edit/state/",
        {"parts.state.text": "Half", "form_key": str(uuid.uuid4()), "act": "save"},
    )
    off_page.withdraw_case(record=case.record, by=chiara, reason="other", note="Wrong.")
    draft = client.get(f"/drafts/{Draft.objects.get().pk}/").content.decode()
    assert "The case is off the page for now." in draft


def test_taking_back_is_for_the_author_and_in_time(amina: User, bruno: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    assert signed_in(bruno).post(f"/me/changes/{revision.pk}/withdrawal/").status_code == 404
    signed_in(amina).post(f"/me/changes/{revision.pk}/withdrawal/")
    assert Revision.objects.get().state == "withdrawn"
    answer = signed_in(amina).post(f"/me/changes/{revision.pk}/withdrawal/", follow=True)
    assert "Too late" in answer.content.decode()


def test_own_changes_are_shown_to_their_author_only(amina: User, bruno: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    assert signed_in(amina).get(f"/me/changes/{revision.pk}/").status_code == 200
    assert signed_in(bruno).get(f"/me/changes/{revision.pk}/").status_code == 404
