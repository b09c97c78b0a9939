"""What a table of the data is: its columns with their meaning, its key, and what it refers to.

The CSV files, the codebook and the data package are all made from these definitions, so that they cannot
disagree. Meanings are message ids; files give them in English whatever the reader's language, so that one
address gives everybody the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the values of a column are, in the words of Frictionless table schemas."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    FLAG = "boolean"
    YEAR = "year"
    DAY = "date"
    MOMENT = "datetime"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. An empty cell says that there is no value; `required` columns have none.

    `values` are all that can stand there, when it is a controlled list.
    """

    name: str
    about: str
    kind: Kind = Kind.TEXT
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values stand in columns of another table."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the data. `key` names the columns that no two rows share.

    `holds_text` says whether people's texts stand in it, which have another licence than the data.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    holds_text: bool = False

    @property
    def head(self) -> Sequence[str]:
        """The names of the columns, in their order."""
        return tuple(column.name for column in self.columns)
