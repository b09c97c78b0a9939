"""What was pasted, as rows of sources."""

from collections.abc import Mapping, Set
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from cases.domain.citation_keys import key_for
from cases.domain.messages import Problem, noop
from cases.exchange.citations import NotCitations
from cases.exchange.pasted import read_pasted
from cases.forms.plain import source_fields
from cases.forms.raw import ROWS_AT_MOST, Fields, first, is_empty, row, row_numbers, without_row
from cases.forms.rows import PathForm, area

UNTOUCHED = frozenset({"kind"})


class PasteForm(PathForm):
    """The field into which citations are pasted."""

    paste = area(
        _("Paste a DOI, an address, BibTeX, RIS or CSL-JSON"),
        hint=_(
            "Several DOIs or addresses stand one a line; of the others up to 20 entries are read at once."
        ),
        rows=3,
    )


def unknown_documents(fields: Fields) -> list[str]:
    """The DOIs and addresses of the sources of which no title is known."""
    found = []
    for number in row_numbers(fields, "sources"):
        typed = row(fields, "sources", number)
        document = first(typed, "doi") or first(typed, "url")
        if document and not first(typed, "title"):
            found.append(document)
    return found


def with_found(fields: Fields, document: str, found: Mapping[str, str]) -> Fields:
    """The fields with what was found about a document, where its source is and nothing was typed."""
    filled = dict(fields)
    for number in row_numbers(fields, "sources"):
        typed = row(fields, "sources", number)
        if document not in {first(typed, "doi"), first(typed, "url")}:
            continue
        is_untouched = not first(typed, "title")
        for name, value in found.items():
            if not first(typed, name) or (name == "kind" and is_untouched):
                filled[f"sources.{number}.{name}"] = [value]
    return filled


def with_pasted(fields: Fields, also_taken: Set[str] = frozenset()) -> tuple[Fields, tuple[Problem, ...]]:
    """Return the fields with a row for each pasted source, and what is to be said of them.

    Who speaks stays open: only a person knows. Raises NotCitations; then nothing was changed.
    """
    cited = read_pasted(first(fields, "paste"))
    filled = {name: values for name, values in fields.items() if name != "paste"}
    for number in row_numbers(filled, "sources"):
        if is_empty(row(filled, "sources", number), UNTOUCHED):
            filled = without_row(filled, "sources", number)
    number = max(row_numbers(filled, "sources"), default=-1) + 1
    if number + len(cited.sources) > ROWS_AT_MOST:
        raise NotCitations(
            noop("A case holds at most %(most)s sources. Paste fewer of them."), most=ROWS_AT_MOST
        )
    taken = set(also_taken) | {
        first(filled, name) for name in filled if name.startswith("sources.") and name.endswith(".key")
    }
    for source in cited.sources:
        key = key_for(source, taken)
        taken.add(key)
        filled |= source_fields(number, replace(source, key=key)) | {f"sources.{number}.speaker": [""]}
        number += 1
    return filled, cited.remarks
