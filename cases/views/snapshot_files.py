"""The files of a snapshot: manifest, cases, taxonomy, all in one zip, and its citation for programs."""

import json
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cases.exchange.snapshot import README
from cases.exchange.works import Work, as_bibtex, as_csl, as_ris
from cases.exchange.zip_stream import Text, zip_pieces
from cases.models import Snapshot
from cases.queries.citing import snapshot_as_work
from cases.queries.facts import facts_now
from cases.queries.snapshots import lines_of, manifest_of
from cases.views.cite import BIBTEX, CSL, RIS, citation_file
from cases.views.downloads import JSON_LINES, ZIP, File, Pieces, send
from cases.views.files import JSON
from cases.views.marks import public_page, public_unkept
from cases.views.snapshots import snapshot_or_404


@public_unkept
def snapshot_manifest(request: HttpRequest, number: int) -> HttpResponseBase:
    """What is in the snapshot, with the hashes."""
    return _file(request, number, "manifest", "json", JSON, lambda found: [_manifest(found)])


@public_unkept
def snapshot_cases(request: HttpRequest, number: int) -> HttpResponseBase:
    """The cases, one a line; a digest where one is no longer public."""
    return _file(request, number, "cases", "jsonl", JSON_LINES, lines_of)


@public_unkept
def snapshot_taxonomy(request: HttpRequest, number: int) -> HttpResponseBase:
    """Stages, models, aspects and claims as they were."""
    return _file(request, number, "taxonomy", "json", JSON, lambda found: [_taxonomy(found)])


@public_unkept
def snapshot_zip(request: HttpRequest, number: int) -> HttpResponseBase:
    """All of it, with a text that says how to check it."""
    return _file(request, number, "snapshot", "zip", ZIP, lambda found: zip_pieces(_files(found)))


@public_page
def snapshot_bib(request: HttpRequest, number: int) -> HttpResponse:
    """The citation of the snapshot as BibTeX."""
    work = _work(number)
    return citation_file(work, as_bibtex(work), "bib", BIBTEX)


@public_page
def snapshot_ris(request: HttpRequest, number: int) -> HttpResponse:
    """The citation of the snapshot as RIS."""
    work = _work(number)
    return citation_file(work, as_ris(work), "ris", RIS)


@public_page
def snapshot_csl(request: HttpRequest, number: int) -> HttpResponse:
    """The citation of the snapshot as CSL-JSON."""
    work = _work(number)
    return citation_file(work, as_csl(work), "csl.json", CSL)


def _work(number: int) -> Work:
    return snapshot_as_work(snapshot_or_404(number))


def _file(
    request: HttpRequest,
    number: int,
    name: str,
    ending: str,
    content_type: str,
    make: Callable[[Snapshot], Pieces],
) -> HttpResponseBase:
    found = snapshot_or_404(number)
    # What is removed since changes the bytes, so they are known by the version of the site.
    tag, day = f"{found.digest} {facts_now().stamp}", found.made_at.date().isoformat()
    file = File(f"patchwork-{number}-{name}", ending, content_type)
    return send(request, file, lambda: make(found), tag=tag, day=day)


def _files(found: Snapshot) -> Iterator[tuple[str, Text]]:
    day, address = found.made_at.date().isoformat(), f"{found.site}/data/snapshots/{found.number}/"
    said = README.format(title=found.title, number=found.number, day=day, address=address)
    yield "README.txt", said
    yield "manifest.json", _manifest(found)
    yield "taxonomy.json", _taxonomy(found)
    yield "cases.jsonl", lines_of(found)


def _manifest(found: Snapshot) -> str:
    return f"{json.dumps(manifest_of(found), ensure_ascii=False, indent=1)}\n"


def _taxonomy(found: Snapshot) -> str:
    return f"{json.dumps(found.taxonomy, ensure_ascii=False, indent=1, sort_keys=True)}\n"
