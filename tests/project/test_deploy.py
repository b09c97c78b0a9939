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
DEAR = "files of `/data/`, `*.csv`, `*.json`, `*.jsonl`, `*.zip`, and `/cases/?q=`"
FILES = {"Caddyfile": CADDY, **NGINX}
SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")
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
def test_a_proxy_hands_on_nothing_that_only_the_operator_asks_for(text: str) -> None:
    (refused,) = re.findall(r"(?:@inner path|location ~) (.+)\n", text)
    assert set(re.findall(r"metrics|readyz|healthz", refused)) == {"metrics", "readyz", "healthz"}


def limit(what: str, proxy: str) -> str:
    """What docs/security.md says of a limit, in the column of a proxy."""
    (row,) = re.findall(rf"^\| {re.escape(what)} \|.*\|$", SECURITY, re.MULTILINE)
    return str(row.split("|")[{"nginx": 3, "Caddy": 4}[proxy]]).strip()


@pytest.mark.parametrize(
    ("what", "proxy", "file", "rule", "said"),
    [
        (
            "request line and headers",
            "nginx",
            "site.conf",
            r"large_client_header_buffers (\d+) (\d+)k;",
            "{1} kilobytes a line, {0} such",
        ),
        (
            "request line and headers",
            "Caddy",
            "Caddyfile",
            r"max_header_size (\d+)KB",
            "{0} kilobytes together",
        ),
        ("time for the headers", "nginx", "site.conf", r"client_header_timeout (\d+)s", "{0} seconds"),
        ("time for the headers", "Caddy", "Caddyfile", r"read_header (\d+)s", "{0} seconds"),
        (
            "body of a form or of the API",
            "nginx",
            "site.conf",
            r"max_body_size (\d+)m",
            "{0} megabytes",
        ),
        ("body of a form or of the API", "Caddy", "Caddyfile", r"max_size (\d+)MB", "{0} megabytes"),
        ("time for the body", "nginx", "site.conf", r"client_body_timeout (\d+)s", "{0} seconds"),
        ("answer of the site", "nginx", "location.conf", r"proxy_read_timeout (\d+)s", "{0} seconds"),
        ("answer of the site", "Caddy", "Caddyfile", r"response_header_timeout (\d+)s", "{0} seconds"),
        (
            "open connections",
            "nginx",
            "location.conf",
            r"limit_conn \w+ (\d+)",
            "{0} for each address",
        ),
        ("pages read", "nginx", "rules.conf", r"requests:10m rate=(\d+)r/s", "{0} a second"),
        ("pages read", "nginx", "location.conf", r"requests burst=(\d+)", "with {0} at once"),
        (DEAR, "nginx", "rules.conf", r"dear:10m rate=(\d+)r/s", "{0} a second"),
        (DEAR, "nginx", "location.conf", r"dear burst=(\d+)", "with {0} at once"),
    ],
)
def test_the_documented_limits_of_a_proxy_are_those_it_ships_with(
    what: str, proxy: str, file: str, rule: str, said: str
) -> None:
    found = re.search(rule, FILES[file])
    assert found
    assert said.format(*found.groups()) in limit(what, proxy)


@pytest.mark.parametrize(
    ("what", "word"),
    [
        ("time for the body", "read_body"),
        ("open connections", "limit"),
        ("pages read", "limit"),
        (DEAR, "limit"),
    ],
)
def test_what_caddy_does_not_limit_is_said(what: str, word: str) -> None:
    rules = [line for line in CADDY.splitlines() if not line.strip().startswith("#")]
    assert not any(word in line for line in rules)
    assert limit(what, "Caddy").startswith("none")


@pytest.mark.parametrize("text", [CADDY, NGINX["location.conf"]])
def test_a_proxy_numbers_each_request_itself(text: str) -> None:
    assert re.search(
        r"(header_up|proxy_set_header) X-Request-ID (\{http\.request\.uuid\}|\$request_id;)", text
    )


@pytest.mark.parametrize(
    "name",
    [
        "Content-Security-Policy",
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "Referrer-Policy",
    ],
)
def test_answers_of_a_proxy_itself_carry_the_headers(name: str) -> None:
    assert f"add_header {name} " in NGINX["headers.conf"]
    assert NGINX["site.conf"].count("nginx/headers.conf;") == len(
        re.findall(r"^server ", NGINX["site.conf"], re.M)
    )
    (own,) = re.findall(r"^\(own_answers\) \{(.+?)^\}", CADDY, re.MULTILINE | re.DOTALL)
    assert f"header ?{name} " in own
    assert re.search(r"handle_errors \{\n\t\timport own_answers", CADDY)


@pytest.mark.parametrize(
    ("asked", "is_dear"),
    [
        ("/data/cases.jsonl?", True),
        ("/data/snapshots/1/snapshot.zip?", True),
        ("/cases.csv?stage=1", True),
        ("/cases/?stage=1&q=strike", True),
        ("/cases/?q=", False),
        ("/cases/?stage=1", False),
        ("/data/?", False),
        ("/static/site.json?", False),
    ],
)
def test_nginx_knows_what_costs_more_than_a_page(asked: str, is_dear: bool) -> None:
    (rules,) = re.findall(r"\$patchwork_dear_asker \{(.+?)^\}", NGINX["rules.conf"], re.MULTILINE | re.DOTALL)
    assert any(re.search(rule, asked) for rule in re.findall(r'"~(.+)" +\$', rules)) is is_dear


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


@pytest.fixture
def whole(tmp_path: Path) -> str:
    """The shipped site.conf with all that it includes, at places of this test and without certificates."""
    text = NGINX["site.conf"]
    for name in ("rules.conf", "location.conf", "headers.conf"):
        text = text.replace(f"include /srv/patchwork/deploy/nginx/{name};", NGINX[name])
    text = re.sub(r"^ +(listen \[::\]|ssl_).*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"listen (80|443).*;", rf"listen unix:{tmp_path}/\1.sock;", text)
    return re.sub(r"/(var/log/nginx|var/lib/nginx|run)/", f"{tmp_path}/", text)


def test_nginx_takes_the_shipped_site(nginx: str, whole: str, tmp_path: Path) -> None:
    """As it stands; the folders that Debian makes for nginx are /var/lib/nginx, /var/log/nginx and /run."""
    (tmp_path / "nginx.conf").write_text(f"events {{}}\nhttp {{\n{whole}\n}}\n", "utf-8")
    assert_taken(nginx, tmp_path)


def test_nginx_takes_the_shipped_rules(nginx: str, tmp_path: Path) -> None:
    write_rules(site=8000, port=8001, home=tmp_path)
    assert_taken(nginx, tmp_path)


def assert_taken(nginx: str, tmp_path: Path) -> None:
    checked = subprocess.run(
        [nginx, "-t", "-p", str(tmp_path), "-e", f"{tmp_path}/error.log", "-c", f"{tmp_path}/nginx.conf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
