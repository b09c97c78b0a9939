"""What changed between two contents, and putting changes onto another one."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.changes import Group, apply_changes, changed_fields, collisions, identity_of
from cases.domain.content import CaseContent, Illustration, Image, Part, Phase, Place, Source, to_data
from cases.domain.reading import read_content
from cases.domain.vocabulary import Absence, ImageLicence, SourceKind, Stance
from tests.strategies import contents

SOURCE = Source(key="s1", kind=SourceKind.BOOK, title="A book")
OTHER_SOURCE = replace(SOURCE, key="s2")
ROW = Illustration(claim="3f", version=1, stance=Stance.SUPPORTS, note="It shows.", sources=("s1",))
PARTLY = replace(ROW, stance=Stance.PARTLY)
AGAINST = replace(ROW, stance=Stance.CONTRADICTS)
PART = Part(key="market", text="It sells.")
BASE = CaseContent(
    title="Guifi.net",
    began=2004,
    phases=(Phase(start=2004, end=None, stage=7, model=3),),
    parts=(PART,),
    illustrations=(ROW,),
    sources=(SOURCE,),
)


def changed(**fields: Any) -> CaseContent:  # noqa: ANN401 (any field of the content)
    return replace(BASE, **fields)


def image_of(key: str) -> Image:
    return Image(key=key * 32, alt=f"Of {key}", author="Amina", licence=ImageLicence.CC_BY)


PICTURES = tuple(map(image_of, "abc"))


def told(old: CaseContent | None, new: CaseContent) -> list[tuple[str, str, str]]:
    return [(change.path, str(change.kind), str(change.group)) for change in changed_fields(old, new)]


def in_any_order(content: CaseContent) -> CaseContent:
    return replace(
        content,
        illustrations=tuple(sorted(content.illustrations, key=lambda row: (row.claim, row.stance))),
        sources=tuple(sorted(content.sources, key=lambda row: row.key)),
    )


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (changed(), []),
        (changed(title="Guifi"), [("title", "changed", "identity")]),
        (changed(summary="A network."), [("summary", "added", "identity")]),
        (changed(tags=("commons",)), [("tags", "added", "identity")]),
        (changed(phases=()), [("phases", "removed", "placement")]),
        (changed(began=Absence.NOT_KNOWN), [("began", "changed", "placement")]),
        (changed(began=Absence.MISSING), [("began", "removed", "placement")]),
        (changed(ended="now"), [("ended", "added", "placement")]),
        (changed(places=(Place(name="Osona"),)), [("places", "added", "placement")]),
        (changed(parts=(replace(PART, text="x"),)), [("parts.market", "changed", "text")]),
        (changed(parts=()), [("parts.market", "removed", "text")]),
        (changed(open_questions=("Who pays?",)), [("open_questions", "added", "text")]),
        (changed(sources=(SOURCE, OTHER_SOURCE)), [("sources.s2", "added", "sources")]),
        (changed(sources=(replace(SOURCE, title="x"),)), [("sources.s1", "changed", "sources")]),
        (
            changed(sources=(OTHER_SOURCE,)),
            [("sources.s1", "removed", "sources"), ("sources.s2", "added", "sources")],
        ),
        (changed(illustrations=()), [("illustrations.3f.supports", "removed", "claims")]),
        (changed(illustrations=(PARTLY,)), [("illustrations.3f.supports", "changed", "claims")]),
        (changed(illustrations=(ROW, PARTLY)), [("illustrations.3f.partly", "added", "claims")]),
        (
            changed(illustrations=(PARTLY, AGAINST)),
            [
                ("illustrations.3f.supports", "removed", "claims"),
                ("illustrations.3f.partly", "added", "claims"),
                ("illustrations.3f.contradicts", "added", "claims"),
            ],
        ),
    ],
)
def test_each_changed_field_is_told_once(new: CaseContent, expected: list[tuple[str, str, str]]) -> None:
    assert told(BASE, new) == expected


def test_a_new_case_is_all_added_and_told_by_group() -> None:
    assert told(None, BASE) == [
        ("title", "added", "identity"),
        ("phases", "added", "placement"),
        ("began", "added", "placement"),
        ("illustrations.3f.supports", "added", "claims"),
        ("parts.market", "added", "text"),
        ("sources.s1", "added", "sources"),
    ]


def test_a_new_order_of_rows_alone_is_no_change() -> None:
    assert told(changed(sources=(SOURCE, OTHER_SOURCE)), changed(sources=(OTHER_SOURCE, SOURCE))) == []


@pytest.mark.parametrize(
    ("old", "new", "is_told"),
    [("ab", "ab", False), ("ab", "ba", True), ("ab", "abc", False), ("ab", "cab", True), ("abc", "ac", False),
     ("abc", "ca", True), ("", "ba", False), ("ab", "", False)],
)  # fmt: skip
def test_another_order_of_images_is_a_change_and_can_be_put_on_another_content(
    old: str, new: str, *, is_told: bool
) -> None:
    before, after = (changed(images=tuple(map(image_of, keys))) for keys in (old, new))
    assert any(path == "image_order" for path, _kind, _group in told(before, after)) == is_told
    assert apply_changes(before, changed_fields(before, after)) == after


def test_the_order_is_put_on_images_that_others_brought_or_took_away() -> None:
    mine = changed_fields(changed(images=PICTURES), changed(images=tuple(reversed(PICTURES))))
    onto = changed(images=(*PICTURES[1:], image_of("d")))
    assert apply_changes(onto, mine).images == (image_of("c"), image_of("b"), image_of("d"))


def test_a_changed_stance_keeps_the_place_of_its_row() -> None:
    elsewhere = replace(ROW, claim="2c")
    old, new = changed(illustrations=(ROW, elsewhere)), changed(illustrations=(PARTLY, elsewhere))
    assert apply_changes(old, changed_fields(old, new)) == new


def test_changes_leave_the_other_rows_where_they_are() -> None:
    mine = changed_fields(BASE, changed(sources=(replace(SOURCE, title="x"), OTHER_SOURCE)))
    third = replace(SOURCE, key="s3")
    onto = changed(sources=(third, SOURCE))
    assert apply_changes(onto, mine).sources == (third, replace(SOURCE, title="x"), OTHER_SOURCE)


def test_some_changes_may_be_put_without_the_others() -> None:
    new = changed(title="Guifi", illustrations=())
    claims = [change for change in changed_fields(BASE, new) if change.group is Group.CLAIMS]
    assert apply_changes(BASE, claims) == changed(illustrations=())


@pytest.mark.parametrize(
    ("mine", "theirs", "paths"),
    [
        (changed(title="A"), changed(title="B"), ("title",)),
        (changed(title="A"), changed(title="A"), ()),
        (changed(title="A"), changed(summary="B"), ()),
        (changed(sources=()), changed(sources=(replace(SOURCE, title="x"),)), ("sources.s1",)),
        (changed(sources=(SOURCE, OTHER_SOURCE)), changed(sources=()), ()),
        (changed(illustrations=(PARTLY,)), changed(illustrations=(AGAINST,)), ("illustrations.3f.supports",)),
        (
            changed(illustrations=(replace(ROW, note="x"),)),
            changed(illustrations=(PARTLY,)),
            ("illustrations.3f.supports",),
        ),
        (
            changed(illustrations=(PARTLY,)),
            changed(illustrations=(ROW, replace(PARTLY, note="x"))),
            ("illustrations.3f.supports",),
        ),
        (changed(illustrations=(ROW, PARTLY)), changed(illustrations=(ROW, AGAINST)), ()),
    ],
)
def test_only_what_both_changed_differently_collides(
    mine: CaseContent, theirs: CaseContent, paths: tuple[str, ...]
) -> None:
    assert collisions(BASE, mine, theirs) == paths


def test_two_new_cases_collide_in_every_field_both_fill() -> None:
    assert collisions(None, BASE, changed(title="Guifi")) == ("title",)


SAID = st.sampled_from(["", "A", "B"])
PARTS = st.builds(
    Part, key=st.sampled_from(["in-short", "market", "state"]), text=st.sampled_from(["A", "B"])
)
ROWS = st.builds(
    Illustration,
    claim=st.sampled_from(["2c", "3f"]),
    version=st.just(1),
    stance=st.sampled_from(Stance),
    note=SAID,
)
SOURCES = st.builds(
    Source, key=st.sampled_from(["s1", "s2", "s3"]), kind=st.just(SourceKind.BOOK), title=SAID
)
# Few words and few identities, so that two of these often change the same thing.
SMALL = st.builds(
    CaseContent,
    title=SAID,
    tags=st.sampled_from([(), ("a",), ("a", "b")]),
    began=st.sampled_from([Absence.MISSING, Absence.NOT_KNOWN, 2004]),
    parts=st.lists(PARTS, max_size=3, unique_by=lambda part: part.key).map(
        lambda parts: tuple(sorted(parts, key=lambda part: part.key))
    ),
    illustrations=st.lists(ROWS, max_size=4, unique_by=identity_of).map(tuple),
    sources=st.lists(SOURCES, max_size=3, unique_by=identity_of).map(tuple),
)


@given(SMALL)
def test_content_has_no_change_from_itself(content: CaseContent) -> None:
    assert changed_fields(content, content) == ()


@given(contents())
def test_a_new_case_is_its_changes(content: CaseContent) -> None:
    assert apply_changes(CaseContent(), changed_fields(None, content)) == content


@given(SMALL, SMALL)
def test_the_changes_lead_from_the_old_to_the_new(old: CaseContent, new: CaseContent) -> None:
    found = apply_changes(old, changed_fields(old, new))
    assert in_any_order(found) == in_any_order(new)
    assert changed_fields(found, new) == ()


@given(SMALL, SMALL)
def test_each_path_is_told_once(old: CaseContent, new: CaseContent) -> None:
    paths = [change.path for change in changed_fields(old, new)]
    assert len(paths) == len(set(paths))


@given(SMALL, SMALL)
def test_rows_added_at_the_end_come_out_in_their_order(old: CaseContent, more: CaseContent) -> None:
    known = {source.key for source in old.sources}
    added = tuple(source for source in more.sources if source.key not in known)
    new = replace(old, sources=(*old.sources, *added))
    assert apply_changes(old, changed_fields(old, new)) == new


@given(SMALL, SMALL)
def test_nothing_collides_with_no_change_or_the_same_change(base: CaseContent, mine: CaseContent) -> None:
    assert collisions(base, mine, base) == collisions(base, base, mine) == collisions(base, mine, mine) == ()


@given(SMALL, SMALL, SMALL)
def test_both_sides_see_that_they_collide(base: CaseContent, mine: CaseContent, theirs: CaseContent) -> None:
    assert bool(collisions(base, mine, theirs)) == bool(collisions(base, theirs, mine))


@given(SMALL, SMALL, SMALL)
def test_what_does_not_collide_merges_in_either_order(
    base: CaseContent, mine: CaseContent, theirs: CaseContent
) -> None:
    clash = collisions(base, mine, theirs)
    ours = [change for change in changed_fields(base, mine) if change.path not in clash]
    others = changed_fields(base, theirs)
    merged = apply_changes(apply_changes(base, others), ours)
    assert in_any_order(merged) == in_any_order(apply_changes(apply_changes(base, ours), others))
    assert read_content(to_data(merged)) == merged
