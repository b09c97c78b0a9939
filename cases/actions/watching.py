"""Watching things, and telling those who watch what a publication touched."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from taggit.models import Tag

from accounts.models import User
from cases import permissions
from cases.actions import trail
from cases.actions.moves import hold_writer
from cases.actions.notices import tell_many
from cases.actions.refusals import NotAllowed, NothingThere, WatchesTooMuch
from cases.domain.gaps import Publication
from cases.domain.watching import TAG, TELLING, WATCHED_AT_MOST, Thing, tags_touched_by, touched_by
from cases.models import Notice, Version, Watch
from cases.queries.mail import mail_choice_of
from cases.queries.watching import thing_at


def watch(*, thing: str, by: User) -> Watch:
    """Watch what has this address. To watch it again changes nothing.

    Raises NotAllowed, NothingThere, and WatchesTooMuch when they watch as much as one may.
    """
    if not permissions.may_contribute(by):
        raise NotAllowed
    with transaction.atomic():
        hold_writer(by)
        if thing_at(thing) is None:
            raise NothingThere
        others = Watch.objects.filter(person=by).exclude(thing=thing)
        if others.count() >= WATCHED_AT_MOST:
            raise WatchesTooMuch
        row, is_new = Watch.objects.get_or_create(person=by, thing=thing)
        if is_new:
            trail.note("watched", by=by, subject=row, data={"thing": thing})
        return row


def unwatch(*, thing: str, by: User) -> None:
    """Watch it no longer, also when it is not public any more."""
    with transaction.atomic():
        row = Watch.objects.filter(person=by, thing=thing).first()
        if row is not None:
            trail.note("unwatched", by=by, subject=row, data={"thing": thing})
            row.delete()


def announce(*, revision_id: int) -> int:
    """Tell those who watch something that the publication of this revision touched; return how many.

    Nothing is told when the case is not public any more. Done twice, it tells nobody twice.
    """
    version = Version.objects.filter(revision_number=revision_id).select_related("case", "author").first()
    if version is None:
        return 0
    publication = _publication_of(version)
    with transaction.atomic():
        _watch_own(version)
        notices = _notices_for(version, _touched(publication))
        tell_many(notices)
    return len(notices)


def _publication_of(version: Version) -> Publication:
    earlier = Version.objects.filter(case=version.case, number__lt=version.number).order_by("-number").first()
    return Publication(
        case=version.case_id,
        slug=version.case.slug,
        at=version.published_at,
        before=earlier.read() if earlier else None,
        after=version.read(),
    )


def _watch_own(version: Version) -> None:
    """With their first accepted version of a case, people begin to watch it, unless they do not want that."""
    author = version.author
    own = Version.objects.filter(case=version.case, author=author, number__lt=version.number)
    if author.left_at is None and not own.exists() and mail_choice_of(author).watches_own:
        Watch.objects.get_or_create(person=author, thing=Thing.of_case(version.case_id).address)


def _touched(publication: Publication) -> list[Thing]:
    """What was touched, in the order in which people are told of it."""
    names = tags_touched_by(publication)
    tags = Tag.objects.alias(folded=Lower("name")).filter(folded__in=names) if names else ()
    things = {*touched_by(publication), *(Thing(TAG, tag.slug) for tag in tags)}
    return sorted(things, key=lambda thing: (TELLING.index(thing.tells), thing.address))


def _notices_for(version: Version, touched: Iterable[Thing]) -> list[Notice]:
    things = {thing.address: (place, thing) for place, thing in enumerate(touched)}
    watches = Watch.objects.filter(thing__in=things, person__is_active=True, since__lte=version.published_at)
    first: dict[int, tuple[int, Thing]] = {}
    for person, address in watches.exclude(person=version.author_id).values_list("person_id", "thing"):
        first[person] = min(first.get(person, things[address]), things[address], key=lambda pair: pair[0])
    now = timezone.now()
    return [
        Notice(
            person_id=person,
            kind=thing.tells,
            about_kind="revision",
            about_id=version.revision_number,
            record_id=version.case_id,
            watched=thing.address,
            actor_id=version.author_id,
            at=now,
            key=f"changed:revision:{version.revision_number}:{person}",
        )
        for person, (_place, thing) in sorted(first.items())
    ]
