"""Declare that the site only reads, end that, or say what holds."""

from argparse import ArgumentParser
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError

from config import read_only


class Command(BaseCommand):
    """`read_only on --because TEXT --until TIME`, `read_only off`, or `read_only` alone to ask."""

    help = "Let nobody write, with a banner that says why; pages stay readable."
    requires_system_checks = ()  # they load every page, which takes longer than the rest of starting

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("switch", nargs="?", choices=("on", "off"))
        parser.add_argument("--because", default="", help="the reason, shown on every page")
        parser.add_argument("--until", default="", help="about when it ends, such as 2026-11-30T18:00 (UTC)")

    def handle(self, **options: object) -> None:
        if options["switch"] == "on":
            read_only.declare(because=str(options["because"]), until=_moment(str(options["until"])))
        elif options["switch"] == "off":
            read_only.end()
        held = read_only.mode()
        if held is None:
            self.stdout.write("Everybody may write.")
        elif held.is_declared:
            self.stdout.write("Reading only, until: manage.py read_only off")
        else:
            self.stdout.write("Reading only, because the database refuses to write; it ends by itself.")


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--until is “{text}”. Write it like 2026-11-30T18:00 (UTC).") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
