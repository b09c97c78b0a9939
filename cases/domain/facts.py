"""Facts: what the comparison pages count about a case, each as a kind and a value.

A case has a fact or has not, so that any question about many cases is a question about sets of cases.
Facts follow from the content alone; the address of a tag, which the tables give out, is handed in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise

from cases.domain.content import CaseContent, Illustration, Phase
from cases.domain.grid import Cell, Span, left_in, stands_in
from cases.domain.vocabulary import Absence, Speaker, Stance

Fact = str
"""`kind:value`, such as `country:ES`; see `fact`."""


class Kind(StrEnum):
    """The kinds of facts, with the shape of their values."""

    RULES = "rules"  # FACTS_VERSION, for every case
    PUBLISHED = "published"  # "" for every case
    COUNTRY = "country"  # ES, or worldwide
    DECADE = "decade"  # 1990: the decade in which it began
    BEGAN = "began"  # 1994
    BEGAN_ABSENCE = "began_absence"  # not_known: why there is no such year
    SECTOR = "sector"
    TAG = "tag"  # the tag's address
    LANGUAGE = "lang"
    STANCE = "stance"  # supports: on some claim
    SPEAKER = "speaker"  # independent: some source is neither the organisation's nor a contributor's
    PLOTTED = "plotted"  # "": some place has coordinates
    MODEL = "model"  # 3: in some phase
    FIRST_MODEL = "first_model"  # 3: in the first phase
    STAGE = "stage"  # 6, or 0 where the hierarchy does not apply
    CELL = "cell"  # 6-2, or 0-2 off the matrix
    ON_MAP = "on_map"  # "": some phase has a stage
    MOVE = "move"  # 6-2>1-1: two phases in a row stand in different cells
    CLAIM = "claim"  # 3f:supports
    SOURCED = "sourced"  # 3f:supports:2: the placement stands on so many sources; MANY means as many or more
    INDEPENDENT = "independent"  # 3f:supports: the placement stands on an independent source
    PART = "part"  # skills: somebody wrote it
    MISSING = "missing"  # skills: nobody wrote it, nor said why there is no text
    STANDING = "standing"  # 6-2@1990: stands in the cell as of a year of CHECKPOINTS
    TURN = "turn"  # 6-2@1993: enters or leaves the cell as of that year


FACTS_VERSION = 4
"""Grows with every change of what facts a content has, so that the next start writes them down anew."""

INDEPENDENT_SPEAKER = "independent"
OFF_THE_MATRIX = "0"
MANY = 3
"""From so many sources on, a placement is among the best sourced."""
SOURCED = (MANY, *range(MANY - 1, 0, -1))
"""The values of *sourced*, the best sourced first."""

NOT_INDEPENDENT = frozenset({Speaker.ORGANISATION, Speaker.CONTRIBUTOR})
"""Those who speak of themselves (asks.md, 12)."""

CHECKPOINTS = tuple(range(1799, 2029, 10))
"""Years for which it is written down who stands where; others are reached from the one before, by turns."""


def fact(kind: Kind, value: str | int = "") -> Fact:
    """The fact of this kind and value."""
    return f"{kind}:{value}"


def kind_and_value(written: Fact) -> tuple[str, str]:
    """The kind and the value of a fact; the inverse of `fact`."""
    kind, _colon, value = written.partition(":")
    return kind, value


def change_written(gained: Iterable[Fact], lost: Iterable[Fact]) -> str:
    """What a case got and lost, a line for each fact: `+country:ES`."""
    return "\n".join([*(f"+{each}" for each in sorted(gained)), *(f"-{each}" for each in sorted(lost))])


def change_read(written: str) -> Iterator[tuple[Fact, bool]]:
    """Each fact of a change, and whether the case has it since; the inverse of `change_written`."""
    return ((line[1:], line[0] == "+") for line in written.split("\n"))


def cell_key(stage: int | None, model: int) -> str:
    """The cell in facts and addresses: `6-2` is stage 6 in model 2, `0-2` is off the matrix in model 2."""
    return f"{stage or OFF_THE_MATRIX}-{model}"


def cell_of(key: str) -> Cell:
    """The cell of a key; the inverse of `cell_key`."""
    stage, model = key.split("-")
    return int(stage) or None, int(model)


def facts_of(content: CaseContent, tag_addresses: Mapping[str, str]) -> frozenset[Fact]:
    """Return every fact of a case. `tag_addresses` maps each of its tags to the tag's address."""
    return frozenset(
        [
            fact(Kind.RULES, FACTS_VERSION),
            fact(Kind.PUBLISHED),
            fact(Kind.LANGUAGE, content.language),
            *(fact(Kind.COUNTRY, place.country) for place in content.places if place.country),
            *_coordinates(content),
            *(fact(Kind.TAG, tag_addresses[tag]) for tag in content.tags),
            *(fact(Kind.PART, part.key) for part in content.parts if part.text),
            *(fact(Kind.MISSING, part) for part in content.missing_parts),
            *_beginning(content),
            *_speakers(content),
            *_placements(content),
            *_phases(content.phases),
            *_years(content.phases),
        ]
    )


def _beginning(content: CaseContent) -> list[Fact]:
    facts = [fact(Kind.SECTOR, content.sector)] if content.sector else []
    if isinstance(content.began, Absence):
        facts.append(fact(Kind.BEGAN_ABSENCE, content.began))
    else:
        facts += [fact(Kind.BEGAN, content.began), fact(Kind.DECADE, content.began // 10 * 10)]
    return facts


def _coordinates(content: CaseContent) -> list[Fact]:
    return [fact(Kind.PLOTTED)] if any(place.latitude is not None for place in content.places) else []


def _speakers(content: CaseContent) -> list[Fact]:
    if all(source.speaker in NOT_INDEPENDENT for source in content.sources):
        return []
    return [fact(Kind.SPEAKER, INDEPENDENT_SPEAKER)]


def _placements(content: CaseContent) -> list[Fact]:
    speaks = {source.key: source.speaker for source in content.sources}
    facts = []
    for row in content.illustrations:
        place = f"{row.claim}:{row.stance}"
        facts += [fact(Kind.STANCE, row.stance), fact(Kind.CLAIM, place)]
        if row.stance is not Stance.NOT_FOUND:
            facts.append(fact(Kind.SOURCED, f"{place}:{_strength(row)}"))
        if any(speaks[key] not in NOT_INDEPENDENT for key in row.sources):
            facts.append(fact(Kind.INDEPENDENT, place))
    return facts


def _strength(row: Illustration) -> int:
    return max(1, min(len(row.sources), MANY))


def _phases(phases: Sequence[Phase]) -> list[Fact]:
    cells = [cell_key(phase.stage, phase.model) for phase in phases]
    moves = [f"{old}>{new}" for old, new in pairwise(cells) if old != new]
    return [
        *(fact(Kind.CELL, cell) for cell in cells),
        *(fact(Kind.MODEL, phase.model) for phase in phases),
        *(fact(Kind.FIRST_MODEL, phase.model) for phase in phases[:1]),
        *(fact(Kind.STAGE, phase.stage or OFF_THE_MATRIX) for phase in phases),
        *(fact(Kind.MOVE, move) for move in moves),
        *([fact(Kind.ON_MAP)] if any(phase.stage for phase in phases) else []),
    ]


def _years(phases: Sequence[Phase]) -> list[Fact]:
    """Where the case stands as of the checkpoints, and every turn; the rule is `grid.stands_in`."""
    standing: list[str] = []
    turns: set[str] = set()
    followers = [*(phase.start for phase in phases[1:]), None]
    for phase, next_start in zip(phases, followers, strict=True):
        span = Span(phase.stage, phase.model, phase.start, phase.end, next_start)
        cell = cell_key(phase.stage, phase.model)
        standing += [f"{cell}@{year}" for year in CHECKPOINTS if stands_in(span, year)]
        if stands_in(span, phase.start):
            # To leave a cell in the year in which one enters it again is no turn.
            turns ^= {f"{cell}@{year}" for year in (phase.start, left_in(span)) if year is not None}
    return [*(fact(Kind.STANDING, value) for value in standing), *(fact(Kind.TURN, value) for value in turns)]
