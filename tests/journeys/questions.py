"""The questions a page asks: what stands in its forms, and what is known already."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

NOT_ASKED = {"hidden", "submit", "button", "search", "file"}


@dataclass
class Question:
    """One thing to answer. `known` is what stands there when the page opens."""

    name: str
    kind: str  # text, choice, one (of several radios), mark
    known: str = ""
    choices: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    """Collects the controls of every form that writes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, Question] = {}
        self._writes = False
        self._text: Question | None = None
        self._select: Question | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._writes = given.get("method", "").lower() == "post"
        name = given.get("name", "")
        if tag == "option" and self._select is not None:
            self._option(self._select, given)
        if not (self._writes and name) or "disabled" in given:
            return
        if tag == "input" and given.get("type", "text") not in NOT_ASKED:
            self._input(name, given)
        elif tag == "textarea":
            self._text = self._question(name, "text")
        elif tag == "select":
            self._select = self._question(name, "choice")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._writes = False
        elif tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.known += data.strip()

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = {"radio": "one", "checkbox": "mark"}.get(given.get("type", ""), "text")
        question = self._question(name, kind)
        value = given.get("value", "on" if kind == "mark" else "")
        if kind == "text":
            question.known = value
            return
        question.choices.append(value)
        if "checked" in given:
            question.known = value

    def _option(self, question: Question, given: dict[str, str]) -> None:
        value = given.get("value", "")
        question.choices.append(value)
        if "selected" in given:
            question.known = value

    def _question(self, name: str, kind: str) -> Question:
        return self.found.setdefault(name, Question(name, kind))


def questions(html: str) -> Iterator[Question]:
    """Everything a page asks, in its order."""
    forms = _Forms()
    forms.feed(html)
    yield from forms.found.values()
