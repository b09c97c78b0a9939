"""Two to four cases beside each other, and the page on which they are chosen."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.domain.comparison import CASES_AT_LEAST, CASES_AT_MOST
from cases.models import Case
from cases.queries.comparison import Column, Comparison, NoSuchCases, Row, titles_of
from cases.queries.named import cases_meant_by
from cases.queries.pairs import suggested_pairs
from cases.queries.writing import known_titles
from cases.views.addresses import Pairs, address, without
from cases.views.comparison_address import (
    QUESTION,
    Question,
    file_addresses,
    read_comparison,
    read_question,
    several,
)
from cases.views.marks import public_page

TITLES_AT_MOST = 300
"""So many titles are offered while a name is typed; any other case is found when its name is sent."""


TABLES = (("moves", "shared"), ("others",), ("parts", "facts", "sources"))
"""The groups of each table: the second one is closed until somebody opens it."""


@dataclass(frozen=True, slots=True)
class Search:
    """A name that no one case has: `meant` are the cases it may mean, with the address that takes each."""

    text: str
    meant: tuple[tuple[Case, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column with the addresses that move or remove it; "" where there is nothing to move it past."""

    column: Column
    remove_url: str
    earlier_url: str
    later_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, which `key` names; `kind` says how their cells are drawn."""

    key: str
    kind: str
    rows: tuple[Row[Any], ...]

    @property
    def cell_template(self) -> str:
        """The template of one cell."""
        return f"cases/_comparison_{self.kind}_cell.html"


@public_page(*QUESTION, "add")
def comparison(request: HttpRequest) -> HttpResponse:
    """The comparison; with fewer than two cases the page to choose them, with more than four a refusal."""
    question = read_question(request)
    names = several(request, "add")
    found = {name: cases_meant_by(name) for name in names[: CASES_AT_MOST + 1]}
    added = [meant[0].slug for meant in found.values() if len(meant) == 1]
    question = question.of([*question.slugs, *added])
    searches = [_search(name, meant, question) for name, meant in found.items() if len(meant) != 1]
    if names and not searches:
        return redirect(question.page_url)
    try:
        return _answer(request, question, searches)
    except NoSuchCases as absent:
        kept = question.of([slug for slug in question.slugs if slug not in absent.slugs])
        context = {"absent": absent.slugs, "kept": kept.slugs, "kept_url": kept.page_url}
        return render(request, "cases/comparison_unknown.html", context, status=404)


def _answer(request: HttpRequest, question: Question, searches: list[Search]) -> HttpResponse:
    if len(question.slugs) > CASES_AT_MOST:
        context = {"cases": titles_of(question.slugs), "view_pairs": question.view_pairs}
        return render(request, "cases/comparison_refused.html", context, status=400)
    adding = _adding(question, searches)
    if len(question.slugs) < CASES_AT_LEAST:
        return render(request, "cases/comparison_choice.html", {**adding, **_choice(question)})
    shown = read_comparison(question)
    return render(request, "cases/comparison.html", {**adding, **_context(question, shown)})


def _search(name: str, meant: tuple[Case, ...], question: Question) -> Search:
    urls = (question.of([*question.slugs, case.slug]).page_url for case in meant)
    return Search(name, tuple(zip(meant, urls, strict=True)))


# --- what the pages show --------------------------------------------------------------------------


def _adding(question: Question, searches: list[Search]) -> dict[str, object]:
    """What the form that adds a case needs."""
    room = CASES_AT_MOST - len(question.slugs)
    return {
        "question": question,
        "searches": searches,
        "fields": range(max(1, CASES_AT_LEAST - len(question.slugs))) if room else (),
        "known_titles": known_titles(TITLES_AT_MOST) if room else (),
        "hidden_pairs": question.pairs,
    }


def _choice(question: Question) -> dict[str, object]:
    chosen = titles_of(question.slugs)
    pairs = suggested_pairs(chosen[0].pk if chosen else None) or suggested_pairs()
    return {
        "chosen": chosen[0] if chosen else None,
        "suggestions": [(pair, address("comparison", _cases_of(pair.cases))) for pair in pairs],
    }


def _cases_of(cases: tuple[Case, ...]) -> Pairs:
    return [("case", case.slug) for case in cases]


def _context(question: Question, shown: Comparison) -> dict[str, object]:
    turned = question.of(question.slugs[::-1])
    everything, differing = (replace(question, only_differing=only) for only in (False, True))
    beside, stacked = (replace(question, is_stacked=is_stacked) for is_stacked in (False, True))
    heads = [_head(question, shown, place) for place in range(len(shown.columns))]
    groups = _groups(shown)
    return {
        "comparison": shown,
        "names": ", ".join(column.name for column in shown.columns),
        "heads": heads,
        "tables": [[group for group in groups if group.key in keys] for keys in TABLES],
        "stacks": [(head, _stacked(groups, place)) for place, head in enumerate(heads)],
        "swap_url": turned.page_url if len(question.slugs) == CASES_AT_LEAST else "",
        "all_rows_url": everything.page_url,
        "differing_url": differing.page_url,
        "beside_url": beside.page_url,
        "stacked_url": stacked.page_url,
        **file_addresses(question),
    }


def _groups(shown: Comparison) -> list[Group]:
    """The groups that have a row to show."""
    groups = [
        Group("moves", "phases", shown.moves),
        Group("shared", "claim", shown.shared),
        Group("others", "claim", shown.others),
        Group("parts", "part", shown.parts),
        Group("facts", "fact", shown.facts),
        Group("sources", "count", shown.sources),
    ]
    return [group for group in groups if group.rows]


def _stacked(groups: list[Group], place: int) -> list[tuple[Group, list[tuple[Row[Any], object]]]]:
    """The cells of one column, under the groups."""
    return [(group, [(row, row.cells[place]) for row in group.rows]) for group in groups]


def _head(question: Question, shown: Comparison, place: int) -> Head:
    slug = question.slugs[place]
    return Head(
        column=shown.columns[place],
        remove_url=address("comparison", without(question.pairs, "case", slug)),
        earlier_url=_moved(question, place - 1),
        later_url=_moved(question, place),
    )


def _moved(question: Question, place: int) -> str:
    """The address in which the column at this place and the next have changed places."""
    slugs = list(question.slugs)
    if not 0 <= place < len(slugs) - 1:
        return ""
    slugs[place], slugs[place + 1] = slugs[place + 1], slugs[place]
    return question.of(slugs).page_url
