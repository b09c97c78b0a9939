"""Content as a file and back through the readers of imports is equal."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.content import CaseContent, Part, Phase, Place, Source, content_hash, to_data
from cases.domain.vocabulary import SECTOR_LABELS, SourceKind, Speaker
from cases.exchange.csv_table import csv_pieces
from cases.exchange.imports.files import read_file, recognised
from cases.exchange.imports.found import Format, Found, Options
from cases.exchange.markdown import to_markdown
from cases.exchange.published import PublishedCase, record_of
from tests.strategies import contents, lines, tags, texts, years

FEW = settings(max_examples=30)
NAMES = lines(limit=60, least=1).filter(lambda line: not set(line) & set(";|"))


def read(data: bytes) -> tuple[Format, list[Found]]:
    file = io.BytesIO(data)
    form = recognised(file)
    return form, list(read_file(file, form, Options()))


@FEW
@given(st.lists(contents(), min_size=1, max_size=3))
def test_a_bundle(cases: list[CaseContent]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, case in enumerate(cases):
            archive.writestr(f"cases/{number}.md", to_markdown(case, slug=f"case-{number}"))
    form, items = read(buffer.getvalue())
    assert form is Format.MARKDOWN
    assert [(item.slug, item.content) for item in items] == [
        (f"case-{number}", case) for number, case in enumerate(cases)
    ]


@FEW
@given(contents(), st.booleans())
def test_json_lines(case: CaseContent, is_record: bool) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    published = PublishedCase(
        slug="a-case",
        version=3,
        content_hash=content_hash(case),
        first_published_at=at,
        published_at=at,
        content=case,
    )
    data = record_of(published, "https://example.org") if is_record else to_data(case)
    line = json.dumps(data, ensure_ascii=False).encode() + b"\n"
    form, items = read(line * 2)
    assert form is Format.JSON_LINES
    assert [item.content for item in items] == [case, case]
    assert items[0].slug == ("a-case" if is_record else "")


def simple_contents() -> st.SearchStrategy[CaseContent]:
    """Content that one row of a table can say."""
    return st.builds(
        lambda title, summary, year, sector, labels, place, text, source, organisations: CaseContent(
            title=title,
            summary=summary,
            language="fr",
            sector=sector,
            tags=labels,
            began=year,
            ended="now",
            organisations=tuple(dict.fromkeys(organisations)),
            places=(Place(name=place, country="PE"),),
            phases=(Phase(start=year, end=None, stage=6, model=3),),
            parts=(Part(key="market", text=text),),
            sources=(
                Source(key="one", kind=SourceKind.BOOK, title=source, year=year, speaker=Speaker.RESEARCHER),
            ),
        ),
        NAMES,
        lines(limit=200, least=1),
        years(),
        st.sampled_from(sorted(SECTOR_LABELS)),
        tags().filter(lambda found: not any(set(tag) & set(";|") for tag in found)),
        NAMES,
        texts(least=1),
        NAMES,
        st.lists(NAMES, max_size=2),
    )


@FEW
@given(simple_contents())
def test_a_table_with_its_marks(case: CaseContent) -> None:
    head = ("Title", "summary", "language", "sector", "tags", "founded", "ended", "organisation", "city",
            "country", "stage", "value model", "market", "source key", "source kind", "source title",
            "source year", "speaker")  # fmt: skip
    place, source = case.places[0], case.sources[0]
    row = [case.title, case.summary, "Français", case.sector, "; ".join(case.tags), str(case.began), "now",
           "\n".join(case.organisations), place.name, "Peru", "6", "3", case.parts[0].text, source.key,
           "book", source.title, str(source.year), "researcher"]  # fmt: skip
    text = "".join(csv_pieces(head, [row]))
    assert next(csv.reader(io.StringIO(text)))[0] == "Title"
    form, items = read(text.encode())
    assert form is Format.CSV
    assert [problem.text for problem in items[0].problems] == []
    assert items[0].content == replace(case, sources=(replace(source, kind=SourceKind.BOOK),))
