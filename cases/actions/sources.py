"""Writing the summary tables of independent sources, in the publishing transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import Count, QuerySet

from cases.actions.many_rows import put_rows
from cases.domain.content import CaseContent
from cases.domain.sources import (
    ALL_CLAIMS,
    SOURCE_RULES,
    Use,
    count_documents,
    independent_sources_of,
    model_scope,
)
from cases.models import SourceTotal, SourceUse
from cases.queries.asking import Question
from cases.queries.fixed import fixed
from cases.queries.sources import model_of_claims, models_of_claims
from models_taxonomy.models import ValueModel


def change_sources(before: CaseContent | None, after: CaseContent | None) -> None:
    """Take the documents that a case no longer puts on a claim off the tables and put the new ones on."""
    old, new = _used_by(before), _used_by(after)
    if before and after and old == new:
        return
    documents = _documents_of(old ^ new)
    # On any claim: a document that stays on another claim of a model is not new to the model.
    stored = {_use(row): row for row in (_uses_of(*documents) if documents else ())}
    was = Counter({use: row.cases for use, row in stored.items()})
    now = Counter(was)
    now.update(new - old)
    now.subtract(old - new)
    _write_uses({use: now[use] for use in old ^ new}, stored)
    models = model_of_claims()
    totals = count_documents([use for use, cases in now.items() if cases], models)
    totals.subtract(count_documents(list(was), models))
    held = dict(_totals())
    _write_totals({scope: held.get(scope, 0) + more for scope, more in totals.items()})


def asked_by_sources(before: CaseContent | None, after: CaseContent | None) -> list[Question]:
    """What `change_sources` asks."""
    old, new = _used_by(before), _used_by(after)
    if before and after and old == new:
        return []
    documents = _documents_of(old ^ new)
    uses = [_uses_of.asked_of(*documents)] if documents else []
    return [*uses, models_of_claims.asked_of(), _totals.asked_of()]


def _used_by(content: CaseContent | None) -> frozenset[Use]:
    return independent_sources_of(content) if content else frozenset()


def _documents_of(uses: Iterable[Use]) -> list[str]:
    return sorted({document for _claim, document in uses})


@fixed
def _uses_of(*documents: str) -> QuerySet[SourceUse]:
    return SourceUse.objects.filter(document__in=documents).order_by()


@fixed
def _totals() -> "QuerySet[SourceTotal, tuple[str, int]]":
    return SourceTotal.objects.order_by().values_list("scope", "documents")


def replace_sources(uses: Counter[Use]) -> None:
    """Make the tables say that so many cases put each document on each claim; equal rows stay."""
    changed = dict(uses)
    other: dict[Use, SourceUse] = {}
    for row in SourceUse.objects.iterator(1000):
        if uses[_use(row)] == row.cases:
            del changed[_use(row)]
        else:
            other[_use(row)] = row
            changed.setdefault(_use(row), 0)
    _write_uses(changed, other)
    totals = count_documents(uses, model_of_claims())
    SourceTotal.objects.exclude(scope__in=totals).delete()
    _write_totals(totals)


def count_again_by_model() -> None:
    """Count the documents of each model and of all claims again, after a claim was withdrawn or came back."""
    standing = SourceUse.objects.filter(claim__is_withdrawn=False)
    counted = dict(standing.order_by().values_list("claim__model").annotate(Count("document", distinct=True)))
    numbers = ValueModel.objects.values_list("number", flat=True)
    totals = Counter({model_scope(number): counted.get(number, 0) for number in numbers})
    totals[ALL_CLAIMS] = standing.values("document").distinct().count()
    _write_totals(totals)


def _use(row: SourceUse) -> Use:
    return row.claim_id, row.document


def _write_uses(uses: Mapping[Use, int], stored: Mapping[Use, SourceUse]) -> None:
    """Write these rows; where no case puts the document on the claim any more, there is none."""
    put_rows(
        SourceUse,
        ("document", "claim_id", "cases"),
        [(document, claim, cases) for (claim, document), cases in sorted(uses.items()) if cases],
        unique=("document", "claim_id"),
    )
    gone = [stored[use].pk for use, cases in sorted(uses.items()) if not cases]
    for start in range(0, len(gone), 500):
        SourceUse.objects.filter(pk__in=gone[start : start + 500]).delete()


def _write_totals(totals: Mapping[str, int]) -> None:
    """Write these rows. Of nothing there is no row, but of all claims there always is."""
    kept = {scope: documents for scope, documents in totals.items() if documents or scope == ALL_CLAIMS}
    if gone := totals.keys() - kept.keys():
        SourceTotal.objects.filter(scope__in=gone).delete()
    put_rows(
        SourceTotal,
        ("scope", "documents", "rules"),
        [(scope, documents, SOURCE_RULES) for scope, documents in sorted(kept.items())],
        unique=("scope",),
    )
