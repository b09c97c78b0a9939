"""The only writers of the taxonomy: loading its data file, and publishing a new wording."""

from datetime import date

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from models_taxonomy.loading import ClaimRow, TaxonomyData, read_taxonomy
from models_taxonomy.models import (
    Aspect,
    Claim,
    ClaimVersion,
    KindOfChange,
    SourceText,
    Stage,
    ValueModel,
)
from models_taxonomy.signals import wording_published


class WordingChanged(Exception):  # noqa: N818 (it is an answer, not a fault of the program)
    """Somebody published another wording since this one was begun."""


class EmptyWording(Exception):  # noqa: N818
    """A wording needs a statement, and a change needs a note that says why."""


def load_taxonomy(data: TaxonomyData | None = None) -> int:
    """Write the data file into the tables; return the number of first wordings made.

    Running it again changes nothing. Wordings that stewards published are never touched.
    """
    data = data or read_taxonomy()
    with transaction.atomic():
        _load_frame(data)
        return sum(_load_claim(order, row) for order, row in enumerate(data["claims"], start=1))


def publish_wording(
    *, claim: Claim, statement: str, kind: str, note: str, by: AbstractBaseUser, seen_version: int
) -> ClaimVersion:
    """Publish a new wording of a claim. The caller has checked that `by` is a steward.

    Raises WordingChanged when `seen_version` is not the newest, EmptyWording when words are missing.
    """
    if not note.strip() or not statement.strip() or kind not in KindOfChange.values or kind == KindOfChange.FIRST:
        raise EmptyWording
    with transaction.atomic():
        claim = Claim.objects.select_for_update().get(pk=claim.pk)
        if claim.version != seen_version:
            raise WordingChanged
        user = get_user_model().objects.get(pk=by.pk)
        version = ClaimVersion.objects.create(
            claim=claim, number=claim.version + 1, statement=statement.strip(), kind=kind, note=note.strip(), by=user
        )
        claim.version = version.number
        claim.statement = version.statement
        claim.is_withdrawn = kind == KindOfChange.WITHDRAWN
        claim.save(update_fields=["version", "statement", "is_withdrawn"])
        wording_published.send(sender=ClaimVersion, version=version, by=user)
        return version


def _load_frame(data: TaxonomyData) -> None:
    for text in data["texts"]:
        fields = {name: text[name] for name in ("title", "author", "publisher", "url", "note")}
        SourceText.objects.update_or_create(
            code=text["code"], defaults=fields | {"published_on": date.fromisoformat(text["date"])}
        )
    for stage in data["stages"]:
        Stage.objects.update_or_create(
            number=stage["number"],
            defaults={
                **{name: stage[name] for name in ("code", "name", "formula", "summary")},
                "examples_note": stage["source_says_about_examples"],
            },
        )
    for model in data["value_models"]:
        ValueModel.objects.update_or_create(
            number=model["number"], defaults={k: model[k] for k in ("code", "name", "short", "summary")}
        )
    for aspect in data["aspects"]:
        Aspect.objects.update_or_create(
            number=aspect["number"], defaults={k: aspect[k] for k in ("code", "name", "question")}
        )


def _load_claim(order: int, row: ClaimRow) -> int:
    claim, _created = Claim.objects.get_or_create(
        code=row["code"],
        defaults={
            "model_id": row["model"],
            "aspect": Aspect.objects.get(code=row["aspect"]),
            "ref": row["ref"],
            "order": order,
            "statement": row["statement"],
        },
    )
    if claim.version:
        return 0
    ClaimVersion.objects.create(
        claim=claim, number=1, statement=row["statement"], kind=KindOfChange.FIRST, note="", by=None
    )
    Claim.objects.filter(pk=claim.pk).update(version=1)
    return 1
