"""The components of which pages are made. Each draws one thing and knows no rule.

Those that a page draws hundreds of times (icon, swatch, patch) are put together here; the others are
templates in `templates/_components/`.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date as date_type
from datetime import datetime
from functools import lru_cache
from typing import ParamSpec

from django import template
from django.core.files.storage import Storage, storages
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import hurry as hurry_mark
from cases.domain.content import Data
from cases.domain.diff import visible_controls
from cases.domain.extracts import Piece, Pieces
from cases.domain.states import ClaimState
from cases.domain.vocabulary import ABSENCE_LABELS, STANCE_LABELS, Absence, Stance
from cases.exchange.structured import block_text
from cases.forms.drawing import DrawnField, drawn_field
from cases.queries.facet_options import Option
from cases.queries.words import day_in_words
from models_taxonomy.models import Stage, ValueModel

register = template.Library()
P = ParamSpec("P")

STATE_NAMES = {
    ClaimState.HELD: lambda: _("held"),
    ClaimState.THIN: lambda: _("thin"),
    ClaimState.CONTESTED: lambda: _("contested"),
    ClaimState.GAP: lambda: _("gap"),
    ClaimState.SILENT: lambda: _("silent"),
    ClaimState.FILTERED: lambda: _("filtered"),
}
# Where a long name made of joined words may break.
JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")
NOTHING = SafeString("")


# --- marks ----------------------------------------------------------------------------------------


def draws_the_same(tag: Callable[P, SafeString]) -> Callable[P, SafeString]:
    """Promise that a tag depends on nothing but what it is told, so that it may be drawn once."""
    tag.draws_the_same = True  # type: ignore[attr-defined]
    return tag


@register.simple_tag
@draws_the_same
def icon(name: str) -> SafeString:
    """A decorative icon of the sprite, in the colour of the text around it."""
    return _icon(name, storages["staticfiles"])


@lru_cache(maxsize=64)
def _icon(name: str, storage: Storage) -> SafeString:
    """Drawn once for each storage: its address takes longer to find than all else of a patch."""
    return format_html(
        '<svg class="ic i-{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        name,
        storage.url("img/sprite.svg"),
        name,
    )


@register.simple_tag
def linked_data(data: Data) -> SafeString:
    """A block of JSON-LD, which no browser runs."""
    # No text can end the block: what could is written as an escape of JSON.
    return format_html('<script type="application/ld+json">{}</script>', SafeString(block_text(data)))


@register.simple_tag
@draws_the_same
def swatch(number: int) -> SafeString:
    """A piece of the cloth of a value model; decorative."""
    return format_html('<span class="sw" data-m="{}" aria-hidden="true"></span>', number)


@register.simple_tag
def breakable(text: str) -> SafeString:
    """A name with places to break between joined words, escaped."""
    # Every piece is escaped, and what stands between them is ours.
    return SafeString("<wbr>".join(map(escape, JOINT.split(text))))


@register.simple_tag
def marked(pieces: Pieces) -> SafeString:
    """Text with what was sought in bold. Every piece is text, and escaped by itself."""
    # Every piece comes out of `breakable`, escaped.
    return SafeString("".join(map(_marked_piece, pieces)))


def _marked_piece(piece: Piece) -> str:
    text = breakable(piece.text)
    return f"<b>{text}</b>" if piece.is_match else text


@lru_cache(maxsize=1024)
def _drawn(component: str, language: str | None, **values: str | int) -> SafeString:
    """A component, drawn once for each language and for what it is told: pages show hundreds of a few."""
    del language
    return render_to_string(f"_components/{component}.html", values)


@register.simple_tag
def model(value_model: ValueModel | None) -> SafeString:
    """A value model: its cloth, number and short name. Nothing when there is none."""
    if not value_model:
        return NOTHING
    return _drawn("model", get_language(), number=value_model.number, short=value_model.short)


@register.simple_tag
def stage(of: Stage | None) -> SafeString:
    """A stage: its digit, notches and name. Nothing when there is none."""
    return _drawn("stage", get_language(), number=of.number, name=of.name) if of else NOTHING


@register.simple_tag
def stance(value: str) -> SafeString:
    """A stance: its mark and its word."""
    return _drawn("stance", get_language(), stance=str(value), name=_(STANCE_LABELS[Stance(value)]))


@register.simple_tag
def state_mark(value: str) -> SafeString:
    """The state of a claim: its mark and its word."""
    return _drawn("state", get_language(), state=str(value), name=STATE_NAMES[ClaimState(value)]())


@register.simple_tag
def absence(value: str, note: str = "") -> SafeString:
    """Why there is no value, in words, with nothing behind them: a sentence may end here."""
    name = _(ABSENCE_LABELS[Absence(value)])
    said = format_html(": {}", note) if note else NOTHING
    return format_html('<span class="absence absence-{}"><b>{}</b>{}</span>', str(value), name, said)


# --- patches and gaps -----------------------------------------------------------------------------


@register.simple_tag
def patch(
    *,
    title: str,
    url: str = "",
    stance: str,
    stage_number: int | None = None,
    model_number: int | None = None,
    case: str = "",
    wording: int = 0,
) -> SafeString:
    """One case on one claim; a link when it has an address.

    Without `model_number` it takes the cloth of what it lies in. `case` joins the patches of one case.
    `wording` is set when the case was placed on that older wording of the claim.
    """
    return format_html(
        '<{tag} class="patch {stance}"{href}{cloth}{case}>{icon}<span class="vh">{word} </span>'
        '<span class="n">{name}{older}</span>{stage}</{tag}>',
        tag="a" if url else "span",
        stance=str(stance),
        href=format_html(' href="{}"', url) if url else NOTHING,
        cloth=format_html(' data-m="{}"', model_number) if model_number else NOTHING,
        case=format_html(' data-case="{}"', case) if case else NOTHING,
        icon=icon(str(stance)),
        word=_("%(stance)s:") % {"stance": _(STANCE_LABELS[Stance(stance)])},
        name=breakable(title),
        older=_older(wording) if wording else NOTHING,
        stage=_stage_digit(stage_number) if stage_number else NOTHING,
    )


def _older(wording: int) -> SafeString:
    return format_html(" <small>{}</small>", _("placed on wording %(number)s") % {"number": wording})


def _stage_digit(number: int) -> SafeString:
    spoken = _(", stage %(number)s") % {"number": number}
    return format_html(
        '<span class="vh">{}</span><span class="k" aria-hidden="true">{}</span>', spoken, number
    )


@register.inclusion_tag("_components/patch_add.html")
def patch_add(*, url: str, claim: str) -> dict[str, object]:
    """The empty slot in which a case can be sewn on."""
    return {"url": url, "claim": claim}


@register.inclusion_tag("_components/patch_more.html")
def patch_more(*, url: str, count: int, claim: str) -> dict[str, object]:
    """The slot that leads to the cases that do not fit."""
    return {"url": url, "count": count, "claim": claim}


@register.inclusion_tag("_components/gap.html")
def gap(*, url: str = "", title: str, wanted: str = "", action: str = "") -> dict[str, object]:
    """Where nothing is known yet: a link to the form that fills it, when it has an address."""
    return {"url": url, "title": title, "wanted": wanted, "action": action}


# --- forms ----------------------------------------------------------------------------------------


@register.inclusion_tag("_components/field.html")
def field(bound: BoundField) -> dict[str, DrawnField]:
    """A field with its label, hint and errors, joined for screen readers; nothing typed is hidden."""
    return {"field": drawn_field(bound)}


@register.inclusion_tag("_components/error_summary.html")
def error_summary(problems: BaseForm | Iterable[tuple[str, str]]) -> dict[str, object]:
    """The problems of a page: a form, or pairs of a field's id and the message."""
    return {"problems": _form_problems(problems) if isinstance(problems, BaseForm) else list(problems)}


def _form_problems(form: BaseForm) -> list[tuple[str, str]]:
    """Each message with the id of its field; "" for what is wrong with the form as a whole."""
    return [
        (str(form[name].auto_id) if name in form.fields else "", str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]


@register.inclusion_tag("_components/hurry.html", takes_context=True)
def hurry(context: template.Context) -> dict[str, str]:
    """When the form was opened, and the field that only programs fill in."""
    request: HttpRequest = context["request"]
    return {"opened": hurry_mark.opened(request.POST)}


@register.inclusion_tag("_components/pager.html")
def pager(previous_url: str = "", next_url: str = "") -> dict[str, object]:
    """Links to the pages before and after; empty where there is none."""
    return {"previous_url": previous_url, "next_url": next_url}


@register.simple_tag
def facet_options(facet: str, options: Iterable[Option]) -> SafeString:
    """The values of a facet to tick, each with the number of its cases."""
    # What is not ours, the value and its name, is escaped in `_tick_box`; the number is one.
    return SafeString("\n".join(_facet_option(facet, option) for option in options))


def _facet_option(facet: str, option: Option) -> str:
    zero = "" if option.count else " zero"
    box = _tick_box(facet, option.value, option.name, is_chosen=option.is_chosen)
    return f'<label class="check{zero}">{box}{option.count:d}</span></span></label>'


@lru_cache(maxsize=2048)
def _tick_box(facet: str, value: str, name: str, *, is_chosen: bool) -> SafeString:
    """Drawn once for a value: of three hundred on a page of the list only the numbers change."""
    return format_html(
        '<input type="checkbox" name="{facet}" value="{value}"{checked}> '
        '<span><span>{name}</span> <span id="count-{facet}-{value}">',
        facet=facet,
        value=value,
        checked=SafeString(" checked") if is_chosen else "",
        name=name,
    )


@register.simple_tag
def facet_counts(facet: str, options: Iterable[Option]) -> SafeString:
    """The numbers of a facet's values, each for its place beside a list that is there already."""
    # The value is escaped in `_facet_count`, and the number is one.
    return SafeString("\n".join(_facet_count(facet, option) for option in options))


def _facet_count(facet: str, option: Option) -> str:
    return f'<span id="count-{facet}-{escape(option.value)}" hx-swap-oob="true">{option.count:d}</span>'


# --- time -----------------------------------------------------------------------------------------


@register.simple_tag
def date(value: datetime | date_type | str) -> SafeString:
    """A date written out, such as 20 November 2026, with its machine form."""
    found = parse_date(value) if isinstance(value, str) else value
    if found is None:
        return format_html("{}", value)
    if isinstance(found, datetime) and timezone.is_aware(found):
        found = timezone.localtime(found)
    return format_html('<time datetime="{}">{}</time>', found.strftime("%Y-%m-%d"), day_in_words(found))


@register.simple_tag
def years(start: int | None, end: int | None = None) -> str:
    """A span of years: 2004–2008, or 2008 to now; one year alone when it began and ended in it."""
    if end is None:
        return _("%(start)s to now") % {"start": start}
    return str(start) if start == end else f"{start}–{end}"


# --- words of people ------------------------------------------------------------------------------


@register.simple_tag
def visible(text: str) -> SafeString:
    """What somebody typed, for who decides on it: every invisible character as a mark, lines kept."""
    return format_html_join(
        SafeString("<br>"), "{}", ((line,) for line in visible_controls(text).splitlines())
    )
