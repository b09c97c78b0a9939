"""Import a file of cases from this machine, in the name of somebody who has an account."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from cases.actions import imports
from cases.actions.refusals import ImportMovedOn, NotAllowed, TooManyImports
from cases.domain.imports import ITEM_LABELS, ItemState, Stopped
from cases.exchange.imports.columns import LABELS
from cases.exchange.imports.files import recognised
from cases.exchange.imports.found import Format, NotAnImport, WikiLicence
from cases.exchange.imports.table import head_of
from cases.models import Import
from cases.queries.imports import import_page, report_line

STOPPED = {
    Stopped.WAITING: "as many of their changes wait as may until a first one is accepted",
    Stopped.TODAY: "as many were sent today as may be until a first one is accepted",
    Stopped.IMPORTED: "as many imported changes of theirs wait as may",
    Stopped.NOT_ALLOWED: "they may not write any more",
}


class Command(BaseCommand):
    """Read the file, print a report by item and field, and send what can be sent for review."""

    help = "Import a file of cases: each becomes a change that waits for review."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .md or .zip of them, JSON Lines, CSV, or a wiki's XML")
        parser.add_argument("--format", choices=[each.value for each in Format], help="else told by content")
        parser.add_argument("--as", dest="name", required=True, help="the name of the person who sends")
        parser.add_argument("--dry-run", action="store_true", help="print the report and send nothing")
        parser.add_argument(
            "--mapping", type=Path, help='JSON: what each column of a table holds, {"head": …}'
        )
        parser.add_argument(
            "--licence", choices=[each.value for each in WikiLicence], help="that of the wiki"
        )
        parser.add_argument(
            "--history", action="store_true", help="send a page's first version before its last"
        )
        parser.add_argument("--stake", help='their stake, where the file says none: "none", or which')
        parser.add_argument("--quiet", action="store_true", help="print the numbers alone")

    def handle(self, **options: object) -> None:
        path, person = Path(str(options["file"])), self._person(str(options["name"]))
        stake = str(options["stake"] or "")
        said: dict[str, object] = {
            "licence": options["licence"] or "",
            "history": bool(options["history"]),
            "stake": stake if stake in {"", "none"} else "some",
            "stake_which": "" if stake == "none" else stake,
        }
        try:
            found = self._read(path, person, str(options["format"] or ""), said, options["mapping"])
        except NotAnImport as refusal:
            raise CommandError(f"{path.name}: {refusal}") from None
        except OSError as fault:
            raise CommandError(f"{path}: {fault.strerror}. Name a file that can be read.") from None
        except (NotAllowed, TooManyImports):
            raise CommandError(
                f"{person} may not import, or has too many imports that were not sent."
            ) from None
        if not options["quiet"]:
            self._print_items(found)
        if options["dry_run"]:
            self._print_sum(found)
            imports.discard(found=found, by=person)
            self.stdout.write("Nothing was sent: this was a dry run.")
            return
        self._send(found, person)

    def _person(self, name: str) -> User:
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(f"Nobody here is called {name}. Write the name as on their page.")
        return person

    def _read(self, path: Path, person: User, form: str, said: dict[str, object], mapping: object) -> Import:
        with path.open("rb") as file:
            known = Format(form) if form else recognised(file)
            if known is Format.CSV and isinstance(mapping, Path):
                said["columns"] = list(self._columns(mapping, head_of_file(path)))
            found = imports.start(
                name=path.name, size=path.stat().st_size, by=person, form=known, options=said
            )
            imports.read_from_disk(found=found, file=file)
        return found

    def _columns(self, mapping: Path, head: tuple[str, ...]) -> tuple[str, ...]:
        try:
            chosen = json.loads(mapping.read_text("utf-8"))
        except (OSError, ValueError):
            raise CommandError(
                f"{mapping} is no JSON. Write the head of each column and what it holds."
            ) from None
        if not isinstance(chosen, dict) or not {str(each) for each in chosen.values()} <= {*LABELS, ""}:
            raise CommandError(f"{mapping} names what no column can hold. It can be: {', '.join(LABELS)}.")
        return tuple(str(chosen.get(name, "")) for name in head)

    def _print_items(self, found: Import) -> None:
        after: int | None = 0
        while after is not None:
            page = import_page(found, after=after)
            for row in page.rows:
                self.stdout.write(f"{row.item.where}: {row.title or '(no title)'}: {row.label}")
                for line in row.lines:
                    self.stdout.write(f"    {line.at}: {line.text}" if line.at else f"    {line.text}")
            after = page.after

    def _print_sum(self, found: Import) -> None:
        page = import_page(found, size=1)
        for each in page.counts:
            self.stdout.write(f"{each.count:6} {ITEM_LABELS[ItemState(each.state)]}")
        self.stdout.write(f"{page.total:6} items in all")
        if found.fault:
            self.stdout.write(self.style.ERROR(report_line(found.fault).text))

    def _send(self, found: Import, person: User) -> None:
        try:
            imports.send(found=found, by=person)
        except ImportMovedOn:
            self._print_sum(found)
            self.stdout.write("Nothing can be sent.")
            return
        while not imports.send_on(found=found):
            pass
        self._print_sum(found)
        if found.stopped:
            self.stdout.write(f"Stopped: {STOPPED[Stopped(found.stopped)]}.")
        self.stdout.write(f"This is import {found.pk}.")


def head_of_file(path: Path) -> tuple[str, ...]:
    """The head line of a table that lies on this machine. Raises NotAnImport."""
    with path.open("rb") as file:
        return head_of(file)
