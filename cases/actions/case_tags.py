"""Writing the tags of a case, in the publishing transaction."""

from collections import Counter
from collections.abc import Collection, Mapping

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from taggit.models import Tag, TaggedItem

from cases.actions.many_rows import add_rows, write_rows
from cases.models import Case
from cases.queries.fixed import fixed
from cases.queries.tag_synonyms import PublishedTag, published_as


def make_tags(names: Collection[str], *, besides: Collection[str] = ()) -> Mapping[str, PublishedTag]:
    """What is published of these names, as authors write them, and of `besides`, which have their rows.

    A tag that nobody used before is made. Call it in the turn of a publication, so that nobody else makes
    the same one. Names are folded, so that no other spelling of them is looked for.
    """
    known = dict(published_as({*names, *besides}))
    return known | _made(sorted(set(names) - known.keys()))


def _made(names: Collection[str]) -> dict[str, PublishedTag]:
    """New tags, in one statement; where an address is taken or empty, taggit finds the next that is free."""
    slugs = {name: Tag().slugify(name) for name in names}
    wanted = Counter(slugs.values())
    taken = {slug for (slug,) in _addresses_among(*wanted)} if wanted else set()
    free = [name for name, slug in slugs.items() if slug and slug not in taken and wanted[slug] == 1]
    keys = add_rows(Tag, [{"name": name, "slug": slugs[name]} for name in free])
    made = {name: PublishedTag(key, name, slugs[name]) for name, key in zip(free, keys, strict=True)}
    for name in sorted(slugs.keys() - made.keys()):
        tag = Tag.objects.create(name=name)
        made[name] = PublishedTag(tag.pk, tag.name, tag.slug)
    return made


@fixed
def _addresses_among(*slugs: str) -> "QuerySet[Tag, tuple[str]]":
    rows: QuerySet[Tag, tuple[str]] = Tag.objects.filter(slug__in=slugs).order_by().values_list("slug")
    return rows


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
    new = sorted(set(tags) - had.keys())
    write_rows(TaggedItem, [{"tag": tag} for tag in new], content_type=kind.pk, object_id=case.pk)
