"""What the address of a comparison asks, and the addresses of the same comparison in its other forms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from cases.domain.comparison import CASES_AT_LEAST, CASES_AT_MOST
from cases.queries.comparison import Comparison, load_comparison
from cases.views import addresses
from cases.views.addresses import Pairs, address
from cases.views.parameters import one_of

NAMED_AT_MOST = 20
"""An address that names more cases was not made by hand."""

NAME_LIMIT = 200

QUESTION = ("case", "differ", "stack")
"""The parameters that `read_question` reads."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks: cases by slug in the order of the columns, and how to show them."""

    slugs: tuple[str, ...]
    only_differing: bool = False
    is_stacked: bool = False

    @property
    def pairs(self) -> Pairs:
        """The parameters of the address."""
        return [*(("case", slug) for slug in self.slugs), *self.view_pairs]

    @property
    def view_pairs(self) -> Pairs:
        """The parameters that say how to show the cases."""
        differ = [("differ", "1")] if self.only_differing else []
        return [*differ, *([("stack", "1")] if self.is_stacked else [])]

    @property
    def page_url(self) -> str:
        """The address of the page."""
        return address("comparison", self.pairs)

    def of(self, slugs: Sequence[str]) -> "Question":
        """The same of other cases, each once."""
        return replace(self, slugs=tuple(dict.fromkeys(slugs)))


def read_question(request: HttpRequest) -> Question:
    """The cases and the view of the address. Raises BadRequest that names the field and the fix."""
    return Question(
        slugs=tuple(dict.fromkeys(several(request, "case"))),
        only_differing=one_of(request, "differ", ("1",)) == "1",
        is_stacked=one_of(request, "stack", ("1",)) == "1",
    )


def several(request: HttpRequest, name: str) -> list[str]:
    """The values of a parameter that may stand several times, without empty ones."""
    values = [value for value in (text.strip() for text in request.GET.getlist(name)) if value]
    if len(values) > NAMED_AT_MOST:
        raise BadRequest(f"The address gives “{name}” more than {NAMED_AT_MOST} values. Give four at most.")
    if any(len(value) > NAME_LIMIT for value in values):
        raise BadRequest(f"The address gives “{name}” more than {NAME_LIMIT} characters. Give fewer.")
    return values


def read_comparison(question: Question) -> Comparison:
    """The rows that the address asks for. Raises NoSuchCases, or BadRequest for too few or too many."""
    if not CASES_AT_LEAST <= len(question.slugs) <= CASES_AT_MOST:
        raise BadRequest(
            f"The address names {len(question.slugs)} cases. "
            f"Give “case” from {CASES_AT_LEAST} to {CASES_AT_MOST} times."
        )
    comparison = load_comparison(question.slugs)
    return comparison.only_differing() if question.only_differing else comparison


def file_addresses(question: Question) -> dict[str, str]:
    """The addresses of the page and of its files, by what the component of the files calls them."""
    files = addresses.file_addresses("comparison", replace(question, is_stacked=False).pairs)
    return {**files, "page_url": question.page_url}
