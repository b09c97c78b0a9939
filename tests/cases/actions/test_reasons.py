"""The catalogue of reasons: worded by moderators, kept for ever, translated where nobody touched it."""

import pytest

from accounts.models import User
from cases.actions import reasons, reviews
from cases.actions.reasons import ReasonText
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.actions.reviews import seen_now
from cases.domain.reasons import REASONS, is_page_here, slug_of_example
from cases.models import AuditEvent, Case, ReviewReason
from cases.queries.reasons import ShownReason, load_reasons
from tests.world import content, published, submitted

OURS = "source-missing"


def said(**changes: object) -> ReasonText:
    words: dict[str, object] = {
        "name": "Needs a date",
        "guidance": "Say when it was.",
        "link": "/about/method/#claims",
        "example": "",
        "order": 15,
    }
    return ReasonText(**words | changes)  # type: ignore[arg-type]


def shown(code: str) -> ShownReason:
    found = load_reasons().of(code)
    assert found is not None
    return found


def test_it_begins_with_ours(taxonomy: None) -> None:
    assert [row.code for row in load_reasons().open] == [reason.code for reason in REASONS]
    assert shown("advertising").name == "This advertises"


def test_an_added_reason_can_be_given(amina: User, chiara: User, deniz: User) -> None:
    code = reasons.add(said=said(), by=chiara).code
    assert [row.code for row in load_reasons().open][1] == code == "needs-a-date"
    revision = submitted(content(), by=amina)
    reviews.decline(revision=revision, by=deniz, seen=seen_now(revision), reason=code, note="When?")
    assert AuditEvent.objects.filter(verb="reason_added", actor_id=chiara.pk).exists()


def test_an_edit_is_a_new_version_and_the_old_one_stays(chiara: User, deniz: User) -> None:
    reasons.edit(code=OURS, said=said(), by=chiara, seen_number=0)
    reasons.edit(code=OURS, said=said(name="Needs a year"), by=deniz, seen_number=1)
    assert shown(OURS).name == "Needs a year"
    rows = ReviewReason.objects.filter(code=OURS).values_list("number", "name", "by__username")
    assert list(rows) == [(1, "Needs a date", "Chiara"), (2, "Needs a year", "Deniz")]


def test_of_two_who_edit_at_once_one_is_told(chiara: User, deniz: User) -> None:
    reasons.edit(code=OURS, said=said(), by=chiara, seen_number=0)
    with pytest.raises(ChangedSinceSeen):
        reasons.edit(code=OURS, said=said(name="Mine"), by=deniz, seen_number=0)


def test_a_retired_reason_is_kept_by_what_was_decided(amina: User, chiara: User, deniz: User) -> None:
    revision = submitted(content(), by=amina)
    reviews.decline(revision=revision, by=chiara, seen=seen_now(revision), reason=OURS, note="Where?")
    reasons.retire(code=OURS, by=deniz, seen_number=0)
    assert OURS not in load_reasons().open_codes
    assert shown(OURS).name == "A sentence needs a source"
    other = submitted(content("Other"), by=amina)
    with pytest.raises(Incomplete):
        reviews.decline(revision=other, by=chiara, seen=seen_now(other), reason=OURS, note="Where?")
    reasons.take_back(code=OURS, by=deniz, seen_number=1)
    assert OURS in load_reasons().open_codes


def test_words_that_nobody_touched_stay_translated(chiara: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {"A sentence needs a source": "Il manque une source"}
    monkeypatch.setattr("cases.queries.reasons._", lambda text: ours.get(text, text))
    kept = said(name="Il manque une source", guidance="Dites quand.")
    reasons.edit(code=OURS, said=kept, by=chiara, seen_number=0)
    assert ReviewReason.objects.get().name == "A sentence needs a source"
    assert (shown(OURS).name, shown(OURS).guidance) == ("Il manque une source", "Dites quand.")


def test_the_last_one_is_not_retired(chiara: User) -> None:
    *others, last = [reason.code for reason in REASONS]
    for code in others:
        reasons.retire(code=code, by=chiara, seen_number=0)
    with pytest.raises(Incomplete):
        reasons.retire(code=last, by=chiara, seen_number=0)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"name": "this advertises"}, "name"),
        ({"guidance": ""}, "guidance"),
        ({"guidance": "x" * 301}, "guidance"),
        ({"link": "https://example.org/"}, "link"),
        ({"link": "//example.org/"}, "link"),
        ({"link": "/no-such-page/"}, "link"),
        ({"link": "javascript:x"}, "link"),
        ({"example": "/cases/never-was/"}, "example"),
        ({"example": "/about/method/"}, "example"),
        ({"order": 0}, "order"),
    ],
)
def test_what_is_missing_or_leads_nowhere_is_named(
    chiara: User, changes: dict[str, object], path: str
) -> None:
    with pytest.raises(Incomplete) as refused:
        reasons.add(said=said(**changes), by=chiara)
    assert [problem.path for problem in refused.value.problems] == [path]


def test_an_example_is_shown_while_its_case_is_public(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    reasons.add(said=said(example=f"/cases/{case.slug}/history/1/#state"), by=chiara)
    example = shown("needs-a-date").example
    assert example is not None
    assert example.title == "Guifi.net"
    Case.objects.all().delete()
    assert shown("needs-a-date").example is None


def test_contributors_do_not_word_reasons(amina: User) -> None:
    with pytest.raises(NotAllowed):
        reasons.add(said=said(), by=amina)


@pytest.mark.parametrize("address", ["/about/", "/about/method/#claims", "/", "/cases/ż/#a"])
def test_pages_of_the_site(address: str) -> None:
    assert is_page_here(address)


@pytest.mark.parametrize(
    "address", ["", "about/", "//x/", "/\\x/", "/a b/", "/x/?y=1", "/x/#a#b", "https://x/"]
)
def test_what_is_no_page_of_the_site(address: str) -> None:
    assert not is_page_here(address)


def test_the_case_of_an_example() -> None:
    assert slug_of_example("/cases/guifi-net/#state") == "guifi-net"
    assert slug_of_example("/cases/guifi-net/history/3/") == "guifi-net"
    assert slug_of_example("/cases/guifi-net/edit/") == ""
