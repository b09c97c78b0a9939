"""Writing the tags of a case, in the publishing transaction."""

from collections.abc import Collection, Mapping

from django.contrib.contenttypes.models import ContentType
from taggit.models import Tag, TaggedItem

from cases.models import Case
from cases.queries.tag_synonyms import PublishedTag, published_as


def make_tags(names: Collection[str], *, besides: Collection[str] = ()) -> Mapping[str, PublishedTag]:
    """What is published of these names, as authors write them, and of `besides`, which have their rows.

    A tag that nobody used before is made. Call it in the turn of a publication, so that nobody else makes
    the same one. Names are folded, so that no other spelling of them is looked for.
    """
    known = dict(published_as({*names, *besides}))
    for name in sorted(set(names) - known.keys()):
        tag = Tag.objects.create(name=name)
        known[name] = PublishedTag(tag.pk, tag.name, tag.slug)
    return known


def set_tags(case: Case, tags: Collection[int], *, is_new: bool) -> None:
    """Give a case the tags of these numbers and no others; one that is new has none yet."""
    kind = ContentType.objects.get_for_model(Case)
    had: dict[int, int] = {}
    if not is_new:
        items = TaggedItem.objects.filter(content_type=kind, object_id=case.pk)
        had = dict(items.values_list("tag_id", "pk"))
    gone = [item for tag, item in had.items() if tag not in tags]
    if gone:
        TaggedItem.objects.filter(pk__in=gone).delete()
    TaggedItem.objects.bulk_create(
        TaggedItem(tag_id=tag, content_type=kind, object_id=case.pk) for tag in sorted(set(tags) - had.keys())
    )
