"""Templates with everything worked out once that is the same whenever they are drawn.

Most of what a page says does not depend on its reader: words in the reader's language, addresses without
a parameter, icons. A template is therefore kept for each language, with those tags already replaced by
their text (decision 0073). What it draws is the same to the byte.
"""

from collections.abc import Iterator, Sequence
from typing import cast

from django.template import Context, Template
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Origin,
    TextNode,
    Variable,
    render_value_in_context,
)
from django.template.defaulttags import (
    AutoEscapeControlNode,
    CommentNode,
    CycleNode,
    IfChangedNode,
    IfNode,
    LoadNode,
    URLNode,
)
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.template.loaders.base import Loader as BaseLoader
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

REMEMBERING = (ExtendsNode, BlockNode, CycleNode, IfChangedNode)
"""What remembers something for as long as its template is drawn, and so needs a drawing of its own."""


class FoldingLoader(BaseLoader):
    """Folds each template when it is made."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template, folded for the language that is spoken now."""
        template: Template = super().get_template(template_name, skip)
        _fold(template.nodelist)
        return template


class Loader(cached.Loader, FoldingLoader):
    """Keeps each template for each language, and for each path below which the site lies."""

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Django's own key, with what a folded template depends on."""
        return f"{get_language()} {get_script_prefix()} {super().cache_key(template_name, skip)}"


# --- nodes ----------------------------------------------------------------------------------------


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

    def render(self, context: Context) -> str:
        """Fill the values in, as Django does; a translation that cannot be filled in is Django's to mend."""
        values = {name: value.resolve(context) for name, value in self.values}
        sentence = self.sentence
        with context.push(**values):
            if self.node.counter is not None and self.node.countervar is not None:
                count = self.node.counter.resolve(context)
                context[self.node.countervar] = count
                sentence = ngettext(self.one, self.many, count)
            filled = {name: render_value_in_context(context.get(name, ""), context) for name in self.names}
        try:
            text = sentence % filled
        except (KeyError, ValueError):
            return self.node.render(context)
        if self.node.asvar:
            # Its values were escaped above, one by one, as Django does.
            context[self.node.asvar] = SafeString(text)
            return ""
        return text


# --- folding --------------------------------------------------------------------------------------


def _fold(nodes: NodeList) -> None:
    """Replace in place what can be worked out now, and join the texts."""
    nodes[:] = _joined([node for each in nodes for node in _folded(each)])


def _folded(node: Node) -> Sequence[Node]:
    """What stands for a node: nothing, its text, or a node that does less."""
    found: Sequence[Node] = (node,)
    match node:
        case LoadNode() | CommentNode():
            found = ()
        case TranslateNode() if node.message_context is None and _are_literal(node.filter_expression):
            found = (_worked_out(node, node.asvar),)
        case URLNode() if not node.kwargs and _are_literal(node.view_name, *node.args):
            found = (_worked_out(node, node.asvar),)
        case StaticNode() if _are_literal(node.path):
            found = (_worked_out(node, node.varname),)
        case SimpleNode() if _is_mark(node):
            found = (_worked_out(node, node.target_var),)
        case BlockTranslateNode() if node.message_context is None:
            found = (_in_place_of(node, TranslatedText(node)),)
        case IncludeNode() if _are_literal(node.template):
            found = (_in_place_of(node, Included(node)),)
        case AutoEscapeControlNode() | LanguageNode():
            pass  # Within it other rules hold.
        case _:
            for nodes in _inner(node):
                _fold(nodes)
    return found


def _inner(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        found = getattr(node, name, None)
        if isinstance(found, NodeList):
            yield found


def _is_mark(node: SimpleNode) -> bool:
    """Whether it is a tag of ours that promises to draw the same for the same, and is told what to draw."""
    promised = getattr(node.func, "draws_the_same", False)
    return promised and _are_literal(*node.args, *node.kwargs.values())


def _are_literal(*expressions: FilterExpression) -> bool:
    return all(
        not each.filters and (not isinstance(each.var, Variable) or each.var.lookups is None)
        for each in expressions
    )


def _worked_out(node: Node, name: str | None) -> Node:
    """The text of a node; the node itself when it has none now, as it may lie where it is never drawn."""
    context = Context()
    try:
        text = node.render(context)
    except (NoReverseMatch, ValueError):
        return node
    return TextNode(text) if name is None else NamedText(name, context[name])


def _in_place_of(node: Node, other: Node) -> Node:
    """Let the other node say where it was written, for messages about it."""
    other.token, other.origin = node.token, node.origin
    return other


def _joined(nodes: Sequence[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, TextNode) and found and isinstance(found[-1], TextNode):
            found[-1] = TextNode(found[-1].s + node.s)
        else:
            found.append(node)
    return found
