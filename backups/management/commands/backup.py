"""Make a backup of the whole site while people use it, and test it by restoring it."""

from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from backups.folder import BackupFault
from backups.making import default_folder, make_backup
from config.backups import last_good_backup

KEPT = 14


class Command(BaseCommand):
    """Make, test, and let the oldest go; exits with 1 when the backup did not become good."""

    help = "Make a backup of database and pictures, restore it in a spare place, and verify it there."
    requires_system_checks = ()  # they load every page, which takes longer than the rest of starting

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="the folder of backups; PATCHWORK_VAR/backups without it")
        parser.add_argument("--keep", type=int, default=KEPT, help="how many backups may stand")
        parser.add_argument(
            "--every",
            type=int,
            default=0,
            metavar="HOURS",
            help="make none while the last good one is younger",
        )
        parser.add_argument("--full", action="store_true", help="verify the restored copy fully, not quickly")

    def handle(self, *, to: Path | None, keep: int, every: int, full: bool, **_options: object) -> None:
        if keep < 1:
            raise CommandError("--keep is less than 1. Write how many backups may stand, such as 14.")
        folder = (to or default_folder()).absolute()
        if _is_recent(folder, timedelta(hours=every)):
            self.stdout.write(f"The last good backup is younger than {every} hours. Nothing was done.")
            return
        check = "full" if full else "quick"
        try:
            made = make_backup(into=folder, keep=keep, check=check)
        except BackupFault as fault:
            raise CommandError(f"There is no new backup. {fault}") from fault
        self.stdout.write(
            f"{made.folder}/{made.name} is good: {made.size} bytes in {made.seconds} s, restored and "
            f"verified ({made.check}). It holds addresses, password hashes and drafts: keep it safe."
        )


def _is_recent(folder: Path, age: timedelta) -> bool:
    """Whether the last good backup is younger than this, and stands in this folder."""
    last = last_good_backup()
    return last is not None and last.age < age and (folder / last.name).is_dir()
