"""Renaming tags, merging them, and saying which stand for others.

All three are one thing: a tag becomes a synonym of another. Revisions keep what their authors wrote; what is
published of it changes in the same transaction. A tag that others stand for stands for none itself, so
that addresses lead on once and never in a circle.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from taggit.models import Tag

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.facts import replace_tag_facts
from cases.actions.last_changes import note_change
from cases.actions.refusals import Incomplete, NotAllowed
from cases.actions.search import change_search
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.reading import folded_tag
from cases.domain.tags import problems_of_name, published_tags
from cases.models import Case, TagSynonym
from cases.queries.site_version import turn_now
from cases.queries.tag_synonyms import all_synonyms


def rename(*, tag: Tag, name: str, by: User) -> Tag:
    """Give a tag another name; the old one stands for the new. Raises NotAllowed and Incomplete."""
    name = _checked(name, "new_name", by)
    with transaction.atomic():
        publication.bump_site_version(timezone.now())
        _refuse_synonym(tag, "new_name")
        new = _tag_named(name)
        if new == tag:
            raise _fault("new_name", _("This is its name already. Write another one."))
        if _stands_for_another_than(new, tag) or _is_in_use(new):
            message = _("There is a tag of this name. Merge the two instead.")
            raise _fault("new_name", message)
        _join(tag, new)
        trail.note("tag_renamed", by=by, subject=tag, data={"from": tag.name, "to": new.name})
        return new


def merge(*, tag: Tag, into: str, by: User) -> Tag:
    """Make a tag a synonym of another, which is returned. Raises NotAllowed and Incomplete."""
    into = _checked(into, "into", by)
    with transaction.atomic():
        publication.bump_site_version(timezone.now())
        _refuse_synonym(tag, "into")
        other = Tag.objects.filter(name=into).first()
        synonym = TagSynonym.objects.select_related("of").filter(tag=other).first() if other else None
        other = synonym.of if synonym else other
        if other is None or not _is_in_use(other):
            raise _fault("into", _("There is no such tag. Write the name of one that a case has."))
        if other == tag:
            raise _fault("into", _("This is the same tag. Write the name of another one."))
        _join(tag, other)
        trail.note("tag_merged", by=by, subject=tag, data={"from": tag.name, "to": other.name})
        return other


def add_synonym(*, tag: Tag, name: str, by: User) -> None:
    """Say that a name stands for this tag, a tag in use too. Raises NotAllowed and Incomplete."""
    name = _checked(name, "synonym", by)
    with transaction.atomic():
        publication.bump_site_version(timezone.now())
        _refuse_synonym(tag, "synonym")
        added = _tag_named(name)
        if added == tag:
            raise _fault("synonym", _("This is the same tag. Write the name of another one."))
        if TagSynonym.objects.filter(tag=added).exists():
            raise _fault("synonym", _("This name stands for a tag already. Take it away there first."))
        _join(added, tag)
        trail.note("synonym_added", by=by, subject=tag, data={"synonym": added.name, "of": tag.name})


def remove_synonym(*, tag: Tag, synonym: int, by: User) -> None:
    """Let a name stand for itself again; said of a name that does, it changes nothing. Raises NotAllowed."""
    if not permissions.may_edit_tags(by):
        raise NotAllowed
    with transaction.atomic():
        publication.bump_site_version(timezone.now())
        row = TagSynonym.objects.select_related("tag").filter(pk=synonym, of=tag).first()
        if row is None:
            return
        freed = row.tag
        row.delete()
        _publish_anew([tag, freed])
        trail.note("synonym_removed", by=by, subject=tag, data={"synonym": freed.name, "of": tag.name})


def _checked(name: str, field: str, by: User) -> str:
    if not permissions.may_edit_tags(by):
        raise NotAllowed
    name = folded_tag(name)
    problems = problems_of_name(name, field)
    if problems:
        raise Incomplete(problems)
    return name


def _fault(field: str, message: str) -> Incomplete:
    return Incomplete((Problem(field, message),))


def _tag_named(name: str) -> Tag:
    return Tag.objects.get_or_create(name=name)[0]


def _refuse_synonym(tag: Tag, field: str) -> None:
    """Another moderator may have made the tag a synonym meanwhile."""
    if TagSynonym.objects.filter(tag=tag).exists():
        raise _fault(field, _("This tag stands for another by now. Open that one."))


def _stands_for_another_than(name: Tag, tag: Tag) -> bool:
    return TagSynonym.objects.filter(tag=name).exclude(of=tag).exists()


def _is_in_use(tag: Tag) -> bool:
    return Case.objects.filter(tags=tag).exists() or TagSynonym.objects.filter(of=tag).exists()


def _join(old: Tag, new: Tag) -> None:
    """Let the old tag, and all that stood for it, stand for the new one."""
    TagSynonym.objects.filter(tag=new).delete()
    TagSynonym.objects.filter(of=old).update(of=new)
    TagSynonym.objects.create(tag=old, of=new)
    _publish_anew([old, new])


def _publish_anew(tags: Collection[Tag]) -> None:
    """Give the cases that have one of these tags those that follow from what their authors wrote."""
    synonyms = all_synonyms()
    cases = list(Case.objects.filter(tags__in=tags).select_related("record__published").distinct())
    for case in cases:
        written = publication.published_content(case.record)
        case.tags.set(published_tags(written.tags, synonyms))
        change_search(case.pk, written)
    note_change((case.pk for case in cases), at=timezone.now())
    replace_tag_facts([tag.slug for tag in tags], turn=turn_now())
