"""The pages on which a moderator puts two cases together."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.models import Case, Draft, Joining, Revision
from tests.kept import kept
from tests.world import content, illustration, published

Browser = Callable[[User], Client]


@kept
def cases(bruno: User, deniz: User) -> None:
    published(content("Guifi net"), by=bruno, reviewer=deniz)
    published(content("Guifi", illustrations=(illustration("3f"),)), by=bruno, reviewer=deniz)


@pytest.mark.parametrize("named", ["Guifi", "guifi"])
def test_the_other_case_is_named_by_title_or_address(
    named: str, cases: None, chiara: User, signed_in: Browser
) -> None:
    answer = signed_in(chiara).get("/cases/guifi-net/merge/", {"other": named})
    assert answer["Location"] == "/cases/guifi-net/merge/guifi/"


@pytest.mark.parametrize(
    ("named", "words"),
    [("", "is missing"), ("Nobody", "no case of this title"), ("Guifi net", "the case itself")],
)
def test_what_names_no_other_case_comes_back(
    named: str, words: str, cases: None, chiara: User, signed_in: Browser
) -> None:
    answer = signed_in(chiara).get("/cases/guifi-net/merge/", {"other": named})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_it_is_seen_first_then_edited_then_sent_then_accepted_by_another(
    cases: None, chiara: User, deniz: User, signed_in: Browser
) -> None:
    browser = signed_in(chiara)
    assert "found no place" in browser.get("/cases/guifi-net/merge/guifi/").content.decode()
    browser.post("/cases/guifi-net/merge/guifi/")
    draft = Draft.objects.get()
    form = dict(draft.fields) | {"act": ["send"], "form_key": [str(draft.submission_key)]}
    form |= {"stake": ["none"], "licence": ["on"]}
    browser.post(f"/drafts/{draft.pk}/", form)
    revision = Revision.objects.latest("pk")
    assert Joining.objects.get().revision_id == revision.pk
    review = signed_in(deniz)
    page = review.get(f"/review/{revision.pk}/").content.decode()
    assert "This change merges another case into this one." in page
    decision = {
        "decision": "approved",
        "content_hash": revision.content_hash,
        "published": str(revision.base_id),
    }
    review.post(f"/review/{revision.pk}/", decision)
    assert Case.objects.count() == 1
    assert review.get("/cases/guifi/")["Location"] == "/cases/guifi-net/"


def test_no_case_is_merged_into_itself(cases: None, chiara: User, signed_in: Browser) -> None:
    assert signed_in(chiara).get("/cases/guifi/merge/guifi/").status_code == 404
