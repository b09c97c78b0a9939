"""Make the public tables again if older code made them."""

from django.core.management.base import BaseCommand

from cases.actions.publication import rebuild_public
from cases.queries.fact_blocks import are_facts_of_older
from cases.queries.search.rows import is_search_of_older
from cases.queries.sources import are_sources_of_older
from cases.queries.verification import is_rendered_by_older


class Command(BaseCommand):
    """Run at each upgrade: the sanitiser of today then stands behind every page."""

    help = "Make the public tables again if older code made them."

    def handle(self, **_options: object) -> None:
        is_older = (
            is_rendered_by_older() or are_facts_of_older() or are_sources_of_older() or is_search_of_older()
        )
        if is_older:
            self.stdout.write(f"Wrote the public tables of {rebuild_public()} cases again.")
