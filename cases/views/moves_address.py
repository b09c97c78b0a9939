"""What the address of the moves asks, and the addresses of the same moves in their other forms."""

import re

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from cases.queries.moves import MoveQuestion
from cases.queries.trajectories import ENTERED, LEFT
from cases.views.addresses import Pairs, address
from cases.views.filters import FILTERS, read_filters
from cases.views.parameters import scalar

CELL = re.compile(r"[0-7]-[1-3]", re.ASCII)

MOVE_QUESTION = (*FILTERS, LEFT, ENTERED)
"""The parameters that `read_move_question` reads."""


def read_move_question(request: HttpRequest) -> MoveQuestion:
    """The filters and the cells of the address. Raises BadRequest that names the field and the fix."""
    return MoveQuestion(read_filters(request), _cell(request, LEFT), _cell(request, ENTERED))


def _cell(request: HttpRequest, name: str) -> str:
    value = scalar(request, name)
    if value and not CELL.fullmatch(value):
        raise BadRequest(
            f"The address gives “{name}” a cell that does not exist. Write it as stage-model, such as 3-2; "
            "0-2 is where the hierarchy does not apply."
        )
    return value


def move_pairs(question: MoveQuestion) -> Pairs:
    """The parameters of the address of a question."""
    cells = ((LEFT, question.left), (ENTERED, question.entered))
    return [*((name, cell) for name, cell in cells if cell), *question.chosen.items()]


def move_addresses(question: MoveQuestion) -> dict[str, str]:
    """The addresses of the page and of its files, by what the component of the files calls them."""
    pairs = move_pairs(question)
    return {
        "page_url": address("moves", pairs),
        "table_url": address("moves_table", pairs),
        "csv_url": address("moves_csv", pairs),
        "json_url": address("moves_json", pairs),
        "svg_url": address("moves_svg", pairs),
    }
