"""The page of one change: each refusal has its own answer, and nothing typed is lost."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.actions import delete_account, set_role
from accounts.models import Role, User
from cases.actions import reviews, submissions
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, Part
from cases.domain.vocabulary import Stance
from cases.domain.workflow import State
from cases.models import Review, Revision, Version
from cases.queries.verification import find_faults
from cases.views import review as review_view
from models_taxonomy.actions import load_taxonomy
from tests.world import content, illustration, person, published, source, submitted, suspended

Browser = Callable[[User], Client]
HOSTILE = "<script>alert(1)</script>\"'"
TYPED = "What the reviewer typed <b>here</b>"
TYPED_SHOWN = "What the reviewer typed &lt;b&gt;here&lt;/b&gt;"


def form(revision: Revision, **changes: str) -> dict[str, str]:
    """The fields of the decision form as the page gives them."""
    seen = seen_now(Revision.objects.select_related("record").get(pk=revision.pk))
    return {
        "content_hash": seen.content_hash,
        "published": str(seen.published_id or ""),
        "decision": "approved",
        "reason": "",
        "note": TYPED,
    } | changes


def outdated(author: User, other: User, reviewer: User) -> Revision:
    case = published(content(), by=other, reviewer=reviewer)
    late = submitted(content(summary="Late."), by=author, on=case)
    published(content(summary="First."), by=other, reviewer=reviewer, on=case)
    return Revision.objects.select_related("record").get(pk=late.pk)


def state(revision: Revision) -> State:
    return Revision.objects.select_related("standing").get(pk=revision.pk).state


@pytest.mark.parametrize("has_left", [False, True])
def test_only_an_author_who_is_still_here_is_linked(
    amina: User, chiara: User, signed_in: Browser, *, has_left: bool
) -> None:
    revision = submitted(content(), by=amina)
    if has_left:
        delete_account(user=amina, by=amina)
    amina.refresh_from_db()
    page = signed_in(chiara).get(f"/review/{revision.pk}/").content.decode()
    assert f"<bdi>{amina.shown_name}</bdi>" in page
    assert (f'href="/people/{amina.username}/"' in page) == (not has_left)


def test_the_decision_box_is_in_the_first_response(amina: User, chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    page = signed_in(chiara).get(f"/review/{revision.pk}/").content.decode()
    assert f'name="content_hash" value="{revision.content_hash}"' in page
    assert "a new case" in page
    assert "The gap 3c closes." in page
    assert 'href="#dec">Go to the decision' in page


def test_a_change_shows_its_fields_and_the_others_are_counted(
    amina: User, chiara: User, signed_in: Browser
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    rows = (illustration(stance=Stance.PARTLY),)
    revision = submitted(content(illustrations=rows, tags=("x",)), by=amina, on=case)
    page = signed_in(chiara).get(f"/review/{revision.pk}/").content.decode()
    assert "2 fields changed, 13 unchanged" in page
    assert re.findall(r'id="change-\d">([^<]+)<', page) == ["Tags", "Claim 3c"]
    assert "1 of 1 earlier change accepted" in page


def test_accepting_publishes_and_leads_to_the_next(amina: User, chiara: User, signed_in: Browser) -> None:
    first, second = submitted(content(), by=amina), submitted(content("Sensorica"), by=amina)
    answer = signed_in(chiara).post(f"/review/{first.pk}/", form(first), follow=True)
    assert answer.redirect_chain == [(f"/review/{second.pk}/#main", 302)]
    assert "“Guifi.net” is public now." in answer.content.decode()
    assert Version.objects.count() == 1


def test_after_the_last_decision_comes_the_queue(amina: User, chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    submitted(content("Own"), by=chiara)
    answer = signed_in(chiara).post(f"/review/{revision.pk}/", form(revision))
    assert answer.headers["Location"] == "/review/#main"


@pytest.mark.parametrize(
    ("decision", "ends"), [("changes_requested", State.CHANGES_REQUESTED), ("rejected", State.REJECTED)]
)
def test_the_author_reads_reason_guidance_and_note(
    amina: User, chiara: User, signed_in: Browser, decision: str, ends: State
) -> None:
    revision = submitted(content(), by=amina)
    fields = form(revision, decision=decision, reason="advertising")
    signed_in(chiara).post(f"/review/{revision.pk}/", fields)
    page = signed_in(amina).get("/me/").content.decode()
    assert state(revision) is ends
    assert "This advertises" in page
    assert "Say what others have found" in page
    assert TYPED_SHOWN in page


@pytest.mark.parametrize(
    ("changes", "targets"),
    [
        ({"decision": "rejected", "reason": ""}, ["id_reason"]),
        ({"decision": "changes_requested", "reason": "other", "note": " "}, ["id_note"]),
        ({"decision": "rejected", "reason": "", "note": ""}, ["id_reason", "id_note"]),
        ({"decision": ""}, ["id_decision"]),
        ({"decision": "draft"}, ["id_decision"]),
        ({"decision": "rejected", "reason": "no-such"}, ["id_reason"]),
        ({"note": "n" * 2001}, ["id_note"]),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_decided(
    amina: User, chiara: User, signed_in: Browser, changes: dict[str, str], targets: list[str]
) -> None:
    revision = submitted(content(), by=amina)
    answer = signed_in(chiara).post(f"/review/{revision.pk}/", form(revision, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert re.findall(r'<li><a href="#(id_\w+)">', page) == targets
    assert all(f'id="{target}"' in page for target in targets)
    assert changes.get("note", TYPED_SHOWN).strip() in page
    assert state(revision) is State.SUBMITTED


def test_overtaken_says_who_and_how_and_keeps_the_note(
    amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    revision = submitted(content(), by=amina)
    fields = form(revision)
    reviews.decline(revision=revision, by=deniz, seen=seen_now(revision), reason="other", note="No.")
    answer = signed_in(chiara).post(f"/review/{revision.pk}/", fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody was first" in page
    assert "Deniz" in page
    assert "Declined" in page
    assert TYPED_SHOWN in page


def test_overtaken_keeps_the_note_of_a_form_with_faults_too(
    amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    revision = submitted(content(), by=amina)
    fields = form(revision, decision="")
    reviews.approve(revision=revision, by=deniz, seen=seen_now(revision))
    answer = signed_in(chiara).post(f"/review/{revision.pk}/", fields)
    assert (answer.status_code, TYPED_SHOWN in answer.content.decode()) == (409, True)


def test_deciding_twice_is_told_as_that(amina: User, chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    client, fields = signed_in(chiara), form(revision)
    client.post(f"/review/{revision.pk}/", fields)
    answer = client.post(f"/review/{revision.pk}/", fields)
    assert answer.status_code == 409
    assert "You decided on this already" in answer.content.decode()
    assert Review.objects.count() == 1


def test_what_was_taken_back_cannot_be_decided_on(amina: User, chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    fields = form(revision)
    submissions.withdraw(revision=revision, by=amina)
    answer = signed_in(chiara).post(f"/review/{revision.pk}/", fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This no longer waits" in page
    assert "Withdrawn" in page
    assert TYPED_SHOWN in page


@pytest.mark.parametrize("changes", [{"content_hash": "0" * 64}, {"published": "12345"}])
def test_what_changed_since_it_was_seen_is_shown_anew(
    amina: User, chiara: User, signed_in: Browser, changes: dict[str, str]
) -> None:
    revision = submitted(content(), by=amina)
    answer = signed_in(chiara).post(f"/review/{revision.pk}/", form(revision, **changes))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This changed since you looked." in page
    assert TYPED_SHOWN in page
    assert f'value="{revision.content_hash}"' in page
    assert state(revision) is State.SUBMITTED


def test_a_case_that_moves_on_during_the_decision_is_shown_as_it_is_then(
    amina: User, bruno: User, chiara: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    revision = submitted(content(summary="Late."), by=amina, on=case)
    fields, act = form(revision), review_view._act

    def overtaken(*arguments: Any) -> None:  # noqa: ANN401 (passed on as they are)
        published(content(summary="First."), by=bruno, reviewer=chiara, on=case)
        act(*arguments)

    monkeypatch.setattr(review_view, "_act", overtaken)
    page = signed_in(chiara).post(f"/review/{revision.pk}/", fields).content.decode()
    now = Revision.objects.select_related("record").get(pk=revision.pk).record.published_id
    assert f'name="published" value="{now}"' in page
    assert "The case was changed since the author began" in page


def made_a_contributor(person: User, by: User) -> None:
    set_role(user=person, role=Role.CONTRIBUTOR, by=by)


@pytest.mark.parametrize(
    ("happens", "says"),
    [(suspended, "Your account is suspended"), (made_a_contributor, "This is not yours to do")],
)
def test_who_reviews_no_more_when_the_decision_comes_gets_the_note_back(
    amina: User,
    chiara: User,
    edda: User,
    signed_in: Browser,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[..., None],
    says: str,
) -> None:
    revision, act = submitted(content(), by=amina), review_view._act

    def too_late(*arguments: Any) -> None:  # noqa: ANN401 (passed on as they are)
        happens(User.objects.get(pk=chiara.pk), by=edda)
        act(*arguments)

    monkeypatch.setattr(review_view, "_act", too_late)
    answer = signed_in(chiara).post(f"/review/{revision.pk}/", form(revision))
    assert answer.status_code == 403
    assert says in answer.content.decode()
    assert TYPED_SHOWN in answer.content.decode()


def test_an_outdated_change_is_brought_up_to_date_before_it_is_accepted(
    amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    late = outdated(amina, bruno, chiara)
    client = signed_in(chiara)
    assert "Bring it up to date first" in client.get(f"/review/{late.pk}/").content.decode()
    answer = client.post(f"/review/{late.pk}/", form(late))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'href="/review/{late.pk}/rebase/"' in page
    assert TYPED_SHOWN in page
    assert (
        client.post(f"/review/{late.pk}/", form(late, decision="rejected", reason="other")).status_code == 302
    )


def test_own_work_has_no_form_and_says_why(chiara: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=chiara)
    client = signed_in(chiara)
    page = client.get(f"/review/{revision.pk}/").content.decode()
    assert "nobody decides on own work" in page
    assert 'name="decision"' not in page
    assert client.post(f"/review/{revision.pk}/", form(revision)).status_code == 403
    assert client.post(f"/review/{revision.pk}/", form(revision, decision="")).status_code == 403
    assert state(revision) is State.SUBMITTED


def test_what_was_decided_is_read_only(amina: User, chiara: User, deniz: User, signed_in: Browser) -> None:
    revision = submitted(content(), by=amina)
    reviews.decline(revision=revision, by=deniz, seen=seen_now(revision), reason="not-a-case", note="Who?")
    page = signed_in(chiara).get(f"/review/{revision.pk}/").content.decode()
    assert 'name="decision"' not in page
    assert all(words in page for words in ("Declined", "Deniz", "This is not a case", "Who?"))


def test_an_answer_shows_what_the_reviewer_asked(
    amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    first = submitted(content(), by=amina)
    reviews.ask_for_changes(
        revision=first, by=deniz, seen=seen_now(first), reason="source-missing", note=f"Where? {HOSTILE}"
    )
    second = submitted(content(summary="Better."), by=amina, follows=first)
    page = signed_in(chiara).get(f"/review/{second.pk}/").content.decode()
    assert "A sentence needs a source" in page
    assert "Where? &lt;script&gt;" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"steward": "1"},
        {"note": ["a", "b"]},
        {"content_hash": ["x", "y"]},
        {"published": "x"},
        {"content_hash": ""},
    ],
)
def test_foreign_doubled_and_damaged_fields_are_a_400(
    amina: User, chiara: User, signed_in: Browser, fields: dict[str, str | list[str]]
) -> None:
    revision = submitted(content(), by=amina)
    answer = signed_in(chiara).post(f"/review/{revision.pk}/", form(revision) | fields)
    assert answer.status_code == 400
    assert state(revision) is State.SUBMITTED


@pytest.mark.parametrize("pk", [0, 99, 10**30])
def test_there_is_no_such_change(chiara: User, signed_in: Browser, pk: int) -> None:
    assert signed_in(chiara).get(f"/review/{pk}/").status_code == 404


def test_others_see_nothing(amina: User, bruno: User, stranger: Client, signed_in: Browser) -> None:
    revision = submitted(content("Secret title"), by=amina)
    for client in (stranger, signed_in(bruno), signed_in(amina)):
        answer = client.get(f"/review/{revision.pk}/")
        assert answer.status_code in {302, 403}
        assert "Secret title" not in answer.content.decode()
        assert client.post(f"/review/{revision.pk}/", form(revision)).status_code == 403
    assert state(revision) is State.SUBMITTED


def test_hostile_text_is_text(amina: User, chiara: User, signed_in: Browser) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    revision = submitted(hostile(), by=amina, on=case)
    page = signed_in(chiara).get(f"/review/{revision.pk}/").content.decode()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 8


def hostile() -> CaseContent:
    """A case of which every text tries to be a script."""
    return content(
        f"Title {HOSTILE}",
        summary=f"Summary {HOSTILE}",
        tags=(HOSTILE,),
        organisations=(HOSTILE,),
        parts=(Part(key="in-short", text=f"Text {HOSTILE}"),),
        sources=(source(title=HOSTILE, authors=HOSTILE, publisher=HOSTILE),),
        illustrations=(illustration(note=HOSTILE, quote=HOSTILE),),
        open_questions=(HOSTILE,),
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_wins_and_the_other_is_told() -> None:
    load_taxonomy()
    amina, chiara, deniz = person("Amina"), person("Chiara", "moderator"), person("Deniz", "moderator")
    revision = submitted(content(), by=amina)
    fields = form(revision)
    clients = [Client(), Client()]
    for client, user in zip(clients, (chiara, deniz), strict=True):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    gate, found = threading.Barrier(2), list[tuple[int, str]]()

    def decide(client: Client) -> None:
        try:
            gate.wait()
            answer = client.post(f"/review/{revision.pk}/", fields)
            found.append((answer.status_code, answer.content.decode()))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won, _redirect), (lost, page) = sorted(found)
    assert (won, lost) == (302, 409)
    assert "Somebody was first" in page
    assert (Review.objects.count(), Version.objects.count(), list(find_faults())) == (1, 1, [])
