"""Sessions in the database, asked for again as they were asked for before (decision 0078)."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from cases.queries.drawings import drawn, drawn_before
from cases.queries.frame import keys_of

OVERHEAD = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What the row of a session holds, and whose it is; nothing is kept of one that is not there."""

    data: str = ""
    until: datetime | None = None
    person: int | None = None

    @property
    def size(self) -> int:
        """How many bytes it takes, nearly."""
        return OVERHEAD + len(self.data) if self.until else 0


class SessionStore(db.SessionStore):
    """Django's store. To build its one query costs Django more than the whole answer costs the database."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, when it is not there or has run out. One query."""
        kept = drawn(self._key, self._read)
        if kept.until is None or kept.until <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(kept.data)

    def keys_of_visitor(self) -> tuple[Hashable, ...]:
        """Where what is asked again of the visitor lies, by whose session this was when it was last read."""
        before = drawn_before(self._key)
        return (self._key, *keys_of(before.person)) if before and before.person else ()

    @property
    def _key(self) -> Hashable:
        return "session", self.session_key

    def _read(self) -> Kept:
        rows = self.model.objects.filter(session_key=self.session_key)
        row = rows.values_list("session_data", "expire_date").first()
        if row is None:
            return Kept()
        person = self.decode(row[0]).get(SESSION_KEY)
        return Kept(*row, person=int(person) if person else None)
