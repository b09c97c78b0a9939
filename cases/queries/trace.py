"""Traced cases: the cells in which a case stood, one after the other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from cases.domain.facts import Kind
from cases.domain.grid import Cell
from cases.domain.names import short_name
from cases.domain.stitches import stitches
from cases.models import Case, CasePhase
from cases.queries.facts import Cases, Facts

TRACED_AT_MOST = 3
TRACEABLE_AT_MOST = 100
LETTERS = "ABC"


class NoSuchCase(LookupError):  # noqa: N818 (the name says what is wrong)
    """Raised when a case that should be traced is not published, or never was."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A traced case with its letter, its phases in order, and its path over the matrix for SVG."""

    letter: str
    slug: str
    name: str
    phases: tuple[CasePhase, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a phase on its cell: the `number`th place of the thread `letter`."""

    letter: str
    number: int
    name: str
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Traceable:
    """A case that moved, for the list to choose from."""

    slug: str
    name: str


def load_threads(slugs: Sequence[str]) -> tuple[Thread, ...]:
    """Read the traced cases in the order asked for; two queries, none without a slug."""
    if not slugs:
        return ()
    rows = Case.objects.published().filter(slug__in=slugs)
    cases = {case.slug: case for case in rows.prefetch_related("phases__stage", "phases__model")}
    if missing := [slug for slug in slugs if slug not in cases]:
        raise NoSuchCase(missing[0])
    return tuple(_thread(letter, cases[slug]) for letter, slug in zip(LETTERS, slugs, strict=False))


def _thread(letter: str, case: Case) -> Thread:
    phases = tuple(case.phases.all())
    on_map = [(phase.stage_id, phase.model_id) for phase in phases if phase.stage_id is not None]
    return Thread(letter, case.slug, short_name(case.title), phases, stitches(on_map, LETTERS.index(letter)))


def marks_of(threads: Sequence[Thread]) -> dict[Cell, list[Mark]]:
    """The marks on each cell. Phases are numbered over all of a case, so that a number is a phase."""
    marks: defaultdict[Cell, list[Mark]] = defaultdict(list)
    for thread in threads:
        for number, phase in enumerate(thread.phases, start=1):
            mark = Mark(thread.letter, number, thread.name, phase.start, phase.end)
            marks[phase.stage_id, phase.model_id].append(mark)
    return dict(marks)


def traceable_cases(found: Cases, facts: Facts) -> tuple[Traceable, ...]:
    """The first cases by title among those found that moved; one query.

    Of very many, those that were published first.
    """
    moved = islice(facts.any_of(Kind.MOVE, facts.values(Kind.MOVE)) & found, TRACEABLE_AT_MOST)
    rows = Case.objects.filter(pk__in=list(moved)).order_by("title", "pk")
    return tuple(Traceable(slug, short_name(title)) for slug, title in rows.values_list("slug", "title"))
