"""Checks of the public tables and of the append-only truth; `manage.py verify` prints what is wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping

from django.db import models
from django.forms import model_to_dict
from pyroaring import BitMap

from cases.domain.content import CaseContent, content_hash
from cases.domain.messages import ContentProblems
from cases.domain.off_page import OffPage
from cases.domain.projection import Projection, Row, cells_of, project, stances_of
from cases.domain.rendering import RENDERER_VERSION
from cases.domain.sources import ALL_CLAIMS, count_documents
from cases.domain.workflow import State
from cases.models import (
    Case,
    CasePart,
    CaseRecord,
    CellTally,
    ClaimTally,
    Comment,
    HiddenRevision,
    Placement,
    Review,
    Revision,
    RevisionState,
    SourceTotal,
    SourceUse,
    TakenDown,
    Version,
    WithdrawnCase,
)
from cases.queries.decision_verification import faults_of_decisions
from cases.queries.fact_blocks import blocks_of, stored_blocks
from cases.queries.gap_verification import faults_of_gaps
from cases.queries.last_change_verification import faults_of_last_changes
from cases.queries.off_page import withdrawn_row
from cases.queries.opinions import faults_of_opinions
from cases.queries.rendered import render_parts
from cases.queries.search.rows import faults_of_search
from cases.queries.snapshots import faults_of_snapshots
from cases.queries.sources import model_of_claims, uses_of
from cases.queries.tag_synonyms import all_synonyms
from cases.queries.talk_verification import faults_of_talk

CHUNK = 200


def find_faults() -> Iterator[str]:
    """Yield one sentence for each thing that is not as it must be; nothing when all is well."""
    yield from _revisions()
    yield from _standings()
    yield from _places()
    yield from _records()
    yield from _cases()
    yield from _tallies()
    yield from _facts()
    yield from faults_of_gaps()
    yield from _sources()
    yield from faults_of_search(_published_contents(), all_synonyms())
    yield from _withdrawals()
    yield from faults_of_opinions()
    yield from faults_of_talk()
    yield from faults_of_decisions()
    yield from faults_of_last_changes()
    yield from _hidden_texts()
    yield from faults_of_snapshots()


def _revisions() -> Iterator[str]:
    for revision in Revision.objects.order_by("pk").iterator(CHUNK):
        yield from faults_of_revision(revision)
    without_standing = Revision.objects.filter(standing__isnull=True).values_list("pk", flat=True)
    yield from (f"Revision {pk}: it stands nowhere in the workflow." for pk in without_standing)


def faults_of_revision(revision: Revision) -> Iterator[str]:
    """What is wrong with one revision taken by itself."""
    content = _content_of(revision)
    if content is None or content_hash(content) != revision.content_hash:
        yield f"Revision {revision.pk}: the content does not match its hash."
    elif content.title != revision.title:
        yield f"Revision {revision.pk}: its title is not that of its content."


def _content_of(revision: Revision) -> CaseContent | None:
    """The content of a revision; None when somebody made it unreadable."""
    try:
        return revision.read()
    except ContentProblems:
        return None


def _standings() -> Iterator[str]:
    decided = models.Q(state__in=[State.APPROVED, State.CHANGES_REQUESTED, State.REJECTED])
    for row in RevisionState.objects.filter(decided, revision__review__isnull=True):
        yield f"Revision {row.pk}: it is {row.state} without a review."
    for review in Review.objects.select_related("revision__standing").iterator(CHUNK):
        state = review.revision.state
        taken_back = state is State.WITHDRAWN and review.decision == State.CHANGES_REQUESTED
        if state != review.decision and not taken_back:
            yield f"Revision {review.revision_id}: it is {state} and its review says {review.decision}."
        if review.content_hash != review.revision.content_hash:
            yield f"Revision {review.revision_id}: its review is of another content."
    own_work = models.Q(by=models.F("revision__author")) | models.Q(by=models.F("revision__prepared_by"))
    for review in Review.objects.filter(own_work):
        yield f"Revision {review.revision_id}: somebody who wrote it decided on it."


def _places() -> Iterator[str]:
    """What replaced a revision has its place in the queue; the chain of them is followed from its start."""
    replaces = models.Q(revision__follows__standing__state=State.WITHDRAWN)
    rows = RevisionState.objects.filter(replaces | models.Q(place__isnull=False)).order_by("pk")
    places: dict[int, int] = {}
    names = ("pk", "place", "revision__follows", "revision__follows__standing__state")
    for pk, place, follows, state in rows.values_list(*names).iterator(CHUNK):
        expected = places.get(follows, follows) if state == State.WITHDRAWN else None
        if expected is not None:
            places[pk] = expected
        if place != expected:
            yield f"Revision {pk}: its place in the queue is that of {place}, not of {expected}."


def _records() -> Iterator[str]:
    for record in CaseRecord.objects.select_related("published", "taken_down").iterator(CHUNK):
        approved = (
            Review.objects.filter(revision__record=record, decision=State.APPROVED)
            .order_by("-id")
            .values_list("revision_id", flat=True)
            .first()
        )
        if approved != record.published_id:
            yield f"Record {record.pk}: revision {record.published_id} is public, not {approved}."
        is_on_page = record.published_id is not None and not hasattr(record, "taken_down")
        if is_on_page != Case.objects.filter(pk=record.pk).exists():
            yield f"Record {record.pk}: the public case and the record disagree on whether there is one."


def _cases() -> Iterator[str]:
    synonyms = all_synonyms()
    for case in Case.objects.select_related("record__published").order_by("pk").iterator(CHUNK):
        yield from faults_of_case(case, synonyms)


def faults_of_case(case: Case, synonyms: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the public rows of one case and with its versions."""
    published = case.record.published
    content = _content_of(published) if published else None
    if published is None or content is None:
        return  # said of the record or of the revision
    expected = project(content, render_parts(content), synonyms)
    found = stored_projection(case)
    for name in Projection.__slots__:
        if getattr(expected, name) != getattr(found, name):
            yield f"Case {case.slug}: the public {name} are not those of revision {published.pk}."
    if case.content_hash != published.content_hash or case.slug != case.record.slug:
        yield f"Case {case.slug}: its hash or address is not that of its record."
    yield from _versions(case)


def _versions(case: Case) -> Iterator[str]:
    versions = list(Version.objects.filter(case=case).order_by("number"))
    numbers = [version.number for version in versions]
    reviews = Review.objects.filter(revision__record=case.pk, decision=State.APPROVED).order_by("id")
    approved = {review.revision_id: review for review in reviews.select_related("revision__hidden")}
    shown = [
        number
        for number, review in enumerate(approved.values(), start=1)
        if not hasattr(review.revision, "hidden")
    ]
    if numbers != shown or case.version != len(approved):
        yield f"Case {case.slug}: its versions are {numbers} up to {case.version}, not {shown}."
    for version in versions:
        review = approved.get(version.revision_number)
        if review is None or _said_by_version(version) != _said_by_review(review):
            yield f"Case {case.slug}: version {version.number} is not what was approved."


def _said_by_version(version: Version) -> tuple[object, ...]:
    return (version.content, version.content_hash, version.note, version.author_id, version.reviewer_id)


def _said_by_review(review: Review) -> tuple[object, ...]:
    revision = review.revision
    return (revision.content, revision.content_hash, revision.note, revision.author_id, review.by_id)


def stored_projection(case: Case) -> Projection:
    """The public rows of a case as they stand in the database, in the shape of a projection."""
    return Projection(
        case=_fields(case),
        phases=_rows(
            case.phases.all(), "order", "start", "end", "stage_id", "no_stage_reason", "model_id", "reason"
        ),
        places=_rows(case.places.all(), "order", "name", "country", "latitude", "longitude"),
        parts=_rows(
            case.parts.all(), "order", "key", "html", "plain", "words", "absence", "note", "renderer"
        ),
        sources=_rows(
            case.sources.all(),
            "number",
            "key",
            "kind",
            "title",
            "authors",
            "year",
            "year_absence",
            "publisher",
            "url",
            "doi",
            "accessed",
            "speaker",
        ),
        placements=_placements(case),
        images=_rows(case.images.all(), "order", "key", "alt", "caption", "author", "licence"),
        links=tuple(case.links.values_list("target", flat=True)),
        tags=tuple(sorted(case.tags.names())),
    )


def _fields(case: Case) -> Row:
    names = (
        "title",
        "summary",
        "language",
        "sector",
        "organisations",
        "open_questions",
        "began",
        "began_absence",
        "began_decade",
        "ended",
        "ended_absence",
        "is_going_on",
        "stage_id",
        "model_id",
        "stake",
        "parts_written",
        "source_count",
    )
    return {name: getattr(case, name) for name in names}


def _rows(rows: "models.QuerySet[models.Model]", *names: str) -> tuple[Row, ...]:
    return tuple(dict(row) for row in rows.values(*names))


def _placements(case: Case) -> tuple[Row, ...]:
    names = ("order", "claim_id", "claim_version", "stance", "note", "quote", "source_count")
    placements = Placement.objects.filter(case=case).prefetch_related("sources")
    return tuple(
        {name: getattr(row, name) for name in names}
        | {"sources": tuple(sorted(source.key for source in row.sources.all()))}
        for row in placements
    )


def _tallies() -> Iterator[str]:
    stances: Counter[tuple[str, str]] = Counter()
    cells: Counter[tuple[int | None, int]] = Counter()
    for _pk, content in _published_contents():
        stances.update(stances_of(content))
        cells.update(cells_of(content))
    for tally in ClaimTally.objects.all():
        for stance in ("supports", "partly", "contradicts", "not_found"):
            counted = stances.pop((tally.claim_id, stance), 0)
            if getattr(tally, stance) != counted:
                yield f"Claim {tally.claim_id}: the tally of {stance} is not {counted}."
    yield from (f"Claim {claim}: the tally of {stance} is missing." for claim, stance in stances)
    for cell in CellTally.objects.all():
        counted = cells.pop((cell.stage_id, cell.model_id), 0)
        if cell.cases != counted:
            yield f"Cell {cell.stage_id}-{cell.model_id}: the tally is {cell.cases}, not {counted}."
    yield from (f"Cell {stage}-{model}: the tally is missing." for stage, model in cells)


def _published_contents() -> Iterator[tuple[int, CaseContent]]:
    """The number and the content of each published case; unreadable ones are said of the revision."""
    for record in CaseRecord.objects.on_page().select_related("published").iterator(CHUNK):
        content = _content_of(record.published) if record.published else None
        if content is not None:
            yield record.pk, content


def _facts() -> Iterator[str]:
    expected = blocks_of(_published_contents())
    for place, members in stored_blocks():
        if members != expected.pop(place, BitMap()):
            fact, block = place
            yield f"Fact {fact}, block {block}: its cases are not those whose content says so."
    yield from (f"Fact {fact}, block {block}: the row is missing." for fact, block in expected)


def _sources() -> Iterator[str]:
    uses = uses_of(content for _pk, content in _published_contents())
    totals = count_documents(uses, model_of_claims())
    for row in SourceUse.objects.iterator(CHUNK):
        counted = uses.pop((row.claim_id, row.document), 0)
        if row.cases != counted:
            yield f"Claim {row.claim_id}: {row.cases} cases cite {row.document}, not {counted}."
    yield from (f"Claim {claim}: the row of document {document} is missing." for claim, document in uses)
    for total in SourceTotal.objects.all():
        counted = totals.pop(total.scope, 0)
        if total.documents != counted:
            yield f"Sources of {total.scope}: the total is {total.documents}, not {counted}."
    has_cases = Case.objects.exists()
    missing = (scope for scope in totals if scope != ALL_CLAIMS or has_cases)
    yield from (f"Sources of {scope}: the total is missing." for scope in missing)


def _withdrawals() -> Iterator[str]:
    taken = TakenDown.objects.filter(kind=OffPage.WITHDRAWN).select_related("record")
    expected = {row.pk: model_to_dict(withdrawn_row(row)) for row in taken}
    for row in WithdrawnCase.objects.all():
        if expected.pop(row.pk, None) != model_to_dict(row):
            yield f"Withdrawn case {row.slug}: what is public is not what was decided."
    yield from (f"Record {pk}: it was withdrawn, and the public does not read why." for pk in expected)


def _hidden_texts() -> Iterator[str]:
    hidden = HiddenRevision.objects.values("revision")
    for record in CaseRecord.objects.filter(published__in=hidden):
        yield f"Record {record.pk}: the revision that is public is hidden."
    for version in Version.objects.filter(revision_number__in=hidden):
        yield f"Revision {version.revision_number}: it is hidden, and a version shows it."


def is_rendered_by_older() -> bool:
    """Whether some part or comment was rendered by another version of the renderer than today's."""
    return any(table.objects.exclude(renderer=RENDERER_VERSION).exists() for table in (CasePart, Comment))
