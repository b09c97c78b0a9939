"""The tables of cases.

Private truth: CaseRecord, Revision, RevisionState, Review, Draft, Proposal, ProposalStanding, ProposalReview,
AuditEvent, OutboxMessage, Taking, TakenDown, HiddenRevision, Joining, Opinion,
Upload, Suspension, SuspensionEnd, Appeal, AppealAnswer, Report, ReportClosing,
FirstYes, Dispute, ChangeComment, CommentResolution, ReviewReason, Recheck,
WaitingComment, CommentDecision, HiddenComment, EarlierText,
Watch, Notice, MailChoice, PartialAcceptance, QueueMark, Lookup, KeptAnswer,
Import, ImportPiece, ImportItem.
Public projection, made again from the truth by `rebuild_public`: Case and its rows, Version, tallies, facts,
uses of sources, turns of gaps, open calls, search notes, WithdrawnCase,
MergedAddress, LastChange, counts of second opinions, SearchRow, SearchWord.
Public, and true in itself: WantedLine, Looking, PastAddress, TagSynonym, Thread, Comment, Snapshot,
SnapshotRecord, SnapshotFact (of records and facts only what is still public is shown).
"""

from cases.models.address import PastAddress
from cases.models.audit import AuditEvent
from cases.models.case import (
    Case,
    CaseImage,
    CaseLink,
    CasePart,
    CasePhase,
    CasePlace,
    CaseSource,
    Placement,
    Version,
)
from cases.models.change_comment import ChangeComment, CommentResolution
from cases.models.draft import Draft
from cases.models.facts import BLOCK_BITS, FactBlock, FactChange
from cases.models.gap import GapTurn, Looking, OpenCall, SearchNote, WantedLine
from cases.models.imports import Import, ImportItem, ImportPiece
from cases.models.joining import Joining, MergedAddress
from cases.models.kept_answer import KeptAnswer
from cases.models.last_change import LastChange
from cases.models.lookup import Lookup
from cases.models.notice import MailChoice, Notice, Watch
from cases.models.off_page import HiddenRevision, TakenDown, WithdrawnCase
from cases.models.opinion import Opinion, OpinionSummary, OpinionTally
from cases.models.outbox import OutboxMessage
from cases.models.proposal import Proposal, ProposalReview, ProposalStanding
from cases.models.queue import QueueMark
from cases.models.reason import ReviewReason
from cases.models.recheck import Recheck
from cases.models.report import Report, ReportClosing
from cases.models.review import PartialAcceptance, Review
from cases.models.revision import CaseRecord, Revision, RevisionState
from cases.models.search import SearchRow, SearchWord
from cases.models.second import Dispute, FirstYes
from cases.models.snapshot import Snapshot, SnapshotFact, SnapshotRecord
from cases.models.sources import SourceTotal, SourceUse
from cases.models.suspension import Appeal, AppealAnswer, Suspension, SuspensionEnd
from cases.models.tag import TagSynonym
from cases.models.taking import Taking
from cases.models.talk import (
    Comment,
    CommentDecision,
    EarlierText,
    HiddenComment,
    Thread,
    WaitingComment,
)
from cases.models.tally import CellTally, ClaimTally, PastVersion, SiteVersion
from cases.models.upload import Upload

__all__ = [
    "BLOCK_BITS",
    "Appeal",
    "AppealAnswer",
    "AuditEvent",
    "Case",
    "CaseImage",
    "CaseLink",
    "CasePart",
    "CasePhase",
    "CasePlace",
    "CaseRecord",
    "CaseSource",
    "CellTally",
    "ChangeComment",
    "ClaimTally",
    "Comment",
    "CommentDecision",
    "CommentResolution",
    "Dispute",
    "Draft",
    "EarlierText",
    "FactBlock",
    "FactChange",
    "FirstYes",
    "GapTurn",
    "HiddenComment",
    "HiddenRevision",
    "Import",
    "ImportItem",
    "ImportPiece",
    "Joining",
    "KeptAnswer",
    "LastChange",
    "Looking",
    "Lookup",
    "MailChoice",
    "MergedAddress",
    "Notice",
    "OpenCall",
    "Opinion",
    "OpinionSummary",
    "OpinionTally",
    "OutboxMessage",
    "PartialAcceptance",
    "PastAddress",
    "PastVersion",
    "Placement",
    "Proposal",
    "ProposalReview",
    "ProposalStanding",
    "QueueMark",
    "Recheck",
    "Report",
    "ReportClosing",
    "Review",
    "ReviewReason",
    "Revision",
    "RevisionState",
    "SearchNote",
    "SearchRow",
    "SearchWord",
    "SiteVersion",
    "Snapshot",
    "SnapshotFact",
    "SnapshotRecord",
    "SourceTotal",
    "SourceUse",
    "Suspension",
    "SuspensionEnd",
    "TagSynonym",
    "TakenDown",
    "Taking",
    "Thread",
    "Upload",
    "Version",
    "WaitingComment",
    "WantedLine",
    "Watch",
    "WithdrawnCase",
]
