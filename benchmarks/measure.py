"""What the comparison pages cost in the database of this environment; prints one JSON object.

Each question is asked once to warm up, then several times; the median counts. Pages are whole answers to a
stranger, templates included, and each is looked at: an empty page is no answer.
"""

import json
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from itertools import combinations, islice

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.loading import load  # noqa: E402
from benchmarks.searching import page_asks, search_asks  # noqa: E402
from benchmarks.synthetic import contents  # noqa: E402
from cases.actions import reviews, submissions  # noqa: E402
from cases.domain.facts import Kind  # noqa: E402
from cases.domain.grid import CELLS  # noqa: E402
from cases.models import Case  # noqa: E402
from cases.queries.facets import COMPARISON_FACETS, facet_values  # noqa: E402
from cases.queries.facts import Facts, facts_now  # noqa: E402
from cases.queries.grid import Question, load_grid  # noqa: E402
from cases.queries.patches import counted_placements  # noqa: E402
from models_taxonomy.models import Claim  # noqa: E402
from scripts import static  # noqa: E402

RUNS = 7
LONGEST = 4.0
"""No question is asked for longer than so many seconds; then fewer runs must do."""

COMMON = {
    "country": "US",
    "decade": "2010",
    "sector": "software",
    "tag": "tag-0",
    "lang": "en",
    "stance": "supports",
    "speaker": "independent",
}
"""For each filter a value that many cases have: the dearest one."""

PAGES = {
    "patchwork": ("/patchwork/", "The Patchwork"),
    "patchwork, country and decade": ("/patchwork/?country=US&decade=2010", "fit the filters"),
    "patchwork as CSV": ("/patchwork.csv", "independent_supports"),
    "matrix": ("/matrix/", "Stage against model"),
    "matrix, tag and sector": ("/matrix/?tag=tag-0&sector=software", "fit the filters"),
    "matrix as of 1999": ("/matrix/?at=1999", "In 1999"),
    "matrix, one cell's list": ("/matrix/?cell=6-2", 'id="list"'),
    "map": ("/map/", "Where cases began"),
    "map, sector and stance": ("/map/?sector=software&stance=supports", "fit the filters"),
    "timeline": ("/timeline/", "When cases began"),
    "timeline, country": ("/timeline/?country=US", "fit the filters"),
    "moves": ("/moves/", "Cases that moved"),
    "moves, one move": ("/moves/?from=6-2&to=6-1", "moved"),
    "gaps": ("/gaps/", "What is missing"),
    "gaps, missing parts": ("/gaps/?kind=part", "What is missing"),
    "gaps as CSV": ("/gaps.csv?kind=claim", "supports"),
    "one gap": ("/gaps/claim-3f/", "3f"),
    "compare, which cases": ("/compare/", "Compare cases"),
    "compare, four cases": ("/compare/?{four}", 'class="cmp"'),
    "the guess, tested": ("/patchwork/guess/", "The guess, tested"),
    "cases": ("/cases/", "cases"),
    "cases, country and model": ("/cases/?country=US&model=2", "cases"),
    "home": ("/", "Patchwork"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A question with its median in milliseconds."""

    name: str
    milliseconds: float


def median_of(ask: Callable[[], object]) -> float:
    """The median time of a question in milliseconds."""
    ask()
    times: list[float] = []
    while len(times) < RUNS and sum(times) < LONGEST:
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000


def worst_and_middle(name: str, asks: Iterable[Callable[[], object]]) -> list[Figure]:
    """Two figures of many questions: the median over all of them, and the dearest."""
    medians = [median_of(ask) for ask in asks]
    return [
        Figure(f"{name}: median", statistics.median(medians)),
        Figure(f"{name}: dearest", max(medians)),
    ]


def counting(facts: Facts, chosen: dict[str, str], codes: list[str]) -> dict[str, Callable[[], object]]:
    """The three countings of a comparison page under these filters."""

    def options() -> None:
        for kind in COMPARISON_FACETS:
            facet_values(facts, kind, facts.found(chosen, without=kind), [])

    def tallies() -> None:
        counted = counted_placements(facts, chosen)
        for code in codes:
            counted.tally(code)

    return {
        "tallies of 30 claims": tallies,
        "21 cells": lambda: load_grid(facts, Question(chosen)),
        "21 cells as of 1994": lambda: load_grid(facts, Question(chosen, 1994)),
        "options of seven filters": options,
    }


def count_figures() -> list[Figure]:
    """Counting without filters, with every filter, and with every pair of filters."""
    facts, codes = facts_now(), list(Claim.objects.values_list("code", flat=True))
    figures = [Figure("is anything new? (one query)", median_of(facts_now))]
    singles = [{name: COMMON[name]} for name in COMMON]
    pairs = [{one: COMMON[one], other: COMMON[other]} for one, other in combinations(COMMON, 2)]
    for name in counting(facts, {}, codes):
        figures.append(Figure(f"{name}, no filter", median_of(counting(facts, {}, codes)[name])))
        figures += worst_and_middle(
            f"{name}, each filter", [counting(facts, c, codes)[name] for c in singles]
        )
        figures += worst_and_middle(f"{name}, each pair", [counting(facts, c, codes)[name] for c in pairs])
    return figures


def page_figures() -> list[Figure]:
    """Whole pages, as a stranger gets them."""
    slugs = Case.objects.order_by("pk").values_list("slug", flat=True)[:4]
    four = "&".join(f"case={slug}" for slug in slugs)
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])

    def ask(path: str, sentence: str) -> Callable[[], object]:
        def page() -> None:
            answer = client.get(path)
            text = b"".join(answer) if answer.streaming else answer.content
            if answer.status_code != 200 or sentence.encode() not in text:
                raise SystemExit(f"{path} answered {answer.status_code}, without “{sentence}”")

        return page

    return [
        Figure(f"page: {name}", median_of(ask(path.format(four=four), sentence)))
        for name, (path, sentence) in PAGES.items()
    ]


def search_figures(number: int) -> list[Figure]:
    """Searching, and the whole page of a search."""
    asks = {f"search: {name}": ask for name, ask in search_asks(number).items()} | page_asks(number)
    return [Figure(name, median_of(ask)) for name, ask in asks.items()]


def publish_figures(number: int) -> list[Figure]:
    """Sending and accepting a new case, each time undone: all but the last write to the disk."""
    author, _made = User.objects.get_or_create(username="benchmark-author", email="author@example.org")
    reviewer, _made = User.objects.get_or_create(
        username="benchmark-reviewer", email="reviewer@example.org", role="moderator"
    )
    codes = list(Claim.objects.values_list("code", flat=True))
    (content,) = islice(contents(number + 1, codes), number, None)

    def publish() -> None:
        with transaction.atomic():
            revision = submissions.submit(content=content, by=author, submission_key=uuid.uuid4())
            reviews.approve(revision=revision, by=reviewer, seen=reviews.seen_now(revision))
            transaction.set_rollback(True)

    return [Figure("publish one case, sending included", median_of(publish))]


def main() -> None:
    """Fill the database with so many cases unless it holds them, measure, and print what was found."""
    number = int(sys.argv[1])
    static.collect()
    call_command("migrate", verbosity=0)
    if Case.objects.count() != number:
        call_command("createcachetable", verbosity=0)
        call_command("load_taxonomy", verbosity=0)
        load(number)
    begun = time.perf_counter()
    facts = facts_now()
    first = Figure("a new process reads all facts", (time.perf_counter() - begun) * 1000)
    sets = sum(len(of_kind) for of_kind in facts.sets.values())
    figures = [first, *count_figures(), *page_figures(), *search_figures(number)]
    figures += publish_figures(number)
    told = {"cases": len(facts.having(Kind.PUBLISHED)), "cells": len(CELLS), "sets": sets}
    sys.stdout.write(json.dumps({**told, "figures": [asdict(figure) for figure in figures]}))


if __name__ == "__main__":
    main()
