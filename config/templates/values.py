"""Values of a template: how they are found by their names, and how they are shown."""

from functools import lru_cache
from html import escape
from typing import Any, cast

from django.core.exceptions import ObjectDoesNotExist
from django.template import Context
from django.template.base import Variable, render_value_in_context
from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.translation import gettext

MISSING = object()


class QuickVariable(Variable):
    """A name, or several joined by points, found as what it mostly is: a value, or an attribute of one.

    Whatever is missing, is to be called, or has items otherwise than a dict is Django's to find.
    """

    __slots__ = ("first", "others")

    def __init__(self, var: str) -> None:
        super().__init__(var)
        self.first, *self.others = self.lookups or ("",)

    def resolve(self, context: Any) -> Any:  # noqa: ANN401 (as Django's)
        """The value."""
        found = MISSING
        for scope in reversed(context.dicts):
            if self.first in scope:
                found = scope[self.first]
                break
        try:
            for name in self.others:
                if type(found) is dict:
                    found = found.get(name, MISSING)
                elif callable(found) or hasattr(type(found), "__getitem__"):
                    return super().resolve(context)
                else:
                    found = getattr(found, name, MISSING)
        except ObjectDoesNotExist:
            return super().resolve(context)
        if found is MISSING or callable(found) or self.translate:
            return super().resolve(context)
        return found


def shown(value: object, context: Context, language: str | None) -> str:
    """A value as it stands in a page."""
    kind = type(value)
    if kind is SafeString:
        return cast("str", value)
    if kind is str and context.autoescape:
        return escape(cast("str", value))
    if kind is int and context.autoescape and context.use_l10n is None:
        return _number(cast("int", value), language)
    return render_value_in_context(value, context)


@lru_cache(maxsize=4096)
def _number(value: int, language: str | None) -> str:
    """As the active language writes it, which is named so that each has its own."""
    del language
    return escape(str(localize(value)))


@lru_cache(maxsize=4096)
def translated(message: str, language: str | None) -> str:
    """A message in the active language, which is named so that each has its own; escaped.

    As in the files of messages, percent signs are doubled in what is looked up.
    """
    del language
    return escape(gettext(message.replace("%", "%%"))).replace("%%", "%")
