"""Loading many synthetic cases at once, into the public tables only, past the actions.

Rows are those that `project` and `facts_of` give, so that pages and exports find what publishing would have
written; revisions are left out, as nothing public reads them.
"""

import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction
from pyroaring import BitMap
from taggit.models import Tag, TaggedItem

from accounts.models import User
from benchmarks.synthetic import TAG_NAMES, contents
from cases.actions.facts import write_blocks
from cases.actions.publication import bump_site_version
from cases.actions.search import write_words
from cases.actions.sources import replace_sources
from cases.domain.content import CaseContent, content_hash, to_data
from cases.domain.facts import facts_of
from cases.domain.projection import Projection, cells_of, project, stances_of
from cases.domain.rendering import Rendered, slug_for
from cases.domain.sources import Use, independent_sources_of
from cases.models import (
    BLOCK_BITS,
    Case,
    CasePart,
    CasePhase,
    CasePlace,
    CaseRecord,
    CaseSource,
    CellTally,
    ClaimTally,
    LastChange,
    Placement,
    Review,
    Revision,
    SearchRow,
    Version,
)
from cases.queries.rendered import render_parts
from cases.queries.search.rows import row_of, weighed_words
from cases.queries.site_version import turn_now
from models_taxonomy.models import Claim

CHUNK = 2000
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)

Row = dict[str, Any]


def load(number: int) -> None:
    """Fill an empty database with so many published cases."""
    with transaction.atomic():
        Loader().load(contents(number, list(Claim.objects.values_list("code", flat=True))))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Loader:
    """Gathers rows of all tables, writes them chunk by chunk, and the summary tables at the end."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[Row]] = {}
        self.numbers: Counter[type[models.Model]] = Counter()
        self.facts: dict[str, array[int]] = {}
        self.uses: Counter[Use] = Counter()
        self.words: Counter[tuple[str, str]] = Counter()
        self.stances: Counter[tuple[str, str]] = Counter()
        self.cells: Counter[tuple[int | None, int]] = Counter()
        Tag.objects.bulk_create(Tag(name=name, slug=slug_for(name)) for name in TAG_NAMES.values)
        self.tags: Mapping[str, Tag] = {tag.name: tag for tag in Tag.objects.all()}
        self.addresses = {name: tag.slug for name, tag in self.tags.items()}
        self.content_type = ContentType.objects.get_for_model(Case).pk
        self.author, self.reviewer = (
            User.objects.get_or_create(username=name, defaults={"email": f"{name}@example.org"})[0].pk
            for name in ("benchmark-writer", "benchmark-reader")
        )

    def load(self, cases: Iterable[CaseContent]) -> None:
        """Write all of these cases and what is counted of them."""
        for number, content in enumerate(cases, start=1):
            self._add_case(number, content)
            if number % CHUNK == 0:
                self._write()
        self._write()
        self._write_summaries()
        _reset_sequences([*self.numbers, CaseRecord])
        _number_after([Review, Revision], self.numbers[Version])

    def _add_case(self, number: int, content: CaseContent) -> None:
        projection = project(content, _rendered(content), {})
        slug = slug_for(content.title)
        at, digest = FIRST_DAY + timedelta(minutes=number), content_hash(content)
        self._add(CaseRecord, {"id": number, "slug": slug, "published_id": None, "created_at": at})
        self._add(
            Case,
            {
                **projection.case,
                "record_id": number,
                "slug": slug,
                "version": 1,
                "content_hash": digest,
                "first_published_at": at,
                "published_at": at,
            },
        )
        self._add_numbered(
            Version,
            {
                "case_id": number,
                "number": 1,
                "revision_number": number,
                "content": to_data(content),
                "content_hash": digest,
                "note": "",
                "author_id": self.author,
                "reviewer_id": self.reviewer,
                "published_at": at,
            },
        )
        self._add(LastChange, {"record_id": number, "at": at, "is_gone": False})
        self._add_rows(number, projection)
        row = row_of(number, content, {})
        self._add(SearchRow, {field.attname: getattr(row, field.attname) for field in SearchRow._meta.fields})
        self.words.update(weighed_words(row))
        for each in facts_of(content, self.addresses):
            self.facts.setdefault(each, array("I")).append(number)
        self.uses.update(independent_sources_of(content))
        self.stances.update(stances_of(content))
        self.cells.update(cells_of(content))

    def _add_rows(self, case: int, projection: Projection) -> None:
        for table, rows in (
            (CasePhase, projection.phases),
            (CasePlace, projection.places),
            (CasePart, projection.parts),
        ):
            for row in rows:
                self._add_numbered(table, {"case_id": case, **row})
        keys = {
            str(row["key"]): self._add_numbered(CaseSource, {"case_id": case, **row})
            for row in projection.sources
        }
        for row in projection.placements:
            plain = {name: value for name, value in row.items() if name != "sources"}
            placement = self._add_numbered(Placement, {"case_id": case, **plain})
            for key in row["sources"]:  # type: ignore[attr-defined]
                through = {"placement_id": placement, "casesource_id": keys[key]}
                self._add_numbered(Placement.sources.through, through)
        for tag in projection.tags:
            tagged = {"tag_id": self.tags[tag].pk, "content_type_id": self.content_type, "object_id": case}
            self._add_numbered(TaggedItem, tagged)

    def _add(self, table: type[models.Model], row: Row) -> None:
        self.rows.setdefault(table, []).append(row)

    def _add_numbered(self, table: type[models.Model], row: Row) -> int:
        self.numbers[table] += 1
        self._add(table, {"id": self.numbers[table], **row})
        return self.numbers[table]

    def _write(self) -> None:
        for table in sorted(self.rows, key=_order):
            _insert(table, self.rows[table])
        self.rows.clear()

    def _write_summaries(self) -> None:
        bump_site_version(FIRST_DAY)
        blocks: dict[tuple[str, int], BitMap] = {}
        for each, numbers in self.facts.items():
            members = BitMap(numbers)
            last = members.max() >> BLOCK_BITS
            for block in range(last + 1):
                first = block << BLOCK_BITS
                if here := members & BitMap(range(first, first + (1 << BLOCK_BITS))):
                    blocks[each, block] = here
        write_blocks(blocks, turn=turn_now())
        replace_sources(self.uses)
        write_words(self.words)
        for code in {claim for claim, _stance in self.stances}:
            counts = {stance: count for (claim, stance), count in self.stances.items() if claim == code}
            ClaimTally.objects.create(claim_id=code, **counts)
        CellTally.objects.bulk_create(
            CellTally(stage_id=stage, model_id=model, cases=count)
            for (stage, model), count in self.cells.items()
        )


def _order(table: type[models.Model]) -> int:
    """Rows that others stand on come first."""
    first: list[type[models.Model]] = [CaseRecord, Case]
    return first.index(table) if table in first else len(first)


def _rendered(content: CaseContent) -> dict[str, Rendered]:
    """The HTML of the parts, each text rendered once whatever its heading and its case."""
    return {part.key: _once(part.text, content) for part in content.parts}


_known: dict[str, Rendered] = {}


def _once(text: str, content: CaseContent) -> Rendered:
    if text not in _known:
        _known.update(
            {part.text: render_parts(content)[part.key] for part in content.parts if part.text == text}
        )
    return _known[text]


def _insert(table: type[models.Model], rows: Sequence[Row]) -> None:
    """Write rows that all have the same columns, as fast as the engine takes them."""
    names = list(rows[0])
    fields = {field.attname: field for field in table._meta.concrete_fields}
    columns = ", ".join(f'"{fields[name].column}"' for name in names)
    ready = [_adapter(fields[name]) for name in names]
    values = [[adapt(row[name]) for name, adapt in zip(names, ready, strict=True)] for row in rows]
    target = f'"{table._meta.db_table}" ({columns})'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for value in values:
                    copy.write_row(value)
        else:
            places = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {target} VALUES ({places})", values)  # noqa: S608 (our own names)


def _adapter(field: "models.Field[Any, Any]") -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        return json.dumps
    if isinstance(field, models.DateTimeField) and connection.vendor == "sqlite":
        return lambda moment: moment.replace(tzinfo=None).isoformat(" ")
    return lambda value: value


def _reset_sequences(tables: Sequence[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _number_after(tables: Iterable[type[models.Model]], number: int) -> None:
    """Let the next rows of these empty tables have numbers that no version names."""
    sql = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"
    if connection.vendor == "postgresql":
        sql = "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)"
    with connection.cursor() as cursor:
        cursor.executemany(sql, [(table._meta.db_table, number) for table in tables])
