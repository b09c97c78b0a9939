"""An uploaded file is decoded apart, bounded, and written anew without anything but its picture."""

import io

import pytest
from PIL import Image

from cases.exchange.pictures import FAULTS, TOO_MANY_BYTES, NotAPicture, read_picture

SECRET = b"GPS-of-a-home"


def file(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, kind, **options)
    return buffer.getvalue()


def moving() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "WEBP", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_comes_in_two_sizes_as_webp(kind: str) -> None:
    picture = read_picture(file(kind, size=(3000, 1500)))
    assert (picture.width, picture.height) == (2000, 1000)
    with Image.open(io.BytesIO(picture.small)) as small:
        assert (small.format, small.size) == ("WEBP", (640, 320))


def test_nothing_that_came_with_the_file_stays() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    picture = read_picture(file("JPEG", exif=exif) + b"<script>" + SECRET)
    assert SECRET not in picture.large + picture.small


REFUSED = {
    "nothing": (b"", "unreadable"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unreadable"),
    "a page": (b"<html><script>x()</script>", "unreadable"),
    "another format": (file("GIF"), "unreadable"),
    "half a file": (file()[:60], "unreadable"),
    "moving": (moving(), "moves"),
    "48 megapixels": (file(size=(8000, 6000)), "large"),
}


@pytest.mark.parametrize(("data", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_still_picture_of_a_bearable_size_is_refused(data: bytes, fault: str) -> None:
    with pytest.raises(NotAPicture) as refusal:
        read_picture(data)
    assert str(refusal.value) == FAULTS[fault]


def test_a_file_of_too_many_bytes_is_not_even_opened() -> None:
    with pytest.raises(NotAPicture) as refusal:
        read_picture(b"\x00" * 8_000_001)
    assert str(refusal.value) == TOO_MANY_BYTES
