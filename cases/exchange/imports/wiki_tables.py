"""Tables of wikitext: their rows and cells, and the table in Markdown."""

from collections.abc import Iterator

from mwparserfromhell.nodes import Tag

CELLS = frozenset({"td", "th"})


def table_text(rows: list[list[str]], *, is_headed: bool) -> str:
    """The table of these rows in Markdown; its first row is the head, or the head is empty."""
    width = max(map(len, rows))
    head, body = (rows[0], rows[1:]) if is_headed else ([""] * width, rows)
    return "\n".join(_row([*cells, *[""] * (width - len(cells))]) for cells in (head, ["---"] * width, *body))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def rows_of(table: Tag) -> Iterator[list[Tag]]:
    """The cells of each row of a table; cells that stand in no row are the first one."""
    tags = [node for node in table.contents.nodes if isinstance(node, Tag)] if table.contents else []
    loose = [node for node in tags if name_of_tag(node) in CELLS]
    if loose:
        yield loose
    for node in tags:
        if name_of_tag(node) == "tr" and node.contents:
            yield [
                cell for cell in node.contents.nodes if isinstance(cell, Tag) and name_of_tag(cell) in CELLS
            ]
        elif name_of_tag(node) in {"tbody", "thead", "tfoot"}:
            yield from rows_of(node)


def name_of_tag(tag: Tag) -> str:
    """The name of a tag in small letters."""
    return str(tag.tag).strip().casefold()
