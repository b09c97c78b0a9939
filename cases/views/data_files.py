"""The data to take away: tables, JSON Lines, Markdown, JSON-LD, GeoJSON, sources, data package, QCA."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from cases.domain.content import Source
from cases.domain.messages import ContentProblems
from cases.domain.qca import DEFAULT_CONDITIONS, DEFAULT_OUTCOME, examined, read_question
from cases.exchange import data_package, qca_package
from cases.exchange.bibtex import write_bibtex
from cases.exchange.case_tables import CASE_TABLES, CaseTable
from cases.exchange.csl import csl_item
from cases.exchange.csv_table import Row, csv_pieces
from cases.exchange.geo_json import features_of
from cases.exchange.json_ld import case_context, case_document, case_node, dataset_node, taxonomy_document
from cases.exchange.json_lines import write_line
from cases.exchange.markdown import to_markdown
from cases.exchange.published import PublishedCase, record_of
from cases.exchange.ris import write_ris
from cases.exchange.site_tables import CODEBOOK, DATA_OF, TALLY, TAXONOMY_TABLES, TaxonomyTable, codebook_rows
from cases.exchange.tables import Table
from cases.exchange.zip_stream import Text, zip_pieces
from cases.queries.history import published_case
from cases.queries.published import read_published
from cases.queries.taxonomy_record import load_taxonomy_record
from cases.views.browse import SEARCH
from cases.views.downloads import (
    DATA,
    GEO_JSON,
    JSON_LD,
    JSON_LINES,
    TEXT_AND_DATA,
    ZIP,
    Asked,
    File,
    download,
    send,
    table_address,
)
from cases.views.files import CSV, JSON, json_pieces
from cases.views.marks import public_unkept
from cases.views.parameters import scalar

TITLE = "Cases of Patchwork"
DESCRIPTION = (
    "Partial case studies of how firms and communities produce together, each placed on stages, value models "
    "and claims of two texts by Michel Bauwens, with their sources."
)
README = """\
CASES OF PATCHWORK

Made from: {address}
Data of:   {data_of}
Cases:     {cases}
Licence:   texts under CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
           data under CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/

Each file in cases/ is one case: YAML between two lines of ---, then one heading and text for each part.
"""

Rows = Callable[[Asked], Iterable[Row]]


# --- tables ---------------------------------------------------------------------------------------


@public_unkept(*SEARCH)
def data_table(request: HttpRequest, table: str) -> HttpResponseBase:
    """One table as CSV."""
    if table not in TABLE_ROWS:
        raise Http404
    of, rows = TABLE_ROWS[table]
    file = File(table, "csv", CSV, TEXT_AND_DATA if of.holds_text else DATA)
    return download(request, file, lambda asked: _csv(of.head, rows(asked), asked))


@public_unkept(*SEARCH)
def data_codebook(request: HttpRequest) -> HttpResponseBase:
    """What each column of each table means, as CSV."""
    return download(
        request, File("codebook", "csv", CSV, DATA), lambda _asked: csv_pieces(CODEBOOK, codebook_rows())
    )


@public_unkept(*SEARCH)
def data_descriptor(request: HttpRequest) -> HttpResponseBase:
    """The tables as a Frictionless data package."""

    def make(asked: Asked) -> Iterator[str]:
        about = data_package.About(TITLE, DESCRIPTION, asked.page, asked.data_of)
        yield json.dumps(
            data_package.data_package(
                about, lambda table: settings.SITE_URL + table_address(table, asked.pairs)
            ),
            ensure_ascii=False,
            indent=1,
        )

    return download(request, File("datapackage", "json", JSON), make)


def _csv(head: Iterable[str], rows: Iterable[Row], asked: Asked) -> Iterator[str]:
    return csv_pieces((*head, DATA_OF.name), ((*row, asked.data_of) for row in rows))


def _rows_of_cases(table: CaseTable) -> Rows:
    def rows(asked: Asked) -> Iterator[Row]:
        for case in asked.selection.cases:
            yield from table.rows(case, settings.SITE_URL)

    return rows


def _rows_of_taxonomy(table: TaxonomyTable) -> Rows:
    return lambda _asked: table.rows(load_taxonomy_record())


TABLE_ROWS: dict[str, tuple[Table, Rows]] = {
    **{each.table.name: (each.table, _rows_of_cases(each)) for each in CASE_TABLES},
    **{each.table.name: (each.table, _rows_of_taxonomy(each)) for each in TAXONOMY_TABLES},
    TALLY.name: (TALLY, lambda asked: asked.selection.tallies),
}
"""Each table by its name, with what makes its rows."""


# --- cases, each whole ----------------------------------------------------------------------------


@public_unkept(*SEARCH)
def data_json_lines(request: HttpRequest) -> HttpResponseBase:
    """Each case whole, one JSON object a line."""

    def make(asked: Asked) -> Iterator[str]:
        return (write_line(record_of(case, settings.SITE_URL)) for case in asked.selection.cases)

    return download(request, File("cases", "jsonl", JSON_LINES), make)


@public_unkept(*SEARCH)
def data_markdown(request: HttpRequest) -> HttpResponseBase:
    """A zip of one Markdown file a case, in the format of the casebook."""

    def files(asked: Asked) -> Iterator[tuple[str, Text]]:
        cases, day = len(asked.selection.found), asked.data_of or "no publication yet"
        yield "README.txt", README.format(address=asked.page, data_of=day, cases=cases)
        for case in asked.selection.cases:
            yield f"cases/{case.slug}.md", to_markdown(case.content, slug=case.slug)

    return download(request, File("cases-markdown", "zip", ZIP), lambda asked: zip_pieces(files(asked)))


@public_unkept(*SEARCH)
def data_json_ld(request: HttpRequest) -> HttpResponseBase:
    """The cases as schema.org in JSON-LD."""

    def make(asked: Asked) -> Iterator[str]:
        site = settings.SITE_URL
        return json_pieces({"@context": case_context(site)}, "@graph", _graph(asked, site))

    return download(request, File("cases", "jsonld", JSON_LD), make)


def _graph(asked: Asked, site: str) -> Iterator[object]:
    files = [
        site + reverse(f"cases:{route}") for route in ("data_json_lines", "data_markdown", "data_descriptor")
    ]
    yield dataset_node(site, TITLE, about=DESCRIPTION, data_of=asked.data_of, files=files)
    yield from (case_node(case, site) for case in asked.selection.cases)


@public_unkept(*SEARCH)
def data_taxonomy(request: HttpRequest) -> HttpResponseBase:
    """Stages, models, aspects and claims as SKOS in JSON-LD."""

    def make(_asked: Asked) -> Iterator[str]:
        document = taxonomy_document(load_taxonomy_record(), settings.SITE_URL)
        yield json.dumps(document, ensure_ascii=False, indent=1)

    return download(request, File("taxonomy", "jsonld", JSON_LD), make)


@public_unkept(*SEARCH)
def data_geo_json(request: HttpRequest) -> HttpResponseBase:
    """The places of cases as GeoJSON."""

    def make(asked: Asked) -> Iterator[str]:
        features = (
            feature for case in asked.selection.cases for feature in features_of(case, settings.SITE_URL)
        )
        return json_pieces({"type": "FeatureCollection", **asked.envelope}, "features", features)

    return download(request, File("places", "geojson", GEO_JSON), make)


@public_unkept
def case_json_ld(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One case as schema.org in JSON-LD."""
    found = published_case(slug)
    case = next(read_published([found.pk]), None) if found else None
    if case is None:
        raise Http404

    def make() -> Iterator[str]:
        yield json.dumps(case_document(case, settings.SITE_URL), ensure_ascii=False, indent=1)

    tag, day = f"{case.version} {case.content_hash}", case.published_at.date().isoformat()
    return send(request, File(case.slug, "jsonld", JSON_LD), make, tag=tag, day=day)


# --- sources --------------------------------------------------------------------------------------


@public_unkept(*SEARCH)
def data_sources_bib(request: HttpRequest) -> HttpResponseBase:
    """The sources of all cases as BibTeX."""
    return _sources(request, "bib", "application/x-bibtex; charset=utf-8", write_bibtex)


@public_unkept(*SEARCH)
def data_sources_ris(request: HttpRequest) -> HttpResponseBase:
    """The sources of all cases as RIS."""
    return _sources(request, "ris", "application/x-research-info-systems; charset=utf-8", write_ris)


@public_unkept(*SEARCH)
def data_sources_csl(request: HttpRequest) -> HttpResponseBase:
    """The sources of all cases as CSL-JSON."""

    def make(asked: Asked) -> Iterator[str]:
        yield "["
        comma = "\n"
        for case in asked.selection.cases:
            for source in _with_whole_keys(case):
                yield f"{comma}{json.dumps(csl_item(source), ensure_ascii=False)}"
                comma = ",\n"
        yield "\n]\n"

    file = File("sources", "csl.json", "application/vnd.citationstyles.csl+json", DATA)
    return download(request, file, make)


def _sources(
    request: HttpRequest, ending: str, content_type: str, write: Callable[[Iterable[Source]], str]
) -> HttpResponseBase:
    def make(asked: Asked) -> Iterator[str]:
        texts = (write(sources) for case in asked.selection.cases if (sources := _with_whole_keys(case)))
        return (f"{text.strip()}\n\n" for text in texts)

    return download(request, File("sources", ending, content_type, DATA), make)


def _with_whole_keys(case: PublishedCase) -> list[Source]:
    """The sources of a case with keys that no other case has: `guifi-net:baig2015`."""
    return [replace(source, key=f"{case.slug}:{source.key}") for source in case.content.sources]


# --- analysis -------------------------------------------------------------------------------------


@public_unkept(*SEARCH, "outcome", "conditions")
def data_qca(request: HttpRequest) -> HttpResponseBase:
    """The QCA package for `outcome` and `conditions`, as a zip. 400 for what cannot be asked."""
    taxonomy = load_taxonomy_record()
    try:
        question = read_question(
            scalar(request, "outcome") or DEFAULT_OUTCOME,
            scalar(request, "conditions") or DEFAULT_CONDITIONS,
            {claim.code for claim in taxonomy.claims},
        )
    except ContentProblems as refusal:
        raise BadRequest(str(refusal)) from None

    def files(asked: Asked) -> Iterator[tuple[str, Text]]:
        about = qca_package.About(TITLE, asked.page, asked.data_of, settings.SITE_URL)
        cases = (examined(case.slug, case.content) for case in asked.selection.cases)
        return qca_package.package_files(about, question, taxonomy, cases)

    return download(request, File("qca", "zip", ZIP, DATA), lambda asked: zip_pieces(files(asked)))
