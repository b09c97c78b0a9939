"""What the files of the data are made from: the cases of a search, one after the other, and their numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextField
from django.db.models.functions import Cast, Length

from cases.domain.facts import Kind
from cases.domain.states import state_in_view
from cases.exchange.csv_table import Row
from cases.exchange.published import PublishedCase
from cases.models import Version
from cases.queries.browse import Search, cases_found
from cases.queries.facts import Cases, Facts, facts_now
from cases.queries.patches import Counted
from cases.queries.published import read_published
from models_taxonomy.models import Claim

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Selection:
    """The cases that a search finds, as of one version of the site."""

    facts: Facts
    search: Search
    found: Cases

    @property
    def cases(self) -> Iterator[PublishedCase]:
        """The cases, each whole, in the order of their numbers; a query for each two hundred."""
        return read_published(self.found)

    @property
    def in_all(self) -> int:
        """How many cases are published."""
        return len(self.facts.everything)

    @property
    def tallies(self) -> Iterator[Row]:
        """How many of the cases found take which stance on each claim, and its state; one query."""
        here = Counted(self.facts, self.found, Kind.CLAIM)
        whole = Counted(self.facts, self.facts.everything, Kind.CLAIM)
        for code in Claim.objects.filter(is_withdrawn=False).values_list("code", flat=True):
            tally = here.tally(code)
            state = state_in_view(tally, whole.tally(code)).value
            yield code, tally.supports, tally.partly, tally.contradicts, tally.not_found, state


def selection_of(search: Search) -> Selection:
    """The cases that this search finds now; one query, two with words."""
    facts = facts_now()
    return Selection(facts, search, cases_found(facts, search))


def usual_length() -> int:
    """How many characters the content of a case has on average, by the newest versions; one query."""
    lengths = Version.objects.order_by("-pk").annotate(length=Length(Cast("content", TextField())))
    found = list(lengths.values_list("length", flat=True)[:NEWEST])
    return sum(found) // len(found) if found else 0
