"""All checks of a site by name: those that take seconds, and those that read everything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import DatabaseError

from cases.domain.content import Data
from cases.models import SiteVersion
from cases.queries import quick_verification as quick
from cases.queries import storage_verification as storage
from cases.queries.verification import find_faults
from cases.queries.whole_site import facts_of_site


@dataclass(frozen=True, slots=True)
class Check:
    """A question to the site; `faults` gives one sentence for each thing that is not as it must be."""

    question: str
    faults: Callable[[], Iterator[str]]

    def answer(self) -> list[str]:
        """The faults. A database too damaged to be asked is one of them, not the end of the program."""
        try:
            return list(self.faults())
        except DatabaseError as fault:
            return [f"Database: it could not be asked: {str(fault).splitlines()[0]}."]


ALWAYS = (
    Check("tables and triggers", quick.faults_of_schema),
    Check("version of the site", quick.faults_of_version),
    Check("counts", quick.faults_of_counts),
    Check("files of pictures", storage.faults_of_missing_files),
)
QUICK = (*ALWAYS, Check("newest rows and a sample", quick.faults_of_sample))
FULL = (
    *ALWAYS,
    Check("database", storage.faults_of_database),
    Check("every row", find_faults),
    Check("every picture", storage.faults_of_pictures),
)


def site_facts() -> Data:
    """What this site is: its migrations, its version, and how many rows each table has."""
    version = SiteVersion.objects.first()
    return {
        **facts_of_site(),
        "version": version.number if version else 0,
        "stamp": str(version.stamp) if version else "",
        "rows": {table._meta.label: table._default_manager.count() for table in apps.get_models()},
    }
