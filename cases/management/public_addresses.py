"""The addresses of all public pages, from the table of routes and the keys in the public tables."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.queries.public_pages import OF_ROUTE, pages_of

LEFT_OUT = {
    **dict.fromkeys(
        ("comparison_csv", "comparison_json", "comparison_svg"), "they say nothing until cases are chosen"
    ),
    "random_case": "it leads to another case each time",
    "case_names": "it answers what somebody types",
    "search_suggestions": "so does this",
    "opensearch": "it speaks of the search of the living site",
    "gallery": "it shows the components to who builds the site",
    "robots": "it speaks to programs that crawl the living site",
    "sitemap": "so does this",
    "sitemap_pages": "and this",
    "sitemap_cases": "and this",
    "sitemap_tags": "and this",
}
"""Public routes that no copy holds, and why."""


def public_routes() -> Iterator[URLPattern]:
    """The routes that a stranger may read."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace == "cases":
            for route in entry.url_patterns:
                if isinstance(route, URLPattern) and _is_public(route):
                    yield route


def copied_addresses() -> Iterator[str]:
    """Every path that a copy holds, percent-encoded; of a list only the first page is named."""
    for route in public_routes():
        name = str(route.name)
        if name in OF_ROUTE:
            yield from (reverse(f"cases:{name}", args=pieces) for pieces in pages_of(name))
        elif name not in LEFT_OUT:
            yield reverse(f"cases:{name}")


def _is_public(route: URLPattern) -> bool:
    return getattr(route.callback, "is_for_everybody", False) or route.name in OF_ROUTE
