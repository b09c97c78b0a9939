"""Make every public table again from the approved revisions."""

from django.core.management.base import BaseCommand

from cases.actions.publication import rebuild_public


class Command(BaseCommand):
    """Rebuild in one transaction; readers see the old tables until it commits."""

    help = "Make every public table again from the approved revisions."

    def handle(self, **_options: object) -> None:
        self.stdout.write(f"{rebuild_public()} cases are public.")
