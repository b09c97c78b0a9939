"""The taxonomy as one value for files and snapshots, with every wording of every claim."""

from collections import defaultdict

from cases.exchange.taxonomy import (
    AspectRecord,
    ClaimRecord,
    ModelRecord,
    StageRecord,
    TaxonomyRecord,
    TextRecord,
    WordingRecord,
)
from cases.queries.taxonomy import load_all
from models_taxonomy.models import ClaimVersion, SourceText


def load_taxonomy_record() -> TaxonomyRecord:
    """Read the whole taxonomy; six queries."""
    taxonomy = load_all()
    wordings: defaultdict[str, list[WordingRecord]] = defaultdict(list)
    for row in ClaimVersion.objects.order_by("claim_id", "number"):
        wordings[row.claim_id].append(
            WordingRecord(
                number=row.number,
                statement=row.statement,
                kind=row.kind,
                note=row.note,
                at=row.at.isoformat(),
            )
        )
    return TaxonomyRecord(
        texts=tuple(
            TextRecord(
                code=row.code,
                title=row.title,
                author=row.author,
                published_on=row.published_on.isoformat(),
                url=row.url,
            )
            for row in SourceText.objects.order_by("published_on")
        ),
        stages=tuple(
            StageRecord(
                number=row.number, code=row.code, name=row.name, formula=row.formula, summary=row.summary
            )
            for row in taxonomy.stages
        ),
        models=tuple(
            ModelRecord(number=row.number, code=row.code, name=row.name, short=row.short, summary=row.summary)
            for row in taxonomy.models
        ),
        aspects=tuple(
            AspectRecord(number=row.number, code=row.code, name=row.name, question=row.question)
            for row in taxonomy.aspects
        ),
        claims=tuple(
            ClaimRecord(
                code=row.code,
                model=row.model_id,
                aspect=row.aspect_id,
                ref=row.ref,
                is_withdrawn=row.is_withdrawn,
                wordings=tuple(wordings[row.code]),
            )
            for row in taxonomy.claims
        ),
    )
