"""Keeps the templates of the site, folded."""

from django.template import Template
from django.template.base import Origin
from django.template.loaders import cached
from django.template.loaders.base import Loader as BaseLoader
from django.urls import get_script_prefix
from django.utils.translation import get_language

from config.templates.folding import fold


class FoldingLoader(BaseLoader):
    """Folds each template when it is made."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template, folded for the language that is spoken now."""
        template: Template = super().get_template(template_name, skip)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, FoldingLoader):
    """Keeps each template for each language, and for each path below which the site lies."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Django's own key, with what a folded template depends on."""
        return f"{get_language()} {get_script_prefix()} {super().cache_key(template_name, skip)}"
