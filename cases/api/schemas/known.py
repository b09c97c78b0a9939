"""Texts that are one of a list of words, as an annotation: `Annotated[str, Known(SECTOR_LABELS)]`."""

from collections.abc import Iterable

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema


class Known:
    """The words that a text may be, in the order in which they are listed."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = [str(word) for word in words]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The text as one of the words."""
        del source, handler
        return core_schema.literal_schema(self.words)
