"""A source in one line, as harvesters get it."""

import pytest

from cases.domain.content import Source
from cases.domain.vocabulary import Absence
from cases.exchange.dublin_core import cited
from tests.world import source


@pytest.mark.parametrize(
    ("cites", "line"),
    [
        (source(authors="A", title="T", publisher="P", url="https://x.org"), "A (2015). T. P. https://x.org"),
        (source(authors="", title="T", publisher="P", url=""), "T (2015). P"),
        (source(authors="", title="T", publisher="", url="", year=Absence.NOT_KNOWN), "T"),
        (source(authors="", title="T", publisher="", doi="10.1/x"), "T (2015). https://doi.org/10.1/x"),
    ],
)
def test_a_source_is_one_line(cites: Source, line: str) -> None:
    assert cited(cites) == line
