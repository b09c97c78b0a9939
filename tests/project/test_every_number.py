"""Every number of a comparison page is that of its CSV, and that of plain SQL on the public tables."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from cases.actions import looking
from cases.domain.content import Phase, Place
from cases.domain.gaps import Gap
from cases.domain.vocabulary import Absence, Speaker, Stance
from models_taxonomy.models import Claim
from tests import world
from tests.kept import kept
from tests.project.hostile import read_text

# The filter of each query, in plain SQL; `c` is the case.
WHERE = {
    "": "1 = 1",
    "country=ES": "c.record_id IN (SELECT r.case_id FROM cases_caseplace r WHERE r.country = 'ES')",
}
STATES = ("held", "contested", "thin", "gap")
FINDINGS = "p.stance IN ('supports', 'partly', 'contradicts')"
by_query = pytest.mark.parametrize("query", WHERE)


@kept
def four(amina: User, chiara: User) -> None:
    """Two in Spain, one of them off the matrix; one that moved in Finland; one without place and year."""
    put, own = world.illustration, world.source("own", speaker=Speaker.ORGANISATION)
    rows = [
        world.content(),
        world.content(
            "Linux",
            places=(Place(name="There", country="FI"),),
            began=1991,
            phases=(
                Phase(start=1991, end=1998, stage=6, model=3),
                Phase(start=1998, end=None, stage=6, model=2),
            ),
            illustrations=(put("3c", Stance.CONTRADICTS), put("1a", Stance.PARTLY)),
        ),
        world.content(
            "SEWA",
            began=1972,
            phases=(Phase(start=1972, end=None, stage=None, model=3, no_stage_reason="A union."),),
            sources=(own,),
            parts=(),
            illustrations=(put("3f", sources=("own",)),),
        ),
        world.content(
            "Nowhere",
            places=(),
            began=Absence.NOT_KNOWN,
            phases=(Phase(start=2001, end=2003, stage=1, model=1),),
            illustrations=(put("2a"), put("3n", Stance.NOT_FOUND, sources=())),
        ),
    ]
    for row in rows:
        world.published(row, by=amina, reviewer=chiara)


def ask(sql: str, query: str = "") -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(where=WHERE[query]))
        return list(cursor.fetchall())


def number(sql: str, query: str = "") -> int:
    return int(str(ask(sql, query)[0][0]))


def lines(client: Client, address: str) -> list[dict[str, str]]:
    text = client.get(address).getvalue().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def text_of(client: Client, address: str) -> str:
    return client.get(address).getvalue().decode()


def words(client: Client, address: str) -> str:
    return " ".join(read_text(client.get(address)).split())


def integers(values: Iterable[object]) -> list[int]:
    return [int(str(value)) for value in values]


CASES = "SELECT COUNT(*) FROM cases_case c WHERE {where}"


# --- patchwork ------------------------------------------------------------------------------------

TALLIES = (
    "SELECT p.claim_id, p.stance, COUNT(*) FROM cases_placement p"
    " JOIN cases_case c ON c.record_id = p.case_id WHERE {where} GROUP BY p.claim_id, p.stance"
)


def state_of(tally: dict[str, int]) -> str:
    """The state by its rule, without filters."""
    if not any(tally.get(stance) for stance in ("supports", "partly", "contradicts")):
        return "gap"
    if tally.get("contradicts"):
        return "contested"
    return "held" if tally.get("supports", 0) >= 2 else "thin"


def tallies(query: str) -> dict[str, dict[str, int]]:
    """The cases of each claim by stance, counted by SQL."""
    found: dict[str, dict[str, int]] = {code: {} for code in Claim.objects.values_list("code", flat=True)}
    for claim, stance, cases in ask(TALLIES, query):
        found[str(claim)][str(stance)] = int(str(cases))
    return found


def states(query: str) -> dict[str, str]:
    """The state of each claim; one that only the filter has emptied is filtered out."""
    whole, narrowed = tallies(""), tallies(query)
    told = {code: state_of(tally) for code, tally in narrowed.items()}
    return {
        code: "filtered" if state == "gap" != state_of(whole[code]) else state for code, state in told.items()
    }


def heads_of(page: str) -> dict[str, Counter[str]]:
    """How many claims of each model the heads of the cloth say to be in each state."""
    heads = re.findall(r"<b>(\d)\. [^<]*</b>.*?<span class=\"c\">\d+ claims: (.*?)</span>", page, re.DOTALL)
    return {
        model: Counter(
            {
                name: int(count)
                for count, name in re.findall(r"(\d+) (held|contested|thin|gap|filtered)", said)
            }
        )
        for model, said in heads
    }


@by_query
def test_the_patchwork_says_the_states_of_its_csv_and_of_sql(
    four: None, stranger: Client, query: str
) -> None:
    rows = lines(stranger, f"/patchwork.csv?{query}")
    assert {row["claim"]: row["state"] for row in rows} == states(query)
    by_model = {model: Counter(row["state"] for row in rows if row["model"] == model) for model in "123"}
    assert heads_of(text_of(stranger, f"/patchwork/?{query}")) == by_model


@by_query
def test_the_patchwork_as_text_says_the_tallies_of_its_csv_and_of_sql(
    four: None, stranger: Client, query: str
) -> None:
    page = words(stranger, f"/patchwork/text/?{query}")
    for row in lines(stranger, f"/patchwork.csv?{query}"):
        counted = [row[name] for name in ("supports", "partly", "contradicts")]
        assert counted == [
            str(tallies(query)[row["claim"]].get(name, 0)) for name in ("supports", "partly", "contradicts")
        ]
        if row["state"] not in {"gap", "filtered"}:
            said = "{}: {} for, {} partly, {} against.".format(row["state"].capitalize(), *counted)
            assert f"{row['statement']} {said}" in page


def test_the_narrowed_patchwork_sums_up_its_csv(four: None, stranger: Client) -> None:
    found = Counter(row["state"] for row in lines(stranger, "/patchwork.csv?country=ES"))
    placed = 30 - found["gap"] - found["filtered"]
    page = words(stranger, "/patchwork/?country=ES")
    assert f"{number(CASES, 'country=ES')} of {number(CASES)} cases fit the filters." in page
    assert (
        f"They are on {placed} of 30 claims. Among them alone, held: {found['held']},"
        f" contested: {found['contested']}, thin: {found['thin']}."
    ) in page


# --- matrix ---------------------------------------------------------------------------------------

STOOD = (
    "SELECT p.stage_id, p.model_id, COUNT(DISTINCT c.record_id) FROM cases_casephase p"
    " JOIN cases_case c ON c.record_id = p.case_id WHERE {where} AND p.stage_id IS NOT NULL"
    " GROUP BY p.stage_id, p.model_id"
)
OFF_THE_MAP = (
    CASES + " AND NOT EXISTS (SELECT 1 FROM cases_casephase p"
    " WHERE p.case_id = c.record_id AND p.stage_id IS NOT NULL)"
)
THEN = (
    " (SELECT 1 FROM cases_casephase p WHERE p.case_id = c.record_id AND p.start <= 2000"
    ' AND (p."end" IS NULL OR p."end" >= 2000)'
)
NOT_THEN = f" AND NOT EXISTS {THEN})"
OFF_THEN = f" AND EXISTS {THEN} AND p.stage_id IS NULL)"


@by_query
def test_the_cells_of_the_matrix_are_those_of_its_csv_and_of_sql(
    four: None, stranger: Client, query: str
) -> None:
    rows = [row for row in lines(stranger, f"/matrix.csv?{query}") if row["counted"] == "in_the_cell"]
    counted = {(row["stage"], row["model"]): int(row["cases"]) for row in rows}
    assert {cell: cases for cell, cases in counted.items() if cases} == {
        (str(stage), str(model)): cases for stage, model, cases in ask(STOOD, query)
    }
    cloth = text_of(stranger, f"/matrix/?{query}").split('id="map"')[1].split("</table>")[0]
    said = re.findall(r'class="(?:cell|gap|none)"[^>]*>\s*(?:<b>|<span>)?(\d+)', cloth)
    assert integers(said) == list(counted.values())


@by_query
def test_cases_of_no_cell_are_those_of_the_csv_and_of_sql(four: None, stranger: Client, query: str) -> None:
    counted = {row["counted"]: row["cases"] for row in lines(stranger, f"/matrix.csv?{query}")}
    found, off = number(CASES, query), number(OFF_THE_MAP, query)
    del counted["in_the_cell"]
    assert integers(counted.values()) == [found, found - off, off, 0]
    assert f"Not on the map: {off} case," in words(stranger, f"/matrix/?{query}")


@by_query
def test_as_of_a_year_the_matrix_counts_who_had_not_begun(four: None, stranger: Client, query: str) -> None:
    address = f"?{query}&at=2000".replace("?&", "?")
    counted = {row["counted"]: int(row["cases"]) for row in lines(stranger, f"/matrix.csv{address}")}
    absent = number(CASES + NOT_THEN, query)
    off = number(CASES + OFF_THEN, query)
    assert (counted["not_begun_or_ended"], counted["not_on_the_map"]) == (absent, off)
    assert counted["on_the_map"] == number(CASES, query) - absent - off
    page = words(stranger, f"/matrix/{address}")
    assert re.search(rf"{absent} cases? had not begun in 2000, or had ended\.", page)
    assert f"Not on the map: {off} case," in page


# --- the guess ------------------------------------------------------------------------------------

WEIGHTS = (
    "SELECT k.model_id, COUNT(DISTINCT p.case_id), COUNT(DISTINCT s.url), COUNT(DISTINCT p.id),"
    " COUNT(DISTINCT p.id) - COUNT(DISTINCT CASE WHEN s.id IS NOT NULL THEN p.id END)"
    " FROM cases_placement p JOIN models_taxonomy_claim k ON k.code = p.claim_id"
    " LEFT JOIN cases_placement_sources j ON j.placement_id = p.id"
    " LEFT JOIN cases_casesource s ON s.id = j.casesource_id"
    " AND s.speaker NOT IN ('organisation', 'contributor')"
    f" WHERE {FINDINGS} GROUP BY k.model_id ORDER BY k.model_id"
)
HEAVIEST = (
    "SELECT COUNT(DISTINCT p.case_id) FROM cases_placement p JOIN cases_case c ON c.record_id = p.case_id"
    " JOIN models_taxonomy_claim k ON k.code = p.claim_id"
    " LEFT JOIN cases_caseplace r ON r.case_id = p.case_id"
    f" WHERE {FINDINGS} AND {{}} AND {{}}"
)
COLUMNS = ("cases", "independent_sources", "placements", "placements_on_no_independent_source")


def rows_of_table(client: Client, caption: str) -> list[list[str]]:
    """The cells of each row of a table of the page of the guess, as words."""
    body = text_of(client, "/patchwork/guess/").split(f'id="{caption}-caption"')[-1].split("</table>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("<tr>")]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in rows if row]


def test_the_weights_of_the_guess_are_those_of_its_csv_and_of_sql(four: None, stranger: Client) -> None:
    rows = [
        row for row in lines(stranger, "/patchwork/guess.csv") if row["counted"] in {"model", "all_models"}
    ]
    assert [[int(row[name]) for name in COLUMNS] for row in rows[:3]] == [
        integers(counted) for _model, *counted in ask(WEIGHTS)
    ]
    for row, cells in zip(rows, rows_of_table(stranger, "weights"), strict=True):
        assert cells[:2] == [row["cases"], row["independent_sources"]]
        assert cells[4].startswith(f"{row[COLUMNS[3]]} of {row[COLUMNS[2]]}")
        for cell, part, of in (
            (cells[2], "cases_from_it", "country"),
            (cells[3], "cases_begun_in_it", "decade"),
        ):
            value, all_cases = row[f"heaviest_{of}"], row["cases"]
            assert cell.startswith(f"{row[part]} of {all_cases}") if value else cell == "not stated"


def test_what_weighs_most_is_counted_by_sql_too(four: None, stranger: Client) -> None:
    for row in lines(stranger, "/patchwork/guess.csv"):
        if row["counted"] in {"model", "all_models"} and row["heaviest_country"]:
            of_model = f"k.model_id = {row['model']}" if row["model"] else "1 = 1"
            country = HEAVIEST.format(of_model, f"r.country = '{row['heaviest_country']}'")
            decade = HEAVIEST.format(of_model, f"c.began_decade = {row['heaviest_decade']}")
            assert [row["cases_from_it"], row["cases_begun_in_it"]] == [
                str(number(country)),
                str(number(decade)),
            ]


def test_each_way_of_counting_says_its_cases_and_states(four: None, stranger: Client) -> None:
    rows = lines(stranger, "/patchwork/guess.csv")
    readings = [row for row in rows if row["counted"] == "reading"]
    counted = [row for row in rows if row["counted"] == "states"]
    assert readings[0]["cases"] == str(
        number(f"SELECT COUNT(DISTINCT case_id) FROM cases_placement p WHERE {FINDINGS}")
    )
    for place, (reading, cells) in enumerate(zip(readings, rows_of_table(stranger, "readings"), strict=True)):
        assert cells[0] == reading["cases"]
        for row, cell in zip(counted[3 * place : 3 * place + 3], cells[1:], strict=True):
            assert Counter({name: int(row[name]) for name in STATES}) == Counter(
                {name: int(count) for count, name in re.findall(r"(\d+) (held|contested|thin|gap)", cell)}
            )


# --- gaps -----------------------------------------------------------------------------------------

SUPPORTS = "SELECT COUNT(*) FROM cases_placement p WHERE p.stance = 'supports' AND p.claim_id = '{}'"
LOOKING = "SELECT COUNT(*) FROM cases_looking l WHERE l.gap = '{}'"


def test_thin_claims_say_how_many_cases_support_them_and_who_looks(
    four: None, amina: User, stranger: Client
) -> None:
    looking.begin(gap=Gap.read("claim-3f"), by=amina)
    rows = text_of(stranger, "/gaps/?kind=thin").split("<tbody>")[1].split("</tbody>")[0].split("</tr>")
    told = {row["gap"]: row for row in lines(stranger, "/gaps.csv?kind=thin")}
    assert len(told) == len(rows) - 1 == 3
    for row in rows[:-1]:
        gap = re.findall(r'href="/gaps/([^/]+)/"', row)[0]
        supports, looks = number(SUPPORTS.format(gap.removeprefix("claim-"))), number(LOOKING.format(gap))
        assert (told[gap]["supports"], told[gap]["looking"]) == (str(supports), str(looks))
        assert re.search(rf"Thin: {supports} cases? supports? it", row)
        assert ("no one yet" in row, f"{looks} person" in row) == (not looks, bool(looks))


def test_only_claims_have_supporting_cases(four: None, stranger: Client) -> None:
    supports = {(row["kind"], row["supports"]) for row in lines(stranger, "/gaps.csv")}
    assert {kind for kind, number in supports if number} == {"claim", "thin"}


# --- moves ----------------------------------------------------------------------------------------

MOVES = (
    "SELECT DISTINCT COALESCE(a.stage_id, 0), a.model_id, COALESCE(b.stage_id, 0), b.model_id, c.slug"
    ' FROM cases_casephase a JOIN cases_casephase b ON b.case_id = a.case_id AND b."order" = a."order" + 1'
    " JOIN cases_case c ON c.record_id = a.case_id WHERE {where}"
    " AND (COALESCE(a.stage_id, 0), a.model_id) <> (COALESCE(b.stage_id, 0), b.model_id)"
)


@by_query
def test_the_moves_are_those_of_the_csv_and_of_sql(four: None, stranger: Client, query: str) -> None:
    told = Counter(
        "{from_stage}-{from_model}>{to_stage}-{to_model}".format(**row)
        for row in lines(stranger, f"/moves.csv?{query}")
    )
    assert told == Counter(f"{a}-{b}>{c}-{d}" for a, b, c, d, _slug in ask(MOVES, query))
    links = r'href="[^"]*from=(\d-\d)&amp;to=(\d-\d)"[^>]*>(\d+)<'
    page = text_of(stranger, f"/moves/?{query}")
    assert told == Counter({f"{old}>{new}": int(cases) for old, new, cases in re.findall(links, page)})
    moved = len({slug for *_move, slug in ask(MOVES, query)})
    assert re.search(rf"{moved} (of {number(CASES)} cases )?moved\.", words(stranger, f"/moves/?{query}"))


# --- map and timeline -----------------------------------------------------------------------------

COUNTRIES = (
    "SELECT r.country, COUNT(DISTINCT c.record_id) FROM cases_case c"
    " LEFT JOIN cases_caseplace r ON r.case_id = c.record_id WHERE {where} GROUP BY r.country"
)
DECADES = "SELECT c.began_decade, COUNT(*) FROM cases_case c WHERE {where} GROUP BY c.began_decade"


@by_query
def test_the_countries_of_the_map_are_those_of_the_csv_and_of_sql(
    four: None, stranger: Client, query: str
) -> None:
    told = {row["country"]: int(row["cases"]) for row in lines(stranger, f"/map.csv?{query}")}
    assert {code: cases for code, cases in told.items() if cases} == {
        country or "": cases for country, cases in ask(COUNTRIES, query)
    }
    table = text_of(stranger, f"/map/?{query}").split('<table class="tbl countries"')[1].split("</table>")[0]
    said = re.findall(r'<th scope="row">(?:\s|<a [^>]+>)*[^<]+(?:</a>)?\s*</th>\s*<td>(\d+)', table)
    assert integers(said) == list(told.values())


@by_query
def test_the_decades_of_the_timeline_are_those_of_the_csv_and_of_sql(
    four: None, stranger: Client, query: str
) -> None:
    told: Counter[str] = Counter()
    for row in lines(stranger, f"/timeline.csv?{query}"):
        told[row["decade"]] += int(row["cases"])
    assert +told == Counter({str(decade or ""): cases for decade, cases in ask(DECADES, query)})
    table = text_of(stranger, f"/timeline/?{query}").partition('<table class="tbl decades-table"')[2]
    said = re.findall(r'<th scope="row">(\d+)s</th>\s*<td>(?:\s|<a [^>]+>)*(\d+)', table)
    assert {decade: int(cases) for decade, cases in said} == {d: n for d, n in told.items() if d}
