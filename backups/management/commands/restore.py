"""Restore a backup into an empty place."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from backups.folder import BackupFault
from backups.restoring import restore


class Command(BaseCommand):
    """Check every byte, restore, end sessions and tokens, hold mail, hide what was hidden, verify."""

    help = "Restore a backup into an empty folder (SQLite) or an empty database (PostgreSQL)."
    requires_system_checks = ()  # they load every page, which takes longer than the rest of starting

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="a folder that manage.py backup made")
        parser.add_argument(
            "--into", required=True, help="a folder, which becomes PATCHWORK_VAR; or postgres://…"
        )
        parser.add_argument(
            "--hide-list", type=Path, action="append", default=[], help="one more list of what to hide"
        )
        parser.add_argument(
            "--set-aside",
            action="store_true",
            help="rename a folder that holds something instead of refusing",
        )

    def handle(
        self, *, backup: Path, into: str, hide_list: list[Path], set_aside: bool, **_options: object
    ) -> None:
        try:
            done = restore(backup=backup, into=into, hide_lists=hide_list, set_aside=set_aside)
        except BackupFault as fault:
            raise CommandError(f"Nothing was restored that could be used. {fault}") from fault
        self.stdout.write(f"{done.said}\n{done.place} is restored and verified. All is well.")
