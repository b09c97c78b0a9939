"""Published cases, and their versions."""

from dataclasses import replace
from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from cases.api.answers import page_of, public
from cases.api.cursors import address_after, read_cursor
from cases.api.entry import ApiRequest
from cases.api.operations import reads
from cases.api.problems import Refused
from cases.api.questions import CasesAsked, PagedAndSelects, Selects
from cases.api.schemas.cases import CaseList, CaseRecord, VersionList, VersionRecord, WholeVersion
from cases.api.selection import Tree, read_fields, select
from cases.domain.content import Data, to_data
from cases.exchange.published import record_of
from cases.models import Case, Version
from cases.queries.addresses import address_now
from cases.queries.browse import Cursor, Direction, Search, Sort, cases_found, page_by_key
from cases.queries.facts import facts_now
from cases.queries.history import history_page, published_case, version_of
from cases.queries.off_page import withdrawal_at
from cases.queries.published import read_published

router = Router(tags=["Cases"])

Slug = Annotated[str, Path(max_length=100, examples=["guifi-net"])]
Number = Annotated[int, Path(ge=1, le=10**15)]


class Moved(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """The case of this address is at another one now; `slug` says at which."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


@reads(router, "/cases", CaseList, asks=CasesAsked, selects=CaseRecord, refuses=(404,))
def list_cases(request: ApiRequest, asked: Query[CasesAsked]) -> HttpResponse:
    """Published cases, by the words and filters of the page *Cases*, 20 at a time."""
    fields = read_fields(request, CaseRecord)
    search = Search(asked.q, asked.chosen, Sort(asked.sort))
    return public(request, lambda: found_data(request, search, fields))


@reads(router, "/cases/{slug}", CaseRecord, asks=Selects, selects=CaseRecord, of_case=True)
def get_case(request: ApiRequest, slug: Slug, asked: Query[Selects]) -> HttpResponse:
    """One case, whole. Its ETag changes with its version only."""
    del asked
    fields, case = read_fields(request, CaseRecord), case_or_refused(slug)
    mark = f"{case.slug} {case.version} {case.content_hash} {case.published_at.isoformat()}"
    return public(request, lambda: select(_whole(case), fields), mark=mark)


@reads(
    router, "/cases/{slug}/versions", VersionList, asks=PagedAndSelects, selects=VersionRecord, of_case=True
)
def list_versions(request: ApiRequest, slug: Slug, asked: Query[PagedAndSelects]) -> HttpResponse:
    """The published versions of a case, newest first, 30 at a time."""
    del asked
    fields, case, cursor = read_fields(request, VersionRecord), case_or_refused(slug), read_cursor(request)
    page = history_page(case, before=int(cursor[0]) if cursor else None)
    items = [select(_version_data(case, row.version), fields) for row in page.rows]
    following = address_after(request, [page.before] if page.before else None)
    return public(request, lambda: page_of(items, following))


@reads(
    router,
    "/cases/{slug}/versions/{number}",
    WholeVersion,
    asks=Selects,
    selects=WholeVersion,
    of_case=True,
)
def get_version(request: ApiRequest, slug: Slug, number: Number, asked: Query[Selects]) -> HttpResponse:
    """One published version of a case, whole."""
    del asked
    fields, case = read_fields(request, WholeVersion), case_or_refused(slug)
    version = version_of(case, number)
    if version is None:
        raise Refused(404, _("The case has no public version of this number."))
    data = _version_data(case, version) | {"content": to_data(version.read())}
    return public(request, lambda: select(data, fields))


def found_data(request: ApiRequest, search: Search, fields: Tree, **more: object) -> Data:
    """A page of the cases of a search, whole; the cursor of the request says where it begins."""
    facts, cursor = facts_now(), read_cursor(request)
    found = cases_found(facts, search)
    if cursor is not None:
        search = replace(search, cursor=Cursor(Direction.AFTER, int(cursor[0]), str(cursor[1])))
    rows, _before, after = page_by_key(found, search, Case.objects.only("pk"))
    items = [
        select(record_of(case, settings.SITE_URL), fields) for case in read_published(row.pk for row in rows)
    ]
    pk, _dot, key = after.partition(".")
    following = address_after(request, [int(pk), key] if after else None)
    return page_of(items, following, **more, found=len(found), in_all=len(facts.everything))


def case_or_refused(slug: str) -> Case:
    """The published case of this address. Raises Moved, and Refused with 410 or 404."""
    case = published_case(slug)
    if case is not None:
        return case
    if (now := address_now(slug)) is not None:
        raise Moved(now)
    withdrawal = withdrawal_at(slug)
    if withdrawal is not None:
        said = {"day": withdrawal.at.date().isoformat(), "why": _(withdrawal.reason)}
        raise Refused(410, _("The case was withdrawn on %(day)s: %(why)s") % said)
    raise Refused(404, _("There is no public case of this address."))


def _whole(case: Case) -> Data:
    found = next(iter(read_published([case.pk])), None)
    if found is None:  # it went off the page since it was read
        raise Refused(404, _("There is no public case of this address."))
    return record_of(found, settings.SITE_URL)


def _version_data(case: Case, version: Version) -> Data:
    path = reverse("cases:case_version", args=[case.slug, version.number])
    return {
        "case": case.slug,
        "number": version.number,
        "content_hash": version.content_hash,
        "note": version.note,
        "author": version.author.shown_name,
        "reviewer": version.reviewer.shown_name,
        "published_at": version.published_at.isoformat(),
        "address": settings.SITE_URL + path,
    }
