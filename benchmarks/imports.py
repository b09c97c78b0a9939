"""How many cases a second an import reads and sends, through the actions that people use.

What is sent stays in the queue, so give it a database of its own:

    PATCHWORK_VAR=var/benchmarks/imports .venv/bin/python -m benchmarks.imports 2000

Beside the seconds on the wall stand those that this process computed: on a shared machine they are steadier.
"""

import io
import json
import sys
import time
from collections.abc import Callable
from os import environ

environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
environ["PATCHWORK_IMPORTED_WAITING_OF_STEWARDS"] = "1000000"

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (Django must be set up first)
from django.db import connection  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from benchmarks.synthetic import contents  # noqa: E402
from cases.actions import imports  # noqa: E402
from cases.domain.content import to_data  # noqa: E402
from cases.exchange.imports.found import Format  # noqa: E402
from models_taxonomy.models import Claim  # noqa: E402

NAME = "Importer"
TARGET = 200
"""Cases a second that are asked for."""


def main() -> None:
    """Make a file of so many cases, read it, and send everything in it."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for command in ("migrate", "createcachetable", "load_taxonomy"):
        call_command(command, verbosity=0, stdout=io.StringIO())
    person = User.objects.filter(username=NAME).first() or User.objects.create_user(
        NAME, "", role=Role.STEWARD
    )
    claims = list(Claim.objects.values_list("code", flat=True))
    data = b"".join(json.dumps(to_data(case)).encode() + b"\n" for case in contents(number, claims))
    found = imports.start(
        name="synthetic", size=len(data), by=person, form=Format.JSON_LINES, options={"stake": "none"}
    )
    print(f"{connection.vendor}: {number} cases, {len(data) / 1e6:.1f} MB of JSON Lines")
    _tell("read as a dry run", number, lambda: imports.read_from_disk(found=found, file=io.BytesIO(data)))
    imports.send(found=found, by=person)
    _tell("sent for review", number, lambda: imports.send_on(found=found, seconds=float("inf")))
    found.refresh_from_db()
    print(
        {
            state: found.items.filter(state=state).count()
            for state in found.items.values_list("state", flat=True)
        }
    )


def _tell(what: str, number: int, act: Callable[[], object]) -> None:
    wall, computed = time.perf_counter(), time.process_time()
    act()
    wall, computed = time.perf_counter() - wall, time.process_time() - computed
    print(
        f"  {what}: {number / wall:.0f} a second ({1000 * computed / number:.1f} ms of computing each); "
        f"{TARGET} are asked for"
    )


if __name__ == "__main__":
    main()
