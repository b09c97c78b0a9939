"""Static files: hashed, compressed, style sheets and scripts joined into one file for a kind of page.

`site.css` and `work.css` name their pieces with `@import url("…") layer(…);`, and `account.js` and
`comparing.js` in a list of addresses. In development the browser fetches each piece; when files are collected
the pieces are put in their place, without comments. What packages ship and no page of ours names is not
collected.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_SCRIPTS = "js/"
SHEETS = ("css/site.css", "css/work.css")
SCRIPTS = ("js/account.js", "js/comparing.js")
IMPORT = re.compile(r'@import url\("(?P<path>[^":]+)"\) layer\((?P<layer>[a-z]+)\);')
PIECE = re.compile(r'^\s*"(?P<path>\.{1,2}/[^"]+\.js)",$', re.MULTILINE)
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


def joined_script(name: str, read: Callable[[str], str]) -> str:
    """Return the scripts that the script `name` lists, one after the other."""
    folder = posixpath.dirname(name)
    addresses = (match["path"] for match in PIECE.finditer(read(name)))
    # The semicolon ends what a piece leaves open; without it the next one could be taken for its argument.
    return ";\n".join(read(posixpath.normpath(posixpath.join(folder, address))) for address in addresses)


def _moved(address: re.Match[str], folder: str) -> str:
    return f'url("{posixpath.normpath(posixpath.join(folder, address["path"]))}")'


class UsedAppsFinder(AppDirectoriesFinder):
    """Finds the files of the applications, without those that no page of ours names."""

    # Countries come with a flag each; we print their names.
    UNUSED = ("django_countries",)

    def __init__(self) -> None:
        super().__init__([app.name for app in apps.get_app_configs() if app.name not in self.UNUSED])


class PatchworkStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins style sheets and scripts before names are hashed and files compressed."""

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002 (the signature is Django's)
        **options: Any,  # noqa: ANN401 (the signature is Django's)
    ) -> Iterator[tuple[str, str, bool]]:
        """Hash and compress; the pieces of the sheets are left out, because nothing names them."""
        if not dry_run:
            paths = _with_joined_sheets(paths, SHEETS)
            paths = _with_small_scripts(paths)
            for name in SCRIPTS:
                paths = _with_joined_script(paths, name)
        yield from super().post_process(paths, dry_run, **options)


def _with_small_scripts(paths: dict[str, Any]) -> dict[str, Any]:
    """Our scripts without comments and spaces; those of packages are small already."""
    own = [name for name in paths if name.startswith(OWN_SCRIPTS) and name not in SCRIPTS]
    return paths | {name: _in_memory(name, jsmin(_text_at(paths, name))) for name in own}


def _with_joined_script(paths: dict[str, Any], script: str) -> dict[str, Any]:
    """The pieces stay, too: other pages name some of them."""
    if script not in paths:
        return paths
    return paths | {script: _in_memory(script, joined_script(script, lambda name: _text_at(paths, name)))}


def _with_joined_sheets(paths: dict[str, Any], sheets: Iterable[str]) -> dict[str, Any]:
    """The joined sheets without their pieces, some of which are of several sheets."""

    def read(name: str) -> str:
        return _text_at(paths, name)

    found = [sheet for sheet in sheets if sheet in paths]
    joined = {sheet: _in_memory(sheet, joined_sheet(sheet, read)) for sheet in found}
    pieces = {
        posixpath.normpath(posixpath.join(posixpath.dirname(sheet), match["path"]))
        for sheet in found
        for match in IMPORT.finditer(read(sheet))
    }
    return {name: place for name, place in paths.items() if name not in pieces} | joined


def _text_at(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode("utf-8"))


def _in_memory(name: str, text: str) -> tuple[InMemoryStorage, str]:
    memory = InMemoryStorage()
    memory.save(name, ContentFile(text.encode("utf-8")))
    return memory, name
