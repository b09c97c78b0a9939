"""Sessions in the database, asked for again as they were asked for before (decision 0078)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from cases.queries.drawings import drawn

OVERHEAD = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """What the row of a session holds; nothing is kept of one that is not there."""

    data: str = ""
    until: datetime | None = None

    @property
    def size(self) -> int:
        """How many bytes it takes, nearly."""
        return OVERHEAD + len(self.data) if self.until else 0


class SessionStore(db.SessionStore):
    """Django's store. To build its one query costs Django more than the whole answer costs the database."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, when it is not there or has run out. One query."""
        kept = drawn(("session", self.session_key), self._read)
        if kept.until is None or kept.until <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(kept.data)

    def _read(self) -> Kept:
        rows = self.model.objects.filter(session_key=self.session_key)
        row = rows.values_list("session_data", "expire_date").first()
        return Kept(*row) if row else Kept()
