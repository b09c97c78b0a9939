"""Who may see an uploaded picture, and how it is sent."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.actions import uploads
from cases.models import Upload
from tests.cases.actions.test_uploads import shown
from tests.cases.exchange.test_pictures import file
from tests.world import content, published, submitted

Browser = Callable[[User], Client]


@pytest.fixture
def upload(settings: Settings, tmp_path: object, amina: User) -> Upload:
    settings.MEDIA_ROOT = str(tmp_path)
    return uploads.upload(data=file(), by=amina)


def addresses(upload: Upload) -> tuple[str, str]:
    return f"/images/{upload.name}.webp", f"/images/{upload.name}/small.webp"


def test_until_it_is_published_its_author_and_moderators_see_it(
    upload: Upload, amina: User, bruno: User, chiara: User, stranger: Client, signed_in: Browser
) -> None:
    submitted(content(images=(shown(upload),)), by=amina)
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
    published(content(images=(shown(upload),)), by=amina, reviewer=chiara)
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
    case = published(content(images=(shown(upload),)), by=amina, reviewer=chiara)
    etag = stranger.get(addresses(upload)[0])["ETag"]
    published(content(), by=amina, reviewer=chiara, on=case)
    assert stranger.get(addresses(upload)[0], headers={"If-None-Match": etag}).status_code == 404


def test_the_case_page_says_what_is_to_be_seen_whose_it_is_and_its_terms(
    upload: Upload, amina: User, chiara: User, stranger: Client
) -> None:
    case = published(content(images=(shown(upload),)), by=amina, reviewer=chiara)
    page = stranger.get(f"/cases/{case.slug}/").content.decode()
    assert 'alt="A mast on a roof"' in page
    assert "CC BY 4.0" in page
