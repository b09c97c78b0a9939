"""Who may see an uploaded picture, and how it is sent."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import off_page, reviews
from cases.actions.reviews import seen_now
from cases.models import Case, Revision, Upload
from tests.world import content, image, person, published, submitted, suspended, uploaded

Browser = Callable[[User], Client]


@pytest.fixture
def upload(amina: User) -> Upload:
    return uploaded(by=amina)


def addresses(upload: Upload) -> tuple[str, str]:
    return f"/images/{upload.name}.webp", f"/images/{upload.name}/small.webp"


def test_until_it_is_published_its_author_and_moderators_see_it(
    upload: Upload, amina: User, bruno: User, chiara: User, stranger: Client, signed_in: Browser
) -> None:
    submitted(content(images=(image(upload),)), by=amina)
    seen = {
        name: {browser.get(address).status_code for address in addresses(upload)}
        for name, browser in {
            "stranger": stranger,
            "bruno": signed_in(bruno),
            "amina": signed_in(amina),
            "chiara": signed_in(chiara),
        }.items()
    }
    assert seen == {"stranger": {404}, "bruno": {404}, "amina": {200}, "chiara": {200}}


def test_a_published_one_is_for_everybody_and_nothing_but_a_picture(
    upload: Upload, amina: User, chiara: User, stranger: Client
) -> None:
    published(content(images=(image(upload),)), by=amina, reviewer=chiara)
    for address in addresses(upload):
        answer = stranger.get(address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        again = stranger.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_one_that_left_the_page_is_gone_for_who_has_it_already(
    upload: Upload, amina: User, chiara: User, stranger: Client
) -> None:
    case = published(content(images=(image(upload),)), by=amina, reviewer=chiara)
    etag = stranger.get(addresses(upload)[0])["ETag"]
    published(content(), by=amina, reviewer=chiara, on=case)
    assert stranger.get(addresses(upload)[0], headers={"If-None-Match": etag}).status_code == 404


HIDING = ("case hidden", "case withdrawn", "version hidden", "declined")


@pytest.mark.parametrize("how", HIDING)
def test_what_is_hidden_or_declined_takes_its_picture_along(
    how: str, upload: Upload, amina: User, bruno: User, chiara: User, stranger: Client, signed_in: Browser
) -> None:
    shows = content(images=(image(upload),))
    if how == "declined":
        etag = f'"{upload.large}"'
        declined(submitted(shows, by=amina), by=chiara)
    else:
        case = published(shows, by=amina, reviewer=chiara)
        etag = stranger.get(addresses(upload)[0])["ETag"]
        take_away(case, how, by=chiara)
    for browser in (stranger, signed_in(bruno)):
        for address in addresses(upload):
            assert browser.get(address, headers={"If-None-Match": etag}).status_code == 404


def declined(revision: Revision, *, by: User) -> None:
    reviews.decline(revision=revision, by=by, seen=seen_now(revision), reason="other", note="Whose is it?")


def take_away(case: Case, how: str, *, by: User) -> None:
    if how == "version hidden":
        version = case.record.published
        published(content(), by=by, reviewer=person("Deniz", "moderator"), on=case)
        assert version is not None
        off_page.hide_revision(revision=version, by=by, reason="privacy")
    elif how == "case hidden":
        off_page.hide_case(record=case.record, by=by, reason="privacy")
    else:
        off_page.withdraw_case(record=case.record, by=by, reason="not_sourced")


def test_who_is_suspended_sees_nothing_that_waits(
    upload: Upload, amina: User, chiara: User, signed_in: Browser
) -> None:
    suspended(amina, by=chiara)
    assert signed_in(amina).get(addresses(upload)[0]).status_code == 404


def test_the_case_page_says_what_is_to_be_seen_whose_it_is_and_its_terms(
    upload: Upload, amina: User, chiara: User, stranger: Client
) -> None:
    case = published(content(images=(image(upload),)), by=amina, reviewer=chiara)
    page = stranger.get(f"/cases/{case.slug}/").content.decode()
    assert 'alt="A mast on a roof"' in page
    assert "CC BY 4.0" in page
