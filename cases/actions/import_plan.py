"""What becomes of one item of a file: judged by the same rules as a form, and by what was brought before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from accounts.models import User
from cases.actions.submissions import problems_of
from cases.domain import imports as words
from cases.domain.content import CaseContent, Stake, content_hash
from cases.domain.imports import ItemState
from cases.domain.messages import Problem
from cases.domain.workflow import State
from cases.exchange.imports.found import Found
from cases.models import CaseRecord, ImportItem, Revision
from cases.queries.imports import (
    Brought,
    Known,
    brought_before,
    known_item,
    same_sent,
    says_the_same,
    titles_among,
    twin_of,
)
from models_taxonomy.queries import Claims, claims_now

Said = dict[str, object]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where an item stands, and where it would be sent: its case, what it stands on, and what it answers."""

    state: ItemState
    content: CaseContent | None = None
    record: CaseRecord | None = None
    base: Revision | None = None
    follows: Revision | None = None
    said: tuple[Said, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Here:
    """What the site has that some items may be or be about, asked at once for all of them."""

    brought: Brought
    titles: frozenset[str]
    claims: Claims


def what_is_here(items: Iterable[Found], *, by: User, options: Mapping[str, object]) -> Here:
    """Ask about these items."""
    read = [item for item in items if item.content is not None]
    contents = [content for item in read for content in _contents_of(item, options)]
    brought = brought_before(
        by=by,
        names=[item.origin for item in read],
        digests=[content_hash(content) for content in contents],
    )
    return Here(brought, titles_among({content.title for content in contents}), claims_now())


def plan_of(found: Found, *, by: User, options: Mapping[str, object], here: Here) -> Plan:
    """Judge one item as the file gives it; what is `here` was asked for it too."""
    said = [said_of(problem, found.columns) for problem in (*found.problems, *found.remarks)]
    if found.content is None:
        return Plan(ItemState.SKIPPED if found.skipped else ItemState.FAULTY, said=tuple(said))
    known = Known(None, ())
    if here.brought.may_have_case(origin=found.origin, slug=found.slug):
        known = known_item(by=by, origin=found.origin, slug=found.slug)
    *first, content = _contents_of(found, options)
    if first and known.record is None:
        (content,) = first
        said.append(said_of(Problem("", words.FIRST_VERSION)))
    plan = plan_of_content(content, by=by, known=known, here=here)
    problems = (
        plan.said if not found.columns else tuple(_in_columns(each, found.columns) for each in plan.said)
    )
    return replace(plan, said=(*problems, *said))


def plan_of_content(content: CaseContent, *, by: User, known: Known, here: Here) -> Plan:
    """Judge what an item says, given what is known of its case."""
    placed = Plan(ItemState.READY, content)
    if known.record is not None or content_hash(content) in here.brought.digests:
        placed = place(content, by=by, known=known)
    if placed.state is not ItemState.READY:
        return placed
    remarks: list[Said] = []
    twin = twin_of(content.title) if known.record is None and content.title in here.titles else None
    if twin is not None:
        if says_the_same(twin, content_hash(content)):
            return _aside(ItemState.SAME, content, words.ALREADY_PUBLIC)
        remarks.append(said_of(Problem("title", words.TWIN, {"address": twin.slug})))
    if known.record is not None and known.record.slug:
        remarks.append(said_of(Problem("", words.CHANGES, {"address": known.record.slug})))
    problems = problems_of(content, placed.base, here.claims)
    state = ItemState.INCOMPLETE if problems else ItemState.READY
    return replace(placed, state=state, said=(*map(said_of, problems), *remarks))


def place(content: CaseContent, *, by: User, known: Known) -> Plan:
    """Where this would be sent, if it is not here or waiting already; whether it is complete is not asked."""
    if known.record is not None and hasattr(known.record, "taken_down"):
        return _aside(ItemState.REFUSED, content, words.OFF_PAGE)
    digest = content_hash(content)
    public = known.record.published if known.record else None
    if public is not None and public.content_hash == digest:
        return _aside(ItemState.SAME, content, words.ALREADY_PUBLIC)
    sent = same_sent(by=by, digest=digest, record=known.record)
    if sent is not None:
        return _aside(ItemState.SAME, content, _why_same(sent))
    base, follows = _ground(known)
    return Plan(ItemState.READY, content, known.record, base, follows)


def ground_of_item(item: ImportItem, *, content: CaseContent, by: User) -> Plan:
    """Where an item would be sent that is kept with an import."""
    return place(content, by=by, known=known_item(by=by, origin=item.origin, slug=item.slug))


def said_of(problem: Problem, columns: Mapping[str, str] | None = None) -> Said:
    """A problem as it is kept with an item; `columns` name the column of a field."""
    params = {name: value if isinstance(value, int) else str(value) for name, value in problem.params.items()}
    said: Said = {"path": problem.path, "message": problem.message, "params": params}
    return _in_columns(said, columns) if columns else said


def _in_columns(said: Said, columns: Mapping[str, str]) -> Said:
    """The same with the column in which the field stands, or the list in whose row it would."""
    path = str(said["path"])
    column = columns.get(path) or columns.get(path.rpartition(".")[0], "")
    return said | {"column": column} if column else said


def _contents_of(found: Found, options: Mapping[str, object]) -> list[CaseContent]:
    """What an item says, after what its oldest version said, if that was asked for."""
    contents = (found.first, found.content)
    return [_with_stake(content, options) for content in contents if content is not None]


def _with_stake(content: CaseContent, options: Mapping[str, object]) -> CaseContent:
    """The content with the stake that the person stated for the whole file, where it states none itself."""
    answer, which = str(options.get("stake", "")), str(options.get("stake_which", ""))
    if content.stake is not None or not answer:
        return content
    return replace(content, stake=Stake(none=answer == "none", which="" if answer == "none" else which))


def _aside(state: ItemState, content: CaseContent, message: str) -> Plan:
    return Plan(state, content, said=(said_of(Problem("", message)),))


def _why_same(sent: Revision) -> str:
    state = sent.state
    if state is State.APPROVED:
        return words.ALREADY_ACCEPTED
    if state in {State.REJECTED, State.CHANGES_REQUESTED}:
        return words.ALREADY_ANSWERED
    return words.ALREADY_WAITS


def _ground(known: Known) -> tuple[Revision | None, Revision | None]:
    """What a change stands on, and what it answers.

    It stands on what this person brought last and was accepted, so that what others changed since is kept and
    put together with it; else on what is public.
    """
    newest = known.own[0] if known.own else None
    if newest is not None and newest.state is State.CHANGES_REQUESTED:
        return newest.base, newest
    accepted = (each for each in known.own if each.state is State.APPROVED and not hasattr(each, "hidden"))
    published = known.record.published if known.record else None
    return next(accepted, published), None
