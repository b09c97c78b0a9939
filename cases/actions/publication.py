"""Making the public tables from approved revisions, in the transaction of the approval."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast

from django.db import connection, transaction
from django.db.models import Field, QuerySet
from django.utils import timezone

from cases.actions import trail
from cases.actions.case_rows import write_case, write_parts
from cases.actions.comment_html import write_comments_again
from cases.actions.facts import change_facts, replace_facts
from cases.actions.gap_turns import note_turns, replace_turns
from cases.actions.held_versions import outwait_held_versions
from cases.actions.last_changes import (
    forget,
    note_change,
    note_publication,
    note_removal,
    replace_changes,
)
from cases.actions.one_row import add, asked_by_add, write, write_again
from cases.actions.opinion_counts import (
    count_after_acceptance,
    count_after_hiding,
    count_after_off_page,
    replace_figures,
)
from cases.actions.proposed import put_rows_of_parts, replace_public_rows, take_rows_of_parts
from cases.actions.replicas import hold_replicas_to
from cases.actions.search import add_search, asked_by_search, change_search, replace_search
from cases.actions.sending import send
from cases.actions.sources import asked_by_sources, change_sources, replace_sources
from cases.actions.tallies import change_tallies
from cases.domain.addresses import RESERVED_SLUGS
from cases.domain.content import CaseContent
from cases.domain.gaps import Publication
from cases.domain.off_page import OffPage
from cases.domain.projection import Projection, project
from cases.domain.rendering import slug_for
from cases.domain.workflow import State
from cases.models import (
    Case,
    CaseLink,
    CaseRecord,
    CellTally,
    ClaimTally,
    MergedAddress,
    Review,
    Revision,
    SiteVersion,
    TakenDown,
    Version,
    WithdrawnCase,
)
from cases.queries.addresses import addresses_of, is_taken, records_at
from cases.queries.asking import Question, ask_ahead
from cases.queries.counted_opinions import opinions_by_or_on
from cases.queries.fact_blocks import first_waiting_turn
from cases.queries.fixed import fixed
from cases.queries.gap_turns import asked_by_turns
from cases.queries.imports import wished_address, wishes_of
from cases.queries.joining import merged_addresses
from cases.queries.off_page import withdrawn_row
from cases.queries.rendered import render_parts
from cases.queries.site_version import turn_now, turn_rows
from cases.queries.sources import uses_of
from cases.queries.tag_synonyms import asked_by_tags, synonyms_among
from cases.queries.tallies import cell_tallies, claim_tallies

STAMP, AT = (
    cast("Field[object, object]", SiteVersion._meta.get_field(name)) for name in ("stamp", "changed_at")
)
COUNT_UP = """
INSERT INTO "cases_siteversion" ("id", "number", "stamp", "changed_at") VALUES (1, 1, %s, %s)
ON CONFLICT ("id") DO UPDATE SET
    "number" = "cases_siteversion"."number" + 1,
    "stamp" = EXCLUDED."stamp",
    "changed_at" = COALESCE(EXCLUDED."changed_at", "cases_siteversion"."changed_at")
"""
"""Takes the next number, for which it waits for whoever took the one before to commit; the first is 1."""
KEEP_STAMP = """
INSERT INTO "cases_pastversion" ("stamp", "number") SELECT "stamp", "number" FROM "cases_siteversion"
"""


def publish(*, review: Review) -> Case:
    """Write an approval down, and make its revision the public version of its case.

    Call inside the approving transaction. The approval took its turn before (`bump_site_version`): all
    publications queue on the row of SiteVersion, so that tallies, slugs and links are changed by one
    transaction at a time and never deadlock.
    """
    revision = review.revision
    record = revision.record
    before = record.published.read() if record.published else None
    content = revision.read()
    ask_ahead((asked_by_add(review), *_asked_by_publishing(review, before, content)))
    add(review)
    slug = record.slug or _free_slug(wished_address(record) or revision.title)
    record.slug = slug
    record.published = revision
    write_again(record, "slug", "published")
    ((first_at, version),) = _standing_of(record.pk) if before else ((review.at, 0),)
    case, tags = write_case(record, before, content, review, number=version + 1, first_at=first_at)
    _write_version(case, review, version + 1)
    tallies = change_tallies(before, content)
    note_turns(Publication(case.pk, slug, review.at, before, content), tallies)
    change_facts(
        case.pk, before, content, turn=turn_now(), addresses={name: tag.slug for name, tag in tags.items()}
    )
    change_sources(before, content)
    synonyms = {name: tag.name for name, tag in tags.items()}
    if before is None:
        add_search(case.pk, content, synonyms)
    else:
        change_search(case.pk, content, synonyms)
    count_after_acceptance(revision)
    note_publication(case.pk, at=review.at)
    trail.queue_announcement(revision_id=revision.pk)
    if before is None:
        refresh_pages_that_link_to(case.pk, [slug])
    return case


def _asked_by_publishing(
    review: Review, before: CaseContent | None, content: CaseContent
) -> Iterator[Question]:
    """What `publish` asks in nearly every case, of rows that it changes only once it has asked for them."""
    revision = review.revision
    record = revision.record
    yield turn_rows.asked_of()
    if before is not None:
        yield _standing_of.asked_of(record.pk)
    if record.slug is None:
        slug = _wanted_slug(revision.title)
        yield from (wishes_of.asked_of(record.pk), records_at.asked_of(slug))
        yield _linking_to.asked_of(slug, record.pk)
    yield from asked_by_tags({*content.tags, *(before.tags if before else ())})
    yield from (claim_tallies.asked_of(), cell_tallies.asked_of(), first_waiting_turn.asked_of())
    yield from asked_by_sources(before, content)
    if before is not None:
        yield asked_by_search(record.pk)
    yield from asked_by_turns(Publication(record.pk, record.slug or "", review.at, before, content))
    yield opinions_by_or_on.asked_of(revision.author_id, record.pk)


def take_down(*, record: CaseRecord, at: datetime) -> None:
    """Take every public row of a case away. Call inside the transaction of the act that decided it.

    The act has locked the record (`moves.lock_record`) and written its row TakenDown, which says why and
    keeps `rebuild_public` from bringing the case back; `published` stays, so that `put_back` knows what to
    write. What the site counts, and the turns of gaps, are afterwards as if the case had never been
    public; pages that link to it show a link to nothing.
    """
    taken = TakenDown.objects.get(record=record)
    before = published_content(record)
    bump_site_version(at)
    change_search(record.pk, None)
    Case.objects.filter(pk=record.pk).delete()
    note_removal(taken)
    change_tallies(before, None)
    change_facts(record.pk, before, None, turn=turn_now())
    change_sources(before, None)
    count_after_off_page(record.pk)
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
    bump_site_version(at)
    WithdrawnCase.objects.filter(record=record).delete()
    _rebuild(record)
    note_change([record.pk], at=at)
    _lead_from_merged()
    content = published_content(record)
    change_facts(record.pk, None, content, turn=turn_now())
    change_sources(None, content)
    change_search(record.pk, content)
    put_rows_of_parts(record)
    count_after_off_page(record.pk)
    replace_turns()
    refresh_pages_that_link_to(record.pk, addresses_of(record))
    return Case.objects.get(pk=record.pk)


def take_withdrawal_away(*, record: CaseRecord, at: datetime) -> None:
    """Let the address of a withdrawn case say nothing more. Call inside the transaction that decided it."""
    bump_site_version(at)
    WithdrawnCase.objects.filter(record=record).delete()
    forget(record.pk)


def take_version_away(*, revision: Revision) -> None:
    """Take the row of a version away, if the revision has one. Call inside the transaction that hides it."""
    bump_site_version(None)
    Version.objects.filter(revision_number=revision.pk).delete()
    note_change([revision.record_id], at=timezone.now())
    count_after_hiding(revision)


def put_version_back(*, revision: Revision) -> None:
    """Write the row of a version again, if the revision was accepted and its case is on the page."""
    bump_site_version(None)
    review = Review.objects.filter(revision=revision, decision=State.APPROVED).first()
    case = Case.objects.filter(pk=revision.record_id).first()
    if review is not None and case is not None:
        _write_version(case, review, _number_of(review))
        note_change([case.pk], at=timezone.now())
    count_after_hiding(revision)


def rebuild_public() -> int:
    """Make every public table again from the revisions; return the number of cases.

    What is off the page stays off it.
    """
    with transaction.atomic():
        now = timezone.now()
        bump_site_version(now)
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
                write_parts(record.case, project_now(record.case))
        replace_facts(((record.pk, published_content(record)) for record in records), turn=turn_now())
        replace_turns()
        replace_public_rows()
        replace_figures()
        write_comments_again()
        replace_sources(uses_of(published_content(record) for record in records))
        replace_search((record.pk, published_content(record)) for record in records)
        for taken in TakenDown.objects.select_related("record"):
            _show_withdrawal(taken)
        replace_changes(at=now)
        return len(records)


def published_content(record: CaseRecord) -> CaseContent:
    """What the public reads of this record now. Raises ValueError when it reads nothing."""
    if record.published is None:
        raise ValueError(f"record {record.pk} has no published revision")
    return record.published.read()


def project_now(case: Case) -> Projection:
    """The public rows that the published revision of this case should have now."""
    content = published_content(case.record)
    return project(content, render_parts(content), synonyms_among(content.tags))


@fixed
def _standing_of(record: int) -> "QuerySet[Case, tuple[datetime, int]]":
    """When the case was first published, and the number of the version that stands."""
    return Case.objects.filter(pk=record).values_list("first_published_at", "version")


def _number_of(review: Review) -> int:
    approved = Review.objects.filter(revision__record=review.revision.record_id, decision=State.APPROVED)
    return approved.filter(id__lte=review.pk).count()


def _write_version(case: Case, review: Review, number: int) -> None:
    revision = review.revision
    write(
        Version(
            pk=review.pk,
            case=case,
            number=number,
            revision_number=revision.pk,
            content=revision.content,
            content_hash=revision.content_hash,
            note=revision.note,
            author=revision.author,
            reviewer=review.by,
            published_at=review.at,
        )
    )


def _rebuild(record: CaseRecord) -> None:
    """Replay the approvals of one record in their order.

    Versions are numbered by approvals; one that is hidden has its number and no row.
    """
    reviews = Review.objects.filter(revision__record=record, decision=State.APPROVED).order_by("id")
    before: CaseContent | None = None
    first_at: datetime | None = None
    for number, review in enumerate(reviews.select_related("revision__author", "revision__hidden", "by"), 1):
        content = review.revision.read()
        first_at = first_at or review.at
        case, _tags = write_case(record, before, content, review, number=number, first_at=first_at)
        if not hasattr(review.revision, "hidden"):
            _write_version(case, review, number)
        change_tallies(before, content)
        before = content


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
    linking = {page for address in addresses for (page,) in _linking_to(address, case)}
    if not linking:
        return
    for page in Case.objects.filter(pk__in=linking).order_by().select_related("record__published"):
        write_parts(page, project_now(page))


@fixed
def _linking_to(address: str, case: int) -> "QuerySet[CaseLink, tuple[int]]":
    return CaseLink.objects.filter(target=address).exclude(case=case).order_by().values_list("case")


def _free_slug(title: str) -> str:
    wanted = _wanted_slug(title)
    slug, number = wanted, 1
    while slug in RESERVED_SLUGS or is_taken(slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _wanted_slug(title: str) -> str:
    return slug_for(title) or "case"


def bump_site_version(at: datetime | None) -> None:
    """Say that public pages changed, and take the turn: waits for other publications to commit.

    `at` becomes the date of the data; None leaves it as it is, when no text and no number changed. What is
    asked from here on is asked in this turn, of which `turn_now` tells the number.
    """
    stamp = uuid.uuid4()
    send(COUNT_UP, [STAMP.get_db_prep_save(stamp, connection), AT.get_db_prep_save(at, connection)])
    send(KEEP_STAMP, [])
    hold_replicas_to(stamp)
    outwait_held_versions()


def take_turn() -> None:
    """Wait for other publications to commit, and let later ones wait until this transaction does."""
    turns = SiteVersion.objects.select_for_update()
    if turns.filter(id=1).first() is None:
        SiteVersion.objects.get_or_create(id=1)
        turns.get(id=1)
