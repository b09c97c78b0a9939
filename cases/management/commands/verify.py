"""Check the public tables against the revisions, and the revisions against their hashes."""

from django.core.management.base import BaseCommand, CommandError

from cases.queries.verification import find_faults


class Command(BaseCommand):
    """Print every fault and exit with 1, or say that all is well."""

    help = "Check the public tables against the revisions."

    def handle(self, **_options: object) -> None:
        faults = list(find_faults())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults. Run rebuild_public to make the public tables again.")
        self.stdout.write("All is well.")
