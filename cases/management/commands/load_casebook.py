"""Load the casebook that comes with the site."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cases.actions.casebook import Loaded, Progress, load_casebook
from cases.actions.refusals import Incomplete
from cases.domain.messages import ContentProblems
from cases.exchange.documents import Document
from cases.exchange.markdown import from_markdown

CASEBOOK = Path(__file__).resolve().parents[2] / "casebook"


class Command(BaseCommand):
    """Submit, review and publish each case that is new or changed; unchanged ones are skipped."""

    help = "Load the casebook."

    def handle(self, **_options: object) -> None:
        files = sorted(CASEBOOK.glob("*.md"))
        done: list[Progress] = []

        def tell(progress: Progress) -> None:
            done.append(progress)
            if progress.outcome is not Loaded.UNCHANGED:
                self.stdout.write(f"  {len(done)}/{len(files)} {progress.slug}: {progress.outcome.value}")

        try:
            load_casebook((self._read(path) for path in files), tell=tell)
        except Incomplete as refusal:
            raise CommandError(f"{files[len(done)].name}: {refusal}") from None
        skipped = sum(1 for progress in done if progress.outcome is Loaded.UNCHANGED)
        self.stdout.write(f"Casebook: {len(files)} cases, {skipped} unchanged.")

    def _read(self, path: Path) -> Document:
        try:
            return from_markdown(path.read_text("utf-8"))
        except ContentProblems as refusal:
            raise CommandError(f"{path.name}: {refusal}") from None
