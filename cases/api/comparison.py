"""Patchwork, matrix, moves, gaps and search."""

from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from cases.api.answers import page_of, public
from cases.api.cases import found_data
from cases.api.cursors import address_after, read_cursor
from cases.api.entry import ApiRequest
from cases.api.operations import reads
from cases.api.problems import Refused
from cases.api.questions import GapsAsked, MatrixAsked, MovesAsked, PatchworkAsked, SearchAsked
from cases.api.schemas.cases import CaseRecord
from cases.api.schemas.comparison import GapList, Matrix, Moves, Patchwork, WholeGap
from cases.api.schemas.taxonomy import SearchResult
from cases.api.selection import read_fields
from cases.api.taxonomy import claims_data
from cases.domain.content import Data
from cases.domain.gap_order import GapList as Kind
from cases.domain.gaps import Gap
from cases.domain.states import ClaimState
from cases.queries import gaps_page, patchwork, trajectories
from cases.queries.browse import Cursor, Direction, Search
from cases.queries.facts import facts_now
from cases.queries.gap import GapPage, load_gap
from cases.queries.grid import Question, load_grid
from cases.queries.moves import MoveQuestion
from cases.queries.patchwork_numbers import load_patchwork_numbers
from cases.queries.search.claims import load_claims_found
from cases.queries.trajectories import load_move_list
from cases.views import gap_files, matrix_files, moves_files, patchwork_files

router = Router(tags=["Comparison"])


@reads(router, "/patchwork", Patchwork, asks=PatchworkAsked)
def get_patchwork(request: ApiRequest, asked: Query[PatchworkAsked]) -> HttpResponse:
    """Every claim with its state and the numbers of its cases, as the page *Patchwork* counts them."""
    view = patchwork.View(
        state=ClaimState(asked.state) if asked.state else None,
        model=int(asked.model) if asked.model else None,
        chosen=asked.chosen,
    )

    def read() -> Data:
        numbers = load_patchwork_numbers(view)
        return patchwork_files.imprint_of(numbers).envelope | patchwork_files.patchwork_data(numbers)

    return public(request, read)


@reads(router, "/matrix", Matrix, asks=MatrixAsked)
def get_matrix(request: ApiRequest, asked: Query[MatrixAsked]) -> HttpResponse:
    """How many cases stand in each cell of seven stages by three models, ever or as of a year."""
    at = asked.at and min(asked.at, timezone.localdate().year)

    def read() -> Data:
        grid = load_grid(facts_now(), Question(asked.chosen, at))
        return matrix_files.imprint_of(grid).envelope | matrix_files.matrix_data(grid)

    return public(request, read)


@reads(router, "/moves", Moves, asks=MovesAsked, refuses=(404,))
def list_moves(request: ApiRequest, asked: Query[MovesAsked]) -> HttpResponse:
    """How many cases moved from cell to cell, and the moves one by one, those of 20 cases at a time."""
    cursor = read_cursor(request)
    begins = Cursor(Direction.AFTER, int(cursor[0]), str(cursor[1])) if cursor else None
    question = MoveQuestion(asked.chosen, asked.left or "", asked.entered or "")

    def read() -> Data:
        page = load_move_list(trajectories.View(question, begins))
        made = [moves_files.move_data(case, move) for case in page.cases for move in case.moves]
        pk, _dot, key = page.after.partition(".")
        following = address_after(request, [int(pk), key] if page.after else None)
        body = moves_files.imprint_of(page.moves).envelope | moves_files.moves_data(page.moves)
        return page_of(made, following, **body)

    return public(request, read)


@reads(router, "/gaps", GapList, asks=GapsAsked, refuses=(404,))
def list_gaps(request: ApiRequest, asked: Query[GapsAsked]) -> HttpResponse:
    """Everything that is missing, the most wanted first, 20 at a time."""
    cursor = read_cursor(request)
    number = int(cursor[0]) if cursor else 1
    kind = Kind(asked.kind) if asked.kind else None

    def read() -> Data:
        page = gaps_page.load_gaps(gaps_page.View(kind, page=number))
        items: list[Data] = [_gap(gap_files.gap_data(row)) for row in page.rows]
        following = address_after(request, [number + 1] if number < page.pages else None)
        counts = {each.value: count for each, count in page.counts.items()}
        return page_of(items, following, counts=counts)

    return public(request, read)


@reads(router, "/gaps/{gap}", WholeGap, refuses=(404,))
def get_gap(
    request: ApiRequest, gap: Annotated[str, Path(max_length=160, examples=["claim-3f"])]
) -> HttpResponse:
    """One gap: whether it is open, since when, and who asks for it."""
    try:
        page = load_gap(Gap.read(gap))
    except ValueError:
        page = None
    if page is None:
        raise Refused(404, _("There is no such gap. All of them are at /api/v1/gaps."))
    data = _whole(page)
    return public(request, lambda: data)


@reads(router, "/search", SearchResult, asks=SearchAsked, selects=CaseRecord, refuses=(404,))
def search(request: ApiRequest, asked: Query[SearchAsked]) -> HttpResponse:
    """The claims that fit, and the cases, 20 at a time; words are read as on the page *Cases*."""
    fields = read_fields(request, CaseRecord)

    def read() -> Data:
        claims = claims_data(load_claims_found(asked.q, facts_now()))
        return found_data(request, Search(asked.q), fields, claims=claims)

    return public(request, read)


def _gap(row: dict[str, str | int | None]) -> Data:
    return dict(row)


def _whole(page: GapPage) -> Data:
    return {
        "gap": page.gap.address,
        "state": page.state.value,
        "title": page.words.title,
        "missing": page.words.says,
        "since": timezone.localdate(page.since).isoformat(),
        "wanted": page.wanted.text if page.wanted else "",
        "open_calls": [call.text for call in page.calls],
        "looking": len(page.looking),
        "address": settings.SITE_URL + reverse("cases:gap", args=[page.gap.address]),
    }
