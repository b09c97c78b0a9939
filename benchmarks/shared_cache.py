"""Does a shared cache in front of the site ever hand out a private byte?

    python3 -m benchmarks.shared_cache 60

starts a site of its own with two processes, nginx with the rules of `deploy/nginx` in front of it, and lets
`benchmarks.hammer` ask through it: strangers alone, strangers beside people who are signed in, so many
seconds each, and cases that are published and hidden under the eyes of strangers. Everything is on this
machine, stops by itself, and ends with 1 when any answer was wrong.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import os
import shutil
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path

from scripts.environment import PYTHON, ROOT, enter, stop

SITE, CACHE = 8191, 8192
"""Ports of this machine."""
LONGEST = 600
STARTS = 60
"""Seconds within which the site must answer."""


def main() -> None:
    """Start the site and the cache, let them be asked, and stop both."""
    seconds = sys.argv[1] if len(sys.argv) == 2 else ""
    if not seconds.isdecimal() or not 1 <= int(seconds) <= LONGEST:
        raise stop(f"Use: python3 -m benchmarks.shared_cache SECONDS, from 1 to {LONGEST}")
    enter("benchmarks.shared_cache", "dev", sys.argv[1:])
    home = Path(tempfile.mkdtemp(prefix="patchwork-cache-"))
    try:
        sys.exit(_measure(home, seconds))
    finally:
        shutil.rmtree(home)


def _measure(home: Path, seconds: str) -> int:
    from benchmarks.nginx import in_front  # noqa: PLC0415 (typed for the Python of the virtual environment)

    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PATCHWORK_VAR": str(home / "site"),
        "PATCHWORK_SITE_URL": f"http://127.0.0.1:{CACHE}",
        "PATCHWORK_TRUSTED_PROXIES": "1",
    }
    module = [str(PYTHON), "-m"]
    subprocess.run([*module, "scripts.prepare"], cwd=ROOT, env=environment, check=True)
    serve = [*module, "scripts.serve", "127.0.0.1", str(SITE), "2"]
    site = subprocess.Popen(serve, cwd=ROOT, env=environment)
    try:
        _wait_for_site()
        with in_front(site=SITE, port=CACHE, home=home / "nginx"):
            hammer = [*module, "benchmarks.hammer", str(CACHE), seconds]
            return subprocess.run(hammer, cwd=ROOT, env=environment, check=False).returncode
    finally:
        site.terminate()
        site.wait(20)


def _wait_for_site() -> None:
    until = time.monotonic() + STARTS
    while time.monotonic() < until:
        try:
            connection = HTTPConnection("127.0.0.1", SITE, timeout=30)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise stop("The site did not begin to answer.")


if __name__ == "__main__":
    main()
