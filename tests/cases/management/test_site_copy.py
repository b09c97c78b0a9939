"""A copy of the site as a folder: what is in it, that every link works, and that nothing else is."""

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import User
from cases.actions import addresses, off_page
from cases.management import site_copy
from cases.management.public_addresses import LEFT_OUT, public_routes
from cases.management.site_copy import CopyRefused, export_site
from cases.models import Case
from cases.queries import public_pages
from cases.queries.recent import recent_page
from tests.kept import kept
from tests.world import commented, content, image, published, submitted, uploaded

BASE = "https://patchwork.example.org"
NOW = datetime(2026, 11, 26, tzinfo=UTC)


@kept
def town(amina: User, bruno: User, chiara: User) -> Case:
    """A case with an image, a thread and two versions; one that moved, one that waits, one that is hidden."""
    pictures = (image(uploaded(by=bruno)),)
    first = published(content(images=pictures), by=bruno, reviewer=chiara)
    commented(first, by=bruno, about="part-state")
    moved = published(content("شبكة"), by=amina, reviewer=chiara)
    addresses.rename(record=moved.record, slug="شبكة-2", seen=moved.slug, by=chiara)
    submitted(content("Waiting canary"), by=amina)
    hidden = published(content("Hidden canary", tags=("canary",)), by=bruno, reviewer=chiara)
    off_page.hide_case(record=hidden.record, by=chiara, reason="privacy")
    return published(content(summary="Second.", images=pictures), by=bruno, reviewer=chiara, on=first)


class Links(HTMLParser):
    """The addresses of a page, by the tag in which they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, value or "") for name, value in attrs if name in {"href", "src", "action"}]


def broken(folder: Path) -> Iterator[tuple[str, str]]:
    """Every link to a file that is not there; what leads out of the copy is whole."""
    for page in folder.rglob("*.html"):
        for tag, address in Links(page.read_text("utf-8")).found:
            split = urlsplit(address)
            if split.scheme:
                assert tag in {"a", "form", "link"}, (page, address)
            elif split.path and not (page.parent / unquote(split.path)).is_file():
                yield str(page.relative_to(folder)), address


@pytest.fixture
def few_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every country without a case is a gap; two are enough here. Lists have one change on a page."""
    gaps = [("claim-3f",), ("part-skills-guifi-net",)]
    for route in ("gap", "gap_feed"):
        monkeypatch.setitem(public_pages.OF_ROUTE, route, lambda: iter(gaps))
    monkeypatch.setattr(recent_page, "__kwdefaults__", {"before": None, "case": None, "size": 1})


def test_a_copy_holds_what_is_public_and_every_link_in_it_works(
    town: Case, few_gaps: None, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    report = export_site(folder, base=BASE, now=NOW)
    assert list(broken(folder)) == []
    assert report.gone == []
    assert report.pages == len(list(folder.rglob("*.html")))
    for file in (
        "index.html", "cases.csv", "patchwork.json", "feeds/changes/index.xml", "search.html", "copy.json",
        "cases/guifi-net/index.html", "cases/guifi-net/history/1/index.html", "cases/شبكة-2/index.html",
        "cases/guifi-net/diff/1..2/index.html", "cases/guifi-net/sources.bib", "gaps/claim-3f/index.html",
    ):  # fmt: skip
        assert (folder / file).is_file(), file
    assert len(list((folder / "images").rglob("*.webp"))) == 2
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".webp", ".zip"}]
    everything = "".join(path.read_text("utf-8") for path in files)
    assert "canary" not in everything.lower()
    assert settings.SITE_URL not in everything
    assert "csrfmiddlewaretoken" not in everything
    check_case(folder)
    check_search(folder)
    check_lists(folder)


def check_case(folder: Path) -> None:
    """Links of a case that need the living site lead there, and say so."""
    page = (folder / "cases/guifi-net/index.html").read_text("utf-8")
    assert f'<a href="{BASE}/cases/guifi-net/edit/">' in page
    assert "(on the living site)" in page
    assert f'href="{BASE}/cases/guifi-net/">This page on the living site</a>' in page
    assert 'action="../../search.html"' in page
    assert not re.search(r"<script[^>]*htmx", page)


def check_search(folder: Path) -> None:
    """The index holds the words of each case, folded, and where it lies."""
    index = (folder / "search/cases-1.js").read_text("ascii")
    rows = json.loads(index.removeprefix("patchworkCopy.add(").removesuffix(");\n"))
    arabic = "cases/%D8%B4%D8%A8%D9%83%D8%A9-2/index.html"
    assert [row[0] for row in rows] == ["cases/guifi-net/index.html", arabic]
    assert {"installers", "second", "fundacio"} <= set(rows[0][4].split())


def check_lists(folder: Path) -> None:
    """A list goes on from file to file."""
    for number in (1, 2, 3):
        name = "index.html" if number == 1 else f"index-{number}.html"
        page = (folder / "changes" / name).read_text("utf-8")
        assert (f'href="index-{number + 1}.html"' in page) == (number < 3)


def test_a_newer_copy_takes_the_place_of_an_older_one(
    taxonomy: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_copy, "copied_addresses", lambda: iter(["/", "/cases/never-was/"]))
    folder, said = tmp_path / "copy", io.StringIO()
    folder.mkdir()
    call_command("export_site", str(folder), base=f"{BASE}/", stdout=said)
    assert "Left out, because it moved or went meanwhile: /cases/never-was/" in said.getvalue()
    (folder / "stale.html").write_text("left over", "utf-8")
    call_command("export_site", str(folder), base=BASE, stdout=said)
    assert not (folder / "stale.html").exists()
    assert json.loads((folder / "copy.json").read_text("utf-8"))["site"] == BASE
    assert list(tmp_path.iterdir()) == [folder]
    assert settings.SITE_URL != BASE


def test_a_folder_with_other_files_is_left_alone(taxonomy: None, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear", "utf-8")
    with pytest.raises(CommandError, match="holds other files"):
        call_command("export_site", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_copy_that_fails_leaves_the_older_one(
    taxonomy: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / "copy.json").write_text("{}", "utf-8")
    monkeypatch.setattr(site_copy, "copied_addresses", lambda: iter(["/", "/cases/?decade=abc"]))
    with pytest.raises(CopyRefused, match=r"/cases/\?decade=abc answers 400"):
        export_site(folder, base=BASE, now=NOW)
    assert list(tmp_path.rglob("*")) == [folder, folder / "copy.json"]


def test_every_public_route_is_copied_or_left_out_for_a_reason() -> None:
    known = public_pages.OF_ROUTE.keys() | LEFT_OUT.keys()
    with_pieces = {str(route.name) for route in public_routes() if "<" in str(route.pattern)}
    assert with_pieces <= known
    assert known <= {str(route.name) for route in public_routes()}
