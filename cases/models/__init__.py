"""The tables of cases.

Private truth: CaseRecord, Revision, RevisionState, Review, Draft, Proposal, ProposalStanding, ProposalReview,
AuditEvent, OutboxMessage, Taking, Lookup.
Public projection, made again from the truth by `rebuild_public`: Case and its rows, Version, tallies, facts,
uses of sources, turns of gaps, open calls, search notes.
Public, and true in itself: WantedLine, Looking.
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
from cases.models.facts import BLOCK_BITS, FactBlock
from cases.models.gap import GapTurn, Looking, OpenCall, SearchNote, WantedLine
from cases.models.lookup import Lookup
from cases.models.outbox import OutboxMessage
from cases.models.proposal import Proposal, ProposalReview, ProposalStanding
from cases.models.review import Review
from cases.models.revision import CaseRecord, Revision, RevisionState
from cases.models.sources import SourceTotal, SourceUse
from cases.models.taking import Taking
from cases.models.tally import CellTally, ClaimTally, PastVersion, SiteVersion

__all__ = [
    "BLOCK_BITS",
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
    "FactBlock",
    "GapTurn",
    "Looking",
    "Lookup",
    "OpenCall",
    "OutboxMessage",
    "PastVersion",
    "Placement",
    "Proposal",
    "ProposalReview",
    "ProposalStanding",
    "Review",
    "Revision",
    "RevisionState",
    "SearchNote",
    "SiteVersion",
    "SourceTotal",
    "SourceUse",
    "Taking",
    "Version",
    "WantedLine",
]
