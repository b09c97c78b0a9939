"""The yardstick of `guides/performance.md`: what a bare Django view costs on this machine in this minute.

Milliseconds of one machine say little on another. So figures are given as ratios to the processor time of a
view that answers with the bytes of an ordinary page, served as the site is, under the same load.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.http.load import measure
from benchmarks.http.servers import granian
from scripts.environment import stop

BYTES = 28_000
"""As many as an ordinary page of the peers that were measured has."""

SENTENCE = "An ordinary page."


def bare_view() -> float:
    """Milliseconds of the processor for one answer of a bare view, the median of three loads."""
    if shutil.which("wrk") is None:
        raise stop("Install wrk (apt install wrk) and run this again.")
    with TemporaryDirectory() as folder:
        page = Path(folder) / "page"
        page.write_bytes(SENTENCE.encode().ljust(BYTES, b"."))
        with granian("benchmarks.http.bare:application", {"BENCHMARK_BODY": str(page)}) as server:
            figure = measure(f"{server.address}/page", sentence=SENTENCE, seconds=server.seconds)
            return figure.milliseconds
