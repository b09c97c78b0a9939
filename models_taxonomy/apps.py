"""The application of the reference texts."""

from django.apps import AppConfig


class TaxonomyConfig(AppConfig):
    """Stages, value models, aspects, claims."""

    name = "models_taxonomy"
    verbose_name = "taxonomy"
