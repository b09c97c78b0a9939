"""The cases most likely to speak to a gap: those that stand next to it, found in sets at any size."""

from collections.abc import Iterator
from itertools import islice

from cases.domain.countries import CODES_OF, CONTINENT_OF, Continent
from cases.domain.facts import Kind, cell_key
from cases.domain.gaps import Gap, GapKind
from cases.domain.vocabulary import MODELS, STAGES, WORLDWIDE, Stance
from cases.models import Case
from cases.queries.facts import NO_CASES, Cases, Facts
from cases.queries.taxonomy import Taxonomy

NEIGHBOURS_AT_MOST = 6
A_DECADE = 10
FINDINGS = (Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS)


def load_neighbours(gap: Gap, facts: Facts, taxonomy: Taxonomy, case: int | None) -> tuple[Case, ...]:
    """The first cases of each ring around the gap, the nearest ring first; one query.

    `case` is the number of the case whose part is missing. Of a ring come the cases published first.
    """
    keys: list[int] = []
    for ring in _rings(gap, facts, taxonomy, case):
        room = NEIGHBOURS_AT_MOST - len(keys)
        # Those that an earlier ring gave are few, so that a few more than there is room are enough.
        fresh = (key for key in islice(ring, 2 * NEIGHBOURS_AT_MOST) if key not in keys)
        keys += islice(fresh, room)
    found = Case.objects.select_related("stage", "model").in_bulk(keys)
    return tuple(found[key] for key in keys if key in found)


def _rings(gap: Gap, facts: Facts, taxonomy: Taxonomy, case: int | None) -> Iterator[Cases]:
    if gap.kind is GapKind.CLAIM:
        yield from _around_claim(gap.value, facts, taxonomy)
    elif gap.kind is GapKind.CELL:
        yield from _around_cell(*gap.cell, facts)
    elif gap.kind is GapKind.PART and case is not None:
        yield from _around_part(gap.part, case, facts)
    elif gap.kind is GapKind.DECADE:
        decade = int(gap.value)
        yield facts.any_of(Kind.DECADE, [decade - A_DECADE, decade + A_DECADE])
    else:
        yield facts.having(Kind.COUNTRY, WORLDWIDE)
        if gap.kind is GapKind.COUNTRY:
            continent: Continent = CONTINENT_OF[gap.value]
            yield facts.any_of(Kind.COUNTRY, CODES_OF[continent].split())


def _around_claim(code: str, facts: Facts, taxonomy: Taxonomy) -> Iterator[Cases]:
    """Cases on the other claims of the same aspect and model; of the model with that part; of the aspect."""
    claim = taxonomy.claim(code)
    if claim is None:
        return
    here = _on_claims([code], facts)
    aspect = [other for other in taxonomy.claims if other.aspect_id == claim.aspect_id]
    in_model = facts.having(Kind.MODEL, claim.model_id)
    yield _on_claims([row.code for row in aspect if row.model_id == claim.model_id], facts) - here
    yield (in_model & facts.having(Kind.PART, claim.aspect.code)) - here
    yield (in_model & _on_claims([row.code for row in aspect], facts)) - here


def _on_claims(codes: list[str], facts: Facts) -> Cases:
    return facts.any_of(Kind.CLAIM, [f"{code}:{stance}" for code in codes for stance in FINDINGS])


def _around_cell(stage: int, model: int, facts: Facts) -> Iterator[Cases]:
    """Cases one stage away in the same model, then at the same stage in another model."""
    beside = [step for step in (stage - 1, stage + 1) if step in STAGES]
    yield facts.any_of(Kind.CELL, [cell_key(step, model) for step in beside])
    yield facts.any_of(Kind.CELL, [cell_key(stage, other) for other in MODELS if other != model])


def _around_part(part: str, case: int, facts: Facts) -> Iterator[Cases]:
    """Cases with this part that stand in a cell where the case stands; then any that have it."""
    written = facts.having(Kind.PART, part)
    cells = [cell for cell in facts.values(Kind.CELL) if case in facts.having(Kind.CELL, cell)]
    yield facts.any_of(Kind.CELL, cells) & written if cells else NO_CASES
    yield written
