"""Settings are read loudly: a wrong value names the variable, what was found, and the fix."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.safety import refuse_unsafe

ROOT = Path(__file__).parents[2]
SAFE = {
    "mode": "production",
    "debug": False,
    "secret_key": "aB3-" * 15 + "xyz",
    "hosts": ["patchwork.example.org"],
    "site_url": "https://patchwork.example.org",
    "mail_url": "smtp://localhost:25",
}


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (lambda: env.text("X", default="a"), "", "a"),
        (lambda: env.text("X"), " b ", "b"),
        (lambda: env.flag("X", default=True), "", True),
        (lambda: env.flag("X", default=False), "Yes", True),
        (lambda: env.flag("X", default=True), "0", False),
        (lambda: env.whole_number("X", default=3, least=0, most=5), "", 3),
        (lambda: env.whole_number("X", default=3, least=0, most=5), "5", 5),
        (lambda: env.words("X", default=["a"]), "", ["a"]),
        (lambda: env.words("X", default=[]), "a, b,,", ["a", "b"]),
        (lambda: env.one_of("X", ("demo", "production"), default="demo"), "production", "production"),
    ],
)
def test_a_right_value_is_read(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], value: str, expected: object
) -> None:
    monkeypatch.setenv("X", value)
    assert read() == expected


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        (lambda: env.text("X"), "", "X is not set"),
        (lambda: env.flag("X", default=True), "maybe", "X is “maybe”. Write 1 for yes or 0 for no."),
        (
            lambda: env.whole_number("X", default=0, least=0, most=5),
            "two",
            "X is “two”. Write a whole number.",
        ),
        (
            lambda: env.whole_number("X", default=0, least=0, most=5),
            "6",
            "X is 6. Write a number from 0 to 5.",
        ),
        (
            lambda: env.one_of("X", ("demo", "production"), default="demo"),
            "test",
            "Write one of: demo, production",
        ),
        (
            lambda: env.database("X", default_path=Path("db")),
            "mysql://x/y",
            "Write sqlite:///path or postgres://",
        ),
    ],
)
def test_a_wrong_value_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], value: str, said: str
) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match=re.escape(said)):
        read()


def test_sqlite_keeps_an_acknowledged_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X", raising=False)
    options = env.database("X", default_path=Path("db.sqlite3"))["OPTIONS"]
    assert isinstance(options, dict)
    assert options["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        assert pragma in options["init_command"]


def test_a_safe_production_starts() -> None:
    refuse_unsafe(**SAFE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "fix"),
    [
        ({"secret_key": ""}, "PATCHWORK_SECRET_KEY is missing or shorter than 50"),
        ({"secret_key": "short"}, "secrets.token_urlsafe(50)"),
        ({"secret_key": "ab" * 40}, "PATCHWORK_SECRET_KEY"),
        ({"debug": True}, "Set PATCHWORK_DEBUG=0"),
        ({"hosts": []}, "PATCHWORK_HOSTS is empty. Name the hosts"),
        ({"hosts": ["*"]}, "PATCHWORK_HOSTS holds a wildcard. Name each host in full."),
        ({"hosts": [".example.org"]}, "PATCHWORK_HOSTS holds a wildcard. Name each host in full."),
        ({"site_url": "http://patchwork.example.org"}, "PATCHWORK_SITE_URL does not begin with https://"),
        ({"site_url": ""}, "PATCHWORK_SITE_URL"),
        ({"mail_url": ""}, "Write smtp://user:password@host:port"),
        ({"mail_url": "stmp://localhost"}, "PATCHWORK_MAIL_URL is not the address of a mail server"),
        ({"mode": "demo", "hosts": ["*"]}, "Name each host in full."),
        ({"mode": "demo"}, "PATCHWORK_HOSTS names patchwork.example.org, and PATCHWORK_MODE is demo"),
        ({"mode": "demo", "hosts": ["localhost", "10.0.0.11"]}, "Set PATCHWORK_MODE=production, or leave"),
        ({"mode": "demo", "hosts": ["0.0.0.0"]}, "PATCHWORK_HOSTS names 0.0.0.0"),  # noqa: S104 (refused)
        ({"mode": "demo", "hosts": ["localhost.example.org"]}, "names localhost.example.org"),
    ],
)
def test_an_unsafe_start_is_refused_with_the_fix(change: dict[str, object], fix: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(fix)):
        refuse_unsafe(**{**SAFE, **change})  # type: ignore[arg-type]


def test_a_demo_answers_to_this_machine_only() -> None:
    hosts = ["127.0.0.1", "127.8.0.1", "localhost", "wiki.localhost", "[::1]"]
    refuse_unsafe(mode="demo", debug=True, secret_key="", hosts=hosts, site_url="", mail_url="")


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        refuse_unsafe(mode="production", debug=True, secret_key="", hosts=[], site_url="", mail_url="")
    assert str(refusal.value).count("\n- ") == 5


def start(**variables: str) -> "subprocess.CompletedProcess[str]":
    """Start the settings as a new process would, with these variables only."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PATCHWORK_VAR") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.SESSION_COOKIE_SECURE, s.DEBUG)"],
        cwd=ROOT,
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_with_nothing_set_does_not_start_and_says_every_fix() -> None:
    done = start(PATCHWORK_MODE="production")
    assert done.returncode != 0
    for name in ("PATCHWORK_SECRET_KEY", "PATCHWORK_HOSTS", "PATCHWORK_SITE_URL", "PATCHWORK_MAIL_URL"):
        assert name in done.stderr


def test_production_with_all_set_starts_with_safe_cookies() -> None:
    done = start(
        PATCHWORK_MODE="production",
        PATCHWORK_SECRET_KEY=str(SAFE["secret_key"]),
        PATCHWORK_HOSTS="patchwork.example.org",
        PATCHWORK_SITE_URL="https://patchwork.example.org",
        PATCHWORK_MAIL_URL="smtp://localhost:25",
    )
    assert done.stdout.split() == ["True", "False"], done.stderr


def variables_read() -> set[str]:
    """Every variable that the settings read, by their own text."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "config").glob("*.py"))
    return set(re.findall(r'"(PATCHWORK_[A-Z_]+|DATABASE_URL)"', text))


@pytest.mark.parametrize("name", sorted(variables_read()))
def test_the_readme_tells_of_every_variable(name: str) -> None:
    assert f"| `{name}` |" in (ROOT / "README.md").read_text("utf-8")


def test_the_example_file_tells_of_every_variable_and_gives_those_that_compose_leaves_open() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    told = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))
    given = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert variables_read() <= told
    assert variables_read() - given == {"DATABASE_URL", "PATCHWORK_VAR"}
