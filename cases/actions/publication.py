"""Making the public tables from approved revisions, in the transaction of the approval."""

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from cases.actions import trail
from cases.actions.comment_html import write_comments_again
from cases.actions.facts import change_facts, replace_facts
from cases.actions.gap_turns import note_turns, replace_turns
from cases.actions.opinion_counts import count_after_acceptance, count_opinions, replace_figures
from cases.actions.proposed import put_rows_of_parts, replace_public_rows, take_rows_of_parts
from cases.actions.sources import change_sources, replace_sources
from cases.domain.addresses import RESERVED_SLUGS
from cases.domain.content import CaseContent
from cases.domain.gaps import Publication
from cases.domain.off_page import OffPage
from cases.domain.projection import Projection, cells_of, project, stances_of
from cases.domain.rendering import slug_for
from cases.domain.workflow import State
from cases.models import (
    Case,
    CaseImage,
    CaseLink,
    CasePart,
    CasePhase,
    CasePlace,
    CaseRecord,
    CaseSource,
    CellTally,
    ClaimTally,
    HiddenRevision,
    MergedAddress,
    PastVersion,
    Placement,
    Review,
    Revision,
    SiteVersion,
    TakenDown,
    Version,
    WithdrawnCase,
)
from cases.queries.addresses import addresses_of, is_taken
from cases.queries.joining import merged_addresses
from cases.queries.off_page import withdrawn_row
from cases.queries.rendered import render_parts
from cases.queries.sources import uses_of
from cases.queries.tag_synonyms import synonyms_among
from cases.queries.uploads import sizes_of


def publish(*, review: Review) -> Case:
    """Make an approved revision the public version of its case. Call inside the approving transaction.

    All publications queue on the row of SiteVersion, so that tallies, slugs and links are changed by
    one transaction at a time and never deadlock.
    """
    revision = review.revision
    turn = bump_site_version(review.at)
    record = revision.record
    before = record.published.read() if record.published else None
    slug = record.slug or _free_slug(revision.title)
    record.slug = slug
    record.published = revision
    record.save(update_fields=["slug", "published"])
    content = revision.read()
    case = write_case(record, content, review)
    _change_tallies(before, content)
    note_turns(Publication(case.pk, slug, review.at, before, content))
    change_facts(case.pk, before, content, turn=turn)
    change_sources(before, content)
    count_after_acceptance(revision)
    trail.queue_announcement(revision_id=revision.pk)
    if before is None:
        refresh_pages_that_link_to(case.pk, addresses_of(record))
    return case


def take_down(*, record: CaseRecord, at: datetime) -> None:
    """Take every public row of a case away. Call inside the transaction of the act that decided it.

    The act has locked the record (`moves.lock_record`) and written its row TakenDown, which says why and
    keeps `rebuild_public` from bringing the case back; `published` stays, so that `put_back` knows what to
    write. What the site counts, and the turns of gaps, are afterwards as if the case had never been
    public; pages that link to it show a link to nothing.
    """
    taken = TakenDown.objects.get(record=record)
    before = published_content(record)
    turn = bump_site_version(at)
    Case.objects.filter(pk=record.pk).delete()
    _change_tallies(before, None)
    change_facts(record.pk, before, None, turn=turn)
    change_sources(before, None)
    take_rows_of_parts(record.slug or "")
    replace_turns()
    _lead_from_merged()
    refresh_pages_that_link_to(record.pk, addresses_of(record))
    _show_withdrawal(taken)


def put_back(*, record: CaseRecord, at: datetime) -> Case:
    """Write the public rows of a case that was taken down. Call inside the transaction that decided it.

    The act has locked the record and deleted its row TakenDown. The case is as it was when it was taken
    down: its versions have their old numbers and dates.
    """
    turn = bump_site_version(at)
    WithdrawnCase.objects.filter(record=record).delete()
    _rebuild(record)
    _lead_from_merged()
    content = published_content(record)
    change_facts(record.pk, None, content, turn=turn)
    change_sources(None, content)
    put_rows_of_parts(record)
    count_opinions({record.pk})
    replace_turns()
    refresh_pages_that_link_to(record.pk, addresses_of(record))
    return Case.objects.get(pk=record.pk)


def take_withdrawal_away(*, record: CaseRecord, at: datetime) -> None:
    """Let the address of a withdrawn case say nothing more. Call inside the transaction that decided it."""
    bump_site_version(at)
    WithdrawnCase.objects.filter(record=record).delete()


def take_version_away(*, revision: Revision) -> None:
    """Take the row of a version away, if the revision has one. Call inside the transaction that hides it."""
    bump_site_version(None)
    Version.objects.filter(revision_number=revision.pk).delete()


def put_version_back(*, revision: Revision) -> None:
    """Write the row of a version again, if the revision was accepted and its case is on the page."""
    bump_site_version(None)
    review = Review.objects.filter(revision=revision, decision=State.APPROVED).first()
    case = Case.objects.filter(pk=revision.record_id).first()
    if review is not None and case is not None:
        _write_version(case, review)


def rebuild_public() -> int:
    """Make every public table again from the revisions; return the number of cases.

    What is off the page stays off it.
    """
    with transaction.atomic():
        turn = bump_site_version(timezone.now())
        Case.objects.all().delete()
        WithdrawnCase.objects.all().delete()
        ClaimTally.objects.all().delete()
        CellTally.objects.all().delete()
        records = list(CaseRecord.objects.on_page().order_by("pk"))
        for record in records:
            _rebuild(record)
        _lead_from_merged()
        # Links are resolved only once every case is there.
        for record in records:
            if CaseLink.objects.filter(case_id=record.pk).exists():
                _write_parts(record.case, project_now(record.case))
        replace_facts(((record.pk, published_content(record)) for record in records), turn=turn)
        replace_turns()
        replace_public_rows()
        replace_figures()
        write_comments_again()
        replace_sources(uses_of(published_content(record) for record in records))
        for taken in TakenDown.objects.select_related("record"):
            _show_withdrawal(taken)
        return len(records)


def published_content(record: CaseRecord) -> CaseContent:
    """What the public reads of this record now. Raises ValueError when it reads nothing."""
    if record.published is None:
        raise ValueError(f"record {record.pk} has no published revision")
    return record.published.read()


def project_now(case: Case) -> Projection:
    """The public rows that the published revision of this case should have now."""
    content = published_content(case.record)
    return _projected(content)


def _projected(content: CaseContent) -> Projection:
    return project(content, render_parts(content), synonyms_among(content.tags))


def write_case(record: CaseRecord, content: CaseContent, review: Review) -> Case:
    """Write all public rows of a case from this content, and its new version.

    Versions are numbered by approvals; one that is hidden has its number and no row.
    """
    projection = _projected(content)
    kept = Case.objects.filter(pk=record.pk).values_list("first_published_at", flat=True).first()
    case, _created = Case.objects.update_or_create(
        record=record,
        defaults={
            **projection.case,
            "slug": record.slug or "",
            "version": _number_of(review),
            "content_hash": review.revision.content_hash,
            "first_published_at": kept or review.at,
            "published_at": review.at,
        },
    )
    _write_rows(case, projection)
    if not HiddenRevision.objects.filter(revision=review.revision).exists():
        _write_version(case, review)
    return case


def _write_rows(case: Case, projection: Projection) -> None:
    Placement.objects.filter(case=case).delete()
    for table in (CasePhase, CasePlace, CaseSource):
        table.objects.filter(case=case).delete()
    CasePhase.objects.bulk_create(CasePhase(case=case, **row) for row in projection.phases)
    CasePlace.objects.bulk_create(CasePlace(case=case, **row) for row in projection.places)
    CaseSource.objects.bulk_create(CaseSource(case=case, **row) for row in projection.sources)
    _write_placements(case, projection)
    _write_images(case, projection)
    _write_parts(case, projection)
    case.tags.set(projection.tags)


def _write_placements(case: Case, projection: Projection) -> None:
    sources = {source.key: source for source in CaseSource.objects.filter(case=case)}
    rows = [{**row} for row in projection.placements]
    keys = [row.pop("sources") for row in rows]
    placements = Placement.objects.bulk_create(Placement(case=case, **row) for row in rows)
    through = Placement.sources.through
    through.objects.bulk_create(
        through(placement_id=placement.pk, casesource_id=sources[key].pk)
        for placement, of_placement in zip(placements, keys, strict=True)
        for key in of_placement  # type: ignore[attr-defined]
    )


def _write_images(case: Case, projection: Projection) -> None:
    CaseImage.objects.filter(case=case).delete()
    sizes = sizes_of(str(row["key"]) for row in projection.images)
    CaseImage.objects.bulk_create(
        CaseImage(case=case, **row, width=sizes[str(row["key"])][0], height=sizes[str(row["key"])][1])
        for row in projection.images
    )


def _write_parts(case: Case, projection: Projection) -> None:
    CasePart.objects.filter(case=case).delete()
    CaseLink.objects.filter(case=case).delete()
    CasePart.objects.bulk_create(CasePart(case=case, **row) for row in projection.parts)
    CaseLink.objects.bulk_create(CaseLink(case=case, target=target) for target in projection.links)


def _number_of(review: Review) -> int:
    approved = Review.objects.filter(revision__record=review.revision.record_id, decision=State.APPROVED)
    return approved.filter(id__lte=review.pk).count()


def _write_version(case: Case, review: Review) -> None:
    revision = review.revision
    Version.objects.create(
        pk=review.pk,
        case=case,
        number=_number_of(review),
        revision_number=revision.pk,
        content=revision.content,
        content_hash=revision.content_hash,
        note=revision.note,
        author=revision.author,
        reviewer=review.by,
        published_at=review.at,
    )


def _rebuild(record: CaseRecord) -> None:
    """Replay the approvals of one record in their order."""
    reviews = Review.objects.filter(revision__record=record, decision=State.APPROVED)
    before: CaseContent | None = None
    for review in reviews.select_related("revision__author", "by").order_by("id"):
        content = review.revision.read()
        write_case(record, content, review)
        _change_tallies(before, content)
        before = content


def _change_tallies(before: CaseContent | None, after: CaseContent | None) -> None:
    """Take the case's old stances and cells off the summary tables and put the new ones on."""
    stances = Counter(stances_of(after) if after else {})
    stances.subtract(stances_of(before) if before else {})
    for (claim, stance), change in sorted(stances.items()):
        if change:
            ClaimTally.objects.get_or_create(claim_id=claim)
            ClaimTally.objects.filter(claim_id=claim).update(**{stance: F(stance) + change})
    cells = Counter(cells_of(after) if after else ())
    cells.subtract(cells_of(before) if before else ())
    for (stage, model), change in sorted(cells.items(), key=str):
        if change:
            # A stage of None is the row for *the hierarchy does not apply*.
            cell: dict[str, Any] = {"stage_id": stage, "model_id": model}
            CellTally.objects.get_or_create(**cell)
            CellTally.objects.filter(**cell).update(cases=F("cases") + change)


def _lead_from_merged() -> None:
    """Write where the addresses of merged cases lead, in the place of what is written there."""
    MergedAddress.objects.all().delete()
    MergedAddress.objects.bulk_create(merged_addresses())


def _show_withdrawal(taken: TakenDown) -> None:
    """Write what the public reads of a withdrawn case; of any other there is nothing to read."""
    if taken.kind == OffPage.WITHDRAWN:
        withdrawn_row(taken).save(force_insert=True)


def refresh_pages_that_link_to(case: int, addresses: Iterable[str]) -> None:
    """Write the links anew on the pages that name this case by one of these addresses."""
    links = CaseLink.objects.filter(case=OuterRef("pk"), target__in=list(addresses))
    linking = Case.objects.filter(Exists(links)).exclude(pk=case)
    for page in linking.select_related("record__published"):
        _write_parts(page, project_now(page))


def _free_slug(title: str) -> str:
    wanted = slug_for(title) or "case"
    slug, number = wanted, 1
    while slug in RESERVED_SLUGS or is_taken(slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def bump_site_version(at: datetime | None) -> int:
    """Say that public pages changed and return the new number; waits for other publications to commit.

    `at` becomes the date of the data; None leaves it as it is, when no text and no number changed.
    """
    version = take_turn()
    version.number += 1
    version.stamp = uuid.uuid4()
    version.changed_at = at or version.changed_at
    version.save()
    PastVersion.objects.create(stamp=version.stamp, number=version.number)
    return version.number


def take_turn() -> SiteVersion:
    """Wait for other publications to commit, and let later ones wait until this transaction does.

    An approval takes its turn before it is written down, so that approvals are numbered in the order of
    their publications: `rebuild_public` replays them in that order.
    """
    SiteVersion.objects.get_or_create(id=1)
    return SiteVersion.objects.select_for_update().get(id=1)
