"""What may be meant by words that no case has, and what may be typed next: words of published cases only."""

from heapq import nsmallest
from itertools import islice

from taggit.models import Tag

from cases.domain.facts import Kind
from cases.domain.mistypings import most_like
from cases.domain.rendering import slug_for
from cases.domain.search_match import matches
from cases.domain.search_query import Every, Query, Term
from cases.domain.search_words import KNOWN_WORD, words_of
from cases.models import SearchRow, SearchWord
from cases.queries.facts import Facts
from cases.queries.search.engine import engine
from cases.queries.search.found import FIRST_LOOK, newest

MISTYPED_AT_MOST = 3
OF_A_KIND = 4
TITLES_READ = 200
BEGUN_AT_LEAST = 2
WORDS_AT_MOST = 8


def meant_by(query: Query) -> str:
    """The search with the likeliest words in the place of those that no case has; "" when none is near.

    One query, and one for each word that no case has, three at most.
    """
    asked = {
        term.words[0]: None
        for term in query.sought
        if len(term.words) == 1 and not term.is_prefix and _may_be_known(term.words[0])
    }
    known = set(SearchWord.objects.filter(word__in=asked).values_list("word", flat=True))
    unknown = [word for word in asked if word not in known][:MISTYPED_AT_MOST]
    meant = {word: most_like(word, engine().alike(word)) for word in unknown}
    better = {word: other for word, other in meant.items() if other}
    return query.replacing(better) if better else ""


def _may_be_known(word: str) -> bool:
    return len(word) in KNOWN_WORD and word.isalpha()


def completions(text: str, facts: Facts) -> list[str]:
    """What the text may become: titles, tags and words that begin so, a few of each; five queries at most.

    Of several words the last is completed, and titles have all of them.
    """
    words = words_of(text)
    if not words or len(words[-1]) < BEGUN_AT_LEAST or len(words) > WORDS_AT_MOST:
        return []
    typed = text.split()
    before = " ".join(typed[:-1])
    is_begun = words_of(typed[-1]) == words[-1:]
    known = engine().beginning(words[-1], OF_A_KIND) if is_begun else []
    longer = (f"{before} {word}".strip() for word in known)
    found = dict.fromkeys([*_titles(words, facts), *_tags(text, facts), *longer])
    return [each for each in found if each != " ".join(typed)]


def _titles(words: list[str], facts: Facts) -> list[str]:
    """The titles of newer cases that have all of these words, the last one perhaps longer."""
    whole = [Term((word,), is_exact=True) for word in words[:-1]]
    node = Every((*whole, Term((words[-1],), is_prefix=True)))
    within = newest(FIRST_LOOK, facts)
    if not within:
        return []
    cases = engine().matching(node, {}, within=within, heads=True) & facts.everything
    read = cases[max(0, len(cases) - TITLES_READ) :]
    rows = SearchRow.objects.filter(pk__in=list(read)).order_by("-pk").values_list("title", "case__title")
    fitting = (title for words_of_title, title in rows if matches(node, [words_of_title], {}))
    return list(islice(fitting, OF_A_KIND))


def _tags(text: str, facts: Facts) -> list[str]:
    """The commonest tags that begin like the text."""
    begin = slug_for(text)
    tags = [slug for slug in facts.values(Kind.TAG) if begin and slug.startswith(begin)]
    common = nsmallest(OF_A_KIND, tags, key=lambda slug: (-len(facts.having(Kind.TAG, slug)), slug))
    names = dict(Tag.objects.filter(slug__in=common).values_list("slug", "name")) if common else {}
    return [names[slug] for slug in common if slug in names]
