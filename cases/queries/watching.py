"""What people watch: names and paths of things, as the public knows them now."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from taggit.models import Tag

from accounts.models import User
from cases.domain.gaps import GapKind
from cases.domain.watching import CASE, TAG, Thing
from cases.models import Case, Watch
from cases.queries.gap_states import state_now
from cases.queries.gap_words import titles_of, words_of
from cases.queries.taxonomy import load_all


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing with its name and the path of its page; `says` is the claim, or what is missing."""

    thing: Thing
    name: str
    path: str
    says: str = ""


def watched_addresses(person: User) -> frozenset[str]:
    """The addresses of everything that the person watches; one query."""
    return frozenset(Watch.objects.filter(person=person).values_list("thing", flat=True))


def watched_by(person: User, *, at_most: int | None = None) -> tuple[NamedThing, ...]:
    """What the person watches, newest first, without what is not public any more; nine queries at most."""
    things = [watch.of_thing for watch in Watch.objects.filter(person=person)[:at_most]]
    named = named_things(things)
    return tuple(named[thing] for thing in things if thing in named)


def thing_at(address: str) -> NamedThing | None:
    """The thing of this address; None when nothing public has it."""
    try:
        thing = Thing.read(address)
    except ValueError:
        return None
    if thing.gap and state_now(thing.gap) is None:
        return None
    return named_things([thing]).get(thing)


def named_things(things: Collection[Thing]) -> dict[Thing, NamedThing]:
    """Names and paths of those that are public; eight queries at most, none for nothing."""
    return {**_cases(things), **_tags(things), **_gaps(things)}


def _cases(things: Collection[Thing]) -> dict[Thing, NamedThing]:
    numbers = [int(thing.value) for thing in things if thing.kind == CASE]
    rows = Case.objects.published().filter(pk__in=numbers) if numbers else ()
    return {
        (thing := Thing.of_case(case.pk)): NamedThing(
            thing, case.title, reverse("cases:case", args=[case.slug]), case.summary
        )
        for case in rows
    }


def _tags(things: Collection[Thing]) -> dict[Thing, NamedThing]:
    slugs = [thing.value for thing in things if thing.kind == TAG]
    rows = (
        Tag.objects.filter(slug__in=slugs, taggit_taggeditem_items__isnull=False).distinct() if slugs else ()
    )
    return {
        (thing := Thing(TAG, tag.slug)): NamedThing(thing, tag.name, reverse("cases:tag", args=[tag.slug]))
        for tag in rows
    }


def _gaps(things: Collection[Thing]) -> dict[Thing, NamedThing]:
    gaps = {thing: thing.gap for thing in things if thing.gap}
    if not gaps:
        return {}
    taxonomy, titles = load_all(), titles_of(gaps.values())
    named = {}
    for thing, gap in gaps.items():
        if gap.kind is GapKind.PART and gap.slug not in titles:
            continue
        if gap.kind is GapKind.CLAIM and taxonomy.claim(gap.value) is None:
            continue
        words = words_of(gap, taxonomy, titles)
        named[thing] = NamedThing(thing, words.title, _path(thing), words.says)
    return named


def _path(thing: Thing) -> str:
    if thing.kind == GapKind.CLAIM:
        return reverse("cases:claim", args=[thing.value])
    return reverse("cases:gap", args=[thing.address])
