"""Choosing fields: `fields=slug,content.title` gives these alone, of an item or of every item of a list."""

from functools import cache
from typing import get_args

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.api.cursors import FIELDS
from cases.api.problems import FieldProblem, Refused
from cases.api.schemas.parts import Described
from cases.domain.content import Data
from cases.domain.reader import quoted

Tree = dict[str, "Tree"]
"""Names of fields with those below them; without any below, the field is given whole."""


@cache
def paths_of(model: type[Described]) -> tuple[str, ...]:
    """The fields of a model, and those of what can be selected inside it, with dots."""
    found: list[str] = []
    for name, field in model.model_fields.items():
        shown = field.alias or name
        below = next((each for each in _models_in(field.annotation) if each.can_be_selected), None)
        found.append(shown)
        found += [f"{shown}.{path}" for path in (paths_of(below) if below else ())]
    return tuple(found)


def read_fields(request: HttpRequest, model: type[Described]) -> Tree:
    """The fields asked for, none for all. Raises Refused that names one that there is not."""
    asked = request.GET[FIELDS].split(",") if FIELDS in request.GET else []
    known = paths_of(model)
    unknown = [
        FieldProblem(FIELDS, _("There is no field “%(name)s”.") % {"name": quoted(name)}, _fix(name, known))
        for name in asked
        if name not in known
    ]
    if unknown:
        raise Refused(400, _("The address asks for a field that there is not."), *unknown)
    return _tree(asked)


def _fix(name: str, known: tuple[str, ...]) -> str:
    """The fields that end in this name, else those that are inside no other."""
    meant = [path for path in known if path.endswith(f".{name}")]
    offered = meant or [path for path in known if "." not in path]
    return _("Take one of these: %(known)s.") % {"known": ", ".join(offered)}


def select(data: Data, wanted: Tree) -> Data:
    """These fields of the data alone; all of it when none is named."""
    return _selected(data, wanted) if wanted else data


def _tree(paths: list[str]) -> Tree:
    # What is asked for whole stays whole, whatever of it is named besides.
    kept = [path for path in paths if not any(path.startswith(f"{other}.") for other in paths)]
    tree: Tree = {}
    for path in kept:
        step = tree
        for name in path.split("."):
            step = step.setdefault(name, {})
    return tree


def _selected(value: Data, wanted: Tree) -> Data:
    return {name: _below(value[name], tree) for name, tree in wanted.items() if name in value}


def _below(value: object, tree: Tree) -> object:
    if not tree:
        return value
    if isinstance(value, list):
        return [_below(each, tree) for each in value]
    return _selected(value, tree) if isinstance(value, dict) else value


def _models_in(annotation: object) -> list[type[Described]]:
    if isinstance(annotation, type) and issubclass(annotation, Described):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]
