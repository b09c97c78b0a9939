"""Tags that stand for others: renamed, merged, and taken apart again, with every public number."""

from collections.abc import Callable

import pytest
from taggit.models import Tag

from accounts.models import User
from cases.actions import tags
from cases.actions.publication import rebuild_public
from cases.actions.refusals import Incomplete, NotAllowed
from cases.domain.facts import Kind
from cases.models import AuditEvent, Case, SiteVersion, TagSynonym
from cases.queries.facts import facts_now
from cases.queries.verification import find_faults
from tests.kept import kept
from tests.world import content, published

WRITTEN = {"One": ("radio", "wifi"), "Two": ("radio", "mesh"), "Three": ("mesh",)}
Act = Callable[[User], object]


@kept
def world(amina: User, chiara: User) -> None:
    """Three cases with the tags that their authors wrote."""
    for title, written in WRITTEN.items():
        published(content(title, tags=written), by=amina, reviewer=chiara)


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def shown() -> dict[str, list[str]]:
    """What is published, by case; everything else must follow from the same rules."""
    assert list(find_faults()) == []
    facts = facts_now()
    found = {case.title: sorted(case.tags.names()) for case in Case.objects.all()}
    for name in {name for names in found.values() for name in names}:
        having = {case.title for case in Case.objects.filter(pk__in=facts.having(Kind.TAG, tag(name).slug))}
        assert having == {title for title, names in found.items() if name in names}
    return found


def test_a_merged_tag_is_published_as_the_other(world: None, deniz: User) -> None:
    tags.merge(tag=tag("wifi"), into="mesh", by=deniz)
    assert shown() == {"One": ["mesh", "radio"], "Two": ["mesh", "radio"], "Three": ["mesh"]}
    tags.merge(tag=tag("radio"), into=" MESH ", by=deniz)
    assert shown() == {"One": ["mesh"], "Two": ["mesh"], "Three": ["mesh"]}


def test_what_authors_wrote_is_kept(world: None, deniz: User) -> None:
    tags.merge(tag=tag("wifi"), into="mesh", by=deniz)
    one = Case.objects.select_related("record__published").get(title="One")
    assert one.record.published is not None
    assert one.record.published.read().tags == WRITTEN["One"]


def test_merging_is_undone_by_taking_the_synonym_away(world: None, deniz: User) -> None:
    before = shown()
    tags.merge(tag=tag("radio"), into="mesh", by=deniz)
    tags.remove_synonym(tag=tag("mesh"), synonym=tag("radio").pk, by=deniz)
    assert shown() == before
    tags.remove_synonym(tag=tag("mesh"), synonym=tag("radio").pk, by=deniz)
    assert shown() == before


def test_renaming_is_undone_by_renaming_back(world: None, deniz: User) -> None:
    before = shown()
    new = tags.rename(tag=tag("radio"), name="Wireless  Links", by=deniz)
    assert shown()["One"] == ["wifi", "wireless links"]
    assert new.slug == "wireless-links"
    tags.rename(tag=new, name="radio", by=deniz)
    assert shown() == before


def test_a_new_version_is_published_under_the_tag(world: None, amina: User, bruno: User, deniz: User) -> None:
    tags.add_synonym(tag=tag("mesh"), name="maillé", by=deniz)
    published(content("Four", tags=("maillé", "mesh", "wifi")), by=amina, reviewer=deniz)
    assert shown()["Four"] == ["mesh", "wifi"]


def test_synonyms_of_synonyms_lead_to_one_tag(world: None, deniz: User) -> None:
    tags.merge(tag=tag("wifi"), into="radio", by=deniz)
    tags.merge(tag=tag("radio"), into="mesh", by=deniz)
    tags.rename(tag=tag("mesh"), name="net", by=deniz)
    pairs = set(TagSynonym.objects.values_list("tag__name", "of__name"))
    assert pairs == {("wifi", "net"), ("radio", "net"), ("mesh", "net")}
    assert set().union(*shown().values()) == {"net"}


def test_into_a_synonym_is_into_its_tag(world: None, deniz: User) -> None:
    tags.merge(tag=tag("wifi"), into="radio", by=deniz)
    assert tags.merge(tag=tag("mesh"), into="wifi", by=deniz) == tag("radio")


def test_rebuilding_makes_the_same(world: None, deniz: User) -> None:
    tags.merge(tag=tag("radio"), into="mesh", by=deniz)
    before = shown()
    rebuild_public()
    assert shown() == before


REFUSED: dict[str, tuple[Act, str]] = {
    "no name": (lambda by: tags.rename(tag=tag("mesh"), name="  ", by=by), "new_name"),
    "the same name": (lambda by: tags.rename(tag=tag("mesh"), name="Mesh", by=by), "new_name"),
    "a name in use": (lambda by: tags.rename(tag=tag("mesh"), name="radio", by=by), "new_name"),
    "two names": (lambda by: tags.rename(tag=tag("mesh"), name="a, b", by=by), "new_name"),
    "too long a name": (lambda by: tags.rename(tag=tag("mesh"), name="x" * 51, by=by), "new_name"),
    "into nothing": (lambda by: tags.merge(tag=tag("mesh"), into="nothing", by=by), "into"),
    "into itself": (lambda by: tags.merge(tag=tag("mesh"), into="mesh", by=by), "into"),
    "its own synonym": (lambda by: tags.add_synonym(tag=tag("mesh"), name="mesh", by=by), "synonym"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(world: None, deniz: User, case: str) -> None:
    act, field = REFUSED[case]
    before = (shown(), SiteVersion.objects.get().number, Tag.objects.count())
    with pytest.raises(Incomplete) as refusal:
        act(deniz)
    assert [problem.path for problem in refusal.value.problems] == [field]
    assert (shown(), SiteVersion.objects.get().number, Tag.objects.count()) == before


def test_a_name_stands_for_one_tag(world: None, deniz: User) -> None:
    tags.add_synonym(tag=tag("mesh"), name="wifi", by=deniz)
    with pytest.raises(Incomplete):
        tags.add_synonym(tag=tag("radio"), name="wifi", by=deniz)
    with pytest.raises(Incomplete):
        tags.rename(tag=tag("wifi"), name="wlan", by=deniz)


@pytest.mark.parametrize(
    "act",
    [
        lambda by: tags.rename(tag=tag("mesh"), name="net", by=by),
        lambda by: tags.merge(tag=tag("mesh"), into="radio", by=by),
        lambda by: tags.add_synonym(tag=tag("mesh"), name="net", by=by),
        lambda by: tags.remove_synonym(tag=tag("mesh"), synonym=1, by=by),
    ],
)
def test_only_moderators_change_tags(world: None, amina: User, act: Act) -> None:
    with pytest.raises(NotAllowed):
        act(amina)


def test_every_change_is_in_the_log(world: None, deniz: User) -> None:
    tags.merge(tag=tag("wifi"), into="mesh", by=deniz)
    tags.remove_synonym(tag=tag("mesh"), synonym=tag("wifi").pk, by=deniz)
    tags.rename(tag=tag("mesh"), name="net", by=deniz)
    tags.add_synonym(tag=tag("net"), name="web", by=deniz)
    verbs = AuditEvent.objects.filter(subject_kind="tag").values_list("verb", flat=True)
    assert list(verbs) == ["tag_merged", "synonym_removed", "tag_renamed", "synonym_added"]
