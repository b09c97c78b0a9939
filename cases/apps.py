"""The application of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, revisions, reviews and the public projection."""

    name = "cases"

    def ready(self) -> None:
        """Listen to what people and the taxonomy announce."""
        from cases import listeners  # noqa: F401, PLC0415 (models must be loaded first)
