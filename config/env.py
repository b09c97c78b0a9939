"""Typed, loud readers of environment variables.

A wrong value stops the start with a text that names the variable, what was found and how to fix it.
"""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

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


def database(name: str, *, default_path: Path) -> dict[str, object]:
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
    settings: dict[str, object] = dict(environ.Env.db_url_config(url))
    if scheme == "sqlite":
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
            ),
        }
    else:
        settings["CONN_MAX_AGE"] = 60
        settings["CONN_HEALTH_CHECKS"] = True
    return settings
