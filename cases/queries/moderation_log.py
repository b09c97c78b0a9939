"""The public log of moderation, newest first. What it names is looked up among what is public now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role, User
from cases.domain.moderation_log import LogKind, Named, reason_in_words, told_of, verbs_of
from cases.models import AuditEvent, Case, Version
from models_taxonomy.models import Claim

PAGE = 30
RECORDS = frozenset({"case", "caserecord"})
# Asked for when nothing else is, so that the number of queries does not depend on what is on the page.
NOBODY = "0"


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of the log; `name` and `url` are "" where nothing public can be named."""

    number: int
    at: datetime
    kind: LogKind
    says: str
    reason: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log; `before` is the key of the next page, or None."""

    entries: tuple[Entry, ...]
    before: int | None


Place = tuple[str, str]
"""What a thing is called, and where it is."""


def log_page(*, kind: LogKind | None = None, before: int | None = None, size: int = PAGE) -> LogPage:
    """Read a page of the log in five queries."""
    events = AuditEvent.objects.filter(verb__in=verbs_of(kind)).order_by("-pk")
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events[: size + 1])
    shown = found[:size]
    public = _public(shown)
    entries = (_entry(event, public) for event in shown)
    return LogPage(
        tuple(entry for entry in entries if entry is not None and kind in {None, entry.kind}),
        shown[-1].pk if len(found) > size else None,
    )


def _entry(event: AuditEvent, public: "_Public") -> Entry | None:
    told = told_of(event.verb, event.subject_kind)
    if told is None:
        return None
    name, url = public.place_of(event, told.names)
    reason = reason_in_words(event.verb, event.data.get("reason"))
    return Entry(event.pk, event.at, told.kind, _(told.says), _(reason) if reason else "", name, url)


@dataclass(frozen=True, slots=True)
class _Public:
    """What a page of the log may name, by the numbers that its events hold."""

    cases: dict[str, Place]
    record_of: dict[str, str]
    claims: frozenset[str]
    people: dict[str, str]

    def place_of(self, event: AuditEvent, names: Named) -> Place:
        """The name and the address of what an event is about; two empty texts when it is not public."""
        if names is Named.CASE:
            return self.cases.get(self._record(event), ("", ""))
        if names is Named.CLAIM and (code := str(event.data.get("claim"))) in self.claims:
            return _("claim %(code)s") % {"code": code}, reverse("cases:claim", args=[code])
        if names is Named.ROLE and (name := self.people.get(event.subject_id)):
            role = dict(Role.choices).get(str(event.data.get("role")), "")
            words = _("%(name)s, %(role)s") % {"name": name, "role": role}
            return words, reverse("cases:profile", args=[name])
        return "", ""

    def _record(self, event: AuditEvent) -> str:
        return _record_in(event) or self.record_of.get(event.subject_id, NOBODY)


def _public(events: Iterable[AuditEvent]) -> _Public:
    """Look up at once what the events are about, each among the public things of its kind."""
    events = list(events)
    revisions = {NOBODY, *(event.subject_id for event in events if event.subject_kind == "revision")}
    versions = Version.objects.filter(revision_number__in=revisions)
    record_of = {
        str(number): str(case) for number, case in versions.values_list("revision_number", "case_id")
    }
    records = {int(number or NOBODY) for number in [NOBODY, *record_of.values(), *map(_record_in, events)]}
    cases = Case.objects.filter(pk__in=records).values_list("pk", "title", "slug")
    codes = {NOBODY, *(str(event.data.get("claim")) for event in events if event.verb == "worded")}
    people = {NOBODY, *(event.subject_id for event in events if event.verb == "role_changed")}
    users = User.objects.filter(pk__in=people, is_active=True, left_at__isnull=True)
    return _Public(
        cases={str(pk): (title, reverse("cases:case", args=[slug])) for pk, title, slug in cases},
        record_of=record_of,
        claims=frozenset(Claim.objects.filter(pk__in=codes).values_list("pk", flat=True)),
        people={str(pk): name for pk, name in users.values_list("pk", "username")},
    )


def _record_in(event: AuditEvent) -> str:
    """The number of the record that an event names itself, or ""."""
    number = event.data.get("record")
    if number is None and event.subject_kind in RECORDS:
        number = event.subject_id
    return str(number) if str(number).isdecimal() else ""
