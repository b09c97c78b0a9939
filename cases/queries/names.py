"""The names that facets and searches show, read once for each version of the site.

An action that changes one of them makes a new version, as with all that public pages show
(`cases.queries.public_tables`); a release brings its own before its processes start.
"""

from collections.abc import Collection, Mapping
from functools import cached_property

from taggit.models import Tag

from cases.domain.search_words import words_of
from cases.queries.drawings import implied
from cases.queries.facts import Facts
from cases.queries.reading_place import PRIMARY, reading_place
from models_taxonomy.models import Claim, Stage, ValueModel


class SiteNames:
    """The names as of the version of some facts. Each kind is read when it is first asked for."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    @cached_property
    def models(self) -> tuple[ValueModel, ...]:
        """The value models."""
        with implied():
            return tuple(ValueModel.objects.all())

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages."""
        with implied():
            return tuple(Stage.objects.all())

    @cached_property
    def claims(self) -> Mapping[str, tuple[str, ...]]:
        """The words of the claims that stand by their codes, in their order."""
        claims = Claim.objects.filter(is_withdrawn=False).values_list("code", "statement")
        with implied():
            return {code: tuple(words_of(statement)) for code, statement in claims}

    def tags(self, slugs: Collection[str]) -> Mapping[str, str]:
        """The names of these tags by their slugs; one query if there are others than the common ones."""
        others = [slug for slug in slugs if slug not in self._common_tags]
        return {**self._common_tags, **_tag_names(others)} if others else self._common_tags

    @cached_property
    def _common_tags(self) -> Mapping[str, str]:
        with implied():
            return _tag_names(self.facts.common_tags)


_held: SiteNames | None = None


def names_of(facts: Facts) -> SiteNames:
    """The names as of the version of these facts."""
    global _held  # noqa: PLW0603 (one copy serves all requests of the process)
    if facts.stamp is None or reading_place() != PRIMARY:
        # A replica may be behind the facts: its names are good for this page, and not kept.
        return SiteNames(facts)
    held = _held
    if held is None or held.facts is not facts:
        _held = held = SiteNames(facts)
    return held


def _tag_names(slugs: Collection[str]) -> dict[str, str]:
    return dict(Tag.objects.filter(slug__in=slugs).values_list("slug", "name"))
