"""What can be said of a site within seconds, however large it is: counts, the newest rows and a sample."""

from collections.abc import Iterator
from typing import TypeVar

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min

from cases.models import (
    Case,
    CaseRecord,
    ClaimTally,
    PastVersion,
    Placement,
    Revision,
    SearchRow,
    SiteVersion,
    Snapshot,
)
from cases.queries.snapshots import manifest_of
from cases.queries.tag_synonyms import all_synonyms
from cases.queries.verification import faults_of_case, faults_of_revision
from models_taxonomy.append_only import trigger_name

Row = TypeVar("Row", bound=models.Model)

NEWEST = 50
SPREAD = 50
APPEND_ONLY = frozenset({
    "models_taxonomy_claimversion", "cases_revision", "cases_review", "cases_auditevent", "cases_proposal",
    "cases_proposalreview", "cases_joining", "cases_opinion", "cases_report", "cases_reportclosing",
    "cases_suspension", "cases_suspensionend", "cases_appeal", "cases_appealanswer", "cases_firstyes",
    "cases_changecomment", "cases_commentresolution", "cases_reviewreason", "cases_recheck",
    "cases_waitingcomment", "cases_commentdecision", "cases_earliertext", "cases_partialacceptance",
    "cases_snapshot", "cases_snapshotrecord", "cases_snapshotfact",
})  # fmt: skip
"""The tables that refuse UPDATE and DELETE in the database itself."""

REFUSE_DELETE = APPEND_ONLY | {"cases_revisionstate", "cases_proposalstanding"}


def faults_of_schema() -> Iterator[str]:
    """What is wrong with the tables themselves: migrations that are not applied, triggers that are gone."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield from (f"The migration {step} is not applied. Run make prepare." for step, _back in plan)
    known = set(executor.loader.disk_migrations)
    for app, name in sorted(set(MigrationRecorder(connection).applied_migrations()) - known):
        if any(app == known_app for known_app, _name in known):
            yield f"The migration {app}.{name} is applied, and this version of Patchwork does not know it."
    wanted = {trigger_name(table, "UPDATE") for table in APPEND_ONLY}
    wanted |= {trigger_name(table, "DELETE") for table in REFUSE_DELETE}
    yield from (
        f"The trigger {name} is gone: its table can be changed." for name in sorted(wanted - triggers())
    )


def triggers() -> set[str]:
    """The names of the triggers that are there and not switched off."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return {str(row[0]) for row in cursor.fetchall()}


def faults_of_version() -> Iterator[str]:
    """Whether the version of the site is the newest that it had, and snapshots are what their hashes say."""
    now = SiteVersion.objects.first()
    newest = PastVersion.objects.aggregate(newest=Max("number"))["newest"] or 0
    if now and now.number and not PastVersion.objects.filter(stamp=now.stamp, number=now.number).exists():
        yield f"The site is at version {now.number}, and does not know its stamp."
    if newest > (now.number if now else 0):
        yield f"The site had version {newest}, and is at {now.number if now else 0}."
    for snapshot in Snapshot.objects.order_by("number"):
        if manifest_of(snapshot)["sha256"] != snapshot.digest:
            yield f"Snapshot {snapshot.number}: its hash is not that of its manifest."


def faults_of_counts() -> Iterator[str]:
    """Whether there are as many public rows as the truth says."""
    cases, on_page = Case.objects.count(), CaseRecord.objects.on_page().count()
    if cases != on_page:
        yield f"{cases} cases are public, and {on_page} should be."
    if (known := SearchRow.objects.count()) != cases:
        yield f"The search knows {known} cases, and {cases} are public."
    lost = Revision.objects.filter(standing__isnull=True).count()
    if lost:
        yield f"{lost} revisions stand nowhere in the workflow."
    yield from _faults_of_tallies()


def _faults_of_tallies() -> Iterator[str]:
    groups = Placement.objects.order_by().values_list("claim_id", "stance").annotate(cases=Count("pk"))
    counted = {(claim, stance): cases for claim, stance, cases in groups}
    for tally in ClaimTally.objects.all():
        for stance in ("supports", "partly", "contradicts", "not_found"):
            number = counted.pop((tally.claim_id, stance), 0)
            if getattr(tally, stance) != number:
                yield f"Claim {tally.claim_id}: the tally of {stance} is not {number}."
    yield from (f"Claim {claim}: the tally of {stance} is missing." for claim, stance in counted)


def faults_of_sample() -> Iterator[str]:
    """The newest revisions and cases, and some spread over all the others, looked at as a full check does."""
    for revision in _sample(Revision.objects.all()):
        yield from faults_of_revision(revision)
    synonyms = all_synonyms()
    for case in _sample(Case.objects.select_related("record__published")):
        yield from faults_of_case(case, synonyms)


def _sample(rows: "models.QuerySet[Row]") -> list[Row]:
    found = list(rows.order_by("-pk")[:NEWEST])
    ends = rows.aggregate(least=Min("pk"), most=Max("pk"))
    if ends["least"] is None:
        return found
    step = max(1, (ends["most"] - ends["least"]) // SPREAD)
    starts = range(ends["least"], ends["most"] + 1, step)
    spread = [rows.filter(pk__gte=start).order_by("pk").first() for start in starts[:SPREAD]]
    known = {row.pk: row for row in [*found, *(row for row in spread if row is not None)]}
    return [known[pk] for pk in sorted(known)]
