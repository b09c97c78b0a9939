"""What a change would look like on the page, for its author, before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.domain.changes import changed_fields
from cases.domain.content import CaseContent, Illustration, Image
from cases.domain.effect import Effect
from cases.domain.rendering import TooComplex
from cases.domain.vocabulary import IMAGE_LICENCE_LABELS, PART_LABELS, PARTS
from cases.queries.effect import effect_of
from cases.queries.rendered import render_parts
from cases.queries.words import label_of
from models_taxonomy.models import ClaimVersion


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """A part that would be new or different: its heading (a message id) and its HTML."""

    key: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class PreviewPlacement:
    """A placement that would be new or different, on its `wording` (None when there is no such wording)."""

    wording: ClaimVersion | None
    row: Illustration


@dataclass(frozen=True, slots=True)
class PreviewImage:
    """An image that would be new or different, and its licence (a message id; "" when none is named)."""

    row: Image
    licence: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The parts, placements and images that would be new or different.

    `refusal` says that the text is too complex. `others` are the labels of the other changed fields of a
    case that is here already.
    """

    title: str
    stage_number: int | None
    parts: tuple[PreviewPart, ...] = ()
    placements: tuple[PreviewPlacement, ...] = ()
    images: tuple[PreviewImage, ...] = ()
    others: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    refusal: str = ""


def preview_of(content: CaseContent, base: CaseContent | None) -> Preview:
    """Return the preview of this content, standing on what the case says now; three queries."""
    stage = content.phases[-1].stage if content.phases else None
    try:
        rendered = render_parts(content)
    except TooComplex as refusal:
        return Preview(content.title, stage, refusal=str(refusal))
    before = base or CaseContent()
    parts = tuple(
        PreviewPart(key, PART_LABELS[key], rendered[key].html)
        for key in PARTS
        if key in rendered and content.part(key) != before.part(key)
    )
    rows = [row for row in content.illustrations if row not in before.illustrations]
    return Preview(
        content.title,
        stage,
        parts,
        _placements(rows),
        _images(before, content),
        _other_labels(base, content),
        effect_of(base, content),
    )


def _placements(rows: Sequence[Illustration]) -> tuple[PreviewPlacement, ...]:
    """The placements with their wordings; one query."""
    found = ClaimVersion.objects.filter(claim__in={row.claim for row in rows}).select_related("claim")
    wordings = {(wording.claim_id, wording.number): wording for wording in found}
    return tuple(PreviewPlacement(wordings.get((row.claim, row.version)), row) for row in rows)


def _images(before: CaseContent, content: CaseContent) -> tuple[PreviewImage, ...]:
    rows = (row for row in content.images if row not in before.images)
    return tuple(PreviewImage(row, IMAGE_LICENCE_LABELS[row.licence] if row.licence else "") for row in rows)


def _other_labels(base: CaseContent | None, content: CaseContent) -> tuple[str, ...]:
    if base is None:
        return ()
    paths = (change.path for change in changed_fields(base, content))
    shown = ("parts", "illustrations", "stake", *(f"images.{row.key}" for row in content.images))
    return tuple(label_of(path) for path in paths if not path.startswith(shown))
