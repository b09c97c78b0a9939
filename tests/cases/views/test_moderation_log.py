"""The public log: what it tells, in which words, and that it names nothing that is not public."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import actions as people
from accounts.models import Role, User
from cases.actions import proposals, reviews, suspensions, trail
from cases.actions.reviews import seen_now
from cases.domain.moderation_log import VERBS, Named, reason_in_words, told_of
from cases.models import Case, SiteVersion
from tests.kept import kept
from tests.world import accepted, content, proposed, published, reworded, submitted, suspended

LOG, FEED = "/moderation-log/", "/feeds/moderation-log/"
CANARY = "Canary-7f3a"


def read(client: Client, address: str = LOG) -> str:
    return " ".join(client.get(address).content.decode().split())


@kept
def case(bruno: User, deniz: User) -> Case:
    return published(content(), by=bruno, reviewer=deniz)


def test_decisions_stand_there_with_their_reason_and_the_case_if_it_is_public(
    case: Case, amina: User, deniz: User, stranger: Client
) -> None:
    change = submitted(content(summary="Other."), by=amina, on=case)
    reviews.ask_for_changes(
        revision=change, by=deniz, seen=seen_now(change), reason="source-missing", note=f"{CANARY} note"
    )
    page = read(stranger)
    assert 'A change was accepted: <a href="/cases/guifi-net/"><bdi>Guifi.net</bdi></a>' in page
    assert 'sent back with a request: <a href="/cases/guifi-net/"><bdi>Guifi.net</bdi></a>' in page
    assert "A sentence needs a source" in page


def test_what_was_never_public_is_told_of_without_its_name(
    amina: User, deniz: User, stranger: Client
) -> None:
    refused = submitted(content(f"{CANARY} title"), by=amina)
    reviews.decline(revision=refused, by=deniz, seen=seen_now(refused), reason="advertising", note=CANARY)
    proposal = proposed(by=amina, text=CANARY)
    proposals.decline(proposal=proposal, by=deniz, reason="not-clear", note=CANARY)
    for address in (LOG, FEED):
        page = read(stranger, address)
        assert "A change was declined" in page
        assert "This advertises" in page
        assert CANARY not in page


def test_a_case_that_is_public_no_more_is_not_named_any_more(case: Case, stranger: Client) -> None:
    assert "Guifi.net" in read(stranger)
    Case.objects.filter(pk=case.pk).delete()
    for address in (LOG, FEED):
        assert "guifi" not in read(stranger, address).lower()


def test_a_person_is_suspended_without_a_name(amina: User, deniz: User, stranger: Client) -> None:
    suspended(amina, by=deniz, note=CANARY)
    suspensions.lift(person=amina, by=deniz, note=CANARY)
    for address in (LOG, FEED):
        page = read(stranger, address)
        assert "A person was suspended" in page
        assert "A suspension was lifted" in page
        assert not any(name in page for name in (CANARY, "Amina", "Deniz"))


def test_roles_and_wordings(amina: User, edda: User, stranger: Client) -> None:
    people.set_role(user=amina, role=Role.MODERATOR, by=edda)
    reworded("3f", by=edda)
    page = read(stranger)
    assert 'A role was given: <a href="/people/Amina/"><bdi>Amina, Moderator</bdi></a>' in page
    assert 'given a new wording: <a href="/claims/3f/"><bdi>claim 3f</bdi></a>' in page
    people.delete_account(user=amina, by=amina)
    assert "Amina" not in read(stranger)


@pytest.mark.usefixtures("piece_of_an_action")
@pytest.mark.parametrize("verb", sorted(verb for verb in VERBS if " " not in verb))
def test_a_verb_of_the_table_is_told_with_its_reason_and_names_what_it_may(
    case: Case, deniz: User, stranger: Client, verb: str
) -> None:
    told = VERBS[verb]
    trail.note(verb, by=deniz, subject=case.record, data={"reason": "privacy", "title": CANARY})
    page = read(stranger, f"{LOG}?kind={told.kind}").split('id="e')[1]
    assert told.says in page
    assert reason_in_words(verb, "privacy") in page
    assert CANARY not in page
    assert ("Guifi.net" in page) is (told.names == Named.CASE)


@pytest.mark.parametrize("verb", ["submitted", "report", "refused", "left", "described", "appeal"])
def test_a_verb_that_is_not_in_the_table_is_not_shown(case: Case, deniz: User, verb: str) -> None:
    trail.note(verb, by=deniz, subject=case)
    assert told_of(verb, "case") is None


@pytest.mark.parametrize(
    ("verb", "code", "says"),
    [
        ("rejected", "source-missing", "A sentence needs a source"),
        ("suspend_person", "spam", "Spam"),
        ("hide_case", "privacy", "It says something private about a person."),
        ("hide_case", "against-the-law", "against the law"),
        ("hide_case", f"because {CANARY} said so", ""),
        ("hide_case", "<script>", ""),
        ("hide_case", "a" * 41, ""),
        ("rejected", "", ""),
        ("rejected", None, ""),
        ("rejected", ["spam"], ""),
    ],
)
def test_a_reason_is_a_code_and_never_a_text(verb: str, code: object, says: str) -> None:
    assert reason_in_words(verb, code) == says


def test_it_is_read_by_kind_and_paged_by_key(
    case: Case, amina: User, deniz: User, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "cases.queries.moderation_log.log_page.__kwdefaults__", {"kind": None, "before": None, "size": 1}
    )
    suspended(amina, by=deniz)
    newest = read(stranger)
    assert "A person was suspended" in newest
    older = newest.split('href="?before=')[1].split('"')[0]
    assert "A change was accepted" in read(stranger, f"{LOG}?before={older}")
    assert "A person was suspended" not in read(stranger, f"{LOG}?kind=decisions")
    for query in ("kind=x", "before=x", "kind=people&kind=roles"):
        assert stranger.get(f"{LOG}?{query}").status_code == 400


@pytest.mark.parametrize("act", ["suspend", "lift", "role", "decline", "decline_proposal"])
def test_every_act_of_the_log_makes_the_page_new(
    case: Case, amina: User, bruno: User, deniz: User, edda: User, act: str
) -> None:
    change, proposal = submitted(content(summary="x."), by=amina, on=case), proposed(by=amina)
    if act == "lift":
        suspended(bruno, by=deniz)
    before = SiteVersion.objects.get().number
    acts: dict[str, Callable[[], object]] = {
        "suspend": lambda: suspended(bruno, by=deniz),
        "lift": lambda: suspensions.lift(person=bruno, by=deniz),
        "role": lambda: people.set_role(user=bruno, role=Role.MODERATOR, by=edda),
        "decline": lambda: reviews.decline(
            revision=change, by=deniz, seen=seen_now(change), reason="other", note="No."
        ),
        "decline_proposal": lambda: proposals.decline(
            proposal=proposal, by=deniz, reason="other", note="No."
        ),
    }
    acts[act]()
    assert SiteVersion.objects.get().number > before


def test_the_feed_gives_each_act_an_address_of_its_own(
    case: Case, amina: User, bruno: User, deniz: User, stranger: Client
) -> None:
    accepted(by=bruno, reviewer=deniz)
    suspended(amina, by=deniz)
    feed = read(stranger, FEED)
    identities = [piece.split("</id>")[0] for piece in feed.split("<entry>")[1:]]
    assert len(identities) == len(set(identities)) == 3
