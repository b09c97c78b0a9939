"""What plain data may say, and which field is named when it may not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import vocabulary as words
from cases.domain.content import CaseContent, Stake, content_hash, to_data
from cases.domain.countries import COUNTRY_CODES
from cases.domain.messages import ContentProblems
from cases.domain.reader import clean_text
from cases.domain.reading import is_web_address, read_content
from cases.domain.vocabulary import Absence
from tests.strategies import contents, texts

PHASE = {"start": 2004, "model": 3}
SOURCE = {"key": "s1"}
PART = {"key": "market", "text": "It sells."}
ROW = {"claim": "3f", "stance": "supports"}


def paths_of(data: object) -> list[str]:
    with pytest.raises(ContentProblems) as refusal:
        read_content(data)
    for problem in refusal.value.problems:
        assert problem.text
    return [problem.path for problem in refusal.value.problems]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"title": "x" * 151}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"title": "two\u2028lines"}, "title"),
        ({"title": 7}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "a\ud800b"}, "title"),
        ({"title": "a\ufffeb"}, "title"),
        ({"summary": "x" * 301}, "summary"),
        ({"language": "xx"}, "language"),
        ({"sector": "wizardry"}, "sector"),
        ({"organisations": "one"}, "organisations"),
        ({"organisations": ["one", 2]}, "organisations.1"),
        ({"organisations": ["x" * 201]}, "organisations.0"),
        ({"organisations": ["x"] * 101}, "organisations"),
        ({"open_questions": ["x" * 501]}, "open_questions.0"),
        ({"places": [{"country": "UK"}]}, "places.0.country"),
        ({"places": [{"country": "es"}]}, "places.0.country"),
        ({"places": [{"latitude": 41.0}]}, "places.0.latitude"),
        ({"places": [{"latitude": 91, "longitude": 2}]}, "places.0.latitude"),
        ({"places": [{"latitude": float("nan"), "longitude": 2}]}, "places.0.latitude"),
        ({"places": [{"latitude": True, "longitude": 2}]}, "places.0.latitude"),
        ({"tags": [str(number) for number in range(9)]}, "tags"),
        ({"tags": ["one, two"]}, "tags"),
        ({"tags": ["x" * 51]}, "tags.0"),
        ({"tags": ["ß" * 26]}, "tags"),
        ({"began": 999}, "began"),
        ({"began": 2101}, "began"),
        ({"began": "2004"}, "began"),
        ({"began": 2004.0}, "began"),
        ({"began": True}, "began"),
        ({"began": "now"}, "began"),
        ({"began": {"absent": "lost"}}, "began"),
        ({"began": {"absent": []}}, "began"),
        ({"began": {"absent": "not_known", "why": "x"}}, "began"),
        ({"ended": "later"}, "ended"),
        ({"stake": "none"}, "stake"),
        ({"stake": {"none": "yes"}}, "stake.none"),
        ({"stake": {"none": False, "which": "x" * 501}}, "stake.which"),
        ({"phases": [{"model": 3}]}, "phases.0.start"),
        ({"phases": [PHASE | {"start": 0}]}, "phases.0.start"),
        ({"phases": [PHASE | {"start": ""}]}, "phases.0.start"),
        ({"phases": [{"start": 2004}]}, "phases.0.model"),
        ({"phases": [PHASE | {"model": 4}]}, "phases.0.model"),
        ({"phases": [PHASE | {"stage": 8}]}, "phases.0.stage"),
        ({"phases": [PHASE | {"end": "now"}]}, "phases.0.end"),
        ({"phases": [PHASE | {"end": ""}]}, "phases.0.end"),
        ({"phases": [PHASE, PHASE | {"reason": "x" * 1001}]}, "phases.1.reason"),
        ({"parts": [{"text": "It sells."}]}, "parts.0.key"),
        ({"parts": [PART | {"key": "weather"}]}, "parts.0.key"),
        ({"parts": [{"key": "market"}]}, "parts.0.text"),
        ({"parts": [PART | {"absence": "not_found"}]}, "parts.0.text"),
        ({"parts": [PART | {"note": "x"}]}, "parts.0.note"),
        ({"parts": [{"key": "market", "note": "x"}]}, "parts.0.absence"),
        ({"parts": [{"key": "market", "absence": "missing", "text": "x"}]}, "parts.0.absence"),
        ({"parts": [PART | {"text": "x" * 20_001}]}, "parts.0.text"),
        ({"parts": [PART, PART]}, "parts.1"),
        ({"sources": [{}]}, "sources.0.key"),
        ({"sources": [{"key": "Smith 2012"}]}, "sources.0.key"),
        ({"sources": [SOURCE, SOURCE]}, "sources.1"),
        ({"sources": [SOURCE | {"kind": "rumour"}]}, "sources.0.kind"),
        ({"sources": [SOURCE | {"speaker": "me"}]}, "sources.0.speaker"),
        ({"sources": [SOURCE | {"accessed": "23.11.2026"}]}, "sources.0.accessed"),
        ({"sources": [SOURCE | {"accessed": "2026-02-30"}]}, "sources.0.accessed"),
        ({"sources": [SOURCE | {"doi": "doi:10.1/x"}]}, "sources.0.doi"),
        ({"sources": [SOURCE | {"url": "javascript:alert(1)"}]}, "sources.0.url"),
        ({"sources": [SOURCE | {"year": "n.d."}]}, "sources.0.year"),
        ({"illustrations": [{"claim": "3f"}]}, "illustrations.0.stance"),
        ({"illustrations": [ROW | {"stance": "maybe"}]}, "illustrations.0.stance"),
        ({"illustrations": [ROW | {"version": 0}]}, "illustrations.0.version"),
        ({"illustrations": [ROW | {"note": "x" * 1001}]}, "illustrations.0.note"),
        ({"illustrations": [ROW | {"quote": "x" * 301}]}, "illustrations.0.quote"),
        ({"illustrations": [ROW, ROW]}, "illustrations.1"),
        ({"illustrations": ["3f"]}, "illustrations.0"),
        ({"status": "approved"}, "status"),
        ({"phases": [PHASE | {"by": "me"}]}, "phases.0.by"),
        ({"stake": {"none": True, "why": "x"}}, "stake.why"),
        ({"schema": 3}, "schema"),
        ({"schema": True}, "schema"),
        ({"schema": None}, "schema"),
        ([], ""),
        (None, ""),
        ({7: "x"}, ""),
    ],
)
def test_each_fault_names_its_field(data: object, path: str) -> None:
    assert path in paths_of(data)


def test_every_fault_is_told_at_once_and_in_order() -> None:
    data = {"title": 7, "phases": [{"start": 1}], "who": "me", "zeal": 1, "aim": 2}
    assert paths_of(data) == ["title", "phases.0.start", "phases.0.model", "who", "zeal", "aim"]


def test_a_wrong_number_is_one_fault() -> None:
    assert paths_of({"phases": [PHASE | {"start": 0}]}) == ["phases.0.start"]


def test_what_a_problem_quotes_is_short_and_can_be_stored() -> None:
    with pytest.raises(ContentProblems) as refusal:
        read_content({"sector": "\ud800" * 5000, "\ud800" * 5000: 1})
    shown = " ".join(str(problem) for problem in refusal.value.problems)
    assert len(shown.encode()) < 2000


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  around  ", "around"),
        ("a  \nb\t\n", "a\nb"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("e\u0301", "\u00e9"),
        ("\n\n  first\n  second", "first\n  second"),
        (" \n ", ""),
    ],
)
def test_text_is_normalised_on_the_way_in(typed: str, read: str) -> None:
    assert clean_text(typed) == read


@given(st.text())
def test_normalised_text_is_normalised_for_good(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@given(text=st.text(st.characters(max_codepoint=0x7F)) | st.text(" ab.", max_size=9))
def test_of_plain_letters_only_line_ends_and_spaces_change(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert clean_text(text) == "\n".join(line.rstrip() for line in lines).strip()


@pytest.mark.parametrize("absence", [*Absence, 2004])
def test_the_four_absences_and_a_year_stay_five_different_things(absence: Absence | int) -> None:
    content = CaseContent(began=absence, ended=absence)
    again = read_content(json.loads(json.dumps(to_data(content))))
    assert (again.began, again.ended) == (absence, absence)
    others = [CaseContent(began=other) for other in (*Absence, 2004) if other != absence]
    assert content_hash(CaseContent(began=absence)) not in {content_hash(other) for other in others}


def test_going_on_is_none_of_the_absences() -> None:
    assert read_content({"ended": "now"}).is_going_on
    assert not any(read_content({"ended": {"absent": word}}).is_going_on for word in Absence)


def test_no_stake_given_is_not_a_stake_of_none() -> None:
    assert read_content({}).stake is None
    assert read_content({"stake": {"none": True}}).stake == Stake(none=True)


def test_tags_are_folded_and_each_is_kept_once() -> None:
    assert read_content({"tags": ["Open  Source", "open source", "", "Café"]}).tags == ("open source", "café")


def test_parts_stand_in_their_fixed_order() -> None:
    parts = [{"key": key, "text": "x"} for key in reversed(words.PARTS)]
    assert [part.key for part in read_content({"parts": parts}).parts] == list(words.PARTS)


def test_one_claim_may_be_placed_once_with_each_stance() -> None:
    rows = [{"claim": "3f", "stance": stance} for stance in ("supports", "contradicts")]
    assert len(read_content({"illustrations": rows}).illustrations) == 2


def test_zero_has_one_sign() -> None:
    plus, minus = (read_content({"places": [{"latitude": zero, "longitude": 1}]}) for zero in (0, -0.0))
    assert content_hash(plus) == content_hash(minus)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://example.org", True),
        ("http://example.org:8000/a?b=c#d", True),
        ("https://example.org/ñ", True),
        ("https://localhost/", False),
        ("https://me@example.org/", False),
        ("https://example.org/a b", False),
        ("https://example.org\\@evil.org", False),
        ("ftp://example.org", False),
        ("//example.org", False),
        ("javascript://example.org/%0aalert(1)", False),
        ("", False),
    ],
)
def test_web_addresses(address: str, *, is_one: bool) -> None:
    assert is_web_address(address) is is_one


def test_the_countries_are_those_of_iso_3166() -> None:
    countries = pytest.importorskip("django_countries.data")
    assert set(countries.COUNTRIES) == COUNTRY_CODES


@given(contents())
def test_reading_what_was_written_gives_the_same_content(content: CaseContent) -> None:
    assert read_content(to_data(content)) == content
    again = read_content(json.loads(json.dumps(to_data(content))))
    assert content_hash(again) == content_hash(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts(limit=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [*to_data(CaseContent()), "key", "text", "year", "absent", "none", "start", "url", "claim", "stance"]


@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON | st.lists(st.dictionaries(st.sampled_from(FIELDS), JSON)))
)
def test_any_data_is_read_or_refused_with_problems(data: dict[str, object]) -> None:
    try:
        content = read_content(data)
    except ContentProblems:
        return
    assert read_content(to_data(content)) == content
