"""Pages carry no script or style of their own, and load nothing from elsewhere."""

import re

import pytest

from tests.architecture.source import kept_files, name, templates

INLINE = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(
        r"<script(?![^>]*\b(src|type=\"application/json\")\b)", re.IGNORECASE
    ),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|autoescape\s+off"),
}
ELSEWHERE = re.compile(
    r"(src|href|action|hx-\w+)\s*=\s*[\"'](https?:)?//", re.IGNORECASE
)
WRITES_HTML = re.compile(
    r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(|"
    r"new Function"
)
MAY_SAY_SAFE: set[str] = set()
VEILS = {  # half-transparent over whatever theme is under them
    "daybridge/ui/static/ui/components/dialog.css",
    "daybridge/ui/static/ui/components/toast.css",
}


def scripts():
    return [
        path
        for path in kept_files()
        if path.suffix == ".js"
        and "static" in path.parts
        and "vendor" not in path.parts
    ]


@pytest.mark.parametrize("kind", INLINE)
def test_no_template_has(kind):
    having = {name(p) for p in templates() if INLINE[kind].search(p.read_text())}

    assert having - MAY_SAY_SAFE == set()


def test_no_template_loads_anything_from_elsewhere():
    loading = [name(p) for p in templates() if ELSEWHERE.search(p.read_text())]

    assert loading == []


def test_scripts_never_write_html():
    writing = [name(p) for p in scripts() if WRITES_HTML.search(p.read_text())]

    assert len(scripts()) > 5
    assert writing == []


def test_a_behavior_is_one_short_module():
    long = {
        name(p): n for p in scripts() if (n := len(p.read_text().splitlines())) > 250
    }

    assert long == {}


def test_styles_take_their_colors_from_the_tokens():
    """A color written anywhere else would not follow the dark theme."""
    color = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)
    colored = [
        name(path)
        for path in kept_files()
        if path.suffix == ".css"
        and "vendor" not in path.parts
        and path.name not in ("tokens.css", "print.css")
        and color.search(path.read_text())
    ]

    assert set(colored) == VEILS


def test_every_form_that_posts_has_its_token():
    posting = re.compile(
        r"<form[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE
    )
    bare = [
        name(path)
        for path in templates()
        for form in posting.findall(path.read_text())
        if "csrf_token" not in form
    ]

    assert bare == []
