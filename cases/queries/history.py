"""Published versions of a case. Nothing that was not accepted is ever among them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.domain.content import CaseContent, Illustration, Source
from cases.domain.rendering import TooComplex
from cases.domain.vocabulary import PART_LABELS, SOURCE_KIND_LABELS, SPEAKER_LABELS, Absence
from cases.models import Case, Version
from cases.queries.changes import ShownChange, shown_changes
from cases.queries.fixed import fixed
from cases.queries.rendered import render_parts
from cases.queries.taxonomy import Taxonomy, load_all
from cases.queries.words import ShownPhase, absence_in_words, shown_phase
from models_taxonomy.models import ClaimVersion

PAGE = 30


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in the list; `previous` is the number of the one before it, or None for the first."""

    version: Version
    previous: int | None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of versions, newest first; `before` is the key of the next page, or None."""

    case: Case
    rows: tuple[VersionRow, ...]
    before: int | None

    @property
    def oldest(self) -> int | None:
        """The number of the oldest version of the page, with which a comparison begins."""
        return self.rows[-1].version.number if self.rows else None


@dataclass(frozen=True, slots=True)
class ShownPlacement:
    """A placement of a version on the wording that its author had in view; `sources` by number and key.

    `newest` is the number of the newest wording of the claim.
    """

    row: Illustration
    statement: str
    newest: int
    sources: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part of a version: `html`, or `absence` in words, or the plain `text` when it cannot be drawn."""

    key: str
    heading: str
    html: str
    text: str
    absence: str


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source of a version: its kind and speaker in words, and its year or why there is none."""

    row: Source
    kind: str
    speaker: str
    year: int | None
    no_year: str


@dataclass(frozen=True, slots=True)
class VersionPage:
    """Everything that the page of one version shows."""

    content: CaseContent
    direction: str
    facts: tuple[ShownChange, ...]
    phases: tuple[ShownPhase, ...]
    placements: tuple[ShownPlacement, ...]
    parts: tuple[ShownPart, ...]
    sources: tuple[ShownSource, ...]


def published_case(slug: str) -> Case | None:
    """The published case at this address, or None."""
    return next(iter(_cases_at(slug)), None)


@fixed
def _cases_at(slug: str) -> QuerySet[Case]:
    return Case.objects.published().select_related("stage", "model").filter(slug=slug).order_by("pk")[:1]


def history_page(case: Case, *, before: int | None = None, size: int = PAGE) -> HistoryPage:
    """Read a page of the history in one query."""
    versions = Version.objects.filter(case=case).select_related("author", "reviewer").defer("content")
    versions = versions.order_by("-number")
    if before is not None:
        versions = versions.filter(number__lt=before)
    found = list(versions[: size + 1])
    numbers = [version.number for version in found[1:]]
    rows = tuple(
        VersionRow(version, numbers[index] if index < len(numbers) else None)
        for index, version in enumerate(found[:size])
    )
    return HistoryPage(case, rows, found[size - 1].number if len(found) > size else None)


def version_of(case: Case, number: int) -> Version | None:
    """One version of a case, or None."""
    return Version.objects.select_related("author", "reviewer").filter(case=case, number=number).first()


def version_page(version: Version) -> VersionPage:
    """Read what a version says; six queries at any size of it."""
    content, taxonomy = version.read(), load_all()
    everything = shown_changes(None, content, taxonomy)
    return VersionPage(
        content=content,
        direction="rtl" if content.language in settings.LANGUAGES_BIDI else "ltr",
        facts=tuple(row for row in everything if row.path in FACTS or row.path.startswith("images.")),
        phases=tuple(shown_phase(phase, taxonomy) for phase in content.phases),
        placements=_placements(content, taxonomy),
        parts=_parts(content),
        sources=tuple(_source(source) for source in content.sources),
    )


FACTS = frozenset({"language", "organisations", "places", "sector", "tags", "began", "ended", "stake"})


def _placements(content: CaseContent, taxonomy: Taxonomy) -> tuple[ShownPlacement, ...]:
    claims = {row.claim for row in content.illustrations}
    wordings = {
        (wording.claim_id, wording.number): wording.statement
        for wording in ClaimVersion.objects.filter(claim__in=claims)
    }
    order = {claim.code: number for number, claim in enumerate(taxonomy.claims)}
    numbers = {source.key: number for number, source in enumerate(content.sources, start=1)}
    return tuple(
        ShownPlacement(
            row=row,
            statement=wordings.get((row.claim, row.version), ""),
            newest=taxonomy.claim_versions.get(row.claim, row.version),
            sources=tuple((numbers[key], key) for key in row.sources if key in numbers),
        )
        for row in sorted(content.illustrations, key=lambda row: order.get(row.claim, len(order)))
    )


def _parts(content: CaseContent) -> tuple[ShownPart, ...]:
    try:
        html = {key: rendered.html for key, rendered in render_parts(content).items()}
    except TooComplex:
        html = {}
    return tuple(
        ShownPart(
            key=part.key,
            heading=_(PART_LABELS[part.key]),
            html=html.get(part.key, ""),
            text=part.text,
            absence=absence_in_words(part.absence, part.note) if part.absence else "",
        )
        for part in content.parts
    )


def _source(source: Source) -> ShownSource:
    kind, speaker = _(SOURCE_KIND_LABELS[source.kind]), _(SPEAKER_LABELS[source.speaker])
    if isinstance(source.year, Absence):
        return ShownSource(source, kind, speaker, None, absence_in_words(source.year))
    return ShownSource(source, kind, speaker, source.year, "")
