"""Wording the reasons of the catalogue anew, adding and retiring them. Each version is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.urls import Resolver404, resolve

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.domain.reasons import is_page_here, slug_of_example
from cases.domain.rendering import slug_for
from cases.models import Case, ReviewReason
from cases.models.reason import CODE_LIMIT, GUIDANCE_LIMIT, NAME_LIMIT, PAGE_LIMIT
from cases.queries.reasons import Catalogue, ShownReason, in_our_words, load_reasons

ORDER_AT_MOST = 10_000
MISSING = {
    "name": _("The name is missing. Say the fault in a few words."),
    "guidance": _("The guidance is missing. Say to the author what to do about it."),
}
NO_PAGE = _(
    "There is no such page here. Copy the address from its first “/” on, such as /about/method/#claims."
)
NO_EXAMPLE = _(
    "This leads to no public case. Copy the address of one, such as /cases/guifi-net/, or of a version."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonText:
    """What a moderator typed: the words of a reason, its pages, and its place in the list."""

    name: str
    guidance: str
    link: str
    example: str
    order: int


def add(*, said: ReasonText, by: User) -> ReviewReason:
    """Add a reason; its code is made from its name. Raises NotAllowed and Incomplete."""
    with _catalogue_for(by) as catalogue:
        _check(said, catalogue, code="")
        return _write(_free_code(said.name, catalogue), 1, said, is_retired=False, verb="reason_added", by=by)


def edit(*, code: str, said: ReasonText, by: User, seen_number: int) -> ReviewReason:
    """Word a reason anew.

    Raises NotAllowed, Incomplete, and ChangedSinceSeen when somebody else did meanwhile.
    """
    with _catalogue_for(by) as catalogue:
        now = _as_seen(catalogue, code, seen_number)
        _check(said, catalogue, code=code)
        return _write(code, now.number + 1, said, is_retired=now.is_retired, verb="reason_edited", by=by)


def retire(*, code: str, by: User, seen_number: int) -> ReviewReason:
    """Take a reason out of the list; past decisions keep it.

    Raises as edit, and Incomplete for the last one that can be given.
    """
    with _catalogue_for(by) as catalogue:
        now = _as_seen(catalogue, code, seen_number)
        if catalogue.open_codes == {code}:
            raise Incomplete(
                (Problem("", _("This is the last reason that can be given. Add another first.")),)
            )
        return _write_as_it_reads(now, is_retired=True, verb="reason_retired", by=by)


def take_back(*, code: str, by: User, seen_number: int) -> ReviewReason:
    """Put a reason into the list again. Raises NotAllowed, and ChangedSinceSeen as edit."""
    with _catalogue_for(by) as catalogue:
        now = _as_seen(catalogue, code, seen_number)
        return _write_as_it_reads(now, is_retired=False, verb="reason_taken_back", by=by)


@contextmanager
def _catalogue_for(by: User) -> Iterator[Catalogue]:
    """The catalogue, held until commit: all writers queue where publications queue."""
    if not permissions.may_word_reasons(by):
        raise NotAllowed
    with transaction.atomic():
        publication.bump_site_version(None)
        yield load_reasons()


def _as_seen(catalogue: Catalogue, code: str, seen_number: int) -> ShownReason:
    found = catalogue.of(code)
    if found is None or found.number != seen_number:
        raise ChangedSinceSeen
    return found


def _write_as_it_reads(now: ShownReason, *, is_retired: bool, verb: str, by: User) -> ReviewReason:
    said = ReasonText(
        name=now.name,
        guidance=now.guidance,
        link=now.link,
        example=now.example_address,
        order=now.order,
    )
    return _write(now.code, now.number + 1, said, is_retired=is_retired, verb=verb, by=by)


def _write(
    code: str, number: int, said: ReasonText, *, is_retired: bool, verb: str, by: User
) -> ReviewReason:
    row = ReviewReason.objects.create(
        code=code,
        number=number,
        name=in_our_words(code, said.name),
        guidance=in_our_words(code, said.guidance),
        link=said.link,
        example=said.example,
        order=said.order,
        is_retired=is_retired,
        by=by,
    )
    trail.note(verb, by=by, subject=row, data={"code": code, "number": number, "name": row.name})
    return row


def _check(said: ReasonText, catalogue: Catalogue, *, code: str) -> None:
    problems = [*_length("name", said.name, NAME_LIMIT), *_length("guidance", said.guidance, GUIDANCE_LIMIT)]
    same = {reason.name.casefold() for reason in catalogue.reasons if reason.code != code}
    if said.name.casefold() in same:
        problems.append(Problem("name", _("Another reason has this name. Choose one that tells them apart.")))
    if said.link and not _leads_somewhere(said.link):
        problems.append(Problem("link", NO_PAGE))
    if said.example and not _is_public_case(said.example):
        problems.append(Problem("example", NO_EXAMPLE))
    if not 1 <= said.order <= ORDER_AT_MOST:
        problems.append(
            Problem("order", _("The place is a number from 1 to %(most)s."), {"most": ORDER_AT_MOST})
        )
    if problems:
        raise Incomplete(tuple(problems))


def _length(path: str, text: str, limit: int) -> tuple[Problem, ...]:
    return too_long(path, text, limit) if text else (Problem(path, MISSING[path]),)


def _leads_somewhere(address: str) -> bool:
    if len(address) > PAGE_LIMIT or not is_page_here(address):
        return False
    try:
        resolve(address.partition("#")[0])
    except Resolver404:
        return False
    return True


def _is_public_case(address: str) -> bool:
    slug = slug_of_example(address)
    return len(address) <= PAGE_LIMIT and Case.objects.published().filter(slug=slug).exists()


def _free_code(name: str, catalogue: Catalogue) -> str:
    taken = {"add", *(reason.code for reason in catalogue.reasons)}
    wanted = slug_for(name)[: CODE_LIMIT - 4].strip("-") or "reason"
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted}-{number}"
    return code
