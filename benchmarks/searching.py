"""What searching costs: words that few, some, many and nearly all cases have, alone and with filters.

Words are chosen by how many of the loaded cases have them, so that every size asks for the same shares.
`python -m benchmarks.searching`, in the environment of a database that `make benchmark` filled, prints for
each question the mean milliseconds of the processor, of the site and of the process of PostgreSQL that serves
it, and how many bare views both together are (`benchmarks.yardstick`).
"""

import time
from collections.abc import Callable, Mapping

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)
from django.db.models import Sum  # noqa: E402
from django.db.models.functions import Abs  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks.server_process import server_seconds  # noqa: E402
from benchmarks.yardstick import bare_view  # noqa: E402
from cases.models import SearchWord  # noqa: E402
from cases.queries.browse import Search, Sort, cases_found, load_browse  # noqa: E402
from cases.queries.facts import facts_now  # noqa: E402
from cases.queries.search.found import find  # noqa: E402
from cases.queries.search.order import by_relevance  # noqa: E402
from cases.queries.search.suggestions import completions  # noqa: E402
from config import postgres  # noqa: E402

RUNS = 25
WARM = 2 * postgres.PREPARED_AFTER
"""After so many times everything that a page asks is prepared (decision 0078)."""

SHARES = {"rare (0.055 %)": 0.00055, "2.6 %": 0.026, "23 %": 0.23, "93 %": 0.93}
FILTERS = {"country": ("US",), "model": ("2",)}


def words_by_share(cases: int) -> dict[str, str]:
    """For each share a word that about so many of the cases have."""
    return {name: _word_of(round(cases * share)) for name, share in SHARES.items()}


def _word_of(cases: int) -> str:
    words = SearchWord.objects.values("word").annotate(all=Sum("cases"))
    near = words.annotate(off=Abs(Sum("cases") - cases)).order_by("off", "word")
    return str(near.values_list("word", flat=True)[0])


def searches(words: Mapping[str, str]) -> dict[str, str]:
    """What is asked, by what it is called in the table."""
    rare, some, many, most = words.values()
    return {
        **words,
        "two words, 23 % and 2.6 %": f"{many} {some}",
        "two words, 93 % and 23 %": f"{most} {many}",
        "either, 23 % or rare": f"{many} OR {rare}",
        "all but 93 %": f"-{most}",
        "phrase of 93 % and 23 %": f'"{most} {many}"',
        "prefix of four letters": f"{some[:4]}*",
        "prefix of two letters": f"{most[:2]}*",
        "mistyped, 2.6 %": f"{some[:3]}{some[4]}{some[3]}{some[5:]}",
        "nothing like it": "qqqqxxqq",
    }


def search_asks(cases: int) -> dict[str, Callable[[], object]]:
    """The questions that are timed: the first page with its facets, its parts, and everything at once."""
    words = words_by_share(cases)
    some, most = words["2.6 %"], words["93 %"]
    asks: dict[str, Callable[[], object]] = {}
    for name, text in searches(words).items():
        asks[f"first page, {name}"] = lambda text=text: load_browse(Search(text, sort=Sort.RELEVANCE))  # type: ignore[misc]
    for name, text in words.items():
        asks[f"first page with two filters, {name}"] = (
            lambda text=text: load_browse(Search(text, FILTERS, Sort.RELEVANCE))  # type: ignore[misc]
        )
    for name, text in words.items():
        asks[f"which cases, without facets, {name}"] = lambda text=text: _ordered(text)  # type: ignore[misc]
    asks["every case for a file, 93 %"] = lambda: cases_found(facts_now(), Search(most))
    asks["completing three letters"] = lambda: completions(some[:3], facts_now())
    return asks


def _ordered(text: str) -> object:
    facts = facts_now()
    found = find(text, facts)
    return by_relevance(found, found.cases, facts)


def page_asks(cases: int) -> dict[str, Callable[[], object]]:
    """Whole pages of a search as a stranger gets them, templates and middleware included."""
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    asks: dict[str, Callable[[], object]] = {}
    for name, word in words_by_share(cases).items():
        asks[f"page: cases, a word of {name}"] = lambda word=word: client.get("/cases/", {"q": word})  # type: ignore[misc]
    return asks


def main() -> None:
    """Print a line of a table for each question."""
    postgres.serve_pages(
        settings.DATABASES,
        pooler=settings.POOLER,
        connections=1,
        seconds=settings.STATEMENT_SECONDS,
    )
    cases = len(facts_now().everything)
    asks = {f"search: {name}": ask for name, ask in search_asks(cases).items()} | page_asks(cases)
    with bare_view() as bare:
        before = bare()
        for name, ask in asks.items():
            site, server = _cost_of(ask)
            after = bare()
            views = (site + server) / ((before + after) / 2)
            print(f"| {name} | {site:.1f} | {server:.1f} | {views:.0f} |", flush=True)
            before = after


def _cost_of(ask: Callable[[], object]) -> tuple[float, float]:
    """Mean milliseconds of the processor: of this process, and of that of PostgreSQL."""
    for _run in range(WARM):
        ask()
    server, begun = server_seconds(), time.process_time()
    for _run in range(RUNS):
        ask()
    return (time.process_time() - begun) / RUNS * 1000, (server_seconds() - server) / RUNS * 1000


if __name__ == "__main__":
    main()
