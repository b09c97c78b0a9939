"""What the address of the matrix asks, and the addresses of the same numbers in their other forms."""

from django.http import HttpRequest
from django.utils import timezone

from cases.queries.facts import facts_now
from cases.queries.grid import Grid, Question, load_grid
from cases.views.addresses import Pairs, address
from cases.views.filters import FILTERS, read_filters, read_year

QUESTION = (*FILTERS, "at")
"""The parameters that `read_question` reads."""


def this_year() -> int:
    """The year that it is where the site stands."""
    return timezone.localdate().year


def read_question(request: HttpRequest) -> Question:
    """The filters and the year of the address. Raises BadRequest that names the field and the fix."""
    return Question(read_filters(request), read_year(request, "at", this_year()))


def read_grid(request: HttpRequest) -> Grid:
    """The numbers that the address asks for."""
    return load_grid(facts_now(), read_question(request))


def question_pairs(question: Question) -> Pairs:
    """The parameters of the address of a question."""
    pairs = list(question.chosen.items())
    return pairs if question.at is None else [*pairs, ("at", str(question.at))]


def file_addresses(question: Question) -> dict[str, str]:
    """The addresses of the page and of its files, by what the component of the files calls them."""
    pairs = question_pairs(question)
    return {
        "page_url": address("matrix", pairs),
        "table_url": address("matrix_table", pairs),
        "csv_url": address("matrix_csv", pairs),
        "json_url": address("matrix_json", pairs),
        "svg_url": address("matrix_svg", pairs),
    }
