"""The pages of a discussion, for strangers, authors and moderators."""

import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions import comments, threads
from cases.domain.content import Part
from cases.models import Case, Comment, CommentDecision, HiddenComment, Thread, WaitingComment
from cases.queries.notices import new_for
from cases.queries.reports import subject_at
from cases.queries.talk import comment_path
from tests.kept import kept
from tests.world import answered, commented, content, published, waiting

Browser = Callable[[User], Client]
PAGE = "/cases/guifi-net/discussion/"


@kept
def case(bruno: User, deniz: User) -> Case:
    """A case of Bruno, whose comments therefore show at once."""
    return published(content(), by=bruno, reviewer=deniz)


def text_of(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def sent(**fields: str) -> dict[str, str]:
    return {"form_key": str(uuid.uuid4()), **fields}


def test_where_nobody_spoke_the_page_asks_to_begin(case: Case, stranger: Client) -> None:
    page = text_of(stranger, PAGE)
    assert "Nobody has said anything yet." in page
    assert f'href="{PAGE}new/"' in page


def test_the_page_of_the_case_leads_to_what_is_said_of_each_thing(
    case: Case, bruno: User, stranger: Client
) -> None:
    commented(case, by=bruno, about="part-value-capture")
    commented(case, by=bruno, about="claim-3c-supports")
    page = text_of(stranger, "/cases/guifi-net/")
    assert "Discussion (2)" in page
    assert f'{PAGE}?about=part-value-capture">Discuss (1)' in page
    assert f'{PAGE}?about=claim-3c-supports">Discuss (1)' in page
    assert f'{PAGE}new/?about=part-market">Discuss<' in page


def test_threads_are_filtered_by_state_and_by_what_they_hang_on(
    case: Case, bruno: User, stranger: Client
) -> None:
    commented(case, by=bruno, subject="Of the whole")
    done = commented(case, by=bruno, subject="Of the market", about="part-market")
    threads.resolve(thread=done.thread, case=case, by=bruno)
    shown = {
        "": ["Of the market", "Of the whole"],
        "?state=open": ["Of the whole"],
        "?state=resolved": ["Of the market"],
        "?about=part-market": ["Of the market"],
        "?about=case": ["Of the whole"],
        "?about=part-market&state=open": [],
    }
    for query, subjects in shown.items():
        page = text_of(stranger, PAGE + query)
        assert [each for each in ("Of the market", "Of the whole") if f">{each}</a>" in page] == subjects, (
            query
        )


@pytest.mark.parametrize(
    "query", ["state=closed", "about=part-x", "before=x", "before=²", "state=open&state=open"]
)
def test_a_filter_that_is_none_is_refused(case: Case, stranger: Client, query: str) -> None:
    assert stranger.get(f"{PAGE}?{query}").status_code == 400


def test_pages_follow_by_key_and_the_newest_comment_comes_first(
    case: Case, bruno: User, stranger: Client
) -> None:
    begun = [commented(case, by=bruno, subject=f"Number {number:02}") for number in range(21)]
    answered(begun[0], by=bruno)
    first = text_of(stranger, PAGE)
    assert first.index("Number 00") < first.index("Number 20")
    assert "Number 01" not in first
    assert "Number 01" in text_of(stranger, f"{PAGE}?before={begun[2].pk}")


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_forty_threads_cost_as_much_as_two(case: Case, bruno: User, stranger: Client) -> None:
    first = commented(case, by=bruno, about="part-market")
    commented(case, by=bruno)
    addresses = (PAGE, f"{PAGE}{first.thread_id}/", "/cases/guifi-net/")
    few = [queries_of(stranger, address) for address in addresses]
    for number in range(38):
        commented(case, by=bruno, about=("", "part-market", "claim-3c-supports")[number % 3])
        answered(first, by=bruno)
    assert [queries_of(stranger, address) for address in addresses] == few


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ("", "the case changed since"),
        ("part-state", "the part changed since"),
        ("part-value-capture", ""),
        ("claim-3c-supports", ""),
        ("claim-3f-supports", ""),
    ],
)
def test_a_thread_says_on_what_it_was_begun_and_whether_that_changed(
    case: Case, bruno: User, deniz: User, stranger: Client, about: str, says: str
) -> None:
    thread = commented(case, by=bruno, about=about).thread
    newer = content(parts=(*content().parts, Part(key="state", text="The state looks on.")))
    published(newer, by=bruno, reviewer=deniz, on=case)
    page = text_of(stranger, f"{PAGE}{thread.pk}/")
    assert ">version 1</a>" in page
    assert (says in page) if says else ("changed since" not in page)


def test_what_tells_of_a_comment_leads_to_the_page_on_which_it_stands(
    case: Case, bruno: User, deniz: User, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.queries.talk.COMMENTS_A_PAGE", 1)
    last = answered(commented(case, by=bruno), by=deniz)
    told, *_older = new_for(bruno)
    report = subject_at(f"comment:{last.pk}")
    assert report is not None
    for path in (told.path, report.url):
        page = text_of(stranger, path)
        assert f'id="comment-{last.pk}"' in page
        assert "This page begins later in the discussion." in page


def test_a_comment_of_a_short_discussion_is_shown_with_those_before(
    case: Case, bruno: User, deniz: User, stranger: Client
) -> None:
    first = commented(case, by=bruno)
    page = text_of(stranger, comment_path(case, answered(first, by=deniz)))
    assert f'id="comment-{first.pk}"' in page
    assert "begins later" not in page


# --- writing --------------------------------------------------------------------------------------


def test_a_contributor_begins_a_thread_and_it_is_public(
    case: Case, bruno: User, signed_in: Browser, stranger: Client
) -> None:
    fields = sent(subject="Masts", text="Who *pays*, @Deniz?")
    answer = signed_in(bruno).post(f"{PAGE}new/?about=part-market", fields)
    comment = Comment.objects.get()
    assert answer.headers["Location"].endswith(f"#comment-{comment.pk}")
    page = text_of(stranger, f"{PAGE}{comment.thread_id}/")
    assert 'Who <em>pays</em>, <a href="/people/Deniz/">@Deniz</a>?' in page


@pytest.mark.parametrize(
    "fields", [{"subject": "", "text": "Kept words"}, {"subject": "Kept words", "text": ""}]
)
def test_what_is_refused_is_kept_in_the_form(
    case: Case, bruno: User, signed_in: Browser, fields: dict[str, str]
) -> None:
    answer = signed_in(bruno).post(f"{PAGE}new/", sent(**fields))
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()


@pytest.mark.parametrize("about", ["part-x", "claim-zz-supports", "claim-3f-likes"])
def test_nothing_hangs_on_what_is_not_there(case: Case, bruno: User, signed_in: Browser, about: str) -> None:
    assert signed_in(bruno).get(f"{PAGE}new/?about={about}").status_code == 404


def test_an_author_changes_a_comment_and_everybody_sees_that(
    case: Case, bruno: User, signed_in: Browser, stranger: Client
) -> None:
    comment = commented(case, by=bruno)
    signed_in(bruno).post(f"/cases/guifi-net/comments/{comment.pk}/edit/", {"text": "Other words"})
    page = text_of(stranger, f"{PAGE}{comment.thread_id}/")
    assert "Other words" in page
    assert "· edited" in page


def test_too_late_the_words_are_kept(case: Case, bruno: User, signed_in: Browser) -> None:
    comment = commented(case, by=bruno)
    Comment.objects.update(at="2020-01-01T00:00:00Z")
    answer = signed_in(bruno).post(f"/cases/guifi-net/comments/{comment.pk}/edit/", {"text": "Kept words"})
    assert answer.status_code == 409
    assert "Kept words" in answer.content.decode()


def test_a_newcomer_sees_what_waits_and_nobody_else_does(
    case: Case, amina: User, bruno: User, signed_in: Browser, stranger: Client
) -> None:
    signed_in(amina).post(f"{PAGE}new/", sent(subject="Shy subject", text="Shy text"))
    assert "Waits for review; only you see it" in text_of(signed_in(amina), PAGE)
    assert "Shy text" in text_of(signed_in(amina), "/me/")
    for other in (stranger, signed_in(bruno)):
        assert "Shy" not in text_of(other, PAGE)


# --- moderators -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "status", "decision"),
    [
        ({"act": "accept", "reason": ""}, 302, "accepted"),
        ({"act": "decline", "reason": "attack"}, 302, "declined"),
        ({"act": "decline", "reason": ""}, 422, None),
        ({"act": "decline", "reason": "because"}, 422, None),
        ({"act": "shrug"}, 400, None),
    ],
)
def test_a_moderator_decides_on_what_waits_with_one_click(
    case: Case,
    amina: User,
    chiara: User,
    signed_in: Browser,
    fields: dict[str, str],
    status: int,
    decision: str,
) -> None:
    said = waiting(case, by=amina)
    client = signed_in(chiara)
    assert f'action="/review/comments/{said.pk}/"' in text_of(client, "/review/")
    assert client.post(f"/review/comments/{said.pk}/", fields).status_code == status
    assert CommentDecision.objects.values_list("decision", flat=True).first() == decision
    assert WaitingComment.objects.waiting().exists() == (decision is None)


def test_a_decision_that_came_first_is_told(
    case: Case, amina: User, chiara: User, signed_in: Browser
) -> None:
    said, client = waiting(case, by=amina), signed_in(chiara)
    for _turn in range(2):
        answer = client.post(f"/review/comments/{said.pk}/", {"act": "accept"}, follow=True)
    assert "Somebody else decided on this before you." in answer.content.decode()


def test_a_comment_is_hidden_and_shown_again(
    case: Case, bruno: User, chiara: User, signed_in: Browser, stranger: Client
) -> None:
    comment, client = commented(case, by=bruno), signed_in(chiara)
    thread, act = f"{PAGE}{comment.thread_id}/", f"/cases/guifi-net/comments/{comment.pk}/hide/"
    assert client.post(act, {"act": "hide", "reason": ""}).status_code == 422
    client.post(act, {"act": "hide", "reason": "attack"})
    assert stranger.get(thread).status_code == 404
    assert "Nobody has said anything yet." in text_of(stranger, PAGE)
    assert "Discussion (0)" in text_of(stranger, "/cases/guifi-net/")
    assert act in text_of(client, PAGE)
    client.post(act, {"act": "unhide"})
    assert stranger.get(thread).status_code == 200
    assert not HiddenComment.objects.exists()


def test_a_moderator_reads_what_a_hidden_comment_said_before(
    case: Case, bruno: User, chiara: User, signed_in: Browser
) -> None:
    comment = commented(case, by=bruno, text="First words")
    comments.edit(comment=comment, text="Second words", by=bruno)
    page = text_of(signed_in(chiara), f"/cases/guifi-net/comments/{comment.pk}/hide/")
    assert "First words" in page
    assert "Second words" in page


def test_a_thread_is_resolved_by_the_version_of_now_and_opened_again(
    case: Case, bruno: User, signed_in: Browser, stranger: Client
) -> None:
    comment, client = commented(case, by=bruno), signed_in(bruno)
    address = f"{PAGE}{comment.thread_id}/"
    client.post(f"{address}resolve/", {"act": "resolve"})
    assert "Resolved by version 1" in text_of(stranger, address)
    client.post(f"{address}resolve/", {"act": "reopen"})
    assert Thread.objects.get().resolved_at is None


def test_a_discussion_is_as_public_as_its_case(case: Case, bruno: User, stranger: Client) -> None:
    comment = commented(case, by=bruno)
    Case.objects.all().delete()
    assert stranger.get(PAGE).status_code == stranger.get(f"{PAGE}{comment.thread_id}/").status_code == 404
