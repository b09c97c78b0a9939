"""What of a template is put in the place of Django's own tags when it is made."""

from collections.abc import Iterator, Sequence

from django.template import Context
from django.template.base import FilterExpression, Node, NodeList, TextNode, Variable, VariableNode
from django.template.defaulttags import AutoEscapeControlNode, CommentNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loader_tags import IncludeNode
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch

from config.templates.nodes import Address, Included, NamedText, Shown, TranslatedText, TranslatedValue
from config.templates.values import QuickVariable


def fold(nodes: NodeList) -> None:
    """Replace in place what can be worked out now, and join the texts."""
    nodes[:] = _joined([node for each in nodes for node in _folded(each)])


def _folded(node: Node) -> Sequence[Node]:
    """What stands for a node: nothing, its text, or a node that does less."""
    _quicken(node)
    match node:
        case LoadNode() | CommentNode():
            return ()
        case TranslateNode() if node.message_context is None and _are_literal(node.filter_expression):
            return (_worked_out(node, node.asvar),)
        case URLNode() if not node.kwargs and _are_literal(node.view_name, *node.args):
            return (_worked_out(node, node.asvar),)
        case StaticNode() if _are_literal(node.path):
            return (_worked_out(node, node.varname),)
        case SimpleNode() if _is_mark(node):
            return (_worked_out(node, node.target_var),)
    return (_doing_less(node),)


def _doing_less(node: Node) -> Node:
    """What draws the same as a node with less ado; a node with others in it, after these have been folded."""
    less: Node | None = None
    match node:
        case VariableNode():
            less = Shown(node)
        case TranslateNode() if _is_translated_alone(node):
            less = TranslatedValue(node)
        case BlockTranslateNode() if node.message_context is None:
            less = TranslatedText(node)
        case URLNode() if not node.kwargs and _are_literal(node.view_name):
            less = Address(node)
        case IncludeNode() if _are_literal(node.template):
            less = Included(node)
        case AutoEscapeControlNode() | LanguageNode():
            pass  # Within it other rules hold.
        case _:
            for nodes in _inner(node):
                fold(nodes)
    return _in_place_of(node, less) if less else node


def _inner(node: Node) -> Iterator[NodeList]:
    if isinstance(node, IfNode):
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        found = getattr(node, name, None)
        if isinstance(found, NodeList):
            yield found


def _quicken(thing: object) -> None:
    """Let the values of a tag be found on the short way."""
    match thing:
        case FilterExpression():
            if isinstance(thing.var, Variable) and thing.var.lookups:
                thing.var = QuickVariable(str(thing.var))
        case NodeList():
            pass  # Their turn comes.
        case Node() | TokenBase():
            _quicken([value for value in vars(thing).values() if not isinstance(value, Node)])
        case dict():
            _quicken([*thing.values()])
        case list() | tuple():
            for each in thing:
                _quicken(each)


def _is_translated_alone(node: TranslateNode) -> bool:
    value = node.filter_expression
    return not (node.message_context or node.noop or value.filters or value.var.translate)


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
