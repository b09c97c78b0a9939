"""`make check`: everything that can be said of the code without running the site.

Every check runs, whatever the ones before it found; the failures are named again at the end.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.audit import known_weaknesses
from scripts.environment import BIN, PYTHON, ROOT, enter, say

LONGEST_MODULE = 400
TEMPLATES = "templates"


@dataclass(frozen=True, slots=True)
class Check:
    """A named check: a command of the virtual environment, with what it needs in the environment."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    def faults(self) -> str:
        """Run the command; return what it printed if it failed, and nothing if it succeeded."""
        done = subprocess.run(
            self.command,
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return "" if done.returncode == 0 else done.stdout or f"ended with {done.returncode}"


def _tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


def _manage(*arguments: str) -> tuple[str, ...]:
    return (str(PYTHON), "manage.py", *arguments)


def production() -> dict[str, str]:
    """The environment of a safe production site, with a secret that nobody keeps."""
    return {
        "PATCHWORK_MODE": "production",
        "PATCHWORK_DEBUG": "0",
        "PATCHWORK_SECRET_KEY": secrets.token_urlsafe(50),
        "PATCHWORK_HOSTS": "patchwork.example.org",
        "PATCHWORK_SITE_URL": "https://patchwork.example.org",
        "PATCHWORK_MAIL_URL": "smtp://localhost:25",
    }


def checks() -> list[Check]:
    """The checks, quickest first."""
    return [
        Check("formatting", _tool("ruff", "format", "--check", ".")),
        Check("lint and security", _tool("ruff", "check", ".")),
        Check("template lint", _tool("djlint", TEMPLATES, "--lint", "--quiet")),
        Check("template formatting", _tool("djlint", TEMPLATES, "--check", "--quiet")),
        Check("import direction", _tool("lint-imports")),
        Check("missing migrations", _manage("makemigrations", "--check", "--dry-run")),
        Check(
            "production settings",
            _manage("check", "--deploy", "--fail-level", "WARNING"),
            production(),
        ),
        Check("types", _tool("mypy")),
    ]


def long_modules() -> str:
    """Name every module that is longer than a reader can hold; migrations are written by Django."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [Path(line) for line in listed.stdout.splitlines() if "/migrations/" not in line]
    lengths = {
        path: len((ROOT / path).read_text("utf-8").splitlines()) for path in paths if (ROOT / path).exists()
    }
    return "".join(
        f"{path} has {length} lines; split it below {LONGEST_MODULE}.\n"
        for path, length in lengths.items()
        if length > LONGEST_MODULE
    )


def _report(name: str, find_faults: Callable[[], str]) -> bool:
    """Run one check, say how it went and how long it took; return whether it found nothing."""
    begun = time.monotonic()
    faults = find_faults()
    say(f"{'FAILED' if faults else 'ok':<7} {name} ({time.monotonic() - begun:.1f} s)")
    if faults:
        say(faults.rstrip() + "\n")
    return not faults


def main() -> None:
    """Run every check."""
    enter("scripts.check", "dev", [])
    named = [
        ("long modules", long_modules),
        *((check.name, check.faults) for check in checks()),
        ("known weaknesses of packages", known_weaknesses),
    ]
    failed = [name for name, find_faults in named if not _report(name, find_faults)]
    if failed:
        say(f"\n{len(failed)} of {len(named)} checks failed: {', '.join(failed)}")
        sys.exit(1)
    say(f"\nAll {len(named)} checks are good.")


if __name__ == "__main__":
    main()
