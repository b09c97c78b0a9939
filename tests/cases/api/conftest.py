"""What tests of the API share."""

import pytest

from cases.api import entry
from cases.api.windows import Windows


@pytest.fixture(autouse=True)
def _fresh_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test inherits the requests of another."""
    monkeypatch.setattr(entry, "REQUESTS", Windows())
