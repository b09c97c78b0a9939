"""What a waiting change is about, as marks by which moderators narrow the queue."""

from enum import StrEnum

from cases.domain.changes import FieldChange, changed_fields
from cases.domain.content import CaseContent, Illustration


class Topic(StrEnum):
    """What kind of change it is. A new case is that alone, whatever it says."""

    NEW_CASE = "new-case"
    TEXT = "text"
    PLACEMENTS = "placements"
    STAGE_OR_MODEL = "stage-or-model"
    SOURCES = "sources"
    OTHER = "other"


TOPICS: dict[str, Topic] = {
    "title": Topic.TEXT,
    "summary": Topic.TEXT,
    "parts": Topic.TEXT,
    "open_questions": Topic.TEXT,
    "illustrations": Topic.PLACEMENTS,
    "phases": Topic.STAGE_OR_MODEL,
    "sources": Topic.SOURCES,
}


def topic_mark(topic: str) -> str:
    """The mark of a kind of change."""
    return f"topic:{topic}"


def language_mark(language: str) -> str:
    """The mark of the language in which the case is written."""
    return f"language:{language}"


def claim_mark(claim: str) -> str:
    """The mark of a claim on which something is placed or no longer is."""
    return f"claim:{claim}"


def import_mark(number: int) -> str:
    """The mark of what came by this import."""
    return f"import:{number}"


def marks_of(base: CaseContent | None, content: CaseContent) -> frozenset[str]:
    """Every mark of a change of `base` to `content`."""
    changes = changed_fields(base, content)
    topics = {_topic(change) for change in changes} if base else {Topic.NEW_CASE}
    rows = [row for change in changes for row in (change.old, change.new)]
    claims = {row.claim for row in rows if isinstance(row, Illustration)}
    return frozenset(
        {language_mark(content.language), *map(topic_mark, topics), *map(claim_mark, claims)},
    )


def _topic(change: FieldChange) -> Topic:
    return TOPICS.get(change.path.partition(".")[0], Topic.OTHER)
