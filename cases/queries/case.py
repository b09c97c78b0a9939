"""One published case, with everything that its page shows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from cases.domain.agreement import Votes
from cases.domain.ribbon import ribbon_widths
from cases.domain.talk import Anchor
from cases.domain.vocabulary import (
    ASPECTS,
    IMAGE_LICENCE_LABELS,
    PART_LABELS,
    PARTS,
    SOURCE_KIND_LABELS,
    SPEAKER_LABELS,
    ImageLicence,
    SourceKind,
    Speaker,
    Stance,
)
from cases.models import (
    Case,
    CaseImage,
    CaseLink,
    CasePart,
    CasePhase,
    CaseSource,
    Dispute,
    PastAddress,
    Placement,
    Version,
)
from cases.queries.countries import place_name
from cases.queries.opinions import CaseOpinions, opinions_on
from cases.queries.talk import thread_counts
from models_taxonomy.models import Aspect, Claim, ClaimVersion

VERSIONS_SHOWN = 3
LINKING_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PhaseShown:
    """A phase and its length on the ribbon, in 24ths."""

    phase: CasePhase
    width: int


@dataclass(frozen=True, slots=True)
class PlacementShown:
    """A placement, and who agrees with it; `older` is the wording its author saw, if not the newest.

    `about` is its address in the discussion, where so many `threads` hang on it.
    """

    placement: Placement
    older: ClaimVersion | None
    votes: Votes
    about: str
    threads: int


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """What the case does to one claim: one placement, or several when its sources disagree."""

    claim: Claim
    placements: tuple[PlacementShown, ...]


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part in its place. `row` None: nobody has written it, and `wanted` says what it would tell.

    `heading` is a message id. `notes` are the claims of the part's aspect, `about` is the part's address in
    the discussion, where so many `threads` hang on it.
    """

    key: str
    heading: str
    wanted: str
    row: CasePart | None
    notes: tuple[ClaimNote, ...]
    about: str
    threads: int

    @property
    def is_missing(self) -> bool:
        """Whether nobody has written this part, which is not the same as finding nothing."""
        return self.row is None


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A source with its kind and its speaker as message ids."""

    row: CaseSource
    kind: str
    speaker: str


@dataclass(frozen=True, slots=True)
class ImageShown:
    """An image with its licence as a message id."""

    row: CaseImage
    licence: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of a case shows; `linking` are the cases whose text links here.

    `dispute` is there while the case is under dispute; its reason is not for the public.
    """

    case: Case
    phases: tuple[PhaseShown, ...]
    places: tuple[str, ...]
    parts: tuple[PartShown, ...]
    notes: tuple[ClaimNote, ...]
    sources: tuple[SourceShown, ...]
    images: tuple[ImageShown, ...]
    tags: tuple[tuple[str, str], ...]
    versions: tuple[Version, ...]
    linking: tuple[Case, ...]
    opinions: CaseOpinions
    dispute: Dispute | None
    threads: int

    @property
    def parts_in_all(self) -> int:
        """How many parts a case can have."""
        return len(PARTS)

    @property
    def claims_sewn(self) -> int:
        """On how many claims the case is; *looked for, not found* is not on the claim."""
        return sum(1 for note in self.notes if any(_is_finding(row.placement) for row in note.placements))

    @property
    def direction(self) -> str:
        """The direction in which the language of the case is written."""
        return "rtl" if self.case.language in settings.LANGUAGES_BIDI else "ltr"


def load_case_page(case: Case) -> CasePage:
    """Read the page of a case; at most sixteen queries at any size of the case and of the site."""
    opinions = opinions_on(case)
    threads = thread_counts(case)
    notes = _notes(case, opinions, threads)
    return CasePage(
        case=case,
        phases=_phases(case.phases.select_related("stage", "model")),
        places=tuple(place_name(place) for place in case.places.all()),
        parts=_parts({part.key: part for part in case.parts.all()}, notes, _questions(), threads),
        notes=notes,
        sources=tuple(_source(row) for row in case.sources.all()),
        images=tuple(_image(row) for row in case.images.all()),
        tags=tuple(case.tags.order_by("name").values_list("slug", "name")),
        versions=_versions(case),
        linking=_linking(case),
        opinions=opinions,
        dispute=Dispute.objects.open().filter(record=case.pk).first(),
        threads=sum(threads.values()),
    )


def _phases(phases: Iterable[CasePhase]) -> tuple[PhaseShown, ...]:
    rows = tuple(phases)
    this_year = timezone.now().year
    widths = ribbon_widths([(this_year if row.end is None else row.end) - row.start for row in rows])
    return tuple(PhaseShown(row, width) for row, width in zip(rows, widths, strict=True))


def _questions() -> dict[str, str]:
    return dict(Aspect.objects.values_list("code", "question"))


def _parts(
    written: dict[str, CasePart],
    notes: Sequence[ClaimNote],
    questions: dict[str, str],
    threads: dict[str, int],
) -> tuple[PartShown, ...]:
    beside: defaultdict[str, list[ClaimNote]] = defaultdict(list)
    for note in notes:
        beside[note.claim.aspect.code].append(note)
    return tuple(
        PartShown(
            key=key,
            heading=PART_LABELS[key],
            wanted=questions.get(key, "") if key in ASPECTS else "",
            row=written.get(key),
            notes=tuple(beside[key]),
            about=Anchor(part=key).address,
            threads=threads.get(Anchor(part=key).address, 0),
        )
        for key in PARTS
    )


def _notes(case: Case, opinions: CaseOpinions, threads: dict[str, int]) -> tuple[ClaimNote, ...]:
    rows = list(
        Placement.objects.filter(case=case)
        .select_related("claim__model", "claim__aspect")
        .prefetch_related(Prefetch("sources", CaseSource.objects.order_by("number")))
        .order_by("claim__order", "order")
    )
    wordings = _wordings(rows)
    grouped: defaultdict[str, list[PlacementShown]] = defaultdict(list)
    for row in rows:
        older = wordings.get((row.claim_id, row.claim_version))
        votes = opinions.on_placement(row.claim_id, row.stance)
        about = Anchor(claim=row.claim_id, stance=row.stance).address
        is_older = row.claim_version < row.claim.version
        shown = PlacementShown(row, older if is_older else None, votes, about, threads.get(about, 0))
        grouped[row.claim_id].append(shown)
    return tuple(ClaimNote(rows[0].placement.claim, tuple(rows)) for rows in grouped.values())


def _wordings(rows: Sequence[Placement]) -> dict[tuple[str, int], ClaimVersion]:
    """The wordings of the placements on an older wording; no query when there is none, as is usual."""
    older = [row.claim_id for row in rows if row.claim_version < row.claim.version]
    found = ClaimVersion.objects.filter(claim__in=older) if older else ()
    return {(version.claim_id, version.number): version for version in found}


def _source(row: CaseSource) -> SourceShown:
    return SourceShown(row, SOURCE_KIND_LABELS[SourceKind(row.kind)], SPEAKER_LABELS[Speaker(row.speaker)])


def _image(row: CaseImage) -> ImageShown:
    return ImageShown(row, IMAGE_LICENCE_LABELS[ImageLicence(row.licence)])


def _versions(case: Case) -> tuple[Version, ...]:
    rows = Version.objects.filter(case=case).select_related("author", "reviewer").defer("content")
    return tuple(rows.order_by("-number")[:VERSIONS_SHOWN])


def _linking(case: Case) -> tuple[Case, ...]:
    had = PastAddress.objects.filter(record=case.pk).values("slug")
    links = CaseLink.objects.filter(Q(target=case.slug) | Q(target__in=had), case=OuterRef("pk"))
    rows = Case.objects.published().filter(Exists(links)).exclude(pk=case.pk)
    return tuple(rows.only("slug", "title", "language").order_by("title")[:LINKING_SHOWN])


def _is_finding(placement: Placement) -> bool:
    return placement.stance != Stance.NOT_FOUND
