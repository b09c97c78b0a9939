"""The rows that the summary tables of independent sources should have, computed from contents."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from cases.domain.content import CaseContent
from cases.domain.sources import ALL_CLAIMS, SOURCE_RULES, Use, independent_sources_of
from cases.models import Case, SourceTotal
from cases.queries.fixed import fixed
from models_taxonomy.models import Claim


def uses_of(contents: Iterable[CaseContent]) -> Counter[Use]:
    """How many of these cases put each document on each claim."""
    uses: Counter[Use] = Counter()
    for content in contents:
        uses.update(independent_sources_of(content))
    return uses


def model_of_claims() -> dict[str, int]:
    """The value model of each claim that stands."""
    return dict(models_of_claims())


@fixed
def models_of_claims() -> "QuerySet[Claim, tuple[str, int]]":
    """Each claim that stands, and its value model."""
    return Claim.objects.filter(is_withdrawn=False).values_list("code", "model_id")


def are_sources_of_older() -> bool:
    """Whether there are cases, and their sources were counted under other rules than today's."""
    today = SourceTotal.objects.filter(scope=ALL_CLAIMS, rules=SOURCE_RULES)
    return Case.objects.exists() and not today.exists()
