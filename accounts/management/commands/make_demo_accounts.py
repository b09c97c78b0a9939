"""Make the demo accounts."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import make_demo_accounts, path_of_accounts


class Command(BaseCommand):
    """Make two contributors, two moderators and a steward; again: change nothing."""

    help = "Make the demo accounts; never in production."

    def handle(self, **_options: object) -> None:
        try:
            make_demo_accounts()
        except ImproperlyConfigured as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"The demo accounts are in {path_of_accounts()}.")
