"""The tested guess to take away: its numbers as CSV and JSON, and its picture."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.domain.guess import Heaviest, Reading, Share
from cases.domain.states import ClaimState
from cases.exchange.figure import Picture
from cases.exchange.guess_figure import ClaimDrawn, GuessWords, ModelDrawn, draw_guess
from cases.queries.guess import ClaimCounted, Guess, ReadingShown, Weight, load_guess
from cases.queries.overview import ModelStanding
from cases.views.addresses import address
from cases.views.files import Imprint, csv_answer, json_answer, svg_answer, words_of
from cases.views.guess import STATES, counts_of
from cases.views.marks import public_page

Line = dict[str, str | int | None]
"""A line of the CSV by its columns; those that it lacks are empty."""

CSV_HEAD = (
    "claim",
    "statement",
    "model",
    "model_name",
    "supports",
    "partly",
    "contradicts",
    "cases",
    "independent_sources",
    "placements",
    "placements_on_no_independent_source",
    "state",
    "state_on_independent_sources_only",
    "state_without_country",
    "country_left_out",
    "state_without_decade",
    "decade_left_out",
    "counted",
    "reading",
    "left_out",
    "claims",
    "held",
    "contested",
    "thin",
    "gap",
    "claims_with_another_state",
    "heaviest_country",
    "cases_from_it",
    "countries_with_as_many",
    "heaviest_decade",
    "cases_begun_in_it",
    "decades_with_as_many",
)
"""The columns of the CSV. `counted` says what a line counts: a claim, the claims of a model or of all three
by what they rest on, a way of counting with its cases, or the states of a model in a way of counting."""


@public_page
def guess_csv(request: HttpRequest) -> HttpResponse:
    """The numbers as CSV: one line a claim, then the lines of models and of ways of counting."""
    found = load_guess()
    lines = (tuple(line.get(name) for name in CSV_HEAD) for line in _lines(found))
    return csv_answer(_imprint(found), CSV_HEAD, lines)


@public_page
def guess_json(request: HttpRequest) -> HttpResponse:
    """The numbers as JSON: by way of counting, by model and by claim."""
    found = load_guess()
    body = {
        "cases": found.in_all,
        "readings": [_reading(reading) for reading in found.readings],
        "models": [_weight(weight) for weight in found.weights],
        "all_models": _weight(found.overall),
        "claims": [_claim(found, claim) for claim in found.claims],
    }
    return json_answer(_imprint(found), body)


@public_page
def guess_svg(request: HttpRequest) -> HttpResponse:
    """The picture: claims by state, and cases and independent sources on every claim."""
    found = load_guess()
    return svg_answer(
        _imprint(found),
        _picture(found),
        shown=[],
        found=words_of("cases/_guess_found.html", {"guess": found}),
        notes=_notes(found),
    )


def _imprint(found: Guess) -> Imprint:
    return Imprint(
        name="guess",
        title=_("The guess, tested: does the third model show the most gaps?"),
        page=address("guess"),
        filters={},
        changed_at=found.changed_at,
    )


# --- tables ---------------------------------------------------------------------------------------


def _states(found: Guess, claim: ClaimCounted) -> dict[Reading, ClaimState]:
    """The state of a claim in each way of counting that there is."""
    return {reading.reading: state for reading, state in zip(found.readings, claim.states, strict=True)}


def _lines(found: Guess) -> Iterator[Line]:
    yield from (_claim_line(found, claim) for claim in found.claims)
    yield from (_weight_line(weight) for weight in (*found.weights, found.overall))
    yield {"counted": "published_cases", "cases": found.in_all}
    for reading in found.readings:
        yield _reading_line(reading)
        yield from (_states_line(reading, standing) for standing in reading.models)


def _claim_line(found: Guess, claim: ClaimCounted) -> Line:
    states = _states(found, claim)
    left_out = {reading.reading: reading.left_out for reading in found.readings}
    tally = claim.standing.tally
    return {
        "counted": "claim",
        "claim": claim.claim.code,
        "statement": claim.claim.statement,
        "model": claim.claim.model.number,
        "model_name": claim.claim.model.short,
        "supports": tally.supports,
        "partly": tally.partly,
        "contradicts": tally.contradicts,
        "cases": claim.cases,
        "independent_sources": claim.documents,
        "placements": claim.own_words.of,
        "placements_on_no_independent_source": claim.own_words.part,
        "state": states[Reading.ALL],
        "state_on_independent_sources_only": states[Reading.INDEPENDENT],
        "state_without_country": states.get(Reading.WITHOUT_COUNTRY),
        "country_left_out": left_out.get(Reading.WITHOUT_COUNTRY),
        "state_without_decade": states.get(Reading.WITHOUT_DECADE),
        "decade_left_out": left_out.get(Reading.WITHOUT_DECADE),
    }


def _weight_line(weight: Weight) -> Line:
    model = weight.standing.model if weight.standing else None
    return {
        "counted": "model" if model else "all_models",
        "model": model.number if model else None,
        "model_name": model.short if model else None,
        "cases": weight.cases,
        "independent_sources": weight.documents,
        "placements": weight.own_words.of,
        "placements_on_no_independent_source": weight.own_words.part,
        "heaviest_country": weight.country.value,
        "cases_from_it": weight.country.share.part,
        "countries_with_as_many": weight.country.others,
        "heaviest_decade": weight.decade.value,
        "cases_begun_in_it": weight.decade.share.part,
        "decades_with_as_many": weight.decade.others,
    }


def _reading_line(reading: ReadingShown) -> Line:
    return {
        "counted": "reading",
        "reading": reading.reading,
        "left_out": reading.left_out,
        "cases": reading.cases,
        "claims_with_another_state": reading.changed,
    }


def _states_line(reading: ReadingShown, standing: ModelStanding) -> Line:
    return {
        "counted": "states",
        "reading": reading.reading,
        "left_out": reading.left_out,
        "model_name": standing.model.short,
        **_counts(standing),
    }


def _claim(found: Guess, claim: ClaimCounted) -> dict[str, object]:
    tally = claim.standing.tally
    return {
        "claim": claim.claim.code,
        "statement": claim.claim.statement,
        "model": claim.claim.model.number,
        "supports": tally.supports,
        "partly": tally.partly,
        "contradicts": tally.contradicts,
        "cases": claim.cases,
        "independent_sources": claim.documents,
        "placements_on_no_independent_source": _share(claim.own_words),
        "states": _states(found, claim),
    }


def _reading(reading: ReadingShown) -> dict[str, object]:
    return {
        "reading": reading.reading,
        "left_out": reading.left_out or None,
        "cases": reading.cases,
        "answer": reading.answer,
        "leading_by_number": list(reading.finding.leading_models),
        "leading_by_share": list(reading.leading_by_share),
        "claims_with_another_state": reading.changed,
        "models": [_counts(standing) for standing in reading.models],
    }


def _counts(standing: ModelStanding) -> dict[str, int]:
    counts = {str(state): count for state, count in counts_of(standing)}
    return {"model": standing.model.number, "claims": len(standing.claims), **counts}


def _weight(weight: Weight) -> dict[str, object]:
    model = weight.standing.model if weight.standing else None
    return {
        "model": model.number if model else None,
        "model_name": model.short if model else None,
        "cases": weight.cases,
        "independent_sources": weight.documents,
        "cases_from_one_country": _heaviest(weight.country),
        "cases_begun_in_one_decade": _heaviest(weight.decade),
        "placements_on_no_independent_source": _share(weight.own_words),
    }


def _heaviest(heaviest: Heaviest) -> dict[str, object]:
    """`others` is how many more countries or decades have as many."""
    return {"value": heaviest.value or None, "others": heaviest.others, **_share(heaviest.share)}


def _share(share: Share) -> dict[str, object]:
    return {"part": share.part, "of": share.of}


# --- the picture ----------------------------------------------------------------------------------


def _picture(found: Guess) -> Picture:
    return draw_guess(
        [
            ModelDrawn(
                standing.model.number,
                standing.model.short,
                counts_of(standing),
                tuple(
                    ClaimDrawn(row.claim.code, row.standing.state, row.cases, row.documents)
                    for row in found.claims_of(standing)
                ),
            )
            for standing in found.now.models
        ],
        GuessWords(
            by_state=_("Claims by state"),
            by_claim=_("Claim by claim"),
            cases=_("Cases"),
            sources=_("Independent sources"),
            states=tuple((state, words_of("cases/_guess_state.html", {"state": state})) for state in STATES),
        ),
    )


def _notes(found: Guess) -> list[str]:
    """The answer, and how to read the picture."""
    now = found.now
    answer = [
        words_of(f"cases/_guess_{part}.html", {"answer": now.answer, "reading": now})
        for part in ("answer_head", "answer_more", "deciding", "share")
    ]
    return [
        " ".join(words for words in answer if words),
        words_of("cases/_guess_chart_note.html", {}),
        words_of("cases/_guess_independent.html", {}),
    ]
