"""Reports from readers: who may send one, what comes back, and how moderators close it."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import comments, reports
from cases.actions.refusals import Incomplete, NotAllowed, Overtaken
from cases.models import AuditEvent, Case, Report
from tests.kept import kept
from tests.world import commented, content, published, reported

Browser = Callable[[User], Client]
ABOUT = "/report/?about=case:guifi-net"


@kept
def case(bruno: User, deniz: User) -> Case:
    return published(content(), by=bruno, reviewer=deniz)


def said(**changes: str) -> dict[str, str]:
    return {"kind": "wrong", "text": "The year is wrong.", "form_key": str(uuid.uuid4()), **changes}


def test_a_stranger_reports_a_case_from_a_link_on_its_page(case: Case, stranger: Client) -> None:
    assert f'href="{ABOUT}"' in stranger.get("/cases/guifi-net/").content.decode()
    page = stranger.post(ABOUT, said(), follow=True)
    assert "A moderator reads it." in page.content.decode()
    report = Report.objects.get()
    assert (report.about_kind, report.about_id, report.kind, report.by) == ("case", case.pk, "wrong", None)


def test_the_page_of_a_case_stays_the_same_for_everybody_afterwards(case: Case, stranger: Client) -> None:
    before = Client().get("/cases/guifi-net/").content
    stranger.post(ABOUT, said())
    assert stranger.get("/cases/guifi-net/").content == before


def test_the_form_is_private_and_no_program_keeps_it(case: Case, stranger: Client) -> None:
    page = stranger.get(ABOUT)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert 'content="noindex"' in page.content.decode()


def test_a_person_is_reported_from_their_page(bruno: User, amina: User, signed_in: Browser) -> None:
    assert 'href="/report/?about=person:Bruno"' in signed_in(amina).get("/people/Bruno/").content.decode()
    signed_in(amina).post("/report/?about=person:Bruno", said(kind="abuse"))
    assert (Report.objects.get().about_id, Report.objects.get().by) == (bruno.pk, amina)


def test_a_comment_is_reported_from_a_link_beside_it_and_is_gone_once_hidden(
    case: Case, bruno: User, chiara: User, stranger: Client
) -> None:
    comment = commented(case, by=bruno)
    about = f"/report/?about=comment:{comment.pk}"
    page = stranger.get(f"/cases/guifi-net/discussion/{comment.thread_id}/").content.decode()
    assert f'href="{about}"' in page
    stranger.post(about, said())
    assert Report.objects.get().about_id == comment.pk
    comments.hide(comment=comment, reason="other", by=chiara)
    assert stranger.get(about).status_code == 404


@pytest.mark.parametrize(
    "about", ["", "case:", "case:never-was", "comment:1", "person:Nobody", "x:y", "case"]
)
def test_what_is_not_public_is_not_there(case: Case, stranger: Client, about: str) -> None:
    assert stranger.get("/report/", {"about": about}).status_code == 404
    assert stranger.post(f"/report/?about={about}", said()).status_code == 404


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"text": ""}, 422),
        ({"text": "x" * 2001}, 422),
        ({"kind": ""}, 422),
        ({"kind": "boring"}, 422),
        ({"form_key": ""}, 400),
        ({"by": "1"}, 400),
    ],
)
def test_odd_input_comes_back_as_typed(
    case: Case, stranger: Client, changes: dict[str, str], status: int
) -> None:
    page = stranger.post(ABOUT, said(**changes))
    assert page.status_code == status
    assert status == 400 or changes.get("text", "The year is wrong.") in page.content.decode()
    assert not Report.objects.exists()


def test_what_is_missing_is_said_in_the_order_and_the_words_of_the_form(case: Case, stranger: Client) -> None:
    page = stranger.post(ABOUT, said(kind="", text="")).content.decode()
    first, second = page.index("What is wrong is missing."), page.index("The text is missing.")
    assert first < second


def test_the_same_form_sent_twice_is_one_report(case: Case, stranger: Client) -> None:
    form = said()
    for _time in range(2):
        stranger.post(ABOUT, form)
    assert Report.objects.count() == AuditEvent.objects.filter(verb="report").count() == 1


def test_after_five_in_a_minute_the_text_comes_back(case: Case, stranger: Client) -> None:
    answers = [stranger.post(ABOUT, said(text="Kept <b>text</b>.")) for _time in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Kept &lt;b&gt;text&lt;/b&gt;." in answers[-1].content.decode()
    assert answers[-1].headers["Retry-After"] == "60"
    assert stranger.get(ABOUT).status_code == 200


def test_moderators_read_them_oldest_first_and_close_them_with_a_note(
    case: Case, amina: User, chiara: User, signed_in: Browser
) -> None:
    first, _second = (reported(case, by=amina, text=text) for text in ("First.", "Second."))
    client = signed_in(chiara)
    page = client.get("/review/reports/").content.decode()
    assert page.index("First.") < page.index("Second.")
    assert client.post(f"/review/reports/{first.pk}/", {"note": " "}).status_code == 422
    assert client.post(f"/review/reports/{first.pk}/", {"note": "Mended."}).status_code == 302
    assert client.post(f"/review/reports/{first.pk}/", {"note": "Again."}).status_code == 409
    page = client.get("/review/reports/").content.decode()
    assert "First." not in page
    assert "Second." in page
    assert "Mended." in signed_in(amina).get("/me/").content.decode()


def test_the_list_pages_by_key(
    case: Case, chiara: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.queries.reports.open_reports.__kwdefaults__", {"after": 0, "size": 1})
    first, _second = (reported(case, by=None, text=text) for text in ("First.", "Second."))
    client = signed_in(chiara)
    assert f"?after={first.pk}" in client.get("/review/reports/").content.decode()
    page = client.get(f"/review/reports/?after={first.pk}").content.decode()
    assert "Second." in page
    assert "First." not in page
    assert client.get("/review/reports/?after=x").status_code == 400


def test_a_report_outlives_what_it_is_about(case: Case, chiara: User, signed_in: Browser) -> None:
    report = reported(case, by=None)
    Case.objects.filter(pk=case.pk).delete()
    page = signed_in(chiara).get(f"/review/reports/{report.pk}/").content.decode()
    assert "Something that is not public any more" in page


def test_who_may_close(case: Case, amina: User, bruno: User, chiara: User) -> None:
    report = reported(case, by=amina)
    for by in (amina, bruno):
        with pytest.raises(NotAllowed):
            reports.close(report=report, by=by, note="Done.")
    with pytest.raises(Incomplete):
        reports.close(report=report, by=chiara, note="x" * 2001)
    reports.close(report=report, by=chiara, note="Done.")
    with pytest.raises(Overtaken):
        reports.close(report=report, by=chiara, note="Done.")
