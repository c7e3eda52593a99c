"""Renders a piece of component markup as a page would."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

HOSTILE = "\"><script>alert(1)</script>' onfocus=alert(2) {{ 7|add:7 }} & Søn"


def render(markup: str, request: HttpRequest | None = None, **context: Any) -> str:
    compiled = CottonCompiler().process(markup)
    template = engines["django"].from_string(compiled)
    return template.render(context, request or RequestFactory().get("/"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> tuple[list[tuple[str, dict[str, str | None]]], str]:
    """Give a page's elements and its words, as a browser would see them."""
    reader = _Reader()
    reader.feed(html)
    return reader.elements, " ".join("".join(reader.words).split())
