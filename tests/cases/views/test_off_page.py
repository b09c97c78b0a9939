"""The pages by which moderators take something off the page, and what everybody else finds there."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import drafts, off_page
from cases.actions.reviews import seen_now
from cases.forms.edit import EditSheet
from cases.models import Case, HiddenRevision, Revision, TakenDown, Version
from cases.models.draft import DraftForm
from tests.kept import kept
from tests.world import content, published, submitted

Browser = Callable[[User], Client]


@kept
def case(bruno: User, deniz: User) -> Case:
    """A case of two versions."""
    first = published(content(), by=bruno, reviewer=deniz)
    return published(content(summary="Second."), by=bruno, reviewer=deniz, on=first)


def withdraw(case: Case, by: User, note: str = "") -> None:
    off_page.withdraw_case(record=case.record, by=by, reason="not_sourced", note=note)


def hide(case: Case, by: User, reason: str = "privacy") -> None:
    off_page.hide_case(record=case.record, by=by, reason=reason)


def text(page: object) -> str:
    return page.content.decode()  # type: ignore[attr-defined, no-any-return]


# --- what everybody finds ---


@pytest.mark.parametrize("place", ["", "history/", "history/1/", "diff/1..2/", "feed/", "discussion/"])
def test_every_address_of_a_withdrawn_case_says_why(
    case: Case, deniz: User, stranger: Client, place: str
) -> None:
    assert stranger.get(f"/cases/guifi-net/{place}").status_code == 200
    withdraw(case, deniz, note="Nobody found it.")
    answer = stranger.get(f"/cases/guifi-net/{place}")
    assert answer.status_code == 410
    assert "could not be found in its sources" in text(answer)
    assert "Nobody found it." in text(answer)
    assert "Guifi" not in text(answer)


@pytest.mark.parametrize("place", ["edit/", "edit/state/", "history/1/restore/", "discussion/new/"])
def test_a_contributor_is_told_too(
    case: Case, amina: User, deniz: User, signed_in: Browser, place: str
) -> None:
    withdraw(case, deniz)
    assert signed_in(amina).get(f"/cases/guifi-net/{place}").status_code == 410


@pytest.mark.parametrize("place", ["", "history/", "history/1/", "diff/1..2/", "feed/", "discussion/"])
def test_the_addresses_of_a_hidden_case_lead_nowhere(
    case: Case, deniz: User, stranger: Client, place: str
) -> None:
    assert stranger.get(f"/cases/guifi-net/{place}").status_code == 200
    hide(case, deniz)
    assert stranger.get(f"/cases/guifi-net/{place}").status_code == 404


@pytest.mark.parametrize("act", [withdraw, hide])
@pytest.mark.parametrize(
    "address",
    ["/", "/cases/?q=network", "/cases.csv", "/changes/", "/feeds/changes/", "/claims/3c/", "/gaps/feed/",
     "/patchwork.csv", "/tags/", "/people/Bruno/", "/map/", "/timeline.csv", "/matrix/?cell=7-3"],
)  # fmt: skip
def test_pages_that_were_read_before_forget_it(
    taxonomy: None,
    bruno: User,
    deniz: User,
    stranger: Client,
    act: Callable[[Case, User], None],
    address: str,
) -> None:
    case = published(content("Zephyr"), by=bruno, reviewer=deniz)
    stranger.get(address).getvalue()
    act(case, deniz)
    assert "zephyr" not in stranger.get(address).getvalue().decode().lower()


def test_what_was_typed_on_a_case_that_is_gone_comes_back(
    case: Case, amina: User, deniz: User, signed_in: Browser
) -> None:
    hide(case, deniz)
    answer = signed_in(amina).post("/cases/guifi-net/edit/", {"title": "Much work"})
    assert answer.status_code == 404
    assert "Much work" in text(answer)


# --- what moderators do ---


def test_a_moderator_withdraws_a_case_and_puts_it_back(
    case: Case, chiara: User, signed_in: Browser, stranger: Client
) -> None:
    client = signed_in(chiara)
    assert "/cases/guifi-net/withdrawal/" in text(client.get("/cases/guifi-net/"))
    assert "/cases/guifi-net/withdrawal/" not in text(stranger.get("/cases/guifi-net/"))
    answer = client.post("/cases/guifi-net/withdrawal/", {"reason": "wrong", "note": ""})
    assert answer.headers["Location"] == "/review/hidden/"
    assert "Guifi.net" in text(client.get("/review/hidden/"))
    answer = client.post(f"/review/hidden/{case.pk}/")
    assert answer.headers["Location"] == "/cases/guifi-net/"
    assert stranger.get("/cases/guifi-net/").status_code == 200


def test_a_withdrawn_case_is_hidden_from_its_page(case: Case, chiara: User, signed_in: Browser) -> None:
    withdraw(case, chiara)
    client = signed_in(chiara)
    assert "/cases/guifi-net/hiding/" in text(client.get(f"/review/hidden/{case.pk}/"))
    client.post("/cases/guifi-net/hiding/", {"reason": "privacy", "note": ""})
    assert client.get("/cases/guifi-net/").status_code == 404


@pytest.mark.parametrize(
    ("place", "typed", "said"),
    [
        ("withdrawal", {"note": "Kept words."}, "The reason is missing."),
        ("withdrawal", {"reason": "other", "note": ""}, "The note is missing."),
        ("withdrawal", {"reason": "nonsense", "note": "Kept words."}, "There is no such reason."),
        ("hiding", {"note": "Kept words."}, "The reason is missing."),
        ("hiding", {"reason": "abuse", "note": "x" * 501}, "This has 501 characters. Shorten it to 500."),
    ],
)
def test_a_form_that_does_not_say_why_comes_back(
    case: Case, chiara: User, signed_in: Browser, place: str, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(chiara).post(f"/cases/guifi-net/{place}/", typed)
    assert answer.status_code == 422
    assert said in text(answer)
    assert typed["note"] in text(answer)
    assert Case.objects.filter(pk=case.pk).exists()


def test_an_unknown_field_is_refused(case: Case, chiara: User, signed_in: Browser) -> None:
    answer = signed_in(chiara).post("/cases/guifi-net/withdrawal/", {"reason": "wrong", "by": "1"})
    assert answer.status_code == 400
    assert not TakenDown.objects.exists()


def test_a_version_is_hidden_and_shown_again(
    case: Case, chiara: User, signed_in: Browser, stranger: Client
) -> None:
    first = Version.objects.get(number=1).revision_number
    client = signed_in(chiara)
    assert f"/review/{first}/hiding/" in text(client.get("/cases/guifi-net/history/"))
    client.post(f"/review/{first}/hiding/", {"reason": "privacy", "note": ""})
    assert "Version 1 is hidden" in text(client.get("/cases/guifi-net/history/"))
    assert "is hidden" not in text(stranger.get("/cases/guifi-net/history/"))
    for place in ("history/1/", "diff/1..2/"):
        assert stranger.get(f"/cases/guifi-net/{place}").status_code == 404
    client.post(f"/review/{first}/showing/")
    assert stranger.get("/cases/guifi-net/history/1/").status_code == 200


def test_the_public_version_is_not_hidden_and_the_page_says_what_to_do(
    case: Case, chiara: User, signed_in: Browser
) -> None:
    now = case.record.published_id
    answer = signed_in(chiara).post(f"/review/{now}/hiding/", {"reason": "abuse", "note": "Kept."})
    assert answer.status_code == 422
    assert "hide the case" in text(answer)
    assert "Kept." in text(answer)
    assert not HiddenRevision.objects.exists()


def test_the_second_of_two_moderators_keeps_the_note(
    case: Case, chiara: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.views.off_page.record_to_take_down", lambda *_args, **_kinds: case.record)
    withdraw(case, chiara)
    answer = signed_in(chiara).post("/cases/guifi-net/withdrawal/", {"reason": "wrong", "note": "My words."})
    assert answer.status_code == 409
    assert "My words." in text(answer)


# --- those who wrote it, and those who review ---


def waiting_on(case: Case, by: User) -> Revision:
    return submitted(content(summary="Later."), by=by, on=case)


def test_accepting_on_a_case_off_the_page_is_refused_with_a_page(
    case: Case, amina: User, chiara: User, signed_in: Browser
) -> None:
    waiting = waiting_on(case, amina)
    withdraw(case, chiara)
    client, seen = signed_in(chiara), seen_now(waiting)
    assert "The case is off the page." in text(client.get(f"/review/{waiting.pk}/"))
    typed = {"decision": "approved", "reason": "", "note": "Kept.", "content_hash": seen.content_hash}
    answer = client.post(f"/review/{waiting.pk}/", typed | {"published": str(seen.published_id)})
    assert answer.status_code == 409
    assert "It can go on once it is put back." in text(answer)
    assert "Kept." in text(answer)


@pytest.mark.parametrize(("reason", "status"), [("privacy", 404), ("abuse", 404), ("copyright", 200)])
def test_an_author_reads_an_own_change_unless_it_is_hidden_from_them(
    case: Case, amina: User, chiara: User, signed_in: Browser, reason: str, status: int
) -> None:
    waiting = waiting_on(case, amina)
    hide(case, chiara, reason)
    client = signed_in(amina)
    for place in ("", "withdrawal/"):
        assert client.get(f"/me/changes/{waiting.pk}/{place}").status_code == status
    assert ("Guifi.net" in text(client.get("/me/"))) == (status == 200)


def test_the_text_that_somebody_began_from_is_not_shown_once_it_is_hidden(
    case: Case, amina: User, chiara: User, signed_in: Browser
) -> None:
    waiting = waiting_on(case, amina)
    published(content(summary="Clean."), by=chiara, reviewer=User.objects.get(username="Deniz"), on=case)
    assert waiting.base is not None
    off_page.hide_revision(revision=waiting.base, by=chiara, reason="privacy")
    page = text(signed_in(amina).get(f"/me/changes/{waiting.pk}/"))
    assert "Later." in page
    assert "Second." not in page
    assert signed_in(amina).get(f"/review/{waiting.pk}/rebase/").status_code == 404


def test_bringing_up_to_date_waits_until_the_case_is_back(
    case: Case, amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    waiting = waiting_on(case, amina)
    published(content(summary="Between."), by=bruno, reviewer=chiara, on=case)
    withdraw(case, chiara)
    answer = signed_in(amina).get(f"/review/{waiting.pk}/rebase/")
    assert answer.status_code == 409
    assert "Between." not in text(answer)


def test_a_draft_is_kept_when_its_case_is_off_the_page(
    case: Case, amina: User, chiara: User, signed_in: Browser
) -> None:

    fields = EditSheet.opening_fields(content(summary="Later.")) | {"stake": ["none"], "licence": ["on"]}
    draft = drafts.start(
        by=amina,
        form=DraftForm.EDIT,
        key=uuid.uuid4(),
        record=case.record,
        base=case.record.published,
        fields=fields,
        title="Guifi.net",
    )
    withdraw(case, chiara)
    sent = fields | {"act": ["send"], "form_key": [str(draft.submission_key)]}
    answer = signed_in(amina).post(f"/drafts/{draft.pk}/", sent, follow=True)
    assert "Your text is kept as a draft." in text(answer)
    assert not Revision.objects.by(amina).exists()
