"""What stands in a template in the place of Django's own tags."""

from typing import cast

from django.template import Context, Template
from django.template.base import Node, VariableNode
from django.template.defaulttags import CycleNode, IfChangedNode, URLNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from config.templates.addresses import address
from config.templates.values import shown, translated

REMEMBERING = (ExtendsNode, BlockNode, CycleNode, IfChangedNode)
"""What remembers something for as long as its template is drawn, and so needs a drawing of its own."""


class Shown(Node):
    """A value."""

    child_nodelists = ()

    def __init__(self, node: VariableNode) -> None:
        self.value = node.filter_expression
        self.language = get_language()

    def render(self, context: Context) -> str:
        """Draw the value."""
        return shown(self.value.resolve(context), context, self.language)


class TranslatedValue(Node):
    """A message that is known when it is drawn."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.value = node.filter_expression
        self.language = get_language()

    def render(self, context: Context) -> str:
        """Draw it in the language of the template; what is no plain text is Django's to draw."""
        message = self.value.resolve(context)
        if type(message) is not str or not context.autoescape:
            return self.node.render(context)
        text = translated(message, self.language)
        if self.node.asvar:
            # It was escaped after it was translated, as Django does.
            context[self.node.asvar] = SafeString(text)
            return ""
        return text


class Address(Node):
    """An address with values in it."""

    child_nodelists = ()

    def __init__(self, node: URLNode) -> None:
        self.node = node
        self.page = node.view_name.resolve(Context())
        self.values = tuple(node.args)
        self.prefix = get_script_prefix()

    def render(self, context: Context) -> str:
        """Draw it; one that is not put together plainly is Django's to draw."""
        found = address(self.page, [value.resolve(context) for value in self.values], self.prefix)
        if found is None:
            return self.node.render(context)
        if self.node.asvar:
            context[self.node.asvar] = found
            return ""
        return found


class NamedText(Node):
    """A text that is the same at every time, under the name by which the template asks for it."""

    child_nodelists = ()

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def render(self, context: Context) -> SafeString:
        """Draws nothing."""
        context[self.name] = self.text
        return SafeString("")


class Included(Node):
    """A template of a fixed name, looked up once."""

    child_nodelists = ()

    def __init__(self, node: IncludeNode) -> None:
        self.node = node
        self.values = tuple(node.extra_context.items())
        self.found: Template | None = None
        self.is_plain = False

    def render(self, context: Context) -> SafeString:
        """Draw the template in a scope of its own, with the values that are handed to it."""
        if self.found is None:
            self.found = self._look_up(context)
        values = {name: value.resolve(context) for name, value in self.values}
        if self.node.isolated_context:
            return self.found.render(context.new(values))
        with context.push(**values):
            return self.found.nodelist.render(context) if self.is_plain else self.found.render(context)

    def _look_up(self, context: Context) -> Template:
        drawn = cast("Template", context.template)
        found = drawn.engine.get_template(self.node.template.resolve(context))
        self.is_plain = not any(found.nodelist.get_nodes_by_type(kind) for kind in REMEMBERING)
        return found


class TranslatedText(Node):
    """A translated sentence with values in it."""

    child_nodelists = ()

    def __init__(self, node: BlockTranslateNode) -> None:
        self.node = node
        self.values = tuple(node.extra_context.items())
        self.one, names = node.render_token_list(node.singular)
        self.many, more = node.render_token_list(node.plural) if node.plural else ("", [])
        self.names = tuple(dict.fromkeys(names + more))
        self.sentence = "" if self.many else gettext(self.one)
        self.language = get_language()

    def render(self, context: Context) -> str:
        """Fill the values in, as Django does; a translation that cannot be filled in is Django's to mend."""
        values = {name: value.resolve(context) for name, value in self.values}
        sentence = self.sentence
        with context.push(**values):
            if self.node.counter is not None and self.node.countervar is not None:
                count = self.node.counter.resolve(context)
                context[self.node.countervar] = count
                sentence = ngettext(self.one, self.many, count)
            filled = {name: shown(context.get(name, ""), context, self.language) for name in self.names}
        try:
            text = sentence % filled
        except (KeyError, ValueError):
            return self.node.render(context)
        if self.node.asvar:
            # Its values were escaped above, one by one, as Django does.
            context[self.node.asvar] = SafeString(text)
            return ""
        return text
