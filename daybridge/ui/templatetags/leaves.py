"""`<c-icon …>` and its kind without a template each, and `{% url %}` of one row.

Both are for pages with many rows; what they write is what django-cotton and Django
would have written (docs/adr/0013).
"""

from functools import cache
from typing import Any
from uuid import UUID

from django import template
from django.conf import settings
from django.template.base import Node, Parser, Token, VariableNode
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as url_tag
from django.urls import NoReverseMatch, get_urlconf, reverse
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import (
    AttrKind,
    CottonComponentNode,
    PreparedAttr,
    cotton_component,
)
from django_cotton.templatetags._slot import CottonSlotNode
from django_cotton.utils import get_cotton_data

from daybridge.ui.leaves import ASK_FOR_REQUEST, LEAVES, Leaf

register = template.Library()


@register.tag("cotton")
def component(parser: Parser, token: Token) -> Node:
    """Compile a component: one of the leaves as a call, any other as django-cotton."""
    node: CottonComponentNode = cotton_component(parser, token)
    leaf = LEAVES.get(node.component_name.replace("-", "_"))
    return node if leaf is None else LeafNode(leaf, node)


class LeafNode(Node):
    """A call of a leaf. What is the same on every page is rendered once."""

    child_nodelists = ("nodelist",)

    def __init__(self, leaf: Leaf, node: CottonComponentNode) -> None:
        self.leaf, self.nodelist = leaf, node.nodelist
        self.attrs = [(_keyword(a.key), a) for a in node._prepared_attrs]
        self.asks_for_request = leaf in ASK_FOR_REQUEST
        fixed = (AttrKind.STATIC, AttrKind.BOOLEAN)
        self.is_fixed = (
            not node.nodelist
            and not self.asks_for_request
            and all(attr.kind in fixed for _, attr in self.attrs)
        )
        self.has_named_slots = bool(node.nodelist.get_nodes_by_type(CottonSlotNode))
        self.markup: str | None = None

    def render(self, context: Context) -> str:
        if self.markup is not None:
            return self.markup
        given = {key: _value(attr, context) for key, attr in self.attrs}
        if self.asks_for_request:
            given["request"] = context.get("request")
        markup = self.leaf(**given, **self._slots(context))
        if self.is_fixed:
            self.markup = markup
        return markup

    def _slots(self, context: Context) -> dict[str, str]:
        """What stands between the tags: the default slot, and the named ones."""
        if not self.nodelist:
            return {}
        if not self.has_named_slots:
            return {"slot": self.nodelist.render(context)}
        collected: dict[str, Any] = {"slots": {}}
        stack = get_cotton_data(context)["stack"]
        stack.append(collected)
        slot = self.nodelist.render(context)
        stack.pop()
        return {"slot": slot, **collected["slots"]}


def _keyword(name: str) -> str:
    return "class_" if name == "class" else name


def _value(attr: PreparedAttr, context: Context) -> Any:
    """An attribute's value, as django-cotton would resolve it."""
    if attr.kind in (AttrKind.STATIC, AttrKind.BOOLEAN):
        return attr.value
    if attr.kind is AttrKind.ESCAPED:
        if not attr.compiled:
            return attr.value
        only, *others = attr.compiled.nodelist
        is_one_value = isinstance(only, VariableNode) and not others
        return (only if is_one_value else attr.compiled).render(context)
    try:
        return attr.compiled.resolve(context)
    except UnprocessableDynamicAttr:
        return attr.value


@register.tag("url")
def url(parser: Parser, token: Token) -> Node:
    """Compile `{% url %}`; a fixed name with one argument or none is looked up once."""
    node: URLNode = url_tag(parser, token)
    name = node.view_name.var
    if not isinstance(name, str) or node.kwargs or len(node.args) > 1:
        return node
    return RowURLNode(node, name) if node.args else PageURLNode(node, name)


class PageURLNode(Node):
    """The address of a page that is the same for everything: looked up once."""

    child_nodelists = ()

    def __init__(self, node: URLNode, name: str) -> None:
        self.node, self.name = node, name

    def render(self, context: Context) -> str:
        try:
            address = _address(self.name, get_urlconf() or settings.ROOT_URLCONF)
        except NoReverseMatch:
            return self.node.render(context)
        return _said(self.node, address, context)


class RowURLNode(Node):
    """The address of a row: looked up once, then put together from the row's id."""

    child_nodelists = ()

    def __init__(self, node: URLNode, name: str) -> None:
        self.node, self.name, self.argument = node, name, node.args[0]

    def render(self, context: Context) -> str:
        row_id = self.argument.resolve(context)
        if type(row_id) is not UUID:
            return self.node.render(context)
        return _said(self.node, row_address(self.name, row_id), context)


def _said(node: URLNode, address: str, context: Context) -> str:
    """The address here, or under the name that the page gives it."""
    if not node.asvar:
        return address
    context[node.asvar] = address
    return ""


ANY_ROW = UUID(int=0)


def row_address(name: str, row_id: UUID) -> str:
    """The address of a page of one row, as `reverse` gives it."""
    before, after = around_row(name)
    return f"{before}{row_id}{after}"


def around_row(name: str) -> tuple[str, str]:
    """What stands before and after a row's id in the address of its page."""
    return _around(name, get_urlconf() or settings.ROOT_URLCONF)


@cache
def _address(name: str, urlconf: Any) -> str:
    return reverse(name, urlconf)


@cache
def _around(name: str, urlconf: Any) -> tuple[str, str]:
    before, _, after = reverse(name, urlconf, args=[ANY_ROW]).partition(str(ANY_ROW))
    return before, after
