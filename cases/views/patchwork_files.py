"""The patchwork to take away: its numbers as CSV and JSON, and its picture."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.domain.grid import cases_per_square
from cases.exchange.figure import Picture
from cases.exchange.patchwork_figure import AspectDrawn, ClaimDrawn, PatchworkWords, draw_patchwork
from cases.queries.patchwork_numbers import ClaimNumbers, PatchworkNumbers, load_patchwork_numbers
from cases.views.addresses import address
from cases.views.files import Imprint, csv_answer, filters_in_words, json_answer, svg_answer, words_of
from cases.views.marks import public_page
from cases.views.patchwork_address import VIEW, read_view, view_pairs
from models_taxonomy.models import Aspect

COLUMNS = (
    "claim",
    "model",
    "model_name",
    "aspect",
    "aspect_name",
    "statement",
    "wording",
    "state",
    "supports",
    "partly",
    "contradicts",
    "not_found",
    "cases_in_all",
    "independent_supports",
    "independent_partly",
    "independent_contradicts",
)


@public_page(*VIEW)
def patchwork_csv(request: HttpRequest) -> HttpResponse:
    """The numbers as CSV, one line a claim."""
    numbers = load_patchwork_numbers(read_view(request))
    return csv_answer(imprint_of(numbers), COLUMNS, (_values(claim) for claim in numbers.claims))


@public_page(*VIEW)
def patchwork_json(request: HttpRequest) -> HttpResponse:
    """The numbers as JSON."""
    numbers = load_patchwork_numbers(read_view(request))
    return json_answer(imprint_of(numbers), patchwork_data(numbers))


def patchwork_data(numbers: PatchworkNumbers) -> dict[str, object]:
    """The numbers as plain data, as the file and the API give them."""
    return {
        "state": numbers.view.state,
        "model": numbers.view.model,
        "cases_in_all": numbers.in_all,
        "cases_found": numbers.found,
        "claims": [dict(zip(COLUMNS, _values(claim), strict=True)) for claim in numbers.claims],
    }


@public_page(*VIEW)
def patchwork_svg(request: HttpRequest) -> HttpResponse:
    """The picture: the aspects and models, each claim with a square for every placement."""
    numbers = load_patchwork_numbers(read_view(request))
    return svg_answer(
        imprint_of(numbers),
        _picture(numbers),
        shown=filters_in_words(numbers.filters),
        found=words_of("cases/_patchwork_sentence.html", {"patchwork": numbers}),
        notes=[
            _(
                "Held: two or more cases support the claim and none contradicts it. Thin: fewer than two "
                "support it. Contested: at least one contradicts it."
            )
        ],
    )


def imprint_of(numbers: PatchworkNumbers) -> Imprint:
    """What the files of the patchwork say of themselves."""
    return Imprint(
        name="patchwork",
        title=_("Cases on the claims of the three models"),
        page=address("patchwork", view_pairs(numbers.view)),
        filters=numbers.view.chosen,
        changed_at=numbers.changed_at,
    )


def _values(of: ClaimNumbers) -> tuple[str | int, ...]:
    claim, tally, independent = of.row.claim, of.row.tally, of.independent
    return (
        claim.code,
        claim.model_id,
        claim.model.short,
        claim.aspect.code,
        claim.aspect.name,
        claim.statement,
        claim.version,
        of.row.state.value,
        tally.supports,
        tally.partly,
        tally.contradicts,
        tally.not_found,
        of.in_all.placed,
        independent.supports,
        independent.partly,
        independent.contradicts,
    )


def _picture(numbers: PatchworkNumbers) -> Picture:
    per_square = cases_per_square(claim.row.tally.placed for claim in numbers.claims)
    return draw_patchwork(
        [(model.number, model.short) for model in numbers.models],
        [row for aspect in numbers.aspects if any((row := _drawn(aspect, numbers)).cells)],
        PatchworkWords(
            square=words_of("cases/_matrix_square.html", {"per_square": per_square}),
            supports=_("A case that supports the claim"),
            partly=_("A case that supports it partly"),
            contradicts=_("A case that contradicts it"),
            numbers=_("Cases for · partly · against"),
            gap=_("A gap: no case yet"),
            filtered=_("No case here among those shown"),
            silent=_("The text makes no claim here."),
        ),
    )


def _drawn(aspect: Aspect, numbers: PatchworkNumbers) -> AspectDrawn:
    return AspectDrawn(
        aspect.name,
        tuple(
            None
            if (aspect.number, model.number) in numbers.silent
            else tuple(
                ClaimDrawn(claim.row.claim.code, claim.row.state, claim.row.tally)
                for claim in numbers.claims
                if (claim.row.claim.aspect_id, claim.row.claim.model_id) == (aspect.number, model.number)
            )
            for model in numbers.models
        ),
    )
