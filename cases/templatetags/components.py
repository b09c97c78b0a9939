"""The components of which pages are made. Each draws one thing and knows no rule."""

import re
from collections.abc import Iterable
from datetime import date as date_type
from datetime import datetime

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.domain.states import ClaimState
from cases.domain.vocabulary import ABSENCE_LABELS, STANCE_LABELS, Absence, Stance
from models_taxonomy.models import Stage, ValueModel

register = template.Library()

STATE_NAMES = {
    ClaimState.HELD: lambda: _("held"),
    ClaimState.THIN: lambda: _("thin"),
    ClaimState.CONTESTED: lambda: _("contested"),
    ClaimState.GAP: lambda: _("gap"),
    ClaimState.SILENT: lambda: _("silent"),
}
# Where a long name made of joined words may break.
JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])")


@register.inclusion_tag("_components/icon.html")
def icon(name: str) -> dict[str, object]:
    """A decorative icon of the sprite."""
    return {"name": name}


@register.inclusion_tag("_components/swatch.html")
def swatch(number: int) -> dict[str, object]:
    """A piece of the cloth of a value model; decorative."""
    return {"number": number}


@register.inclusion_tag("_components/model.html")
def model(value_model: ValueModel) -> dict[str, object]:
    """A value model: its cloth, number and short name."""
    return {"model": value_model}


@register.inclusion_tag("_components/stage.html")
def stage(of: Stage) -> dict[str, object]:
    """A stage: its digit, notches and name."""
    return {"stage": of}


@register.inclusion_tag("_components/stance.html")
def stance(value: str) -> dict[str, object]:
    """A stance: its mark and its word."""
    return {"stance": str(value), "name": _(STANCE_LABELS[Stance(value)])}


@register.inclusion_tag("_components/state.html")
def state_mark(value: str) -> dict[str, object]:
    """The state of a claim: its mark and its word."""
    return {"state": str(value), "name": STATE_NAMES[ClaimState(value)]()}


@register.inclusion_tag("_components/patch.html")
def patch(
    *,
    title: str,
    url: str,
    stance: str,  # noqa: A002
    stage_number: int | None = None,
    model_number: int | None = None,
    case: str = "",
    wording: int = 0,
) -> dict[str, object]:
    """One case on one claim. `wording` is set when it was placed on an older wording."""
    return {
        "pieces": JOINT.split(title),
        "url": url,
        "stance": str(stance),
        "stance_name": _(STANCE_LABELS[Stance(stance)]),
        "stage_number": stage_number,
        "model_number": model_number,
        "case": case,
        "wording": wording,
    }


@register.inclusion_tag("_components/patch_add.html")
def patch_add(*, url: str, claim: str) -> dict[str, object]:
    """The empty slot in which a case can be sewn on."""
    return {"url": url, "claim": claim}


@register.inclusion_tag("_components/patch_more.html")
def patch_more(*, url: str, count: int, claim: str) -> dict[str, object]:
    """The slot that leads to the cases that do not fit."""
    return {"url": url, "count": count, "claim": claim}


@register.inclusion_tag("_components/gap.html")
def gap(*, url: str, title: str, wanted: str = "", action: str = "") -> dict[str, object]:
    """Where nothing is known yet: a link to the form that fills it."""
    return {"url": url, "title": title, "wanted": wanted, "action": action}


@register.inclusion_tag("_components/absence.html")
def absence(value: str, note: str = "") -> dict[str, object]:
    """Why there is no value, in words."""
    return {"name": _(ABSENCE_LABELS[Absence(value)]), "note": note, "value": value}


@register.inclusion_tag("_components/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """A field with its label, hint and errors, joined for screen readers; nothing typed is hidden."""
    widget = bound.field.widget
    many = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-error"] if bound.errors else []
    attrs: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "many": many,
        "tick": isinstance(widget, CheckboxInput),
        "widget": "" if many else bound.as_widget(attrs=attrs),
        "described": " ".join(described),
    }


@register.inclusion_tag("_components/error_summary.html")
def error_summary(problems: Iterable[tuple[str, str]]) -> dict[str, object]:
    """The problems of a page: pairs of the field's id and the message."""
    return {"problems": list(problems)}


@register.inclusion_tag("_components/pager.html")
def pager(previous_url: str, next_url: str) -> dict[str, object]:
    """Links to the pages before and after; empty where there is none."""
    return {"previous_url": previous_url, "next_url": next_url}


@register.simple_tag
def date(value: datetime | date_type | str) -> SafeString:
    """A date written out, such as 20 November 2026, with its machine form."""
    found = parse_date(value) if isinstance(value, str) else value
    if found is None:
        return SafeString(conditional_escape(str(value)))
    return format_html(
        '<time datetime="{}">{}</time>', found.strftime("%Y-%m-%d"), date_format(found, "j F Y")
    )


@register.simple_tag
def years(start: int | None, end: int | None = None) -> str:
    """A span of years: 2004–2008, or 2008 to now."""
    if end is None:
        return _("%(start)s to now") % {"start": start}
    return str(start) if start == end else f"{start}–{end}"


@register.simple_tag
def breakable(text: str) -> SafeString:
    """A name with places to break between joined words, escaped."""
    return format_html_join(SafeString("<wbr>"), "{}", ((piece,) for piece in JOINT.split(text)))
