"""The tables of cases.

Private truth: CaseRecord, Revision, RevisionState, Review, Draft, AuditEvent, OutboxMessage.
Public projection, made again from the truth by `rebuild_public`: Case and its rows, Version, tallies.
"""

from cases.models.audit import AuditEvent
from cases.models.case import (
    Case,
    CaseLink,
    CasePart,
    CasePhase,
    CasePlace,
    CaseSource,
    Placement,
    Version,
)
from cases.models.draft import Draft
from cases.models.outbox import OutboxMessage
from cases.models.review import Review
from cases.models.revision import CaseRecord, Revision, RevisionState
from cases.models.tally import CellTally, ClaimTally, SiteVersion

__all__ = [
    "AuditEvent",
    "Case",
    "CaseLink",
    "CasePart",
    "CasePhase",
    "CasePlace",
    "CaseRecord",
    "CaseSource",
    "CellTally",
    "ClaimTally",
    "Draft",
    "OutboxMessage",
    "Placement",
    "Review",
    "Revision",
    "RevisionState",
    "SiteVersion",
    "Version",
]
