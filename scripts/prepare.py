"""Make the database and the static files ready for the server.

Everything here may run again: what is done already is left as it is. In demo mode the casebook and the
demo accounts are loaded too; in production mode neither is.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import hashlib
import io
import os
from pathlib import Path

from scripts.environment import ROOT, enter, say


def prepare() -> None:
    """Bring tables, taxonomy and static files up to date, saying each step."""
    import django  # noqa: PLC0415 (this module also runs before Django is installed)

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    say("Bringing the tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    say("Loading the two texts: stages, value models, aspects, claims")
    call_command("load_taxonomy", verbosity=0)
    if settings.DEMO:
        say("Loading the casebook")
        call_command("load_casebook")
        say("Making the demo accounts")
        call_command("make_demo_accounts", stdout=io.StringIO())
    _collect_static(Path(settings.VAR_DIR), Path(settings.STATIC_ROOT))


def _collect_static(var: Path, collected: Path) -> None:
    """Collect the static files, unless none has changed since they were last collected."""
    from django.core.management import call_command  # noqa: PLC0415

    stamp = var / "static-files"
    digest = _digest_of_static_files()
    if collected.exists() and stamp.exists() and stamp.read_text("ascii") == digest:
        return
    say("Collecting the static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest, "ascii")


def _digest_of_static_files() -> str:
    """One hash over our own files, the way they are joined, and the packages that ship the others."""
    digest = hashlib.sha256()
    own = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    for path in [*own, ROOT / "config" / "staticfiles.py", ROOT / "requirements" / "runtime.txt"]:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def main() -> None:
    """Prepare the site of this environment."""
    enter("scripts.prepare", "runtime", [])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    prepare()
    say("Ready. Start the server with: make serve")


if __name__ == "__main__":
    main()
