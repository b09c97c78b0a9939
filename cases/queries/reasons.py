"""The catalogue of reasons as it holds now: ours, with what moderators worded anew and added."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.domain.reasons import REASONS, Reason, slug_of_example
from cases.models import Case, ReviewReason

OLDEST_FIRST = ("code", "number")
OURS = {reason.code: reason for reason in REASONS}


@dataclass(frozen=True, slots=True)
class GoodExample:
    """A public case, or a version of one, that does well what a reason asks for."""

    address: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason in words: as moderators typed it, or ours in the language of the reader.

    `number` counts the versions; 0 says that nobody edited it.
    """

    code: str
    name: str
    guidance: str
    link: str
    example: GoodExample | None
    example_address: str
    order: int
    is_retired: bool
    number: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All reasons by their place in the list, retired ones too: past decisions keep theirs."""

    reasons: tuple[ShownReason, ...]

    @property
    def open(self) -> tuple[ShownReason, ...]:
        """Those that may be given now."""
        return tuple(reason for reason in self.reasons if not reason.is_retired)

    @property
    def retired(self) -> tuple[ShownReason, ...]:
        """Those that are no longer given."""
        return tuple(reason for reason in self.reasons if reason.is_retired)

    @property
    def open_codes(self) -> frozenset[str]:
        """The codes of those that may be given now."""
        return frozenset(reason.code for reason in self.open)

    def of(self, code: str) -> ShownReason | None:
        """The reason of this code, or None."""
        return next((reason for reason in self.reasons if reason.code == code), None)


def load_reasons() -> Catalogue:
    """Read the catalogue: one query, and one more when some reason names an example."""
    newest = {row.code: row for row in ReviewReason.objects.order_by(*OLDEST_FIRST)}
    examples = _examples({row.example for row in newest.values() if row.example})
    shown = [_as_typed(row, examples) for row in newest.values()]
    shown += [
        _as_ours(place, reason) for place, reason in enumerate(REASONS, start=1) if reason.code not in newest
    ]
    return Catalogue(tuple(sorted(shown, key=lambda reason: (reason.order, reason.code))))


def versions_of(code: str) -> tuple[ReviewReason, ...]:
    """What moderators made of a reason, the newest first; one query."""
    return tuple(ReviewReason.objects.filter(code=code).select_related("by").order_by("-number"))


def in_our_words(code: str, text: str) -> str:
    """The message id of which this is the translation, when it is a text of this reason; else the text."""
    reason = OURS.get(code)
    texts = (reason.name, reason.guidance) if reason else ()
    return next((message for message in texts if text in {message, _(message)}), text)


def in_words(code: str, text: str) -> str:
    """What `in_our_words` keeps, in the language of the reader; what moderators typed stays as it is."""
    reason = OURS.get(code)
    return _(text) if reason and text in {reason.name, reason.guidance} else text


def _as_typed(row: ReviewReason, examples: Mapping[str, GoodExample]) -> ShownReason:
    return ShownReason(
        code=row.code,
        name=in_words(row.code, row.name),
        guidance=in_words(row.code, row.guidance),
        link=row.link,
        example=examples.get(row.example),
        example_address=row.example,
        order=row.order,
        is_retired=row.is_retired,
        number=row.number,
    )


def _as_ours(place: int, reason: Reason) -> ShownReason:
    return ShownReason(
        code=reason.code,
        name=_(reason.name),
        guidance=_(reason.guidance),
        link=reason.link,
        example=None,
        example_address="",
        order=10 * place,
        is_retired=False,
        number=0,
    )


def _examples(addresses: Collection[str]) -> dict[str, GoodExample]:
    """The examples that the public can read; of a case that is not public nothing is said."""
    if not addresses:
        return {}
    slugs = {address: slug_of_example(address) for address in addresses}
    cases = {case.slug: case for case in Case.objects.published().filter(slug__in=slugs.values())}
    return {
        address: GoodExample(address, cases[slug].title, cases[slug].language)
        for address, slug in slugs.items()
        if slug in cases
    }
