"""Making one content of three: what each side changed since their common base is kept.

Fields are merged one by one, rows of a table by their identity, lists by what came and what went, and the
text of a part by paragraph. Where both sides changed the same thing to something else it is a collision,
and a person chooses. Nothing that either side wrote is dropped without being told.

The stake is not a thing of the case but of who wrote the change: it stays mine, whatever theirs is. Of two
orders of the images mine is taken: nothing that anybody wrote goes by it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from rapidfuzz.distance import Indel

from cases.domain.changes import IMAGE_ORDER, FieldChange, apply_changes, changed_fields, collisions
from cases.domain.content import CaseContent, Illustration, Part, Source
from cases.domain.diff import Paragraph, paragraphs_of
from cases.domain.rendering.marks import CITED_KEY
from cases.domain.vocabulary import PART_LIMIT, ROWS_AT_MOST, TAGS_AT_MOST

LISTS = {
    "organisations": ROWS_AT_MOST,
    "open_questions": ROWS_AT_MOST,
    "places": ROWS_AT_MOST,
    "tags": TAGS_AT_MOST,
}
"""Fields that hold a list of things that stand for themselves, with how many they may hold."""

TAKEN_ANYWAY = frozenset({"stake", IMAGE_ORDER})
"""Fields on which nobody needs to choose."""
BETWEEN = "\n\n"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Clash:
    """Paragraphs that both sides changed, each to something else."""

    base: tuple[Paragraph, ...]
    mine: tuple[Paragraph, ...]
    theirs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class TextMerge:
    """Two texts on one base, as the paragraphs on which they agree and the clashes between them."""

    pieces: tuple[Paragraph | Clash, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nobody needs to choose."""
        return not any(isinstance(piece, Clash) for piece in self.pieces)

    @property
    def with_mine(self) -> str:
        """The text of both, with my paragraphs where they clash."""
        return self._text(lambda clash: clash.mine)

    @property
    def with_theirs(self) -> str:
        """The text of both, with their paragraphs where they clash."""
        return self._text(lambda clash: clash.theirs)

    @property
    def with_both(self) -> str:
        """The text of both, with my paragraphs and then theirs where they clash."""
        return self._text(lambda clash: (*clash.mine, *clash.theirs))

    def _text(self, chosen: Callable[[Clash], tuple[Paragraph, ...]]) -> str:
        rows: list[Paragraph] = []
        for piece in self.pieces:
            rows += chosen(piece) if isinstance(piece, Clash) else [piece]
        joined = "".join(row.text + (row.blank or BETWEEN) for row in rows[:-1])
        return joined + "".join(row.text + row.blank for row in rows[-1:])


@dataclass(frozen=True, slots=True)
class Merge:
    """My changes put onto their content.

    `content` is theirs with each of my changes that does not collide, and with my stake. `taken` are those
    changes, as they change theirs; of them `woven` are the paths that both sides changed and that went
    together. `collisions` are the paths on which a person must choose.
    """

    content: CaseContent
    taken: tuple[FieldChange, ...]
    woven: frozenset[str]
    collisions: tuple[str, ...]


def merge_contents(base: CaseContent | None, mine: CaseContent, theirs: CaseContent) -> Merge:
    """Put what I changed since `base` onto what they made of it meanwhile."""
    colliding = collisions(base, mine, theirs)
    public = {change.path: change for change in changed_fields(base, theirs)}
    taken, woven, left = [], set(), []
    for change in changed_fields(base, mine):
        if change.path not in colliding or change.path in TAKEN_ANYWAY:
            taken.append(change)
        elif change.path in public and (both := _woven(change, public[change.path].new)) is not None:
            taken.append(replace(change, new=both))
            woven.add(change.path)
        else:
            left.append(change.path)
    content = as_of_author(apply_changes(theirs, taken), mine)
    return Merge(content, tuple(taken), frozenset(woven), tuple(left))


def as_of_author(content: CaseContent, mine: CaseContent) -> CaseContent:
    """The content with my stake, and with the sources of mine that it names, also if others removed them."""
    cited = {key for row in content.illustrations for key in row.sources}
    cited |= {key for part in content.parts for key in re.findall(CITED_KEY, part.text)}
    gone = [row for row in mine.sources if row.key in cited and content.source(row.key) is None]
    return replace(content, sources=(*content.sources, *gone), stake=mine.stake)


def _woven(mine: FieldChange, theirs: object) -> object | None:
    """What both sides changed, as one value; None where a person must choose."""
    match (mine.old, mine.new, theirs):
        case (tuple() as base, tuple() as one, tuple() as other) if mine.path in LISTS:
            return _merged_list(base, one, other, LISTS[mine.path])
        case (Part() as base, Part() as one, Part() as other):
            return _merged_part(base, one, other)
        case (Source() as base, Source() as one, Source() as other):
            return _merged_row(base, one, other)
        case (Illustration() as base, Illustration() as one, Illustration() as other) if (
            base.stance == one.stance == other.stance
        ):
            return _merged_row(base, one, other)
    return None


def _merged_part(base: Part, mine: Part, theirs: Part) -> Part | None:
    """A part with the paragraphs of both sides; None where they clash, or one side has no text."""
    if not (base.text and mine.text and theirs.text):
        return None
    text = merge_text(base.text, mine.text, theirs.text)
    return replace(mine, text=text.with_mine) if text.is_clean and len(text.with_mine) <= PART_LIMIT else None


def _merged_list(
    base: Sequence[Row], mine: Sequence[Row], theirs: Sequence[Row], most: int
) -> tuple[Row, ...] | None:
    """Their list without what I took out and with what I put in; None where both changed one thing."""
    came = [row for row in mine if row not in base]
    gone = [row for row in base if row not in mine]
    if came and any(row not in theirs for row in gone):
        return None
    both = (*(row for row in theirs if row not in gone), *(row for row in came if row not in theirs))
    return both if len(both) <= most else None


def _merged_row(base: Any, mine: Any, theirs: Any) -> Any | None:  # noqa: ANN401 (a row of any table)
    """A row with each field from the side that changed it; None where both changed one."""
    chosen = {}
    for name in (field.name for field in fields(base)):
        was, one, other = (getattr(row, name) for row in (base, mine, theirs))
        if was not in (one, other) and one != other:
            return None
        chosen[name] = other if one == was else one
    return replace(base, **chosen)


# --- texts --------------------------------------------------------------------------------------


def merge_text(base: str, mine: str, theirs: str) -> TextMerge:
    """Merge two texts by paragraph, as diff3 does (Khanna, Kunal, Pierce 2007).

    Between the paragraphs that all three have, a stretch that one side left alone is taken from the other.
    """
    before, one, other = paragraphs_of(base), paragraphs_of(mine), paragraphs_of(theirs)
    in_one, in_other = _kept(before, one), _kept(before, other)
    pieces: list[Paragraph | Clash] = []
    start = (0, 0, 0)
    for place in (index for index in range(len(before)) if index in in_one and index in in_other):
        stop = (place, in_one[place], in_other[place])
        pieces += _stretch(before[start[0] : stop[0]], one[start[1] : stop[1]], other[start[2] : stop[2]])
        pieces.append(_same(before[stop[0]], one[stop[1]], other[stop[2]]))
        start = (stop[0] + 1, stop[1] + 1, stop[2] + 1)
    pieces += _stretch(before[start[0] :], one[start[1] :], other[start[2] :])
    return TextMerge(tuple(pieces))


def _kept(before: list[Paragraph], after: list[Paragraph]) -> dict[int, int]:
    """The places of the paragraphs that are still there: before, and after."""
    kept: dict[int, int] = {}
    for code in Indel.opcodes(_texts(before), _texts(after)):
        if code.tag == "equal":
            kept |= zip(
                range(code.src_start, code.src_end), range(code.dest_start, code.dest_end), strict=True
            )
    return kept


def _stretch(
    base: list[Paragraph], mine: list[Paragraph], theirs: list[Paragraph]
) -> Iterator[Paragraph | Clash]:
    """What becomes of paragraphs that at least one side changed."""
    was, one, other = _texts(base), _texts(mine), _texts(theirs)
    if one == was:
        yield from theirs
    elif other in (was, one):
        yield from mine
    elif len(was) == len(one) == len(other) > 1:
        for row in zip(base, mine, theirs, strict=True):
            yield from _stretch(*([paragraph] for paragraph in row))
    else:
        yield Clash(tuple(base), tuple(mine), tuple(theirs))


def _same(base: Paragraph, mine: Paragraph, theirs: Paragraph) -> Paragraph:
    """A paragraph that all three have, with the blank lines of the side that changed them."""
    return theirs if mine.blank == base.blank else mine


def _texts(paragraphs: list[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]
