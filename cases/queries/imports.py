"""Imports as their pages show them, and what the rest of the site asks of them."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cases.domain.diff import visible_controls
from cases.domain.imports import ITEM_LABELS, ItemState
from cases.domain.queue_marks import import_mark
from cases.domain.vocabulary import PART_LABELS
from cases.domain.workflow import State
from cases.models import Case, CaseRecord, Draft, Import, ImportItem, PastAddress, QueueMark, Revision
from cases.models.revision import RevisionQuerySet
from cases.queries.fixed import fixed
from cases.queries.words import LABELS, label_of

PAGE = 100
LISTED_AT_MOST = 50
LISTS: dict[str, Callable[[], str]] = {
    "parts": lambda: _("Parts"),
    "sources": lambda: _("Sources"),
    "illustrations": lambda: _("Claims"),
    "images": lambda: _("Images"),
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One thing said of an item: at which field or column, "" for the whole, and what."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One row of a report. `revision` and `draft` are what became of it, if anything did."""

    item: ImportItem
    state: str
    label: str
    title: str
    lines: tuple[ReportLine, ...]
    revision: Revision | None
    draft: int | None

    @property
    def can_begin_draft(self) -> bool:
        """Whether a draft can be made of it: it can be read, and was not sent."""
        is_open = self.state in {ItemState.INCOMPLETE, ItemState.READY}
        return is_open and bool(self.item.content) and self.revision is None and self.draft is None


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many items stand in a state."""

    state: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ImportPage:
    """An import with a page of its report; `after` is the number after which the next page begins.

    `waiting` counts the revisions of it that wait for a reviewer.
    """

    rows: tuple[ShownItem, ...]
    counts: tuple[StateCount, ...]
    total: int
    after: int | None
    waiting: int

    def count_of(self, state: ItemState) -> int:
        """How many items stand in this state."""
        return next((each.count for each in self.counts if each.state == state), 0)

    @property
    def ready(self) -> int:
        """How many can be sent."""
        return self.count_of(ItemState.READY)

    @property
    def sent(self) -> int:
        """How many were sent."""
        return self.count_of(ItemState.SENT)


def import_page(found: Import, *, state: str = "", after: int = 0, size: int = PAGE) -> ImportPage:
    """Read a page of the report in five queries."""
    items = ImportItem.objects.filter(of=found)
    counted = dict(items.order_by().values_list("state").annotate(count=Count("pk")))
    chosen = items.filter(state=state) if state else items
    rows = list(chosen.filter(number__gt=after).order_by("number")[: size + 1])
    keys = [item.submission_key for item in rows[:size]]
    revisions = {
        revision.submission_key: revision
        for revision in Revision.objects.filter(submission_key__in=keys).select_related("standing")
    }
    drafts = dict(Draft.objects.filter(submission_key__in=keys).values_list("submission_key", "pk"))
    return ImportPage(
        rows=tuple(_shown(item, revisions, drafts) for item in rows[:size]),
        counts=tuple(
            StateCount(each.value, _(ITEM_LABELS[each]), counted[each.value])
            for each in ItemState
            if counted.get(each.value)
        ),
        total=sum(counted.values()),
        after=rows[size - 1].number if len(rows) > size else None,
        waiting=waiting_of(found).count(),
    )


def _shown(
    item: ImportItem, revisions: Mapping[uuid.UUID, Revision], drafts: Mapping[uuid.UUID, int]
) -> ShownItem:
    return ShownItem(
        item=item,
        state=item.state,
        label=_(ITEM_LABELS[ItemState(item.state)]),
        title=visible_controls(item.title),
        lines=tuple(map(report_line, item.report)),
        revision=revisions.get(item.submission_key),
        draft=drafts.get(item.submission_key),
    )


def report_line(said: Mapping[str, object]) -> ReportLine:
    """One thing said of an item, in the language of the reader. Params hold text of the file."""
    params = said.get("params")
    shown = {
        name: visible_controls(value) if isinstance(value, str) else value
        for name, value in (params.items() if isinstance(params, dict) else ())
    }
    at, column = str(said.get("path", "")), str(said.get("column", ""))
    place = _("column “%(name)s”") % {"name": visible_controls(column)} if column else place_of(at)
    return ReportLine(place, _(str(said.get("message", ""))) % shown)


def place_of(path: str) -> str:
    """The field that a path of the content names, in words: *Sources, row 2: title*."""
    table, _dot, rest = path.partition(".")
    index, _dot, field = rest.partition(".")
    if table in {"parts", "parts_without_text"} and index in PART_LABELS:
        return _(PART_LABELS[index])
    label = (
        LISTS[table]() if table in LISTS else label_of(table) if table in LABELS else visible_controls(path)
    )
    if not index.isdigit():
        return label
    words = {"list": label, "number": int(index) + 1, "field": field.replace("_", " ")}
    return (_("%(list)s, row %(number)s: %(field)s") if field else _("%(list)s, row %(number)s")) % words


def waiting_of(found: Import) -> RevisionQuerySet:
    """The revisions of an import that wait for a reviewer."""
    keys = ImportItem.objects.filter(of=found).values("submission_key")
    return Revision.objects.waiting().filter(submission_key__in=keys)


def imports_of(user: User) -> list[Import]:
    """The newest imports of a person, with how many items each has and how many were sent."""
    sent = Count("items", filter=Q(items__state=ItemState.SENT))
    return list(Import.objects.of(user).annotate(item_count=Count("items"), sent_count=sent)[:LISTED_AT_MOST])


def waiting_imported(user: User) -> int:
    """How many revisions that came by imports of this person wait for a reviewer."""
    keys = ImportItem.objects.filter(of__by=user).values("submission_key")
    return Revision.objects.waiting().filter(submission_key__in=keys).count()


# --- what was brought before ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What the site has of an item: its case, and the person's revisions of it by imports, newest first."""

    record: CaseRecord | None
    own: tuple[Revision, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """Under which names a person brought something before, and which contents anybody sent.

    What is neither is new; of all else it must be asked what it is.
    """

    names: set[str]
    digests: set[str]

    def may_have(self, item: ImportItem, digest: str) -> bool:
        """Whether the site may have this item already, or a case that it is about."""
        return self.may_have_case(origin=item.origin, slug=item.slug) or digest in self.digests

    def may_have_case(self, *, origin: str, slug: str) -> bool:
        """Whether the site may have the case of an item."""
        return bool(slug) or origin in self.names

    def add(self, item: ImportItem, digest: str) -> None:
        """Note an item that was just brought."""
        self.names.update({item.origin} - {""})
        self.digests.add(digest)


def brought_before(*, by: User, names: Collection[str], digests: Collection[str]) -> Brought:
    """What of these names and contents is here; three queries for any number of items."""
    named = ImportItem.objects.filter(of__by=by, origin__in=set(names) - {""}).order_by()
    origins = dict(named.values_list("submission_key", "origin"))
    sent = Revision.objects.filter(submission_key__in=origins).values_list("submission_key", flat=True)
    known = Revision.objects.filter(content_hash__in=digests).values_list("content_hash", flat=True)
    return Brought({origins[key] for key in sent}, set(known))


def known_item(*, by: User, origin: str, slug: str) -> Known:
    """The case that an item is about: what this person brought under this name, or what is public there.

    An address that is hidden, withdrawn or was never given is the same here: nothing.
    """
    own = _own_revisions(by, origin) if origin else []
    if own:
        return Known(own[0].record, tuple(own))
    if not slug:
        return Known(None, ())
    moved = PastAddress.objects.filter(slug=slug).values("record")
    case = (
        Case.objects.published()
        .filter(Q(slug=slug) | Q(pk__in=moved))
        .select_related("record__published")
        .first()
    )
    return Known(case.record if case else None, ())


def _own_revisions(by: User, origin: str) -> list[Revision]:
    """What this person brought under this name before, newest first; most names are new, and cost little."""
    items = ImportItem.objects.filter(of__by=by, origin=origin)
    keys = list(items.order_by().values_list("submission_key", flat=True))
    if not Revision.objects.filter(submission_key__in=keys).exists():
        return []
    rows = Revision.objects.by(by).filter(submission_key__in=keys)
    return list(
        rows.select_related("standing", "record__published", "record__taken_down", "hidden", "base")
        .order_by("-pk")
        .defer("content", "base__content")
    )


def same_sent(*, by: User, digest: str, record: CaseRecord | None) -> Revision | None:
    """A revision of this person that says exactly this and was not taken back; of the case, if known."""
    if not Revision.objects.filter(content_hash=digest).exists():
        return None
    rows = Revision.objects.by(by).filter(content_hash=digest)
    # One that was brought up to date or put together left the queue too, and is not taken back.
    rows = rows.exclude(standing__state=State.WITHDRAWN, followed_by__isnull=True)
    if record is not None:
        rows = rows.filter(record=record)
    return rows.select_related("standing", "record__published").order_by("-pk").first()


def titles_among(titles: Collection[str]) -> frozenset[str]:
    """Those of these titles that public cases have."""
    rows = Case.objects.published().filter(title__in=titles).order_by()
    return frozenset(rows.values_list("title", flat=True))


def twin_of(title: str) -> Case | None:
    """A public case of exactly this title."""
    return Case.objects.published().filter(title=title).select_related("record__published").first()


def says_the_same(case: Case, digest: str) -> bool:
    """Whether what is public of a case has this hash."""
    published = case.record.published
    return published is not None and published.content_hash == digest


# --- for the rest of the site ---------------------------------------------------------------------


def marks_of_imports(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, frozenset[str]]:
    """The mark of the import from which a revision comes, by its submission key; no entry for any other."""
    return _marks_in(ImportItem.objects.filter(submission_key__in=keys))


def marks_of_waiting_imports() -> dict[uuid.UUID, frozenset[str]]:
    """The marks of imports that waiting revisions must have, by their submission keys."""
    waiting = Revision.objects.waiting().order_by().values("submission_key")
    return _marks_in(ImportItem.objects.filter(submission_key__in=waiting))


def _marks_in(items: QuerySet[ImportItem]) -> dict[uuid.UUID, frozenset[str]]:
    rows = items.order_by().values_list("submission_key", "of")
    return {key: frozenset({import_mark(of)}) for key, of in rows}


def import_of_key(key: uuid.UUID) -> int | None:
    """The number of the import from which a revision with this submission key comes, if it comes from one."""
    return ImportItem.objects.filter(submission_key=key).values_list("of", flat=True).first()


def wished_address(record: CaseRecord) -> str:
    """The address that the file of an imported case wished for; "" when it wished for none."""
    return next((slug for (slug,) in wishes_of(record.pk)), "")


@fixed
def wishes_of(record: int) -> "QuerySet[ImportItem, tuple[str]]":
    """The addresses that files wished for this case."""
    keys = Revision.objects.filter(record=record).order_by().values("submission_key")
    wishes = ImportItem.objects.filter(submission_key__in=keys, slug__gt="")
    return wishes.order_by("pk").values_list("slug")


def imports_in_queue() -> list[tuple[str, str]]:
    """Each import of which something waits: its number, and in words whose file it is and how much waits."""
    marked = QueueMark.objects.filter(mark__startswith="import:")
    counts = {
        mark.partition(":")[2]: count
        for mark, count in marked.order_by().values_list("mark").annotate(count=Count("pk"))
    }
    rows = Import.objects.filter(pk__in=counts).select_related("by").order_by("-pk")[:LISTED_AT_MOST]
    return [(str(row.pk), _in_words(row, counts[str(row.pk)])) for row in rows]


def _in_words(row: Import, count: int) -> str:
    waits = ngettext("%(count)s waits", "%(count)s wait", count) % {"count": count}
    words = {"name": visible_controls(row.name), "person": row.by.shown_name, "waits": waits}
    return _("%(name)s, of %(person)s: %(waits)s") % words


IMPORT_OF = Subquery(ImportItem.objects.filter(submission_key=OuterRef("submission_key")).values("of")[:1])
"""The number of the import from which a revision comes, in a query of revisions."""
