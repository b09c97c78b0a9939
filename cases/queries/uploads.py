"""Uploaded pictures: which there are, and which of them the public sees."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef

from cases.models import CaseImage, Upload
from cases.models.upload import IMAGES


def held_files() -> list[str]:
    """The names of all files of pictures in the media storage, without their folder."""
    try:
        return default_storage.listdir(IMAGES)[1]
    except FileNotFoundError:
        return []


@dataclass(frozen=True, slots=True)
class FoundUpload:
    """An upload, and whether a published case shows it."""

    upload: Upload
    is_public: bool


def find_upload(name: str) -> FoundUpload | None:
    """The upload of this name, or None; one query."""
    shown = CaseImage.objects.filter(key=OuterRef("name"))
    found = Upload.objects.annotate(is_shown=Exists(shown)).filter(name=name).first()
    return FoundUpload(found, found.is_shown) if found else None


def sizes_of(names: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Width and height of these uploads; what was never uploaded is not in it. One query."""
    rows = Upload.objects.filter(name__in=list(names)).values_list("name", "width", "height")
    return {name: (width, height) for name, width, height in rows}
