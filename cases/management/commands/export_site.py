"""Write a copy of the site that needs no server."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.management.site_copy import CopyRefused, export_site


class Command(BaseCommand):
    """Copy all public pages and data into a folder that opens in a browser, and say what it holds."""

    help = "Copy all public pages and data into a folder that opens in a browser without a server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a new folder, or one with an earlier copy")
        parser.add_argument("--base", default=settings.SITE_URL, help="the address of the living site")

    def handle(self, *, folder: Path, base: str, **_options: object) -> None:
        try:
            report = export_site(folder.absolute(), base=base.rstrip("/"), now=timezone.now())
        except CopyRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{report.pages} pages, {report.files} files. Open {folder}/index.html")
        for address in report.gone:
            self.stdout.write(f"Left out, because it moved or went meanwhile: {address}")
