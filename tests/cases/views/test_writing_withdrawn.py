"""A case on a claim that was withdrawn: the rest of it can still be edited, on every way of writing."""

import uuid
from collections.abc import Callable

from django.test import Client

from accounts.models import User
from cases.actions import reviews
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent
from cases.forms.edit import EditSheet, PartSheet
from cases.models import Case, Revision
from tests.cases.forms.test_contribute import GOOD
from tests.kept import kept
from tests.world import content, illustration, published, reworded, submitted

Browser = Callable[[User], Client]
AGREED = {"stake": ["none"], "licence": ["on"], "act": ["send"]}
WITHDRAWN = "Claim 3c was withdrawn"


@kept
def case(amina: User, chiara: User, edda: User) -> Case:
    """A public case on claim 3c, which was withdrawn since."""
    case = published(content(), by=amina, reviewer=chiara)
    reworded("3c", by=edda, kind="withdrawn")
    return case


def send(client: Client, address: str, fields: dict[str, list[str]]) -> tuple[int, str]:
    """Send a form; the status and the page."""
    answer = client.post(address, fields | AGREED | {"form_key": [str(uuid.uuid4())]})
    return answer.status_code, answer.content.decode()


def on_the_case(**changes: str) -> dict[str, list[str]]:
    typed = GOOD | {"which": "existing", "case": "guifi-net"} | changes
    return {name: [value] for name, value in typed.items()}


def newest() -> CaseContent:
    return Revision.objects.latest("pk").read()


def test_another_field_of_the_case_is_edited(case: Case, bruno: User, signed_in: Browser) -> None:
    fields = EditSheet.opening_fields(content()) | {"summary": ["Newer."]}
    assert send(signed_in(bruno), "/cases/guifi-net/edit/", fields)[0] == 302
    assert (newest().summary, newest().illustrations) == ("Newer.", content().illustrations)


def test_a_part_of_the_case_is_edited(case: Case, bruno: User, signed_in: Browser) -> None:
    fields = PartSheet.opening_fields(content(), "state") | {"parts.state.text": ["It looked on."]}
    assert send(signed_in(bruno), "/cases/guifi-net/edit/state/", fields)[0] == 302


def test_the_case_is_placed_on_another_claim(case: Case, bruno: User, signed_in: Browser) -> None:
    assert send(signed_in(bruno), "/contribute/?case=guifi-net", on_the_case())[0] == 302
    assert {row.claim for row in newest().illustrations} == {"3c", "3f"}


def test_a_new_placement_on_it_is_refused_in_words(case: Case, bruno: User, signed_in: Browser) -> None:
    typed = on_the_case(claim="3c", stance="contradicts")
    status, page = send(signed_in(bruno), "/contribute/?case=guifi-net", typed)
    assert status == 422
    assert WITHDRAWN in page


def test_a_changed_placement_on_it_is_refused_in_words(case: Case, bruno: User, signed_in: Browser) -> None:
    fields = EditSheet.opening_fields(content()) | {"illustrations.0.note": ["Changed."]}
    status, page = send(signed_in(bruno), "/cases/guifi-net/edit/", fields)
    assert status == 422
    assert WITHDRAWN in page


def test_the_form_still_offers_the_claim_of_the_row(case: Case, bruno: User, signed_in: Browser) -> None:
    page = signed_in(bruno).get("/cases/guifi-net/edit/").content.decode()
    assert '<option value="3c" selected>3c (withdrawn): ' in page
    assert page.count('<option value="3c"') == 1


@kept
def late(case: Case, amina: User, bruno: User, chiara: User) -> Revision:
    """Bruno's change of the summary and the tags, which Amina's change of the summary overtook."""
    late = submitted(content(summary="Late.", tags=("late",)), by=bruno, on=case)
    published(content(summary="Newer."), by=amina, reviewer=chiara, on=case)
    return Revision.objects.select_related("record").get(pk=late.pk)


def rebase(client: Client, late: Revision, choice: str) -> int:
    typed = {"onto": late.record.published_id, "choice:summary": choice, "form_key": uuid.uuid4()}
    return client.post(f"/review/{late.pk}/rebase/", typed).status_code


def test_an_outdated_change_is_brought_up_to_date(late: Revision, bruno: User, signed_in: Browser) -> None:
    assert rebase(signed_in(bruno), late, "author") == 302
    assert (newest().summary, newest().illustrations) == ("Late.", content().illustrations)


def test_bringing_up_to_date_places_nothing_new_on_it(
    amina: User, bruno: User, chiara: User, edda: User, signed_in: Browser
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    placed = (*content().illustrations, illustration("3f"))
    late = submitted(content(summary="Late.", illustrations=placed), by=bruno, on=case)
    published(content(summary="Newer."), by=amina, reviewer=chiara, on=case)
    reworded("3f", by=edda, kind="withdrawn")
    assert (
        rebase(signed_in(bruno), Revision.objects.select_related("record").get(pk=late.pk), "author") == 422
    )


def test_changes_that_go_together_are_accepted(case: Case, amina: User, bruno: User, chiara: User) -> None:
    late = submitted(content(tags=("late",)), by=bruno, on=case)
    published(content(summary="Newer."), by=amina, reviewer=chiara, on=case)
    late = Revision.objects.select_related("record").get(pk=late.pk)
    reviews.approve(revision=late, by=chiara, seen=seen_now(late))
    assert (newest().tags, newest().illustrations) == (("late",), content().illustrations)
