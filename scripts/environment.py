"""The virtual environment and the locked dependencies in it. Standard library only.

Every requirement is installed from a file that names each package's version and hashes. A set is
installed again only when its file has changed; `.venv/installed-NAME` remembers the file's hash.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
REQUIREMENTS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)


def say(text: str) -> None:
    """Print one line at once, so that it stands before what the next step prints."""
    print(text, flush=True)


def stop(text: str) -> SystemExit:
    """The end of a command that cannot go on, with the fault and its fix."""
    return SystemExit(f"\n{text}")


def enter(module: str, requirements: str, arguments: Sequence[str]) -> None:
    """Go on inside the virtual environment, with this set of requirements installed.

    Called with another Python it starts `module` again with the right one and never returns.
    """
    os.chdir(ROOT)
    _refuse_old_python()
    make_venv()
    install(requirements)
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])  # noqa: S606 (no shell is meant)


def install(name: str) -> None:
    """Install `requirements/NAME.txt` unless it is installed already."""
    wanted = REQUIREMENTS / f"{name}.txt"
    stamp = VENV / f"installed-{name}"
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text("ascii") == digest:
        return
    say(f"Installing the locked dependencies ({wanted.relative_to(ROOT)})")
    if not _install_with_uv(wanted):
        say("  uv is not to be had here; going on with pip, which takes longer")
        if not succeeds(_pip(wanted)):
            raise stop(
                f"Installing {wanted.name} failed; the lines above say why. Mend it and run this again."
            )
    stamp.write_text(digest, "ascii")


def _install_with_uv(wanted: Path) -> bool:
    """Whether uv, itself installed by its hash, could install the set."""
    uv = BIN / "uv"
    if not uv.exists() and not succeeds(_pip(REQUIREMENTS / "bootstrap.txt")):
        return False
    return succeeds(
        [str(uv), "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(wanted)]
    )


def _pip(wanted: Path) -> list[str]:
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes"]
    return [str(PYTHON), "-m", "pip", "install", *options, "-r", str(wanted)]


def make_venv() -> None:
    """Make the virtual environment unless it stands and works."""
    if PYTHON.exists() and succeeds([str(PYTHON), "-c", "import pip"]):
        return
    say("Making the virtual environment (.venv)")
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise stop(
            "This Python has no venv module. Install it, then run this again. "
            "On Debian and Ubuntu: apt install python3-venv"
        )
    if not succeeds([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        raise stop("The virtual environment could not be made; the lines above say why.")


def _refuse_old_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise stop(
            f"Python {found} is too old. Install Python 3.11 or newer, or name one: make PYTHON=python3.12"
        )


def succeeds(command: Sequence[str]) -> bool:
    """Run a command in the repository, its output in view; return whether it ended well."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def main() -> None:
    """Make the environment with the named set of requirements: runtime or dev."""
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if not (REQUIREMENTS / f"{name}.txt").is_file():
        raise stop("Use: python3 -m scripts.environment runtime (or dev)")
    enter("scripts.environment", name, [name])


if __name__ == "__main__":
    main()
