"""The only writers of the taxonomy: loading its data file, and publishing a new wording."""

from datetime import date

from django.db import transaction

from accounts.models import User
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

EXAMPLES = "source_says_about_examples"
NEW_KINDS = frozenset(KindOfChange.values) - {KindOfChange.FIRST.value}


class WordingChanged(Exception):  # noqa: N818 (it is an answer, not a fault of the program)
    """Somebody published another wording since this one was begun."""


class IncompleteWording(Exception):  # noqa: N818 (as above)
    """A new wording needs a statement, a note that says why, and a kind other than *first*."""


def load_taxonomy(data: TaxonomyData | None = None) -> int:
    """Write the data file into the tables; return the number of first wordings made.

    Running it again changes nothing. Wordings that stewards published are never touched.
    """
    data = data or read_taxonomy()
    with transaction.atomic():
        _load_frame(data)
        return sum(_load_claim(order, row) for order, row in enumerate(data["claims"], start=1))


def publish_wording(
    *, claim: Claim, statement: str, kind: str, note: str, by: User, seen_version: int
) -> ClaimVersion:
    """Publish a new wording of a claim. The caller has checked that `by` is a steward.

    Raises IncompleteWording when words are missing, and WordingChanged when `seen_version` is no longer
    the newest: of two stewards at once one wins, and the other is told.
    """
    if not statement.strip() or not note.strip() or kind not in NEW_KINDS:
        raise IncompleteWording
    with transaction.atomic():
        locked = Claim.objects.select_for_update().get(pk=claim.pk)
        if locked.version != seen_version:
            raise WordingChanged
        version = ClaimVersion.objects.create(
            claim=locked,
            number=locked.version + 1,
            statement=statement.strip(),
            kind=kind,
            note=note.strip(),
            by=by,
        )
        _point_to(version)
        wording_published.send(sender=ClaimVersion, version=version, by=by)
        return version


def _point_to(version: ClaimVersion) -> None:
    """Repeat the newest wording on its claim, which pages read."""
    claim = version.claim
    claim.version = version.number
    claim.statement = version.statement
    claim.is_withdrawn = version.kind == KindOfChange.WITHDRAWN
    claim.save(update_fields=["version", "statement", "is_withdrawn"])


def _load_frame(data: TaxonomyData) -> None:
    """Write what claims stand on; here the file is the truth, so changed words are taken over."""
    for text in data["texts"]:
        words = {name: value for name, value in text.items() if name not in {"code", "date"}}
        SourceText.objects.update_or_create(
            code=text["code"], defaults={**words, "published_on": date.fromisoformat(text["date"])}
        )
    for stage in data["stages"]:
        words = {name: value for name, value in stage.items() if name not in {"number", EXAMPLES}}
        words["examples_note"] = stage["source_says_about_examples"]
        Stage.objects.update_or_create(number=stage["number"], defaults=words)
    for model in data["value_models"]:
        words = {name: value for name, value in model.items() if name != "number"}
        ValueModel.objects.update_or_create(number=model["number"], defaults=words)
    for aspect in data["aspects"]:
        words = {name: value for name, value in aspect.items() if name != "number"}
        Aspect.objects.update_or_create(number=aspect["number"], defaults=words)


def _load_claim(order: int, row: ClaimRow) -> int:
    """Make the claim and its first wording if they are not there; return the number of wordings made."""
    if Claim.objects.filter(code=row["code"]).exists():
        return 0
    claim = Claim.objects.create(
        code=row["code"],
        model_id=row["model"],
        aspect=Aspect.objects.get(code=row["aspect"]),
        ref=row["ref"],
        order=order,
        version=1,
        statement=row["statement"],
    )
    ClaimVersion.objects.create(claim=claim, number=1, statement=claim.statement, kind=KindOfChange.FIRST)
    return 1
