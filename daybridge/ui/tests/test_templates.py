"""Every template in the repository keeps to what the pages promise the browser."""

import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).parents[2]
TEMPLATES = sorted(ROOMS.glob("*/templates/**/*.html"))
COMPONENTS = sorted((ROOMS / "ui" / "templates" / "cotton").rglob("*.html"))
ICONS = set((ROOMS.parent / "scripts" / "icons.txt").read_text().split())

DATA_SCRIPT = re.compile(r'<script[^>]*type="application/json"[^>]*>')
SIMPLE_VALUE = re.compile(r"[\w.]+|-?\d+(\.\d+)?")


def name(path: Path) -> str:
    return path.relative_to(ROOMS).as_posix()


def markup(path: Path) -> str:
    """The template without its comments."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}", "", text)
    return re.sub(r"\{% comment.*?%\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_holds_inline_style_or_script(path):
    text = markup(path)
    scripts = [s for s in re.findall(r"<script\b[^>]*>", text) if " src=" not in s]

    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<[^>]*\son\w+\s*=", text)
    assert not re.search(r"javascript:", text)
    assert not re.search(r"hx-on[:-]", text)
    assert [s for s in scripts if not DATA_SCRIPT.match(s)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_asks_another_server_for_anything(path):
    wanted = re.findall(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//[^\"']+", markup(path))

    assert [w for w in wanted if not w.startswith("href")] == []
    assert not re.search(r"<link[^>]*//", markup(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_comment_in_braces_ends_on_its_line(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        assert line.count("{#") == line.count("#}")


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_value_given_by_name_is_a_plain_name(path):
    """Cotton drops `:current="a == b"` without a word; only names and numbers work."""
    tags = re.findall(r"<c-[\w.-]+\b[^>]*", markup(path))
    values = [v for tag in tags for v in re.findall(r"\s:[\w-]+=\"([^\"]*)\"", tag)]

    assert [v for v in values if not SIMPLE_VALUE.fullmatch(v)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_icon_named_is_in_the_sprite(path):
    text = markup(path)
    named = re.findall(r"<c-icon\b[^>]*?\bname=\"([a-z0-9-]+)\"", text)
    named += re.findall(r"<c-[\w-]+\b[^>]*?\bicon(?:_after)?=\"([a-z0-9-]+)\"", text)

    assert [icon for icon in named if icon not in ICONS] == []


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_a_component_escapes_what_it_passes_on(path):
    """Cotton writes `attrs` unescaped; the attributes filter writes it safely."""
    assert "{{ attrs }}" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", COMPONENTS, ids=name)
def test_a_component_says_on_its_first_line_what_it_is(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("{# ") or lines[0] == "{% comment %}"
