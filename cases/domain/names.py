"""How a case is called where there is little room."""


def short_name(title: str) -> str:
    """The part of a title before its first colon, or all of it: *Linux: who pays* is called *Linux*."""
    return title.partition(": ")[0]
