"""What the search knows follows what is published, in the same transaction."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from cases.actions import off_page, tags
from cases.actions.publication import rebuild_public
from cases.actions.search import change_search
from cases.domain import search_words
from cases.models import Case, SearchRow, SearchWord
from cases.queries.facts import facts_now
from cases.queries.search.engine import engine
from cases.queries.search.found import find_all
from cases.queries.search.rows import is_search_of_older
from cases.queries.verification import find_faults
from tests import world
from tests.growth import Guard


def count(word: str, language: str = "en") -> int:
    return sum(SearchWord.objects.filter(word=word, language=language).values_list("cases", flat=True))


def found(text: str) -> int:
    return len(find_all(text, facts_now()))


def test_words_are_counted_by_cases(amina: User, chiara: User) -> None:
    world.published(world.content("One network network"), by=amina, reviewer=chiara)
    world.published(world.content("Two"), by=amina, reviewer=chiara)
    assert (count("network"), count("one"), count("of"), count("2004")) == (2, 1, 0, 0)


def test_a_change_counts_what_it_brings_and_takes(amina: User, chiara: User) -> None:
    case = world.published(world.content("Airship"), by=amina, reviewer=chiara)
    world.published(world.content("Airship two"), by=amina, reviewer=chiara)
    new = world.content("Zeppelin", language="de", summary="Ein Luftschiff.")
    world.published(new, by=amina, reviewer=chiara, on=case)
    assert (count("airship"), count("zeppelin"), count("zeppelin", "de")) == (1, 0, 1)
    assert (found("airship"), found("luftschiff")) == (1, 1)
    assert list(find_faults()) == []


def test_what_waits_or_was_refused_is_not_known(amina: User, chiara: User) -> None:
    case = world.published(world.content("Airship"), by=amina, reviewer=chiara)
    world.submitted(replace(world.content("Airship"), summary="A zeppelin."), by=amina, on=case)
    assert (found("zeppelin"), count("zeppelin")) == (0, 0)


def test_withdrawing_takes_all_words_away(amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    off_page.withdraw_case(record=case.record, by=chiara, reason="wrong")
    assert (SearchRow.objects.count(), SearchWord.objects.count(), found("network")) == (0, 0, 0)
    assert list(find_faults()) == []


@pytest.fixture
def nobody_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cases as they are beyond the first few thousand, none of which is one in sixteen."""
    monkeypatch.setattr(search_words, "COUNTED_EACH", 0)
    monkeypatch.setattr(search_words, "ONE_IN", 1_000_000)


def test_a_case_that_does_not_count_makes_words_known(nobody_counts: None, amina: User, chiara: User) -> None:
    world.published(world.content("Airship"), by=amina, reviewer=chiara)
    assert list(SearchWord.objects.filter(word="airship").values_list("cases", flat=True)) == [0]
    assert engine().beginning("airsh", 4) == ["airship"]
    assert list(find_faults()) == []


def test_a_word_is_known_while_a_case_of_its_language_has_it(
    nobody_counts: None, amina: User, chiara: User
) -> None:
    for content in (
        world.content("Airship"),
        world.content("Airship", summary="Another."),
        world.content("Airship", language="de"),
    ):
        world.published(content, by=amina, reviewer=chiara)
    for case, known in zip(Case.objects.order_by("pk"), (True, False, False), strict=True):
        off_page.withdraw_case(record=case.record, by=chiara, reason="wrong")
        assert SearchWord.objects.filter(word="airship", language="en").exists() == known
        assert list(find_faults()) == []


def test_a_case_that_counts_stands_for_several(
    monkeypatch: pytest.MonkeyPatch, amina: User, chiara: User
) -> None:
    monkeypatch.setattr(search_words, "COUNTED_EACH", 0)
    monkeypatch.setattr(search_words, "ONE_IN", 2)
    for title in ("Airship", "Airship two", "Airship three", "Airship four"):
        world.published(world.content(title), by=amina, reviewer=chiara)
    assert count("airship") == 4
    assert list(find_faults()) == []


def test_a_renamed_tag_is_found_by_its_new_name(amina: User, chiara: User) -> None:
    world.published(world.content(tags=("airships",)), by=amina, reviewer=chiara)
    tag = Case.tags.get(name="airships")
    tags.rename(tag=tag, name="zeppelins", by=chiara)
    assert (found('"airships"'), found('"zeppelins"')) == (0, 1)
    assert list(find_faults()) == []


def test_rebuilding_makes_the_same_again(amina: User, chiara: User) -> None:
    for title in ("Airship", "Airship two"):
        world.published(world.content(title), by=amina, reviewer=chiara)
    rows, words = (
        list(SearchRow.objects.values()),
        set(SearchWord.objects.values_list("word", "stem", "cases")),
    )
    SearchRow.objects.update(rest="lost")
    SearchWord.objects.all().delete()
    rebuild_public()
    assert list(SearchRow.objects.values()) == rows
    assert set(SearchWord.objects.values_list("word", "stem", "cases")) == words
    assert (found("airship"), found("lost"), list(find_faults())) == (2, 0, [])


def test_what_older_code_wrote_is_written_anew(amina: User, chiara: User) -> None:
    assert not is_search_of_older()
    world.published(world.content("Airship"), by=amina, reviewer=chiara)
    assert not is_search_of_older()
    SearchRow.objects.all().delete()
    assert is_search_of_older()
    call_command("refresh_public", verbosity=0, stdout=StringIO())
    assert (found("airship"), is_search_of_older()) == (1, False)


def test_the_longest_cases_are_known(amina: User, chiara: User, growth: Guard) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    many = " ".join(f"слово{number}" for number in range(1200))
    parts = tuple(replace(part, text=many[:20_000]) for part in world.content().parts)
    change_search(case.pk, replace(world.content(), parts=parts * 12))
    assert found("слово7") == 1
    # Only a part of a publication was done, by itself.
    growth.broken.clear()


def test_titles_without_letters_are_known_too(amina: User, chiara: User, growth: Guard) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    for title in ("!!!", "¶", "開源"):
        change_search(case.pk, replace(world.content(), title=title, summary="?"))
        assert found("osona") == 1
    # Only a part of a publication was done, by itself.
    growth.broken.clear()
