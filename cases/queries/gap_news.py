"""What happened to gaps, for their feeds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cases.domain.gaps import Gap, GapState
from cases.models import GapTurn, OpenCall, SearchNote
from cases.queries.gap_words import lasting_names_of, titles_of, words_of
from cases.queries.taxonomy import load_all

NEWS_AT_MOST = 30


class NewsKind(StrEnum):
    """The kinds of news. The first three are turns to the state of that name."""

    CLOSED = GapState.CLOSED.value
    THIN = GapState.THIN.value
    OPEN = GapState.OPEN.value
    CALL = "call"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class GapNews:
    """One thing that happened. `case` is the title of the case of a turn, `text` what a person wrote.

    `name` is what other programs call it for ever, as the path of a name.
    """

    kind: NewsKind
    gap: str
    title: str
    name: tuple[object, ...]
    at: datetime
    case: str = ""
    text: str = ""
    by: str = ""


def news_of_all() -> tuple[GapNews, ...]:
    """The newest news of all gaps; nine queries."""
    turns = list(GapTurn.objects.select_related("case").order_by("-at", "-id")[:NEWS_AT_MOST])
    calls = list(OpenCall.objects.select_related("by")[:NEWS_AT_MOST])
    searches = list(SearchNote.objects.select_related("by")[:NEWS_AT_MOST])
    return _newest(turns, calls, searches)


def news_of_gap(gap: Gap) -> tuple[GapNews, ...]:
    """The newest news of one gap; nine queries."""
    here = {"gap": gap.address}
    turns = list(GapTurn.objects.filter(**here).select_related("case").order_by("-number")[:NEWS_AT_MOST])
    calls = list(OpenCall.objects.filter(**here).select_related("by")[:NEWS_AT_MOST])
    searches = list(SearchNote.objects.filter(**here).select_related("by")[:NEWS_AT_MOST])
    return _newest(turns, calls, searches)


def _newest(
    turns: Sequence[GapTurn], calls: Sequence[OpenCall], searches: Sequence[SearchNote]
) -> tuple[GapNews, ...]:
    gaps = [Gap.read(row.gap) for rows in (turns, calls, searches) for row in rows]
    taxonomy, titles, names = load_all(), titles_of(gaps), lasting_names_of(gaps)

    def title(row: GapTurn | OpenCall | SearchNote) -> str:
        return words_of(row.of_gap, taxonomy, titles).title

    def name(row: GapTurn | OpenCall | SearchNote, kind: str, number: int) -> tuple[object, ...]:
        return (*names[row.gap], kind, number)

    news = [
        *(
            GapNews(
                NewsKind(row.state),
                row.gap,
                title(row),
                name(row, row.state, row.number),
                row.at,
                case=row.case.title,
            )
            for row in turns
        ),
        *(
            GapNews(
                NewsKind.CALL,
                row.gap,
                title(row),
                name(row, NewsKind.CALL, row.pk),
                row.at,
                text=row.text,
                by=row.by.shown_name,
            )
            for row in calls
        ),
        *(
            GapNews(
                NewsKind.SEARCH,
                row.gap,
                title(row),
                name(row, NewsKind.SEARCH, row.pk),
                row.at,
                text=f"{row.text}\n\n{row.sources}",
                by=row.by.shown_name,
            )
            for row in searches
        ),
    ]
    return tuple(sorted(news, key=lambda item: (item.at, item.kind, item.gap), reverse=True)[:NEWS_AT_MOST])
