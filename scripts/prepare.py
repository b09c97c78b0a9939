"""`make prepare`: make the database and the static files ready for the server.

Everything here may run again: what is done already is left as it is. In demo mode the casebook and the
demo accounts are loaded too; in production mode neither is.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import io
import os
from pathlib import Path

from scripts import static
from scripts.environment import enter, say, stop


def prepare() -> None:
    """Bring tables, taxonomy and static files up to date, saying each step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415 (this module also runs before Django is installed)

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from accounts.demo import refuse_demo_accounts  # noqa: PLC0415

    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    say("Bringing the tables up to date")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    try:
        refuse_demo_accounts()
    except ImproperlyConfigured as fault:
        raise stop(str(fault)) from None
    say("Loading the two texts")
    call_command("load_taxonomy")
    call_command("refresh_public")
    if settings.DEMO:
        say("Loading the casebook")
        call_command("load_casebook")
        say("Making the demo accounts")
        call_command("make_demo_accounts", stdout=io.StringIO())
    static.collect()


def main() -> None:
    """Prepare the site of this environment."""
    enter("scripts.prepare", "runtime", [])
    prepare()
    say("Ready. Start the server with: make serve")


if __name__ == "__main__":
    main()
