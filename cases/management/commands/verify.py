"""Check that everything of the site is as it must be."""

import json
import time
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from cases.queries.site_verification import FULL, QUICK, Check, site_facts


class Command(BaseCommand):
    """Print how each check went, every fault, and exit with 1 if there was any."""

    help = "Check tables, rows, pictures and the database itself; --quick takes seconds on any site."
    requires_system_checks = ()  # they load every page, which takes longer than the rest of starting

    def add_arguments(self, parser: ArgumentParser) -> None:
        depth = parser.add_mutually_exclusive_group()
        depth.add_argument("--quick", action="store_true", help="counts, the newest rows and a sample")
        depth.add_argument("--full", action="store_true", help="everything; this is what is done without it")
        parser.add_argument("--json", action="store_true", help="print one JSON object for a program")

    def handle(self, *, quick: bool, **options: object) -> None:
        checks = QUICK if quick else FULL
        in_json = bool(options["json"])
        faults = self._in_json(checks) if in_json else self._in_lines(checks)
        if faults:
            raise CommandError(
                f"{faults} faults. If only public rows are wrong, rebuild_public makes them again; otherwise "
                "restore a backup beside this site and compare (docs/operate/backups.md)."
            )
        if not in_json:
            self.stdout.write("All is well.")

    def _in_lines(self, checks: tuple[Check, ...]) -> int:
        found = 0
        for check in checks:
            begun = time.monotonic()
            faults = check.answer()
            word = "FAULT" if faults else "ok"
            self.stdout.write(f"{word:<6} {check.question} ({time.monotonic() - begun:.1f} s)")
            for fault in faults:
                self.stderr.write(fault)
            found += len(faults)
        return found

    def _in_json(self, checks: tuple[Check, ...]) -> int:
        faults = [fault for check in checks for fault in check.answer()]
        facts = {} if faults else site_facts()
        self.stdout.write(json.dumps({"faults": faults, "facts": facts}))
        return len(faults)
