"""The figures of one engine, as tables."""

import gzip
import re
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import astuple
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.http.load import Figure, ask, look, measure, mixed
from benchmarks.http.servers import Server, granian, memory_of, nginx, said_inside, seconds_of, shared_store
from benchmarks.http.stale import race
from scripts.environment import say

SITE = "config.wsgi:application"
CASE = "/cases/guifi-net/"
SENTENCE = "guifi"
REQUESTS = 10_000
ROUNDS = 3
ASSET = re.compile(r'<(?:script|img|use|link rel="(?:icon|stylesheet)")\s[^>]*?(?:href|src)="(/[^"#]+)')
PAGES = (
    "/",
    CASE,
    "/patchwork/",
    "/matrix/",
    "/claims/3f/",
    "/cases/",
    "/gaps/",
    "/map/",
    "/timeline/",
    "/moves/",
)


def tables_of(name: str, environment: Mapping[str, str], folder: Path) -> str:
    """Everything that is measured on one engine."""
    with ExitStack() as stack:
        site = stack.enter_context(granian(SITE, environment))
        body = look(site.address + CASE, SENTENCE, {})
        (folder / "page").write_bytes(body)
        costs = _costs(name, site, environment, folder, stack)
        weight, memory = _weight(site), _memory(site, environment, folder)
    stale = _stale(environment)
    text = "\n".join((f"### {name}\n", costs, stale, memory, weight))
    say(text)
    return text


# --- costs ----------------------------------------------------------------------------------------


def _costs(name: str, site: Server, environment: Mapping[str, str], folder: Path, stack: ExitStack) -> str:
    (cookie,) = said_inside(environment, "session")
    of_database = _seconds_of_database(environment)
    still = stack.enter_context(nginx(folder))
    bare = stack.enter_context(
        granian("benchmarks.http.bare:application", {"BENCHMARK_BODY": str(folder / "page")})
    )
    unkept = {**environment, "PATCHWORK_PAGE_CACHE_BYTES": "0"}
    empty = stack.enter_context(granian(SITE, unkept))
    anew = stack.enter_context(granian(SITE, {**unkept, "PATCHWORK_DRAWINGS_BYTES": "0"}))
    store = stack.enter_context(shared_store())
    sharing = stack.enter_context(granian(SITE, {**unkept, "PATCHWORK_CACHE_URL": store.address}))

    def cost(
        server: Server, path: str, said: str = SENTENCE, status: int = 200, **headers: str
    ) -> Callable[[], Figure]:
        return partial(
            measure,
            server.address + path,
            sentence=said,
            seconds=lambda: server.seconds() + store.seconds() + of_database(),
            headers={key.replace("_", "-"): value for key, value in headers.items()},
            status=status,
        )

    etag = ask(site.address + CASE, {})[0].headers["ETag"] or ""
    rows = {
        "nginx, a file of the same bytes": cost(still, "/page"),
        "a bare Django view of the same bytes": cost(bare, "/page"),
        "T1: the case page, kept": cost(site, CASE),
        "T1: the same, compressed": cost(site, CASE, "", Accept_Encoding="gzip, br"),
        "T2: the same, 304": cost(site, CASE, status=304, If_None_Match=etag),
        "the list of cases with a filter, kept": cost(site, "/cases/?country=ES&utm=1"),
        "the case page from the store that processes share": cost(sharing, CASE),
        "a static file": cost(site, _asset(site), ""),
        "T3: the case page, page cache empty": cost(empty, CASE),
        "the same, drawn anew each time": cost(anew, CASE),
        "T4: the case page, signed in": cost(site, CASE, Cookie=cookie),
        "the patchwork, page cache empty": cost(empty, "/patchwork/", "Patchwork"),
        "the matrix, page cache empty": cost(empty, "/matrix/", "Patchwork"),
        "the list of cases, page cache empty": cost(empty, "/cases/", "Patchwork"),
    }
    # In turns: each ratio is one of neighbours, as a machine that is shared swings by half within minutes.
    rounds = [{row: load() for row, load in rows.items()} for _round in range(ROUNDS)]
    file, view = list(rows)[:2]
    lines = [
        f"| {name} | processor, ms a request | requests/s | × nginx | × bare view |",
        "| --- " + "| ---: " * 4 + "|",
    ]
    for row in rows:
        took, rate = (
            median(figures) for figures in zip(*(astuple(each[row]) for each in rounds), strict=True)
        )
        ratios = [
            median(each[row].milliseconds / each[other].milliseconds for each in rounds)
            for other in (file, view)
        ]
        lines.append(f"| {row} | {took:.3f} | {rate:,.0f} | {ratios[0]:.1f} | {ratios[1]:.2f} |")
    return "\n".join(lines) + "\n"


def _seconds_of_database(environment: Mapping[str, str]) -> Callable[[], float]:
    """The processor time of the processes of PostgreSQL that serve this site; none on SQLite."""
    address = environment.get("DATABASE_URL", "")
    if not address:
        return lambda: 0.0
    import psycopg  # noqa: PLC0415 (only where it is used)

    connection = psycopg.connect(address, autocommit=True)
    asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    gone: dict[int, float] = {}

    def seconds() -> float:
        for (pid,) in connection.execute(asked).fetchall():
            try:
                gone[pid] = seconds_of(pid)
            except FileNotFoundError:
                continue
        return sum(gone.values())

    return seconds


def _asset(site: Server) -> str:
    found = ASSET.search(look(site.address + "/", "", {}).decode())
    if found is None:
        raise SystemExit("The first page names no static file")
    return found[1]


# --- stale reads ----------------------------------------------------------------------------------


def _stale(environment: Mapping[str, str]) -> str:
    lines = [
        "| readers beside a writer, two workers | reads | stale after a commit |",
        "| --- | ---: | ---: |",
    ]
    for row, application in (
        ("the site", SITE),
        ("control: the version is never asked", "benchmarks.http.unchecked:application"),
    ):
        with granian(application, environment) as server:
            seen = race(server, environment)
        lines.append(f"| {row} | {seen.reads:,} | {seen.stale:,} |")
    return "\n".join(lines) + "\n"


# --- memory and weight ----------------------------------------------------------------------------


def _memory(site: Server, environment: Mapping[str, str], folder: Path) -> str:
    (cookie,) = said_inside(environment, "session")
    answered = mixed(site.address, said_inside(environment, "addresses"), cookie, folder, REQUESTS)
    held = sorted(memory_of(pid) for pid in site.workers)
    each = ", ".join(f"{megabytes:.0f}" for megabytes in held)
    return (
        f"T10: each worker holds {each} MB (proportional set size) after {answered:,} mixed requests more.\n"
    )


def _weight(site: Server) -> str:
    lines = ["| page | HTML, KB gzip | first view, KB | requests |", "| --- | ---: | ---: | ---: |"]
    for page in PAGES:
        html = _packed(site.address + page)
        assets = sorted(set(ASSET.findall(gzip.decompress(html).decode())))
        first = len(html) + sum(len(_packed(site.address + asset)) for asset in assets)
        lines.append(f"| {page} | {len(html) / 1000:.1f} | {first / 1000:.1f} | {1 + len(assets)} |")
    return "\n".join(lines) + "\n"


def _packed(address: str) -> bytes:
    body = look(address, "", {"Accept-Encoding": "gzip"})
    return body if body[:2] == b"\x1f\x8b" else gzip.compress(body)
