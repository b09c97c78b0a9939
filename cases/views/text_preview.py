"""How one text will look, while it is written: made by the renderer that makes the public page."""

import re

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.domain.rendering import TooComplex
from cases.domain.vocabulary import PART_LIMIT, PARTS
from cases.forms.contribute import ContributeSheet
from cases.forms.edit import EditSheet, PartSheet, with_source_keys
from cases.forms.raw import BUTTONS, MANY_VALUES, first, known_fields, row, row_numbers
from cases.queries.rendered import render_piece
from cases.queries.writing import ground_of
from cases.views.marks import PersonRequest, contributor_page, keeps_typing

TEXTS = frozenset({"part_text", *(f"parts.{key}.text" for key in PARTS)})
FORMS = (ContributeSheet, EditSheet, PartSheet)


@contributor_page
@keeps_typing
def text_preview(request: PersonRequest) -> HttpResponse:
    """The preview of the text that `preview` names, as a fragment; nothing is kept."""
    if request.method != "POST":
        return redirect("cases:contribute")
    fields = known_fields(request.POST, _is_known, may_repeat=_may_repeat)
    name = first(fields, "preview")
    if name not in TEXTS:
        raise BadRequest("The form has no text of this name to show.")
    text = first(fields, name)
    try:
        keys = _keys(fields)
        rendered = render_piece(text[: PART_LIMIT + 1], keys)
    except TooComplex as refusal:
        return render(request, "cases/_text_preview.html", {"refusal": str(refusal)})
    unknown = [key for key in rendered.citations if key not in keys]
    return render(request, "cases/_text_preview.html", {"html": rendered.html, "unknown": unknown})


def _is_known(name: str) -> bool:
    return name in BUTTONS or name == "preview" or any(form.allowed.fullmatch(name) for form in FORMS)


def _may_repeat(name: str) -> bool:
    return re.fullmatch(MANY_VALUES, name) is not None


def _keys(fields: dict[str, list[str]]) -> list[str]:
    """The keys of the chosen case in the short form, then those of the rows."""
    chosen = ground_of(first(fields, "case")).content if first(fields, "which") == "existing" else None
    keyed = with_source_keys(
        fields, frozenset(source.key for source in chosen.sources) if chosen else frozenset()
    )
    rows = [first(row(keyed, "sources", number), "key") for number in row_numbers(keyed, "sources")]
    return [*(source.key for source in (chosen.sources if chosen else ())), *filter(None, rows)]
