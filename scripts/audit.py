"""Known weaknesses of the locked packages, as pip-audit finds them.

Where the advisories cannot be reached, pip-audit leaves every package out and reports that it knows of no
weakness. So *not reached* is told from *none*, and a line says which it was: an offline check is good, and
honest about it. When some were reached and others not, that is a fault.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.environment import BIN, REQUIREMENTS, ROOT, say

LOCKED = ("dev", "sentry")
"""The sets that hold every package; `runtime` is part of `dev`."""

PROBE = "django"
LONGEST = 300  # seconds


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit says: the weaknesses that are known, how many packages were asked, and which were not."""

    weaknesses: tuple[str, ...]
    asked: int
    left_out: tuple[str, ...]

    @property
    def is_reached(self) -> bool:
        """Whether the advisories of any package were read."""
        return self.asked > 0


NOTHING = Report((), 0, ())


def known_weaknesses(*service: str) -> str:
    """Name every known weakness of the locked packages, "" if there is none or if nobody could be asked.

    `service` are options of pip-audit that name another service of advisories.
    """
    if not _audit_one(PROBE, service).is_reached:
        say("        the advisories could not be reached: no package was audited")
        return ""
    report = audit([REQUIREMENTS / f"{name}.txt" for name in LOCKED], service)
    if report.is_reached:
        say(f"        the advisories of {report.asked} packages were read")
    else:
        say("        the advisories could not be reached: no package was audited")
    return faults_of(report)


def faults_of(report: Report) -> str:
    """The faults of a report, each in a line."""
    if not report.is_reached:
        return ""
    left_out = [f"{name} could not be looked up." for name in report.left_out]
    return "".join(f"{line}\n" for line in (*report.weaknesses, *left_out))


def audit(files: Sequence[Path], service: Sequence[str] = ()) -> Report:
    """Ask for the advisories of every package that these files pin."""
    command = [str(BIN / "pip-audit"), "--require-hashes", "--disable-pip", "--format", "json"]
    command += ["--progress-spinner", "off", "--timeout", "10", *service]
    command += [part for file in files for part in ("--requirement", str(file))]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        return NOTHING
    return read_report(done.stdout)


def read_report(text: str) -> Report:
    """What pip-audit wrote; it writes nothing when the service fails."""
    try:
        packages = json.loads(text)["dependencies"]
    except ValueError:
        return NOTHING
    asked = [package for package in packages if "skip_reason" not in package]
    return Report(
        weaknesses=tuple(_in_words(package, each) for package in asked for each in package["vulns"]),
        asked=len(asked),
        left_out=tuple(package["name"] for package in packages if "skip_reason" in package),
    )


def _in_words(package: dict[str, str], weakness: dict[str, list[str]]) -> str:
    mended = ", ".join(weakness["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']}: {weakness['id']}, mended in {mended}."


def _audit_one(name: str, service: Sequence[str]) -> Report:
    """Ask for one package first: where nobody answers, the others need not be tried one by one."""
    locked = (REQUIREMENTS / "runtime.txt").read_text("utf-8")
    (block,) = (piece for piece in re.split(r"\n(?=\S)", locked) if piece.startswith(f"{name}=="))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "one.txt")
        file.write_text(f"{block}\n", "utf-8")
        return audit([file], service)
