"""Collect the static files for the server, unless none has changed since they were last collected."""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import hashlib
import os
from pathlib import Path

from scripts.environment import ROOT, enter, say, stop


def collect() -> None:
    """Collect, and leave beside the files the digest of what they were made from."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 (this module also runs before Django is installed)
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    stamp = Path(settings.STATIC_ROOT) / "digest.txt"
    digest = _digest()
    if stamp.exists() and stamp.read_text("ascii") == digest:
        return
    say("Collecting the static files")
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest, "ascii")


def collect_for_server() -> None:
    """Collect, or stop with the fix where the code cannot be written to, as in a service."""
    try:
        collect()
    except OSError as fault:
        raise stop(
            f"The static files are not those of this code, and cannot be collected here: {fault}. Run "
            "python3 -m scripts.static as the user who installed the code's packages, then start again."
        ) from fault


def _digest() -> str:
    """One hash over our own files, the way they are joined, and the packages that ship the others."""
    digest = hashlib.sha256()
    own = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    for path in [*own, ROOT / "config" / "staticfiles.py", ROOT / "requirements" / "runtime.txt"]:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Collect for the site of this environment."""
    enter("scripts.static", "runtime", [])
    collect()


if __name__ == "__main__":
    main()
