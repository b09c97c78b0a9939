"""Load the taxonomy's data file."""

from django.core.management.base import BaseCommand

from models_taxonomy.actions import load_taxonomy


class Command(BaseCommand):
    """Write stages, models, aspects and claims; again: change nothing."""

    help = "Load stages, value models, aspects and claims."

    def handle(self, **_options: object) -> None:
        made = load_taxonomy()
        self.stdout.write(f"Taxonomy loaded; {made} first wordings made.")
