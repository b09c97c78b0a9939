"""Send what waits in the outbox, for ever or once; once a day, forget uploaded pictures that nobody used."""

import math
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from cases.actions.outbox import deliver_due
from cases.actions.uploads import forget_unused

A_DAY = 24 * 3600


class Command(BaseCommand):
    """Deliver messages until stopped; with --once, deliver what is due and end."""

    help = "Send what waits in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due, then end")
        parser.add_argument("--pause", type=float, default=2.0, help="seconds between two looks")

    def handle(self, **options: object) -> None:
        if options["once"]:
            self.stdout.write(f"Messages that left the outbox: {deliver_due()}.")
            return
        self.stdout.write("Worker started.")
        tidied = -math.inf
        while True:
            close_old_connections()
            now = time.monotonic()
            if now - tidied > A_DAY:
                forget_unused()
                tidied = now
            if deliver_due() == 0:
                time.sleep(float(str(options["pause"])))
