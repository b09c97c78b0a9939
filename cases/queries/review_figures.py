"""The newest decisions of moderators, summed up for everybody."""

from dataclasses import dataclass

from django.db.models.functions import Coalesce

from cases.domain.review_figures import Decision, ReviewFigures, figures_of
from cases.domain.vocabulary import CASEBOOK_EDITOR
from cases.domain.workflow import State
from cases.models import Review
from cases.queries.reasons import Catalogue, ShownReason, load_reasons

DECISIONS_COUNTED = 500
# What took the place of another revision has waited since that one was sent.
SENT_AT = Coalesce("revision__standing__place__created_at", "revision__created_at")


@dataclass(frozen=True, slots=True)
class ReviewFiguresPage:
    """The figures, and the reasons with their words."""

    figures: ReviewFigures
    reasons: tuple[tuple[ShownReason, int], ...]
    catalogue: Catalogue

    @property
    def counted(self) -> tuple[tuple[ShownReason, int], ...]:
        """Every reason that may be given, by its place in the list, with how often it was."""
        numbers = dict(self.figures.reasons)
        return tuple((reason, numbers.get(reason.code, 0)) for reason in self.catalogue.open)

    @property
    def retired(self) -> tuple[tuple[ShownReason, int], ...]:
        """Those no longer given that one of these decisions still has."""
        return tuple((reason, number) for reason, number in self.reasons if reason.is_retired)


def load_review_figures() -> ReviewFiguresPage:
    """Sum up the newest decisions, without those on the casebook, which nobody waited for; two queries."""
    rows = Review.objects.exclude(by__username=CASEBOOK_EDITOR).order_by("-pk").annotate(sent_at=SENT_AT)
    found = rows.values_list("decision", "reason", "at", "sent_at")[:DECISIONS_COUNTED]
    figures = figures_of([Decision(State(state), reason, at - sent) for state, reason, at, sent in found])
    catalogue = load_reasons()
    given = ((catalogue.of(code), number) for code, number in figures.reasons)
    return ReviewFiguresPage(
        figures, tuple((reason, number) for reason, number in given if reason), catalogue
    )
