"""Lists: their pages by cursor, their filters, their fields; and what an address may not hold."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from cases.actions import off_page
from cases.actions.addresses import rename
from cases.models import Case
from cases.queries import browse, gap_list, gaps_page, history, lists, tags
from cases.queries.browse import Search, cases_found
from cases.queries.facts import facts_now
from tests.cases.api.programs import V1, Program
from tests.world import content, illustration, published, source

pytestmark = pytest.mark.django_db
STRANGER = Program()


@pytest.fixture
def cases(bruno: User, deniz: User) -> list[Case]:
    """Five cases, of which one was changed once."""
    made = [
        published(content(f"Case {letter}", tags=(f"tag {letter}",)), by=bruno, reviewer=deniz)
        for letter in "abcde"
    ]
    return [*made[:4], published(content("Case e", summary="Newer."), by=bruno, reviewer=deniz, on=made[4])]


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of two rows."""
    for module, name in (
        (browse, "PAGE_SIZE"),
        (lists, "PAGE_SIZE"),
        (lists, "CHANGES_AT_ONCE"),
        (gaps_page, "PAGE_SIZE"),
        (gap_list, "PAGE_SIZE"),
    ):
        monkeypatch.setattr(module, name, 2)
    monkeypatch.setattr(history.history_page, "__kwdefaults__", {"before": None, "size": 1})
    monkeypatch.setattr(tags.tags_page, "__kwdefaults__", {"after": "", "size": 2})


def walked(path: str) -> Iterator[dict[str, Any]]:
    """Every item of a list, page after page."""
    while path:
        answer = STRANGER.get(path)
        assert answer.status == 200, answer.data
        yield from answer.data["items"]
        following = answer.data["next"]
        assert ("Link" in answer.headers) == bool(following)
        if following:
            assert answer.headers["Link"] == f'<{following}>; rel="next"'
        path = (following or "").removeprefix(settings.SITE_URL + V1)


@pytest.mark.parametrize(
    ("path", "key", "expected"),
    [
        ("/cases?fields=slug", "slug", [f"case-{letter}" for letter in "abcde"]),
        ("/cases?sort=new&fields=slug", "slug", [f"case-{letter}" for letter in "edcba"]),
        ("/search?q=case&fields=slug", "slug", [f"case-{letter}" for letter in "abcde"]),
        ("/cases/case-e/versions", "number", [2, 1]),
        ("/placements", "case", [f"case-{letter}" for letter in "abcde"]),
        ("/placements?claim=3c&stance=supports", "case", [f"case-{letter}" for letter in "abcde"]),
        ("/sources", "case", [f"case-{letter}" for letter in "abcde"]),
        ("/tags", "slug", ["commons", "community-network", *(f"tag-{letter}" for letter in "abcd")]),
        ("/changes", "version", [1, 1, 1, 1, 1, 2]),
    ],
)
def test_a_walk_sees_every_item_once(
    cases: list[Case], small_pages: None, path: str, key: str, expected: list[object]
) -> None:
    assert [item[key] for item in walked(path)] == expected


def test_a_walk_over_gaps_sees_as_many_as_are_counted(cases: list[Case], small_pages: None) -> None:
    counted = STRANGER.get("/gaps?kind=claim").data["counts"]["claim"]
    seen = [item["gap"] for item in walked("/gaps?kind=claim")]
    assert len(seen) == len(set(seen)) == counted


def test_a_walk_over_moves_sees_every_move(cases: list[Case], small_pages: None) -> None:
    assert [item["case"] for item in walked("/moves?from=6-3&to=7-3")] == [f"case-{each}" for each in "abcde"]


def test_what_came_since_is_asked_for_with_the_last_cursor(
    cases: list[Case], bruno: User, deniz: User
) -> None:
    resume = STRANGER.get("/changes").data["resume"]
    assert STRANGER.get(f"/changes?cursor={resume}").data["items"] == []
    published(content("Case f"), by=bruno, reviewer=deniz)
    again = STRANGER.get(f"/changes?cursor={resume}").data
    assert [item["case"] for item in again["items"]] == ["case-f"]
    assert again["resume"] != resume


@pytest.mark.parametrize("path", ["/cases?cursor=x", "/cases?cursor=", "/cases?tag=commons&cursor={own}"])
def test_a_cursor_of_no_list_is_told_of(cases: list[Case], small_pages: None, path: str) -> None:
    own = STRANGER.get("/cases").data["next"].rpartition("cursor=")[2]
    answer = STRANGER.get(path.format(own=own))
    assert answer.status in {400, 404}
    assert answer.data["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("country=ES&stage=6&stage=7", {"country": ("ES",), "stage": ("6", "7")}),
        ("sector=software", {"sector": ("software",)}),
        (
            "decade=2000&model=3&stance=supports",
            {"decade": ("2000",), "model": ("3",), "stance": ("supports",)},
        ),
        ("tag=tag-a&tag=tag-b", {"tag": ("tag-a", "tag-b")}),
        ("q=case+c", {}),
    ],
)
def test_filters_mean_what_they_mean_on_the_page(
    cases: list[Case], query: str, chosen: dict[str, tuple[str, ...]]
) -> None:
    words = "case c" if query.startswith("q=") else ""
    assert STRANGER.get(f"/cases?{query}").data["found"] == len(
        cases_found(facts_now(), Search(words, chosen))
    )


@pytest.mark.parametrize(
    ("path", "field", "said"),
    [
        ("/cases?colour=red", "colour", "There is no parameter of this name."),
        ("/cases?after=1.x", "after", "There is no parameter"),
        ("/stages?q=x", "q", "There are: fields"),
        ("/gaps/claim-3f?q=x", "q", "There are: none"),
        ("/cases?q=a&q=b", "q", "names it twice"),
        ("/cases?stage=8", "stage", "It can be: "),
        ("/cases?country=es", "country", "This value is not in the list"),
        ("/cases?decade=1995", "decade", "has not the right shape"),
        ("/cases?q=" + "x" * 201, "q", "Shorten it to 200"),
        ("/search", "q", "missing"),
        ("/matrix?at=" + "9" * 30, "at", "cannot be read"),
        ("/moves?from=9-9", "from", "right shape"),
        ("/cases?fields=slug,secret", "fields", "There is no field “secret”."),
        ("/cases?fields=", "fields", "There is no field “”."),
    ],
)
def test_an_address_that_cannot_be_is_told_by_its_field(
    taxonomy: None, path: str, field: str, said: str
) -> None:
    answer = STRANGER.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert answer.data["type"] == f"{settings.SITE_URL}/api/#problem-400"
    [error] = answer.data["errors"]
    assert error["field"] == field
    assert said in error["message"]


def test_only_the_fields_asked_for_come(cases: list[Case]) -> None:
    def ask(fields: str) -> Any:  # noqa: ANN401 (data)
        return STRANGER.get(f"/cases/case-a?fields={fields}").data

    assert ask("slug") == {"slug": "case-a"}
    assert ask("content.title,slug") == {"slug": "case-a", "content": {"title": "Case a"}}
    assert "summary" in ask("content.title,content")["content"]
    assert set(ask("content.sources")["content"]) == {"sources"}


def test_an_old_address_leads_on_and_a_withdrawn_case_says_why(cases: list[Case], deniz: User) -> None:
    rename(record=cases[0].record, slug="case-one", seen="case-a", by=deniz)
    off_page.withdraw_case(record=cases[1].record, by=deniz, reason="not_sourced", note="Nobody found it.")
    moved = STRANGER.get("/cases/case-a/versions?fields=number")
    assert (moved.status, moved.headers["Location"]) == (308, f"{V1}/cases/case-one/versions?fields=number")
    gone, never = STRANGER.get("/cases/case-b"), STRANGER.get("/cases/never-was")
    assert (gone.status, never.status) == (410, 404)
    assert "withdrawn" in gone.data["detail"]


def test_a_hidden_case_and_one_that_never_was_look_alike(cases: list[Case], deniz: User) -> None:
    off_page.hide_case(record=cases[0].record, by=deniz, reason="privacy", note="")
    for path in ("/cases/{}", "/cases/{}/versions", "/cases/{}/versions/1"):
        hidden, never = STRANGER.get(path.format("case-a")), STRANGER.get(path.format("case-z"))
        assert (hidden.status, hidden.data) == (never.status, never.data)
    assert "case-a" not in str([STRANGER.get(path).data for path in ("/cases", "/changes", "/placements")])


def test_sources_and_placements_can_be_narrowed(bruno: User, deniz: User) -> None:
    one = content("One", sources=(source(), source("b2", kind="book", speaker="press", title="B")))
    published(one, by=bruno, reviewer=deniz)
    published(content("Two", illustrations=(illustration("1a"),)), by=bruno, reviewer=deniz)
    kinds = [item["source"]["key"] for item in walked("/sources?kind=book&speaker=press")]
    assert kinds == ["b2"]
    assert [item["claim"] for item in walked("/placements?case=two")] == ["1a"]
