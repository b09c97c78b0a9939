"""Static files: hashed, compressed, and the style sheet joined into one file.

`site.css` names its pieces with `@import url("…") layer(…);`. In development the browser fetches each
piece; when files are collected the pieces are put in place of their imports, so that a page costs one
request for all of its style. What packages ship and no page of ours names is not collected.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE_SHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^":]+)"\) layer\((?P<layer>[a-z]+)\);')
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
ADDRESS = re.compile(r'url\("(?P<path>[^":#/][^":]*)"\)')


def joined_sheet(name: str, read: Callable[[str], str]) -> str:
    """Return the sheet `name` with each layered import replaced by its text, without comments.

    `read` gives the text of a static file. Addresses in a piece are relative to the piece; they are
    made relative to the sheet, or the pictures they name would not be found.
    """
    folder = posixpath.dirname(name)

    def piece(match: re.Match[str]) -> str:
        text = read(posixpath.normpath(posixpath.join(folder, match["path"])))
        if "@import" in text:
            raise ValueError(f"{match['path']} imports another sheet. Import it in {name}.")
        text = ADDRESS.sub(lambda address: _moved(address, posixpath.dirname(match["path"])), text)
        return f"@layer {match['layer']} {{\n{text}}}"

    return COMMENT.sub("", IMPORT.sub(piece, COMMENT.sub("", read(name))))


def _moved(address: re.Match[str], folder: str) -> str:
    return f'url("{posixpath.normpath(posixpath.join(folder, address["path"]))}")'


class UsedAppsFinder(AppDirectoriesFinder):
    """Finds the files of the applications, without those that no page of ours names."""

    # Countries come with a flag each; we print their names.
    UNUSED = ("django_countries",)

    def __init__(self) -> None:
        super().__init__([app.name for app in apps.get_app_configs() if app.name not in self.UNUSED])


class PatchworkStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins the style sheet before names are hashed and files compressed."""

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002 (the signature is Django's)
        **options: Any,  # noqa: ANN401 (the signature is Django's)
    ) -> Iterator[tuple[str, str, bool]]:
        """Hash and compress; the pieces of the sheet are left out, because nothing names them."""
        if SITE_SHEET in paths and not dry_run:
            paths = self._with_joined_sheet(paths)
        yield from super().post_process(paths, dry_run, **options)

    def _with_joined_sheet(self, paths: dict[str, Any]) -> dict[str, Any]:
        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode("utf-8"))

        memory = InMemoryStorage()
        memory.save(SITE_SHEET, ContentFile(joined_sheet(SITE_SHEET, read).encode("utf-8")))
        pieces = {
            posixpath.normpath(posixpath.join(posixpath.dirname(SITE_SHEET), match["path"]))
            for match in IMPORT.finditer(read(SITE_SHEET))
        }
        kept = {name: place for name, place in paths.items() if name not in pieces}
        return kept | {SITE_SHEET: (memory, SITE_SHEET)}
