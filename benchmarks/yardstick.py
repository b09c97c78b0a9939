"""The yardstick of `guides/performance.md`: what a bare Django view costs on this machine in this moment.

Milliseconds of one machine say little on another, and those of a shared one swing by half from one minute to
the next. So figures are given as ratios to the processor time of a view that answers with the bytes of an
ordinary page, served as the site is, under a short load right before and after what is measured.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.http.load import look, wrk
from benchmarks.http.servers import granian
from scripts.environment import stop

BYTES = 28_000
"""As many as an ordinary page of the peers that were measured has."""

SENTENCE = "An ordinary page."
SECONDS = 1


@contextmanager
def bare_view() -> Iterator[Callable[[], float]]:
    """Serve the view; what is given says how many milliseconds of the processor one answer takes now."""
    if shutil.which("wrk") is None:
        raise stop("Install wrk (apt install wrk) and run this again.")
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        page.write_bytes(SENTENCE.encode().ljust(BYTES, b"."))
        with granian("benchmarks.http.bare:application", {"BENCHMARK_BODY": str(page)}) as server:
            address = f"{server.address}/page"
            look(address, SENTENCE, {})

            def cost() -> float:
                before = server.seconds()
                answered, _took = wrk(address, duration=SECONDS)
                return (server.seconds() - before) / answered * 1000

            cost()  # the first answers of a process are dearer
            yield cost
