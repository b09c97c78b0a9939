"""Typed, loud readers of environment variables.

A wrong value stops the start with a text that names the variable, what was found and how to fix it.
"""

import os
import re
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from config.sqlite import journal_mode, running_version

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


def text(name: str, *, default: str | None = None) -> str:
    """Return the variable as text; without a default a missing or empty value is an error."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment of the server.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """Return the variable as a truth value: 1/true/yes/on or 0/false/no/off."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”. Write 1 for yes or 0 for no.")


def whole_number(name: str, *, default: int, least: int, most: int) -> int:
    """Return the variable as a whole number between `least` and `most`, both included."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”. Write a whole number.") from None
    if not least <= number <= most:
        raise ImproperlyConfigured(f"{name} is {number}. Write a number from {least} to {most}.")
    return number


def words(name: str, *, default: list[str]) -> list[str]:
    """Return the variable as a list of comma-separated words."""
    value = os.environ.get(name, "").strip()
    return [word.strip() for word in value.split(",") if word.strip()] if value else default


def one_of(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """Return the variable, which must be one of `choices`."""
    value = text(name, default=default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is “{value}”. Write one of: {', '.join(choices)}.")
    return value


def contact(name: str) -> str:
    """Return the variable as an address to write to: `mailto:`, `https://`, or a bare address of mail."""
    value = text(name, default="")
    if re.fullmatch(r"[^@\s:]+@[^@\s:]+", value):
        return f"mailto:{value}"
    if value and not re.fullmatch(r"(mailto:|https://)\S+", value):
        raise ImproperlyConfigured(f"{name} is “{value}”. Write mailto:name@example.org or https://…")
    return value


def cache(name: str) -> dict[str, object]:
    """Return Django's cache settings from a URL, `redis://host:port/number`; else a table of the database."""
    url = text(name, default="database:")
    scheme = url.split(":", 1)[0]
    if scheme in {"redis", "rediss"}:
        options = {"socket_timeout": 1, "socket_connect_timeout": 1}
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "patchwork",
            "OPTIONS": options,
        }
    if scheme != "database":
        raise ImproperlyConfigured(f"{name} begins with “{scheme}”. Write redis://host:port/number.")
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "site_cache",
        # It holds the counters of the rate limits. The 300 entries that Django keeps otherwise would be
        # thrown away under a flood, and the limits with them.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }


def database(name: str, *, default_path: Path) -> dict[str, Any]:
    """Return Django's database settings from a URL.

    `sqlite:///path` or `postgres://user:password@host:port/name`; without the variable, SQLite
    at `default_path`. Both engines are set up so that an acknowledged write survives a power cut.
    """
    url = text(name, default=f"sqlite:///{default_path}")
    scheme = url.split(":", 1)[0]
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"{name} begins with “{scheme}”. Write sqlite:///path or postgres://user:password@host/name."
        )
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if scheme == "sqlite":
        # A file that somebody has open can be read on a full disk; to open it anew takes room.
        settings["CONN_MAX_AGE"] = None
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                f"PRAGMA journal_mode={journal_mode(running_version())}; PRAGMA synchronous=FULL; "
                "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
            ),
        }
    return settings
