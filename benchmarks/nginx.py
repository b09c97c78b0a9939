"""An nginx of one's own with the shipped rules, in front of a site at a port of this machine."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

RULES = Path(__file__).resolve().parent.parent / "deploy" / "nginx"
WAIT = 10.0
"""Seconds within which it must answer."""

REPLACED = {
    "/var/lib/nginx/patchwork": "{home}/cache",
    "/run/nginx-patchwork.sock": "{home}/between.sock",
    "/var/log/nginx/patchwork-errors.log": "{home}/patchwork-errors.log",
    # All of the load comes from one address.
    "rate=30r/s": "rate=1000000r/s",
    "rate=2r/s": "rate=1000000r/s",
    "limit_conn patchwork_connections 60": "limit_conn patchwork_connections 60000",
}
"""What is not as shipped: places that need root, and the limits of a single address."""

MAIN = """
daemon off;
{user}
worker_processes 2;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {home}/bodies;
    proxy_temp_path {home}/answers;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    upstream patchwork {{ server 127.0.0.1:{site}; keepalive 32; }}
    include {home}/rules.conf;
    server {{
        listen 127.0.0.1:{port};
        add_header X-Kept $upstream_cache_status always;
        location / {{ include {home}/location.conf; }}
    }}
}}
"""


def find_nginx() -> str | None:
    """The path of nginx, or None."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def in_front(*, site: int, port: int, home: Path) -> Iterator[int]:
    """Run nginx at `port` before the site at `site`, with its files in `home`; gives its process id."""
    nginx = find_nginx()
    if nginx is None:
        raise SystemExit("nginx is not installed. On Debian and Ubuntu: apt install nginx-light")
    write_rules(site=site, port=port, home=home)
    process = subprocess.Popen(
        [nginx, "-p", str(home), "-e", f"{home}/error.log", "-c", f"{home}/nginx.conf"]
    )
    try:
        _wait(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(WAIT)


def write_rules(*, site: int, port: int, home: Path) -> None:
    """The shipped rules, and a server around them, as files in `home`."""
    home.mkdir(parents=True, exist_ok=True)
    for name in ("rules.conf", "location.conf"):
        text = (RULES / name).read_text("utf-8")
        for shipped, here in REPLACED.items():
            text = text.replace(shipped, here.format(home=home))
        (home / name).write_text(text, "utf-8")
    user = "user root;" if home.owner() == "root" else ""
    (home / "nginx.conf").write_text(MAIN.format(home=home, site=site, port=port, user=user), "utf-8")


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and process.poll() is None:
        try:
            HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"nginx did not begin to answer at port {port}.")
