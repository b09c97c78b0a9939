"""What is cited: a version of a case with the people who wrote it, and a snapshot."""

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.exchange.works import Work
from cases.models import Case, Snapshot, Version

EVERYBODY = ("Patchwork contributors",)


def version_as_work(case: Case, version: Version) -> Work:
    """A version of a case to cite; its authors are all who wrote versions up to it. Two queries."""
    title = _("%(title)s, version %(number)s") % {
        "title": version.content["title"],
        "number": version.number,
    }
    return Work(
        key=f"{case.slug}-{version.number}",
        title=title,
        authors=authors_of(case, version.number),
        day=version.published_at.date(),
        url=settings.SITE_URL + reverse("cases:case_version", args=[case.slug, version.number]),
    )


def authors_of(case: Case, number: int) -> tuple[str, ...]:
    """The public names of those who wrote this version or an earlier one, in the order in which they came."""
    written = Version.objects.filter(case=case, number__lte=number).order_by()
    firsts = written.values("author").annotate(first=Min("number")).order_by("first")
    keys = [row["author"] for row in firsts]
    people = User.objects.in_bulk(keys)
    return tuple(dict.fromkeys(people[key].shown_name for key in keys))


def snapshot_as_work(snapshot: Snapshot) -> Work:
    """A snapshot to cite, with its hash; no query."""
    return Work(
        key=f"patchwork-{snapshot.number}",
        title=snapshot.title,
        authors=EVERYBODY,
        day=snapshot.made_at.date(),
        url=settings.SITE_URL + reverse("cases:snapshot", args=[snapshot.number]),
        is_data=True,
        version=str(snapshot.number),
        note=f"SHA-256 {snapshot.digest}",
    )
