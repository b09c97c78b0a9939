"""What a person has done in public: cases worked on, and changes accepted as reviewer."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from accounts.models import User
from cases.domain.vocabulary import LANGUAGE_LABELS, Stance
from cases.models import Case, Placement, Version

CASES_SHOWN = 30
DECISIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class WorkedOn:
    """A case with accepted work of the person, the claims of the case, and the stake last stated."""

    slug: str
    title: str
    language: str
    versions: int
    claims: tuple[str, ...]
    stake: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The public page of a person. `before` is the key of the next page of cases, or None."""

    person: User
    cases: tuple[WorkedOn, ...]
    cases_in_all: int
    before: int | None
    decisions: tuple[Version, ...]
    decisions_in_all: int

    @property
    def languages(self) -> tuple[str, ...]:
        """The names of the languages of the cases on this page, in their order."""
        return tuple(
            LANGUAGE_LABELS[code] for code in LANGUAGE_LABELS if code in {c.language for c in self.cases}
        )

    @property
    def is_known(self) -> bool:
        """Whether some work of the person has been accepted."""
        return self.cases_in_all > 0


def person_named(name: str) -> User | None:
    """The person of this name; nobody who has left."""
    return User.objects.filter(username=name, left_at__isnull=True, is_active=True).first()


def load_profile(person: User, *, before: int | None = None) -> Profile:
    """Read a profile; six queries at any size."""
    own = Q(versions__author=person)
    rows = Case.objects.filter(own).annotate(
        last=Max("versions__revision_number", filter=own),
        number=Count("versions", filter=own, distinct=True),
    )
    if before is not None:
        rows = rows.filter(last__lt=before)
    found = list(
        rows.order_by("-last").values("pk", "slug", "title", "language", "last", "number")[: CASES_SHOWN + 1]
    )
    shown = found[:CASES_SHOWN]
    claims = _claims([row["pk"] for row in shown])
    stakes = _stakes(person, [row["pk"] for row in shown])
    decisions = Version.objects.filter(reviewer=person)
    return Profile(
        person=person,
        cases=tuple(
            WorkedOn(
                row["slug"],
                row["title"],
                row["language"],
                row["number"],
                tuple(claims[row["pk"]]),
                stakes.get(row["pk"]) or "",
            )
            for row in shown
        ),
        cases_in_all=Version.objects.filter(author=person).values("case").distinct().count(),
        before=shown[-1]["last"] if len(found) > CASES_SHOWN else None,
        decisions=tuple(
            decisions.select_related("case").defer("content").order_by("-revision_number")[:DECISIONS_SHOWN]
        ),
        decisions_in_all=decisions.count(),
    )


def _stakes(person: User, cases: Collection[int]) -> dict[int, str | None]:
    """What the person said to have to do with each case, in the last of their accepted versions."""
    versions = Version.objects.filter(author=person, case__in=cases).order_by("number")
    return dict(versions.values_list("case_id", "content__stake__which"))


def _claims(cases: Collection[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Placement.objects.filter(case__in=cases).exclude(stance=Stance.NOT_FOUND)
    for case, claim in rows.order_by("claim__order").values_list("case_id", "claim_id").distinct():
        found[case].append(claim)
    return found
