"""Static files: hashed, compressed, each style sheet joined into one small file, our scripts made small.

`site.css` and `work.css` name their pieces with `@import url("…") layer(…);`. In development the browser
fetches each piece; when files are collected the pieces are put in place of their imports, without
comments. What packages ship and no page of ours names is not collected.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_SCRIPTS = "js/"
SHEETS = ("css/site.css", "css/work.css")
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
    """Joins the style sheets before names are hashed and files compressed."""

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002 (the signature is Django's)
        **options: Any,  # noqa: ANN401 (the signature is Django's)
    ) -> Iterator[tuple[str, str, bool]]:
        """Hash and compress; the pieces of the sheets are left out, because nothing names them."""
        if not dry_run:
            for name in SHEETS:
                paths = _with_joined_sheet(paths, name)
            paths = _with_small_scripts(paths)
        yield from super().post_process(paths, dry_run, **options)


def _with_small_scripts(paths: dict[str, Any]) -> dict[str, Any]:
    """Our scripts without comments and spaces; those of packages are small already."""
    memory = InMemoryStorage()
    small = {}
    for name in (each for each in paths if each.startswith(OWN_SCRIPTS)):
        storage, path = paths[name]
        with storage.open(path) as file:
            memory.save(name, ContentFile(jsmin(file.read().decode("utf-8")).encode("utf-8")))
        small[name] = (memory, name)
    return paths | small


def _with_joined_sheet(paths: dict[str, Any], sheet: str) -> dict[str, Any]:
    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode("utf-8"))

    if sheet not in paths:
        return paths
    memory = InMemoryStorage()
    memory.save(sheet, ContentFile(joined_sheet(sheet, read).encode("utf-8")))
    folder = posixpath.dirname(sheet)
    pieces = {
        posixpath.normpath(posixpath.join(folder, match["path"])) for match in IMPORT.finditer(read(sheet))
    }
    return {name: place for name, place in paths.items() if name not in pieces} | {sheet: (memory, sheet)}
