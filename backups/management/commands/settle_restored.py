"""Make a database that was just laid down from a backup safe to use; `restore` calls it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from backups.folder import BackupFault, Manifest, read_manifest
from cases.actions.restored import Settled, settle
from cases.exchange.hide_list import HideList, NotAHideList, read
from cases.models import SiteVersion
from cases.queries.site_verification import QUICK


class Command(BaseCommand):
    """Bring the tables up to date, end sessions and tokens, hold mail, hide, verify.

    Refused on a database that is not, or no longer, that of the backup: a living site is never settled.
    """

    help = "Make a database that was laid down by hand from a backup safe to use (restore does it itself)."
    requires_system_checks = ()  # they load every page, which takes longer than the rest of starting

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the backup that it was laid down from")
        parser.add_argument("--hide-list", type=Path, action="append", default=[], help="what to hide")

    def handle(self, *, backup: Path, hide_list: list[Path], **_options: object) -> None:
        try:
            manifest = read_manifest(backup)
            lists = [read(path) for path in hide_list]
        except (BackupFault, NotAHideList) as fault:
            raise CommandError(str(fault)) from fault
        stamp = SiteVersion.objects.values_list("stamp", flat=True).first()
        if manifest.site.get("stamp") != str(stamp or ""):
            raise CommandError("This database is not, or no longer, as the backup left it. Nothing was done.")
        hidden = HideList(
            cases=tuple(row for one in lists for row in one.cases),
            revisions=tuple(row for one in lists for row in one.revisions),
            comments=tuple(row for one in lists for row in one.comments),
        )
        done = _settle(manifest, hidden)
        if faults := [fault for check in QUICK for fault in check.answer()]:
            raise CommandError(f"What was restored does not hold together: {faults[0]}")
        self.stdout.write(
            f"Every session and token is ended. {done.held} messages wait for a steward's word in the "
            f"outbox. {done.hidden} things that were hidden since are hidden."
        )


def _settle(manifest: Manifest, hidden: HideList) -> Settled:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    try:
        return settle(made_at=manifest.made_at, hidden=hidden)
    except LookupError as fault:
        raise CommandError(str(fault)) from fault
