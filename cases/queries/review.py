"""One change as its reviewer sees it."""

from dataclasses import dataclass

from accounts.models import User
from cases import permissions
from cases.domain.content import CaseContent
from cases.domain.effect import Effect
from cases.domain.workflow import State
from cases.models import Review, Revision
from cases.queries.changes import ShownChange, shown_changes
from cases.queries.effect import effect_of
from cases.queries.taxonomy import Taxonomy, load_all


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything that the page of one change shows, in a fixed number of queries."""

    revision: Revision
    content: CaseContent
    base: CaseContent | None
    changes: tuple[ShownChange, ...]
    effects: tuple[Effect, ...]
    earlier: int
    earlier_accepted: int
    is_waiting: bool
    is_own: bool
    sources_named: bool
    taxonomy: Taxonomy


def load_revision(pk: int) -> Revision | None:
    """A revision with its people, record and the ones it follows, or None."""
    rows = Revision.objects.with_people().select_related("record__published", "record__case", "follows")
    return rows.filter(pk=pk).first()


def review_page(revision: Revision, reader: User) -> ReviewPage:
    """Read the page of one change."""
    content = revision.read()
    base = revision.base.read() if revision.base else None
    public = revision.record.published.read() if revision.record.published else None
    taxonomy = load_all()
    earlier = Review.objects.filter(author=revision.author).exclude(revision=revision)
    decisions = list(earlier.values_list("decision", flat=True)[:1000])
    return ReviewPage(
        revision=revision,
        content=content,
        base=base,
        changes=shown_changes(base, content, taxonomy),
        effects=effect_of(public, content),
        earlier=len(decisions),
        earlier_accepted=decisions.count(State.APPROVED.value),
        is_waiting=revision.state is State.SUBMITTED,
        is_own=reader.pk in permissions.writers_of(revision),
        sources_named=all(row.sources or row.stance == "not_found" for row in content.illustrations),
        taxonomy=taxonomy,
    )
