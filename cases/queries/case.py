"""One published case, with everything that its page shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from taggit.models import TaggedItem

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
    CasePlace,
    CaseSource,
    Dispute,
    PastAddress,
    Placement,
    Version,
)
from cases.queries.countries import place_name
from cases.queries.fixed import fixed
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
    """A placement, what it cites, and who agrees with it.

    `older` is the wording its author saw, if not the newest. `about` is its address in the discussion, where
    so many `threads` hang on it.
    """

    placement: Placement
    sources: tuple[CaseSource, ...]
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
    sources = _sources(case.pk)
    notes = _notes(case, sources, opinions, threads)
    return CasePage(
        case=case,
        phases=_shown_phases(_phases(case.pk)),
        places=tuple(map(place_name, _places(case.pk))),
        parts=_shown_parts({part.key: part for part in _parts(case.pk)}, notes, dict(_questions()), threads),
        notes=notes,
        sources=tuple(map(_shown_source, sources)),
        images=tuple(map(_shown_image, _images(case.pk))),
        tags=tuple(_tags(case.pk)),
        versions=tuple(_versions(case.pk)),
        linking=tuple(_linking(case.pk, case.slug)),
        opinions=opinions,
        dispute=next(iter(_disputes(case.pk)), None),
        threads=sum(threads.values()),
    )


# --- what is asked --------------------------------------------------------------------------------


@fixed
def _phases(case: int) -> QuerySet[CasePhase]:
    rows = CasePhase.objects.filter(case=case).select_related("stage", "model").order_by("order")
    return rows.defer("stage__formula", "stage__summary", "stage__examples_note", "model__summary")


@fixed
def _places(case: int) -> QuerySet[CasePlace]:
    return CasePlace.objects.filter(case=case).order_by("order")


@fixed
def _parts(case: int) -> QuerySet[CasePart]:
    return CasePart.objects.filter(case=case).defer("plain").order_by("order")


@fixed
def _questions() -> QuerySet[Aspect, tuple[str, str]]:
    return Aspect.objects.order_by("number").values_list("code", "question")


@fixed
def _sources(case: int) -> QuerySet[CaseSource]:
    return CaseSource.objects.filter(case=case).order_by("number")


@fixed
def _images(case: int) -> QuerySet[CaseImage]:
    return CaseImage.objects.filter(case=case).order_by("order")


@fixed
def _tags(case: int) -> QuerySet[TaggedItem, tuple[str, str]]:
    # By the names of the type: the number that Django keeps of it is another one in another database.
    of_cases = TaggedItem.objects.filter(content_type__app_label="cases", content_type__model="case")
    rows: QuerySet[TaggedItem, tuple[str, str]] = of_cases.filter(object_id=case).order_by("tag__name")
    return rows.values_list("tag__slug", "tag__name")


@fixed
def _placements(case: int) -> QuerySet[Placement]:
    rows = Placement.objects.filter(case=case).select_related("claim__model", "claim__aspect")
    rows = rows.defer("claim__model__summary", "claim__aspect__question")
    return rows.order_by("claim__order", "order")


@fixed
def _sources_of_placements(case: int) -> QuerySet[Placement, tuple[int, int]]:
    rows = Placement.objects.filter(case=case, sources__isnull=False).order_by("sources__number")
    return rows.values_list("pk", "sources")


@fixed
def _wordings(*claims: str) -> QuerySet[ClaimVersion]:
    return ClaimVersion.objects.filter(claim__in=claims).order_by("pk")


@fixed
def _versions(case: int) -> QuerySet[Version]:
    # By the oldest number that is shown, and not as the first few: so it can be sealed (decision 0090).
    last = Version.objects.filter(case=case).order_by("-number").values("number")
    since = Coalesce(Subquery(last[VERSIONS_SHOWN - 1 : VERSIONS_SHOWN]), 0)
    rows = (
        Version.objects.filter(case=case, number__gte=since)
        .select_related("author", "reviewer")
        .only(
            "number",
            "note",
            "published_at",
            "author__username",
            "author__left_at",
            "reviewer__username",
            "reviewer__left_at",
        )
    )
    return rows.order_by("-number")


@fixed
def _linking(case: int, slug: str) -> QuerySet[Case]:
    had = PastAddress.objects.filter(record=case).values("slug")
    links = CaseLink.objects.filter(Q(target=slug) | Q(target__in=had), case=OuterRef("pk"))
    rows = Case.objects.published().filter(Exists(links)).exclude(pk=case)
    return rows.only("slug", "title", "language").order_by("title")[:LINKING_SHOWN]


@fixed
def _disputes(record: int) -> QuerySet[Dispute]:
    return Dispute.objects.open().filter(record=record).order_by("pk")[:1]


# --- what is shown --------------------------------------------------------------------------------


def _shown_phases(rows: Sequence[CasePhase]) -> tuple[PhaseShown, ...]:
    this_year = timezone.now().year
    widths = ribbon_widths([(this_year if row.end is None else row.end) - row.start for row in rows])
    return tuple(PhaseShown(row, width) for row, width in zip(rows, widths, strict=True))


def _shown_parts(
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


def _notes(
    case: Case, sources: Sequence[CaseSource], opinions: CaseOpinions, threads: dict[str, int]
) -> tuple[ClaimNote, ...]:
    rows = _placements(case.pk)
    wordings, cited = _older_wordings(rows), _cited(case, sources)
    grouped: defaultdict[str, list[PlacementShown]] = defaultdict(list)
    for row in rows:
        about = Anchor(claim=row.claim_id, stance=row.stance).address
        is_older = row.claim_version < row.claim.version
        shown = PlacementShown(
            placement=row,
            sources=tuple(cited[row.pk]),
            older=wordings.get((row.claim_id, row.claim_version)) if is_older else None,
            votes=opinions.on_placement(row.claim_id, row.stance),
            about=about,
            threads=threads.get(about, 0),
        )
        grouped[row.claim_id].append(shown)
    return tuple(ClaimNote(rows[0].placement.claim, tuple(rows)) for rows in grouped.values())


def _older_wordings(rows: Sequence[Placement]) -> dict[tuple[str, int], ClaimVersion]:
    """The wordings of the placements on an older wording; no query when there is none, as is usual."""
    older = [row.claim_id for row in rows if row.claim_version < row.claim.version]
    found = _wordings(*older) if older else ()
    return {(version.claim_id, version.number): version for version in found}


def _cited(case: Case, sources: Sequence[CaseSource]) -> defaultdict[int, list[CaseSource]]:
    """The sources of each placement, in their order."""
    by_key = {source.pk: source for source in sources}
    found: defaultdict[int, list[CaseSource]] = defaultdict(list)
    for placement, source in _sources_of_placements(case.pk):
        found[placement].append(by_key[source])
    return found


def _shown_source(row: CaseSource) -> SourceShown:
    return SourceShown(row, SOURCE_KIND_LABELS[SourceKind(row.kind)], SPEAKER_LABELS[Speaker(row.speaker)])


def _shown_image(row: CaseImage) -> ImageShown:
    return ImageShown(row, IMAGE_LICENCE_LABELS[ImageLicence(row.licence)])


def _is_finding(placement: Placement) -> bool:
    return placement.stance != Stance.NOT_FOUND
