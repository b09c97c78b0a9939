"""Bring a whole site from a file into this one, which must be empty."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.actions.whole_site import import_site
from cases.exchange.archive import NotAnArchive


class Command(BaseCommand):
    """Import in one transaction: all of it or nothing."""

    help = "Bring a whole site from a file into this one, which must be empty."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="an archive that export_all wrote")

    def handle(self, *, file: Path, **_options: object) -> None:
        try:
            with file.open("rb") as stream:
                number = import_site(stream)
        except (NotAnArchive, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{number} cases are public. All is well.")
