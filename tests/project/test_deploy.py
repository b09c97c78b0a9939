"""The files in `deploy/` fit the site: services, proxies and their limits."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse

from benchmarks.nginx import write_rules
from cases.views.marks import BODY_WITH_PICTURE

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
CADDY = (DEPLOY / "caddy" / "Caddyfile").read_text("utf-8")
NGINX = {path.name: path.read_text("utf-8") for path in (DEPLOY / "nginx").glob("*.conf")}
HARDENING = {
    "ProtectSystem": "strict",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "User": "patchwork",
}


def unit(path: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path, "utf-8")
    return parser["Service"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_service_runs_as_nobody_special_and_writes_its_own_folder_only(path: Path) -> None:
    assert HARDENING.items() <= dict(unit(path)).items()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_service_starts_a_command_that_is_there(path: Path) -> None:
    _python, first, second, *_rest = unit(path)["ExecStart"].split()
    if first == "-m":
        assert (ROOT / second.replace(".", "/")).with_suffix(".py").is_file()
    else:
        assert (first, second in get_commands()) == ("manage.py", True)


def megabytes(text: str) -> int:
    return int(re.findall(r"(?:max_size|client_max_body_size) (\d+)m", text, re.IGNORECASE)[0]) * 1_000_000


@pytest.mark.parametrize("text", [CADDY, NGINX["site.conf"], NGINX["rules.conf"]])
def test_a_proxy_lets_through_what_the_site_takes_and_hardly_more(text: str) -> None:
    longest = max(settings.IMPORT_BYTES_AT_MOST + 100_000, BODY_WITH_PICTURE)
    assert longest <= megabytes(text) <= longest + 1_000_000


def test_caddy_keeps_a_body_until_it_is_whole_as_far_as_it_lets_one_through() -> None:
    (kept,) = re.findall(r"request_buffers (\d+)MB", CADDY)
    assert int(kept) * 1_000_000 == megabytes(CADDY)


@pytest.mark.parametrize("text", [CADDY, NGINX["site.conf"]])
@pytest.mark.parametrize("path", ["metrics", "readyz"])
def test_a_proxy_hands_on_nothing_that_only_the_operator_asks_for(text: str, path: str) -> None:
    assert path in text


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        (
            reverse("account_reset_password_from_key", args=["2", "dinzxc-adb316"]),
            "/account/password/reset/key//",
        ),
        (reverse("cases:unsubscribe", args=["1:abc:def"]), "/unsubscribe//"),
        (f"{reverse('cases:browse')}?q=strike", reverse("cases:browse")),
        (reverse("cases:browse"), reverse("cases:browse")),
    ],
)
def test_no_log_of_a_proxy_holds_a_key_or_what_was_sought(asked: str, written: str) -> None:
    (rule,) = re.findall(r'request>uri regexp "(.+)" "\$1"', CADDY)
    assert re.sub(rule, r"\1", asked) == written
    (keys,) = re.findall(r'"~\^\(\?<patchwork_before>(.+)\)" \$patchwork_before;', NGINX["rules.conf"])
    path = asked.partition("?")[0]  # as $uri has it
    found = re.match(keys, path)
    assert (found[0] if found else path).rstrip("/") == written.rstrip("/")


def test_each_server_of_nginx_writes_such_lines_and_no_others() -> None:
    """What stands outside of a server would be added to what nginx's own settings write, with addresses."""
    outside, *servers = re.split(r"^server \{", NGINX["site.conf"] + NGINX["rules.conf"], flags=re.MULTILINE)
    assert "_log /" not in outside + NGINX["location.conf"]
    for server in servers:
        written = re.findall(r"^ +(\w+_log) (?:\S+ )?(\w+);", server, re.MULTILINE)
        assert written in (
            [("access_log", "patchwork"), ("error_log", "crit")],
            [("access_log", "off"), ("error_log", "crit")],
        )


def test_caddy_writes_all_of_its_lines_in_one_way() -> None:
    """Faults, too, which it would else write with addresses and paths in full."""
    assert CADDY.count("format filter") == 1
    assert CADDY.index("format filter") < CADDY.index("servers {")


def test_nginx_keeps_nothing_of_anybody_and_shows_nothing_old() -> None:
    rules = NGINX["location.conf"]
    for rule in (
        "proxy_cache_bypass $patchwork_is_somebody;",
        "proxy_no_cache $patchwork_is_somebody;",
        "proxy_cache_revalidate on;",
        "proxy_cache_use_stale off;",
    ):
        assert rule in rules
    assert "proxy_cache_valid" not in rules + NGINX["rules.conf"]


def test_nginx_takes_the_shipped_rules(nginx: str, tmp_path: Path) -> None:
    write_rules(site=8000, port=8001, home=tmp_path)
    checked = subprocess.run(
        [nginx, "-t", "-p", str(tmp_path), "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
