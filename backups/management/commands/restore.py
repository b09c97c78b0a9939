"""Restore a backup into an empty place."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from backups.folder import BackupFault
from backups.restoring import restore
from cases.queries.hide_list import path_of_hide_list

NO_LIST = (
    "WARNING: {path} is not there, so what was hidden after the newest backup beside this one shows again. "
    "If a hide-list was copied elsewhere, restore once more with --hide-list FILE before the site is opened."
)


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
        if not hide_list and not path_of_hide_list().is_file():
            self.stderr.write(NO_LIST.format(path=path_of_hide_list()))
        try:
            done = restore(backup=backup, into=into, hide_lists=hide_list, set_aside=set_aside)
        except BackupFault as fault:
            raise CommandError(f"Nothing was restored that could be used. {fault}") from fault
        self.stdout.write(f"{done.said}\n{done.place} is restored and verified. All is well.")
