"""Making a copy of the site that needs no server: a folder of linked files.

All is done in a folder beside the one that is wanted, which takes its place at the end. First the addresses
are listed, then every page is asked for and written as the site sent it, then the links of each page are
changed: whether a link works is whether its file is there. No step holds more than one page, or some hundred
cases, at a time.
"""

import json
import posixpath
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import chain, islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from cases.exchange.copy_files import ENDINGS, NOTES, file_of, way_to
from cases.exchange.copy_html import next_page
from cases.exchange.copy_search import index_script, row_of
from cases.exchange.licences import LICENCE_OF_DATA, LICENCE_OF_TEXT
from cases.management.copied_page import SEARCH, Listed, Place, goes_on, linked, named_in, static_file
from cases.management.public_addresses import copied_addresses
from cases.management.stranger import Answer, Stranger, one_connection
from cases.models import Case
from cases.queries.published import read_published

CASES_IN_A_SCRIPT = 500
GONE = frozenset({301, 302, 307, 308, 404, 410})
"""What somebody took away or moved while the copy was made."""


class CopyRefused(Exception):  # noqa: N818 (a refusal is an answer, not a fault of the program)
    """The copy cannot be made; the text says why and what to do."""


@dataclass(slots=True)
class Report:
    """What a copy holds."""

    pages: int = 0
    files: int = 0
    gone: list[str] = field(default_factory=list)


def export_site(folder: Path, *, base: str, now: datetime) -> Report:
    """Copy every public page into the folder, which is new, empty or an older copy. Raises CopyRefused.

    `base` is the address of the living site, without a slash at its end: links lead there that need one, and
    every page and file of the copy calls the site so.
    """
    _refuse_other_files(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    stranger = Stranger()
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with _site_called(base), one_connection():
            report = _Copy(beside, stranger, now).make()
        beside.chmod(0o755)
        _put_in_place(beside, folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return report


@contextmanager
def _site_called(base: str) -> Iterator[None]:
    """Let the pages of this process call the site by this address."""
    kept = settings.SITE_URL
    settings.SITE_URL = base
    try:
        yield
    finally:
        settings.SITE_URL = kept


def _refuse_other_files(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CopyRefused(f"{folder} is a file. Name a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / NOTES).is_file():
        raise CopyRefused(f"{folder} holds other files. Name a new folder, or one with an earlier copy.")


def _put_in_place(beside: Path, folder: Path) -> None:
    """Let the new folder take the name; an older copy stands aside until it has."""
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        if folder.exists():
            folder.rename(aside / "older")
        beside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _way_from_search(slug: str) -> str:
    return way_to(file_of(reverse("cases:case", args=[slug])), from_file=SEARCH)


class _Copy:
    """One copy while it is made."""

    def __init__(self, root: Path, stranger: Stranger, now: datetime) -> None:
        self.root, self.stranger = root, stranger
        self.place = Place(root, now)
        self.report = Report()
        self.addresses, self.list = root / ".addresses", root / ".list"

    def make(self) -> Report:
        """Do all steps."""
        # Listed to the end first: no page is asked for while a list is half read.
        with self.addresses.open("w", encoding="ascii") as lines:
            lines.writelines(f"{address}\n" for address in copied_addresses())
        with self.list.open("w", encoding="utf-8") as rows:
            for listed in self._fetch_all():
                rows.write(json.dumps(asdict(listed)) + "\n")
            rows.write(json.dumps(asdict(self._write_search())) + "\n")
        self._link_all()
        for asset in sorted(self.place.assets):
            self._copy_static(asset)
        self._write_notes()
        self.addresses.unlink()
        self.list.unlink()
        return self.report

    # --- asking for pages ---

    def _fetch_all(self) -> Iterator[Listed]:
        with self.addresses.open(encoding="ascii") as lines:
            for line in lines:
                yield from self._fetch(line.rstrip("\n"))

    def _fetch(self, path: str) -> Iterator[Listed]:
        """Fetch a page, and all pages of the list that it begins."""
        address, page = path, 1
        while address:
            answer = self._ask(address)
            if answer is None:
                return
            is_page = answer.kind == "text/html"
            file = file_of(path, ending=ENDINGS.get(answer.kind, "html"), page=page)
            self._write(file, answer.body)
            yield Listed(address, file, is_page)
            page += 1
            address = goes_on(path, next_page(answer.body.decode())) if is_page else ""

    def _ask(self, address: str) -> Answer | None:
        answer = self.stranger.ask(address)
        if answer.status in GONE:
            self.report.gone.append(address)
            return None
        if answer.status != 200:
            raise CopyRefused(f"{address} answers {answer.status}. Mend the page, then make the copy again.")
        return answer

    def _write(self, file: str, body: bytes) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        self.report.files += 1

    # --- changing links ---

    def _link_all(self) -> None:
        before: Listed | None = None
        here: Listed | None = None
        for after in chain(self._listed(), [None]):
            if here is not None and here.is_page:
                self._link(here, before, after)
            before, here = here, after

    def _listed(self) -> Iterator[Listed]:
        with self.list.open(encoding="utf-8") as rows:
            yield from (Listed(**json.loads(row)) for row in rows)

    def _link(self, listed: Listed, before: Listed | None, after: Listed | None) -> None:
        path = self.root / listed.file
        path.write_text(linked(path.read_text("utf-8"), listed, before, after, self.place), "utf-8")
        self.report.pages += 1

    def _copy_static(self, address: str) -> None:
        """Copy a static file, and those that a style sheet names."""
        if (self.root / file_of(address)).exists():
            return
        body = static_file(address)
        self._write(file_of(address), body)
        if address.endswith(".css"):
            for name in named_in(body.decode()):
                self._copy_static(posixpath.normpath(posixpath.join(posixpath.dirname(address), name)))

    # --- what only the copy has ---

    def _write_search(self) -> Listed:
        """The page of the search and its scripts. Its links are changed with those of all other pages."""
        scripts: list[str] = []
        cases = read_published(Case.objects.order_by("pk").values_list("pk", flat=True))
        while batch := list(islice(cases, CASES_IN_A_SCRIPT)):
            rows = (
                row_of(
                    case.content, way_to(file_of(reverse("cases:case", args=[case.slug])), from_file=SEARCH)
                )
                for case in batch
            )
            scripts.append(f"search/cases-{len(scripts) + 1}.js")
            self._write(scripts[-1], index_script(rows).encode())
        request = HttpRequest()
        request.user = AnonymousUser()
        page = render_to_string("cases/copy_search.html", {"scripts": scripts}, request)
        self._write(SEARCH, page.encode())
        return Listed(f"/{SEARCH}", SEARCH, is_page=True)

    def _write_notes(self) -> None:
        notes = {
            "title": "A copy of Patchwork",
            "site": settings.SITE_URL,
            "made_at": self.place.now.isoformat(),
            "licence_of_text": LICENCE_OF_TEXT,
            "licence_of_data": LICENCE_OF_DATA,
            "pages": self.report.pages,
        }
        (self.root / NOTES).write_text(json.dumps(notes, indent=1) + "\n", "utf-8")
