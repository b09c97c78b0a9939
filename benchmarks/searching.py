"""What searching costs: words that few, some, many and nearly all cases have, alone and with filters.

Words are chosen by how many of the loaded cases have them, so that every size asks for the same shares.
`python -m benchmarks.searching`, in the environment of a database that `make benchmark` filled, prints the
time of the processor for each question, of the site and of PostgreSQL on the same machine together: a
figure that other work on the machine hardly changes.
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
from cases.models import SearchWord  # noqa: E402
from cases.queries.browse import Search, Sort, cases_found, load_browse  # noqa: E402
from cases.queries.facts import facts_now  # noqa: E402
from cases.queries.search.found import find  # noqa: E402
from cases.queries.search.order import by_relevance  # noqa: E402
from cases.queries.search.suggestions import completions  # noqa: E402

RUNS = 25

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
    cases = len(facts_now().everything)
    asks = {f"search: {name}": ask for name, ask in search_asks(cases).items()}
    for name, ask in (asks | page_asks(cases)).items():
        ask()
        begun = _processor_time()
        for _run in range(RUNS):
            ask()
        print(f"| {name} | {(_processor_time() - begun) / RUNS * 1000:.1f} |")


def _processor_time() -> float:
    """Seconds of this process, and of the process of PostgreSQL that serves it."""
    return time.process_time() + server_seconds()


if __name__ == "__main__":
    main()
