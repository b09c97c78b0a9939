"""A picture comes with the form of a whole case, gets a row of its own, and nothing typed is lost."""

import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.domain.vocabulary import IMAGES_AT_MOST
from cases.exchange.pictures import BYTES_AT_MOST
from cases.forms.edit import EditSheet
from cases.models import Case, Draft, Revision, Upload
from cases.views.marks import BODY_WITH_PICTURE
from tests.cases.exchange.test_pictures import file, moving
from tests.world import content, image, published, submitted, suspended, uploaded

Browser = Callable[[User], Client]
ADDRESS = "/cases/guifi-net/edit/"
AGREED = {"stake": "none", "licence": "on"}
SAID = {"images.0.alt": "A mast", "images.0.author": "Amina", "images.0.licence": "cc-by-4.0"}


@pytest.fixture
def guifi(amina: User, chiara: User) -> Case:
    return published(content(), by=amina, reviewer=chiara)


@pytest.fixture
def bruno_edits(guifi: Case, bruno: User, signed_in: Browser) -> Client:
    return signed_in(bruno)


def typed(**changes: object) -> dict[str, object]:
    fields = EditSheet.opening_fields(content()) | {"summary": ["Typed."]}
    return fields | {"form_key": str(uuid.uuid4()), "act": "upload"} | changes


def chosen(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("../mast.svg", file() if data is None else data, "text/html")


def test_an_uploaded_picture_gets_a_row_and_is_sent_with_its_words(bruno_edits: Client) -> None:
    page = bruno_edits.post(ADDRESS, typed(picture=chosen()), follow=True)
    upload, draft = Upload.objects.get(), Draft.objects.get()
    assert draft.fields["images.0.key"] == [upload.name]
    assert draft.fields["summary"] == ["Typed."]
    assert f"/images/{upload.name}/small.webp" in page.content.decode()
    bruno_edits.post(f"/drafts/{draft.pk}/", draft.fields | SAID | AGREED | {"act": "send"})
    (sent,) = Revision.objects.latest("pk").read().images
    assert (sent.key, sent.alt, sent.author) == (upload.name, "A mast", "Amina")


def test_a_row_that_was_taken_out_is_gone(bruno_edits: Client, bruno: User) -> None:
    key = uploaded(by=bruno).name
    bruno_edits.post(ADDRESS, typed(act="", remove="images.0", **SAID, **{"images.0.key": key}))
    assert not [name for name in Draft.objects.get().fields if name.startswith("images")]


def rows(number: int) -> dict[str, str]:
    return {f"images.{row}.key": f"{row:032x}" for row in range(number)}


def in_order(*keys: str) -> dict[str, str]:
    return {f"images.{row}.key": key * 32 for row, key in enumerate(keys)}


@pytest.mark.parametrize(
    ("button", "row", "expected", "focus"),
    [
        ("up", "images.1", "bac", "down-images.0"),
        ("up", "images.2", "acb", "up-images.1"),
        ("down", "images.0", "bac", "down-images.1"),
        ("down", "images.1", "acb", "up-images.2"),
        ("up", "images.0", "abc", "images"),
        ("down", "images.9", "abc", "images"),
    ],
)
def test_images_are_put_in_another_order_and_the_keyboard_goes_on_there(
    bruno_edits: Client, button: str, row: str, expected: str, focus: str
) -> None:
    fields = typed(act="", **{button: row}, **in_order("a", "b", "c"), **{"images.1.alt": "Of b"})
    answer = bruno_edits.post(ADDRESS, fields)
    draft = Draft.objects.get()
    assert [draft.fields[f"images.{place}.key"][0][0] for place in range(3)] == list(expected)
    assert draft.fields[f"images.{expected.index('b')}.alt"] == ["Of b"]
    assert answer.headers["Location"] == f"/drafts/{draft.pk}/#{focus}"
    assert f'id="{focus}"' in bruno_edits.get(f"/drafts/{draft.pk}/").content.decode()


REFUSED: dict[str, tuple[dict[str, object], str]] = {
    "no file": ({"picture": ""}, "No file is chosen"),
    "no picture": ({"picture": chosen(b"<svg/>")}, "no whole JPEG"),
    "moves": ({"picture": chosen(moving())}, "The picture moves"),
    "large": ({"picture": chosen(b"x" * (BYTES_AT_MOST + 1))}, "more than 8 megabytes"),
    "eleventh": ({"picture": chosen(), **rows(IMAGES_AT_MOST)}, "at most 10 images"),
}


def test_while_the_folder_takes_none_what_was_typed_comes_back(
    bruno_edits: Client, settings: Settings
) -> None:
    settings.MEDIA_ROOT = __file__
    bruno_edits.raise_request_exception = False
    answer = bruno_edits.post(ADDRESS, typed(picture=chosen()))
    assert answer.status_code == 503
    assert "Typed." in answer.content.decode()


@pytest.mark.parametrize("why", REFUSED)
def test_a_refusal_stands_beside_the_field_and_keeps_what_was_typed(why: str, bruno_edits: Client) -> None:
    brought, words = REFUSED[why]
    answer = bruno_edits.post(ADDRESS, typed(**brought))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(words) == 2
    assert 'href="#id_picture"' in page
    assert "Typed." in page
    assert not Upload.objects.exists()


def test_who_has_no_room_left_is_told_the_numbers(
    bruno_edits: Client, bruno: User, settings: Settings
) -> None:
    Upload.objects.filter(pk=uploaded(by=bruno).pk).update(size=1_500_000)
    settings.UPLOADED_BYTES_AT_MOST = 1_000_000
    answer = bruno_edits.post(ADDRESS, typed(picture=chosen()))
    assert answer.status_code == 422
    assert "You have 1.5 megabytes of pictures here; 1 are kept" in answer.content.decode()


def test_a_file_that_comes_with_another_button_is_not_dropped_in_silence(bruno_edits: Client) -> None:
    answer = bruno_edits.post(ADDRESS, typed(picture=chosen(), act="send", **AGREED), follow=True)
    assert "Now say what is to be seen" in answer.content.decode()
    assert not Revision.objects.filter(standing__state="submitted").exists()


@pytest.mark.parametrize("field", ["alt", "author", "licence"])
def test_what_an_image_does_not_say_is_asked_for_beside_its_field(
    field: str, bruno_edits: Client, bruno: User
) -> None:
    said = SAID | {f"images.0.{field}": "", "images.0.key": uploaded(by=bruno).name}
    answer = bruno_edits.post(ADDRESS, typed(act="send", **said, **AGREED))
    assert answer.status_code == 422
    assert f'href="#id_images.0.{field}"' in answer.content.decode()


def test_a_key_that_is_no_picture_of_the_site_is_refused_beside_its_description(bruno_edits: Client) -> None:
    answer = bruno_edits.post(ADDRESS, typed(act="send", **SAID, **AGREED, **{"images.0.key": "../x"}))
    assert answer.status_code == 422
    assert 'href="#id_images.0.alt"' in answer.content.decode()


def test_who_is_suspended_uploads_nothing(
    bruno_edits: Client, bruno: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspended(bruno, by=chiara)
    assert bruno_edits.post(ADDRESS, typed(picture=chosen())).status_code == 403
    assert not Upload.objects.exists()


def test_the_preview_shows_a_new_image_and_names_one_that_is_taken_out(
    bruno_edits: Client, bruno: User, chiara: User, guifi: Case
) -> None:
    old, new = uploaded(by=bruno), uploaded(by=bruno)
    published(content(images=(image(old),)), by=bruno, reviewer=chiara, on=guifi)
    said = SAID | {"images.0.key": new.name, "images.0.caption": "In May."}
    page = bruno_edits.post(ADDRESS, typed(act="preview", **said), headers={"HX-Request": "true"})
    text = page.content.decode()
    assert f"/images/{new.name}/small.webp" in text
    assert "In May." in text
    assert f"/images/{old.name}/" not in text
    assert "<li>Image</li>" in text


@pytest.mark.parametrize(
    ("address", "at_most"),
    [
        (ADDRESS, BODY_WITH_PICTURE),
        ("/contribute/", 2_500_000),
        ("/account/login/", 2_500_000),
    ],
)
def test_no_form_reads_more_than_it_needs(bruno_edits: Client, address: str, at_most: int) -> None:
    answer = bruno_edits.post(address, {"picture": chosen()}, CONTENT_LENGTH=str(at_most + 1))
    assert answer.status_code == 413
    assert "This is too much at once" in answer.content.decode()


@pytest.mark.parametrize("show", ["", "?show=sides", "?show=text"])
def test_a_reviewer_sees_what_comes_and_what_goes_or_reads_that_there_is_a_picture(
    show: str, bruno: User, chiara: User, deniz: User, guifi: Case, signed_in: Browser
) -> None:
    old, changed, new = (uploaded(by=bruno) for _number in range(3))
    case = published(content(images=(image(old), image(changed))), by=bruno, reviewer=deniz, on=guifi)
    after = (image(changed, alt="Two masts"), image(new))
    change = submitted(content(images=after), by=bruno, on=case)
    page = signed_in(chiara).get(f"/review/{change.pk}/{show}").content.decode()
    pictures = [page.count(f"/images/{upload.name}/small.webp") for upload in (old, changed, new)]
    assert pictures == ([0, 0, 0] if "text" in show else [1, 2, 1])
    assert page.count("A picture, which text alone does not show.") == (4 if "text" in show else 0)


def test_a_past_version_tells_of_a_picture_that_is_no_longer_public(
    bruno: User, chiara: User, guifi: Case, stranger: Client
) -> None:
    old = uploaded(by=bruno)
    case = published(content(images=(image(old),)), by=bruno, reviewer=chiara, on=guifi)
    published(content(), by=bruno, reviewer=chiara, on=case)
    for address in ("history/2", "diff/2..3"):
        page = stranger.get(f"/cases/{case.slug}/{address}/").content.decode()
        assert "A mast on a roof" in page
        assert old.name not in page
