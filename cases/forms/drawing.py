"""How a field of a form is drawn: which ids join its label, hint and errors, and which options it shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.widgets import ChoiceWidget
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.vocabulary import Stance

# What a contributor chooses between: said beside each stance, so that nobody needs to look it up.
STANCE_MEANINGS: Mapping[str, Promise] = {
    Stance.SUPPORTS: gettext_lazy("It happens here as the text says."),
    Stance.PARTLY: gettext_lazy("Some of it happens, or only for a time."),
    Stance.CONTRADICTS: gettext_lazy("The opposite happens. This is as useful."),
    Stance.NOT_FOUND: gettext_lazy("These sources say nothing of it."),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or tick box of a group, with the stance, stage or model that it stands for."""

    id: str
    name: str
    type: str
    value: str
    label: str
    is_chosen: bool
    meaning: str = ""
    stance: str = ""
    model: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class DrawnField:
    """What the template of a field needs. `kind` is line, tick, group, cards, list or hidden."""

    kind: str
    id: str
    label: str
    hint: str
    errors: tuple[str, ...]
    control: SafeString
    options: tuple[Option, ...]

    @property
    def described(self) -> str:
        """The ids of what describes the field, for `aria-describedby`."""
        parts = [f"{self.id}-hint"] if self.hint else []
        return " ".join([*parts, f"{self.id}-error"] if self.errors else parts)


def drawn_field(bound: BoundField) -> DrawnField:
    """Return how to draw this field."""
    keep_typed_choices(bound)
    widget = bound.field.widget
    is_group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    errors = tuple(str(message) for message in bound.errors)
    drawn = DrawnField(
        kind=_kind(bound, is_group=is_group),
        id=str(bound.auto_id or bound.html_name),
        label=str(bound.label),
        hint=str(bound.help_text),
        errors=errors,
        control=SafeString(""),
        options=_options(bound) if is_group else (),
    )
    if is_group:
        return drawn
    return _with_control(drawn, bound)


def _with_control(drawn: DrawnField, bound: BoundField) -> DrawnField:
    attrs: dict[str, str] = {"id": drawn.id}
    if drawn.described:
        attrs["aria-describedby"] = drawn.described
    if drawn.errors:
        attrs["aria-invalid"] = "true"
    control = bound.as_widget(attrs=attrs)  # type: ignore[arg-type]
    return DrawnField(drawn.kind, drawn.id, drawn.label, drawn.hint, drawn.errors, control, drawn.options)


def _kind(bound: BoundField, *, is_group: bool) -> str:
    if bound.is_hidden:
        return "hidden"
    if is_group:
        return {"stance": "cards", "model": "cards", "stage": "list"}.get(bound.name, "group")
    return "tick" if isinstance(bound.field.widget, CheckboxInput) else "line"


def _options(bound: BoundField) -> tuple[Option, ...]:
    meanings = STANCE_MEANINGS if bound.name == "stance" else getattr(bound.field, "meanings", {})
    found = []
    for part in bound.subwidgets:
        value = str(part.data["value"])
        found.append(
            Option(
                id=str(part.data["attrs"].get("id", "")),
                name=str(part.data["name"]),
                type=str(part.data["type"]),
                value=value,
                label=str(part.data["label"]),
                is_chosen=bool(part.data["selected"]),
                meaning=str(meanings.get(value, "")),
                stance=value if bound.name == "stance" and value in STANCE_MEANINGS else "",
                model=value if bound.name == "model" and value in {"1", "2", "3"} else "",
                stage=value if bound.name == "stage" and value.isdigit() else "",
            )
        )
    return tuple(found)


def keep_typed_choices(bound: BoundField) -> None:
    """Add what was sent and is not in the list as a choice of its own, or the page would hide it."""
    widget = bound.field.widget
    if not isinstance(widget, ChoiceWidget):
        return
    value = bound.value()
    sent = value if isinstance(value, list | tuple) else [value]
    known = _known_values(widget)
    foreign = [str(each) for each in sent if each not in (None, "") and str(each) not in known]
    if foreign:
        added = [(each, _("%(value)s (not in the list)") % {"value": each}) for each in foreign]
        widget.choices = [*widget.choices, *added]


def _known_values(widget: ChoiceWidget) -> set[str]:
    known: set[str] = set()
    for value, label in widget.choices:
        if isinstance(label, list | tuple):
            known.update(str(inner) for inner, _label in label)
        else:
            known.add(str(value))
    return known
