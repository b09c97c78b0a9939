"""End the demo accounts."""

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import LastSteward
from accounts.demo import end_demo_accounts


class Command(BaseCommand):
    """Before a site that began as a demo goes public."""

    help = "End the accounts that the demo made; what they wrote stays."

    def handle(self, **_options: object) -> None:
        try:
            ended = end_demo_accounts()
        except LastSteward:
            raise CommandError(
                "No steward would be left. Make one first: python manage.py make_steward NAME ADDRESS"
            ) from None
        self.stdout.write(f"{ended} demo accounts ended.")
