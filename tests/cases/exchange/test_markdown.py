"""A case as a Markdown file and back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases.exchange.markdown as module
from cases.domain.content import CaseContent, Illustration, Part, Phase, Place, Source, Stake
from cases.domain.messages import ContentProblems
from cases.domain.reader import clean_text
from cases.domain.vocabulary import Absence, SourceKind, Speaker, Stance
from cases.exchange.markdown import Document, NotADocument, from_markdown, to_markdown
from tests.strategies import ODD_LINES, contents, texts

CASE = CaseContent(
    title="Guifi.net",
    summary="Guifi.net is a network that its users build and own.",
    organisations=("Fundació guifi.net",),
    places=(
        Place(name="Osona", country="ES", latitude=41.93, longitude=2.25),
        Place(name="Oslo", country="NO"),
    ),
    sector="telecommunications",
    tags=("commons",),
    began=2004,
    ended="now",
    stake=Stake(none=True),
    phases=(
        Phase(start=2004, end=2008, stage=None, model=3, no_stage_reason="Neighbours only."),
        Phase(start=2008, end=None, stage=7, model=3, reason="Users own the cables.\n\nOperators rent them."),
    ),
    parts=(
        Part(
            key="in-short", text="The network began in Osona in 2004 [@baig2015].\n\n---\n\n# market\n\nEnd."
        ),
        Part(key="state", absence=Absence.NOT_FOUND, note="Annual reports of 2005 to 2015."),
    ),
    illustrations=(
        Illustration(claim="3c", version=1, stance=Stance.SUPPORTS, note="They rent.", sources=("baig2015",)),
    ),
    sources=(
        Source(
            key="baig2015",
            kind=SourceKind.PAPER,
            title="Guifi.net, a crowdsourced network infrastructure held in common",
            year=Absence.NOT_KNOWN,
            url="https://example.org/guifi",
            accessed="2026-11-23",
            speaker=Speaker.RESEARCHER,
        ),
    ),
    open_questions=("Who pays for repairs?",),
)
FILE = """\
---
slug: guifi-net
title: Guifi.net
summary: Guifi.net is a network that its users build and own.
language: en
sector: telecommunications
organisations:
- Fundació guifi.net
places:
- name: Osona
  country: ES
  latitude: 41.93
  longitude: 2.25
- name: Oslo
  country: 'NO'
began: 2004
ended: now
tags:
- commons
stake:
  none: true
phases:
- start: 2004
  end: 2008
  model: 3
  no_stage_reason: Neighbours only.
- start: 2008
  end: now
  stage: 7
  model: 3
  reason: |-
    Users own the cables.

    Operators rent them.
illustrations:
- claim: 3c
  version: 1
  stance: supports
  note: They rent.
  sources: [baig2015]
sources:
- key: baig2015
  kind: paper
  title: Guifi.net, a crowdsourced network infrastructure held in common
  year: {absent: not_known}
  url: https://example.org/guifi
  accessed: '2026-11-23'
  speaker: researcher
open_questions:
- Who pays for repairs?
parts_without_text:
  state:
    absence: not_found
    note: Annual reports of 2005 to 2015.
schema: 1
---

# in-short

The network began in Osona in 2004 [@baig2015].

---

\\# market

End.
"""


def file(front: str = "title: T", body: str = "") -> str:
    return f"---\n{front}\n---\n{body}"


def paths_of(text: str) -> list[str]:
    with pytest.raises(ContentProblems) as refusal:
        from_markdown(text)
    return [problem.path for problem in refusal.value.problems]


def test_a_case_is_written_like_this() -> None:
    assert to_markdown(CASE, slug="guifi-net") == FILE


def test_and_read_back() -> None:
    assert from_markdown(FILE) == Document("guifi-net", CASE)


def test_an_empty_case_is_a_short_file() -> None:
    assert to_markdown(CaseContent()) == "---\nlanguage: en\nschema: 1\n---\n"
    assert from_markdown("---\n---\n") == Document("", CaseContent())


@pytest.mark.parametrize(
    "written",
    [
        FILE.replace("\n", "\r\n"),
        FILE.replace("\n", "\r"),
        "\ufeff" + FILE,
        FILE.rstrip(),
        FILE.replace("\n\n", "\n\n\n\n"),
        FILE.replace("'NO'", "NO").replace("'2026-11-23'", "2026-11-23"),
        FILE.replace("  end: now\n", ""),
        FILE.replace("# in-short", "# in-short  "),
        FILE.replace("schema: 1\n", ""),
        FILE.replace("title: Guifi.net\n", "title: Guifi.net  # the name\n"),
    ],
)
def test_hands_may_write_it_otherwise(written: str) -> None:
    found = from_markdown(written).content
    assert (found.phases[1].end, found.places, found.sources) == (None, CASE.places, CASE.sources)
    assert found.part("in-short") is not None


def test_a_file_may_have_its_parts_in_any_order() -> None:
    found = from_markdown(file(body="# state\n\nB\n\n# in-short\n\nA\n"))
    assert [part.key for part in found.content.parts] == ["in-short", "state"]


@pytest.mark.parametrize("line", [*ODD_LINES, "# state", "\\# state", "\\\\# state", "# No part", "#", "---"])
def test_every_line_survives_in_a_part(line: str) -> None:
    text = clean_text(f"First.\n{line}\nLast.")
    content = CaseContent(parts=(Part(key="market", text=text), Part(key="state", text="Other.")))
    assert from_markdown(to_markdown(content)).content == content


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("title: T\n", 1),
        ("\n---\ntitle: T\n---\n", 1),
        ("---\ntitle: T\n", 1),
        ("---\ntitle: T\n ---\n", 1),
        (file("- a\n- b"), 2),
        (file("just words"), 2),
        (file("title: T\ntitle: U"), 3),
        (file("title: T\nsummary: a: b"), 3),
        (file(body="\nWords.\n"), 5),
        (file(body="\n# weather\n"), 5),
        (file(body="\n# In short\n"), 5),
        (file(body="\n# market\n\nIt sells.\n\n# \n"), 9),
        (file(body="\n# market\n\nA \x00 sign.\n"), 7),
        (file("title: T\nsummary: \ud800"), 3),
        ("x" * 1_000_001, 1),
    ],
)
def test_a_file_of_another_shape_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(NotADocument) as refusal:
        from_markdown(text)
    assert refusal.value.line == line
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (file("name: T"), "name"),
        (file("title: 2004"), "title"),
        (file("slug: Guifi Net"), "slug"),
        (file("slug: ../etc"), "slug"),
        (file("slug: 7"), "slug"),
        (file(f"slug: {'x' * 101}"), "slug"),
        (file("schema: 3"), "schema"),
        (file("phases: now"), "phases"),
        (file("phases:\n- start: 2004\n  end: later\n  model: 3"), "phases.0.end"),
        (file("sources:\n- key: s1\n  year: n.d."), "sources.0.year"),
        (file("parts: []"), "parts"),
        (file("parts_without_text: state"), "parts_without_text"),
        (file("parts_without_text:\n  weather: {absence: not_found}"), "parts_without_text.weather"),
        (file("parts_without_text:\n  state: not_found"), "parts_without_text.state"),
        (file("parts_without_text:\n  state: {note: x}"), "parts_without_text.state"),
        (file("parts_without_text:\n  state: {absence: not_found, text: x}"), "parts_without_text.state"),
        (file("parts_without_text:\n  state: {absence: lost}"), "parts_without_text.state.absence"),
        (
            file("parts_without_text:\n  state: {absence: not_found}", "# state\n\nx"),
            "parts_without_text.state",
        ),
        (file(body="# market\n\n# state\n\nx\n"), "parts.market.text"),
        (file(body=f"# state\n\nx\n\n# market\n\n{'x' * 20_001}\n"), "parts.market.text"),
        (file(body="# state\n\nx\n\n# state\n\ny\n"), "parts.state"),
        (file('title: "\\ud800"'), "title"),
    ],
)
def test_a_fault_of_a_field_names_the_field(text: str, path: str) -> None:
    assert path in paths_of(text)


def test_faults_of_all_sorts_are_told_at_once() -> None:
    front = "slug: A B\nparts: 1\nbegan: soon\nparts_without_text: {weather: x}"
    assert paths_of(file(front, "# market\n")) == [
        "slug",
        "parts_without_text.weather",
        "parts",
        "began",
        "parts.market.text",
    ]


def test_the_example_in_the_documentation_is_read() -> None:
    example = (module.__doc__ or "").split("exported and imported in it::")[1].split("**Front matter**")[0]
    lines = [line.removeprefix("    ") for line in example.strip("\n").split("\n")]
    assert from_markdown("\n".join(lines)).slug == "guifi-net"


def test_no_module_of_exchange_knows_django() -> None:
    for path in Path(module.__file__).parent.glob("*.py"):
        assert "django" not in path.read_text(encoding="utf-8")


@given(contents(), st.sampled_from(["", "guifi-net", "日本", "2012"]))
def test_what_was_written_is_read_back(content: CaseContent, slug: str) -> None:
    written = to_markdown(content, slug=slug)
    found = from_markdown(written)
    assert found == Document(slug, content)
    assert to_markdown(found.content, slug=found.slug).encode() == written.encode()


@given(texts(limit=2000, least=1), texts(limit=2000, least=1))
def test_any_text_survives_in_a_part(one: str, other: str) -> None:
    content = CaseContent(parts=(Part(key="in-short", text=one), Part(key="state", text=other)))
    assert from_markdown(to_markdown(content)).content == content


@given(st.one_of(st.text(), st.binary().map(lambda data: data.decode("utf-8", "surrogateescape"))))
def test_any_text_is_read_or_refused(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n", f"---\n---\n{text}", f"---\ntitle: {text}"):
        try:
            from_markdown(whole)
        except ContentProblems:
            continue


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(FILE)))
    end = data.draw(st.integers(start, min(start + 20, len(FILE))))
    damage = data.draw(st.sampled_from(ODD_LINES) | st.text(max_size=10))
    try:
        found = from_markdown(FILE[:start] + damage + FILE[end:])
    except ContentProblems:
        return
    assert from_markdown(to_markdown(found.content, slug=found.slug)) == found
