"""What the writing pages need to know about the case that somebody works on."""

from dataclasses import dataclass
from itertools import chain

from django.db.models import Q
from rapidfuzz import fuzz, process

from cases.domain.content import CaseContent
from cases.domain.search_words import words_of
from cases.models import Case, CaseRecord, PastAddress, Revision
from cases.queries.search.heads import holding_all, holding_any, newest_of

WORDS_COMPARED = 8
CANDIDATES_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Ground:
    """The case that a change stands on: its record, the revision now public, and what that says.

    For a new case all three are None.
    """

    record: CaseRecord | None = None
    base: Revision | None = None
    content: CaseContent | None = None


NEW_GROUND = Ground()


def ground_of(named: str) -> Ground:
    """The published case of this address or title, or the ground of a new case when there is none."""
    if not named:
        return NEW_GROUND
    moved = PastAddress.objects.filter(slug=named).values("record")
    found = (
        Case.objects.published()
        .filter(Q(slug=named) | Q(title=named) | Q(pk__in=moved))
        .select_related("record__published")
        .order_by("pk")
        .first()
    )
    return ground_of_record(found.record) if found else NEW_GROUND


def ground_of_record(record: CaseRecord) -> Ground:
    """The ground of a record that is public."""
    published = record.published
    return Ground(record, published, published.read() if published else None)


def known_titles(limit: int = 1000) -> list[str]:
    """Titles of published cases, for completion; bounded, so that the page stays small."""
    return list(Case.objects.published().order_by("title").values_list("title", flat=True)[:limit])


def similar_cases(title: str, country: str) -> list[Case]:
    """Up to five published cases whose title is much like this one, those of the country first."""
    words = words_of(title)[:WORDS_COMPARED]
    cases = _candidates(words)
    candidates = list(Case.objects.published().filter(pk__in=cases).only("title", "slug", "summary"))
    at_home = set(
        Case.objects.published()
        .in_country(country)
        .filter(pk__in=[case.pk for case in candidates])
        .values_list("pk", flat=True)
        if country
        else ()
    )
    folded = {index: " ".join(words_of(case.title)) for index, case in enumerate(candidates)}
    scored = process.extract(" ".join(words), folded, scorer=fuzz.token_set_ratio, limit=5, score_cutoff=85)
    found = [candidates[index] for _text, _score, index in scored]
    return sorted(found, key=lambda case: case.pk not in at_home)


def _candidates(words: list[str]) -> list[int]:
    """Cases with some of these words in title or summary: those with all of them first, then the newest."""
    found = (newest_of(cases, CANDIDATES_AT_MOST) for cases in (holding_all(words), holding_any(words)))
    return list(dict.fromkeys(chain.from_iterable(found)))[:CANDIDATES_AT_MOST]
