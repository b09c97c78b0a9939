"""Finding a case by the name that a person typed."""

from django.db.models import Q

from cases.domain.names import best_named
from cases.domain.rendering import slug_for
from cases.domain.search_words import words_of
from cases.models import Case
from cases.queries.search.heads import holding_all, newest_of

CANDIDATES_AT_MOST = 50
MEANT_AT_MOST = 6
NAMES_AT_MOST = 8


def cases_meant_by(text: str) -> tuple[Case, ...]:
    """The published cases that may be meant by a name, a few at most, by title; two queries at most.

    A case of exactly this title or slug is meant; else one whose title and summary hold all its words.
    """
    exact = Case.objects.published().filter(Q(title=text) | Q(slug=text))
    found = list(exact.order_by("title", "pk")[:MEANT_AT_MOST])
    return tuple(found or _holding(text))


def _holding(text: str) -> list[Case]:
    found = holding_all(dict.fromkeys(words_of(text)))
    newest = newest_of(found, CANDIDATES_AT_MOST)
    candidates = list(Case.objects.published().filter(pk__in=newest).order_by("title", "pk"))
    meant = set(best_named(text, [case.title for case in candidates]))
    return [case for case in candidates if case.title in meant][:MEANT_AT_MOST]


def names_like(text: str) -> list[tuple[str, str]]:
    """What links to a few published cases whose address, or a word in it, begins like the text, with titles.

    That is the title where the address follows from it, else the address.
    """
    begin = slug_for(text)
    if not begin:
        return []
    rows = Case.objects.published().filter(Q(slug__startswith=begin) | Q(slug__contains=f"-{begin}"))
    found = rows.order_by("title", "pk").values_list("slug", "title")[:NAMES_AT_MOST]
    return [(title, "") if slug_for(title) == slug else (slug, title) for slug, title in found]
