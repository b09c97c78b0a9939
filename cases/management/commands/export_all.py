"""Write the whole site, history included, into one file."""

import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.queries.whole_site import write_whole_site


class Command(BaseCommand):
    """Write beside the file first and rename it when it is whole; only its owner may read it."""

    help = "Write the whole site, history included, into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the archive to write; it must not exist yet")

    def handle(self, *, file: Path, **_options: object) -> None:
        if file.exists():
            raise CommandError(f"{file} exists. Name a file that does not.")
        unfinished = file.with_name(f"{file.name}.unfinished")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                rows = write_whole_site(stream)
                stream.flush()
                os.fsync(stream.fileno())
            unfinished.rename(file)
        except OSError as fault:
            raise CommandError(f"The archive cannot be written: {fault}") from fault
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(
            f"{rows} rows are in {file}. It holds addresses, password hashes and drafts: keep it safe."
        )
