"""The two reference texts as other programs get them: stages, models, aspects and claims with every wording.

Tables, SKOS and snapshots are made from this one value. `to_plain` writes it as plain data.
"""

from dataclasses import asdict, dataclass

from cases.domain.content import Data


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRecord:
    """One of the two texts; `published_on` is an ISO date."""

    code: str
    title: str
    author: str
    published_on: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRecord:
    """One of the seven stages."""

    number: int
    code: str
    name: str
    formula: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """One of the three value models."""

    number: int
    code: str
    name: str
    short: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AspectRecord:
    """One of the ten aspects."""

    number: int
    code: str
    name: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRecord:
    """One wording of a claim. `kind` says what it does to the one before; `at` is a moment in UTC."""

    number: int
    statement: str
    kind: str
    note: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRecord:
    """One claim with all of its wordings, the oldest first. `aspect` is the number of its aspect."""

    code: str
    model: int
    aspect: int
    ref: str
    is_withdrawn: bool
    wordings: tuple[WordingRecord, ...]

    @property
    def statement(self) -> str:
        """The newest wording."""
        return self.wordings[-1].statement

    @property
    def wording(self) -> int:
        """The number of the newest wording."""
        return self.wordings[-1].number


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonomyRecord:
    """The whole taxonomy, each list in the order of the text."""

    texts: tuple[TextRecord, ...]
    stages: tuple[StageRecord, ...]
    models: tuple[ModelRecord, ...]
    aspects: tuple[AspectRecord, ...]
    claims: tuple[ClaimRecord, ...]


def to_plain(taxonomy: TaxonomyRecord) -> Data:
    """The taxonomy as plain data: dicts, lists, text, numbers and flags."""
    plain: Data = asdict(taxonomy, dict_factory=_plain)
    return plain


def _plain(pairs: list[tuple[str, object]]) -> Data:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}
