"""What published cases hold, each by itself: placements, sources, tags; and what was accepted since."""

from dataclasses import asdict
from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from cases.api.answers import page_of, public
from cases.api.cursors import address_after, cursor_at, read_cursor
from cases.api.entry import ApiRequest
from cases.api.operations import reads
from cases.api.problems import Refused
from cases.api.questions import PagedAndSelects, PlacementsAsked, Selects, SourcesAsked
from cases.api.schemas.cases import (
    ChangeList,
    ChangeRecord,
    PlacementList,
    PlacementRecord,
    SourceList,
    SourceRecord,
    TagList,
    TagRecord,
    WholeTag,
)
from cases.api.selection import read_fields, select
from cases.domain.content import Data
from cases.models import CaseSource, Placement, Version
from cases.queries.lists import Place, changes_since, placements_page, sources_page
from cases.queries.tags import TagRow, tag_page, tags_page

router = Router(tags=["Evidence"])


@reads(router, "/placements", PlacementList, asks=PlacementsAsked, selects=PlacementRecord, refuses=(404,))
def list_placements(request: ApiRequest, asked: Query[PlacementsAsked]) -> HttpResponse:
    """What published cases do to claims, by case, 100 at a time."""
    fields, after = read_fields(request, PlacementRecord), _place(request)

    def read() -> Data:
        rows, last = placements_page(after, claim=asked.claim, stance=asked.stance, case=asked.case)
        items = [select(_placement(row), fields) for row in rows]
        return page_of(items, address_after(request, last))

    return public(request, read)


@reads(router, "/sources", SourceList, asks=SourcesAsked, selects=SourceRecord, refuses=(404,))
def list_sources(request: ApiRequest, asked: Query[SourcesAsked]) -> HttpResponse:
    """The sources of published cases, by case, 100 at a time."""
    fields, after = read_fields(request, SourceRecord), _place(request)

    def read() -> Data:
        rows, last = sources_page(after, kind=asked.kind, speaker=asked.speaker, case=asked.case)
        items = [select(_source(row), fields) for row in rows]
        return page_of(items, address_after(request, last))

    return public(request, read)


@reads(router, "/tags", TagList, asks=PagedAndSelects, selects=TagRecord, refuses=(404,))
def list_tags(request: ApiRequest, asked: Query[PagedAndSelects]) -> HttpResponse:
    """The tags that some published case has, 100 at a time."""
    del asked
    fields, cursor = read_fields(request, TagRecord), read_cursor(request)

    def read() -> Data:
        page = tags_page(after=str(cursor[0]) if cursor else "")
        items = [select(_tag(row), fields) for row in page.rows]
        return page_of(items, address_after(request, [page.after] if page.after else None))

    return public(request, read)


@reads(router, "/tags/{slug}", WholeTag, asks=Selects, selects=WholeTag, refuses=(404,))
def get_tag(
    request: ApiRequest,
    slug: Annotated[str, Path(max_length=100, examples=["commons"])],
    asked: Query[Selects],
) -> HttpResponse:
    """One tag: what stands for it, and which tags most often stand beside it."""
    del asked
    fields, page = read_fields(request, WholeTag), tag_page(slug)
    if page is None:
        raise Refused(404, _("No public case has this tag."))
    data = _tag(page.tag) | {"synonyms": list(page.synonyms), "related": [_tag(row) for row in page.related]}
    return public(request, lambda: select(data, fields))


@reads(router, "/changes", ChangeList, asks=PagedAndSelects, selects=ChangeRecord, refuses=(404,))
def list_changes(request: ApiRequest, asked: Query[PagedAndSelects]) -> HttpResponse:
    """What was accepted since a cursor, oldest first, 100 at a time.

    Keep `resume` when `next` is null, and ask with it as `cursor` later: you get what came since. A case
    that was taken off the page is no longer told of; a withdrawn one answers 410 at its address.
    """
    del asked
    fields, cursor = read_fields(request, ChangeRecord), read_cursor(request)

    def read() -> Data:
        after = int(cursor[0]) if cursor else 0
        rows, is_more = changes_since(after)
        last = rows[-1].pk if rows else after
        following = address_after(request, [last] if is_more else None)
        resume = cursor_at(request, [last]) if last else None
        return page_of([select(_change(row), fields) for row in rows], following, resume=resume)

    return public(request, read)


def _place(request: ApiRequest) -> Place | None:
    cursor = read_cursor(request)
    return (int(cursor[0]), int(cursor[1])) if cursor else None


def _placement(row: Placement) -> Data:
    return {
        "case": row.case.slug,
        "title": row.case.title,
        "claim": row.claim_id,
        "version": row.claim_version,
        "stance": row.stance,
        "note": row.note,
        "quote": row.quote,
        "sources": [source.key for source in row.sources.all()],
    }


def _source(row: CaseSource) -> Data:
    names = ("key", "kind", "title", "authors", "publisher", "url", "doi", "accessed", "speaker")
    year = row.year if row.year is not None else {"absent": row.year_absence or "missing"}
    source = {name: getattr(row, name) for name in names} | {"year": year}
    return {"case": row.case.slug, "number": row.number, "source": source}


def _tag(row: TagRow) -> Data:
    data = asdict(row)
    del data["together"]
    return data


def _change(row: Version) -> Data:
    return {
        "case": row.case.slug,
        "title": row.case.title,
        "version": row.number,
        "content_hash": row.content_hash,
        "note": row.note,
        "author": row.author.shown_name,
        "published_at": row.published_at.isoformat(),
        "address": settings.SITE_URL + reverse("cases:case_version", args=[row.case.slug, row.number]),
    }
