"""BibTeX, read: apart from `bibtex`, as this takes megabytes of packages, and hardly a process reads any."""

import re
from collections.abc import Iterable

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import MergeNameParts, NormalizeFieldKeys, SeparateCoAuthors, SplitNameParts
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Field,
    ImplicitComment,
    ParsingFailedBlock,
)
from bibtexparser.model import Entry as Item
from pylatexenc.latex2text import LatexNodes2Text

from cases.domain.content import Source
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.vocabulary import SourceKind
from cases.exchange.citations import Cited, Entry, NotCitations, check_count, joined, one_line

DEEPEST = 30
"""How many braces may stand inside each other."""

KINDS = {
    "article": SourceKind.PAPER,
    "inproceedings": SourceKind.PAPER,
    "conference": SourceKind.PAPER,
    "phdthesis": SourceKind.PAPER,
    "mastersthesis": SourceKind.PAPER,
    "thesis": SourceKind.PAPER,
    "unpublished": SourceKind.PAPER,
    "techreport": SourceKind.REPORT,
    "report": SourceKind.REPORT,
    "manual": SourceKind.REPORT,
    "book": SourceKind.BOOK,
    "inbook": SourceKind.BOOK,
    "incollection": SourceKind.BOOK,
    "collection": SourceKind.BOOK,
    "proceedings": SourceKind.BOOK,
    "booklet": SourceKind.BOOK,
    "online": SourceKind.WEB,
    "electronic": SourceKind.WEB,
    "www": SourceKind.WEB,
    "legislation": SourceKind.PRIMARY,
    "jurisdiction": SourceKind.PRIMARY,
}
SUBTYPES = {"newspaper": SourceKind.NEWS} | {kind.value: kind for kind in SourceKind}
PUBLISHERS = (
    "journal", "journaltitle", "booktitle", "publisher", "institution", "school", "organization",
    "howpublished",
)  # fmt: skip
READ = frozenset({"title", "author", "year", "date", "url", "doi", "urldate", "entrysubtype", *PUBLISHERS})
VERBATIM = frozenset({"url", "doi"})
DECODER = LatexNodes2Text(math_mode="verbatim")


def read_bibtex(text: str) -> Cited:
    """Read up to twenty entries. Raises NotCitations."""
    _check_depth(text)
    library = parse_string(
        text,
        # Names are split before LaTeX is decoded, or {World Bank} would become a first and a last name.
        append_middleware=[
            NormalizeFieldKeys(),
            SeparateCoAuthors(),
            SplitNameParts(),
            MergeNameParts(style="first"),
        ],
    )
    for block in library.failed_blocks:
        _refuse(block)
    check_count(len(library.entries))
    found = [_source(block) for block in library.entries]
    remarks = [remark for _cited, entry in found for remark in entry.remarks]
    return Cited(tuple(source for source, _entry in found), (*remarks, *_outside(library.blocks)))


def _check_depth(text: str) -> None:
    depth = 0
    for brace in re.finditer(r"[{}]", text):
        depth += 1 if brace[0] == "{" else -1
        if depth > DEEPEST:
            raise NotCitations(
                _("Line %(line)s: too many braces stand inside each other. Look whether one is not closed."),
                line=text.count("\n", 0, brace.start()) + 1,
            )


def _refuse(block: ParsingFailedBlock) -> None:
    if isinstance(block, DuplicateBlockKeyBlock):
        raise NotCitations(_("“%(name)s” is there twice. Give one of the two another key."), name=block.key)
    if isinstance(block, DuplicateFieldKeyBlock) and isinstance(block.ignore_error_block, Item):
        raise NotCitations(
            _("“%(name)s” has the field “%(field)s” twice. Keep one of the two."),
            name=block.ignore_error_block.key,
            field=", ".join(sorted(block.duplicate_keys)),
        )
    raise NotCitations(
        _("The entry that begins in line %(line)s cannot be read. Look at its braces, quotes and commas."),
        line=(block.start_line or 0) + 1,
    )


def _outside(blocks: Iterable[Block]) -> list[Problem]:
    """What stands between the entries is a comment in BibTeX, and perhaps something that was meant."""
    return [
        Problem(
            "",
            _("Line %(line)s stands outside of all entries and was not read: “%(text)s”."),
            {"line": (block.start_line or 0) + 1, "text": one_line(block.comment)[:80]},
        )
        for block in blocks
        if isinstance(block, ImplicitComment) and block.comment.strip()
    ]


def _source(item: Item) -> tuple[Source, Entry]:
    entry = Entry(item.key)
    said = {field.key: _words(field) for field in item.fields}
    publisher = next((name for name in PUBLISHERS if said.get(name)), "")
    entry.leave_out(name for name, words in said.items() if words and name not in READ)
    entry.leave_out(name for name in PUBLISHERS if said.get(name) and name != publisher)
    subtype = SUBTYPES.get(said.get("entrysubtype", ""))
    source = Source(
        key=item.key,
        kind=subtype or _kind(entry, item.entry_type.casefold(), said),
        title=said.get("title", ""),
        authors=said.get("author", ""),
        year=entry.year(said.get("year") or said.get("date", "")),
        publisher=said.get(publisher, ""),
        url=said.get("url", ""),
        doi=said.get("doi", ""),
        accessed=said.get("urldate", ""),
    )
    return source, entry


def _kind(entry: Entry, word: str, said: dict[str, str]) -> SourceKind:
    if word == "misc":
        return SourceKind.WEB if said.get("url") else SourceKind.OTHER
    return entry.kind(KINDS, word)


def _words(field: Field) -> str:
    if field.key in VERBATIM:
        return one_line(str(field.value))
    text = joined(field.value) if isinstance(field.value, list) else str(field.value)
    # Outside of LaTeX, people write & and % for what they are.
    return one_line(DECODER.latex_to_text(re.sub(r"(?<!\\)([%&])", r"\\\1", text)))
