"""`{% kept %}`: what is the same on many pages is rendered once and kept.

    {% kept "rail" rail_key request.program.name with csrf_token %}…{% endkept %}

The markup is kept by its name and the values after it; whatever it shows must follow
from those. Names after `with` are the places that differ each time: they are rendered
as marks and filled in. Nothing of a patient is ever kept (docs/adr/0013). Each language
of a page has its own.
"""

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from daybridge.ui.languages import language_now

register = template.Library()
MOST = 1000  # pieces of markup; some kilobytes each
KEPT: dict[tuple[Any, ...], str] = {}


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """Compile a kept piece of markup."""
    _, name, *words = token.split_contents()
    keys, holes = words, []
    if "with" in words:
        split = words.index("with")
        keys, holes = words[:split], words[split + 1 :]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(name, [parser.compile_filter(key) for key in keys], holes, nodelist)


class KeptNode(Node):
    """Markup rendered once for each set of values."""

    def __init__(
        self,
        name: str,
        keys: list[FilterExpression],
        holes: list[str],
        nodelist: NodeList,
    ) -> None:
        self.name, self.keys, self.nodelist = name, keys, nodelist
        self.marks = {hole: f"\0{hole}\0" for hole in holes}

    def render(self, context: Context) -> str:
        values = (str(key.resolve(context, ignore_failures=True)) for key in self.keys)
        key = (self.name, language_now(), *values)
        markup = KEPT.get(key)
        if markup is None:
            if len(KEPT) >= MOST:
                KEPT.clear()
            markup = KEPT[key] = self._marked(context)
        for name, mark in self.marks.items():
            markup = markup.replace(mark, conditional_escape(context.get(name) or ""))
        return markup

    def _marked(self, context: Context) -> str:
        marks = {name: SafeString(mark) for name, mark in self.marks.items()}
        with context.push(**marks):
            return self.nodelist.render(context)
