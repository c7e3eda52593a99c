"""What the documents say is there is there: links, commands, settings and words."""

import os
import re
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.apps import apps

from daybridge.access.matrix import ActorKind, Matter
from daybridge.cli.parser import make_parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "daybridge").rglob("README.md"),
    ]
)
RECORDS = sorted((ROOT / "docs" / "adr").glob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
PATH_HERE = re.compile(
    r"^(?:bin|bench|daybridge|docs|scripts|tests|\.ci)/[\w./-]*$|^[\w-]+\.(?:py|toml)$"
)
HEADINGS = (
    "Context",
    "Decision",
    "The honest case for",
    "Consequences",
    "How we will notice if it stops being true",
)
LARGEST_IMAGE = 250_000  # bytes


def _named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _anchors(page: Path) -> set[str]:
    """The anchors that a forge gives to the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in headings
    }


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", page.read_text())):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=_named)
def test_files_that_are_named_exist(page: Path) -> None:
    named = [text for text in CODE.findall(page.read_text()) if PATH_HERE.match(text)]

    absent = [name for name in named if not _is_file(name, seen_from=page)]

    assert absent == []


def _is_file(name: str, *, seen_from: Path) -> bool:
    """A path from the root or the page; a bare name may be the furniture of a room."""
    if (ROOT / name).exists() or (seen_from.parent / name).exists():
        return True
    return "/" not in name and any((ROOT / "daybridge").rglob(name))


def test_the_commands_that_are_shown_can_be_run() -> None:
    text = "".join(page.read_text() for page in PAGES)
    scripts = set(re.findall(r"(?<![\w./])bin/[a-z]+(?![\w/]|\.py)", text))
    subcommands = set(re.findall(r"bin/daybridge ([a-z]+)", text))

    assert {"bin/run", "bin/test", "bin/check", "bin/daybridge"} <= scripts
    assert {"backup", "restore", "audit", "createprogram"} <= subcommands
    assert sorted(subcommands - _commands()) == []
    assert [s for s in sorted(scripts) if not os.access(ROOT / s, os.X_OK)] == []


def _commands() -> set[str]:
    parser = make_parser()
    return set(parser._subparsers._group_actions[0].choices)


def test_the_settings_of_the_readme_are_the_settings_that_are_read() -> None:
    table = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.M))
    known = import_module("daybridge.config.env").__doc__ or ""

    assert table == set(re.findall(r"^\| ([A-Z_]+) ", known, re.M))


def test_every_key_is_explained() -> None:
    settings = (ROOT / "daybridge" / "config" / "settings.py").read_text()
    made = set(re.findall(r'key\(HOME, "(\w+)"\)', settings))
    told = re.findall(r"^\| `(\w+)` \|", (ROOT / "SECURITY.md").read_text(), re.M)

    assert set(told) == made


def test_every_word_of_the_glossary_that_names_code_is_in_the_code() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text()
    rows = re.findall(r"^\| \*\*.+\|$", text, re.M)
    named = [name for row in rows for name in CODE.findall(row.split("|")[5])]

    assert len(named) > 40
    assert [name for name in named if not _is_in_code(name)] == []


def _is_in_code(name: str) -> bool:
    """`people.Patient` is a model; anything else is a module or something in one."""
    label = name.split(".")
    if len(label) == 2 and label[1][0].isupper():
        return label[0] in apps.app_configs and _has_model(*label)
    for size in range(len(label), 0, -1):
        try:
            found = import_module(".".join(["daybridge", *label[:size]]))
        except ModuleNotFoundError:
            continue
        for attribute in label[size:]:
            found = getattr(found, attribute, None)
        return found is not None
    return False


def _has_model(room: str, name: str) -> bool:
    try:
        apps.get_model(room, name)
    except LookupError:
        return False
    return True


def test_the_access_page_explains_every_actor_and_matter() -> None:
    text = (ROOT / "docs" / "access.md").read_text()
    explained = re.findall(r"^\| ([A-Z]{2,3}) \|", text, re.M)

    assert sorted(explained) == sorted([*ActorKind, *Matter])


@pytest.mark.parametrize("record", RECORDS, ids=_named)
def test_a_decision_record_has_every_part(record: Path) -> None:
    headings = re.findall(r"^## (.+)$", record.read_text(), re.MULTILINE)

    missing = [
        part for part in HEADINGS if not any(h.startswith(part) for h in headings)
    ]

    assert missing == []


def test_decision_records_are_numbered_without_gaps_and_listed() -> None:
    listed = (ROOT / "docs" / "index.md").read_text()

    assert [int(r.name[:4]) for r in RECORDS] == list(range(1, len(RECORDS) + 1))
    assert [r.name for r in RECORDS if f"(adr/{r.name})" not in listed] == []
    assert [
        r.name
        for r in RECORDS
        if not r.read_text().startswith(f"# {int(r.name[:4])}. ")
    ] == []


def test_pictures_are_light_enough_for_a_slow_line() -> None:
    pictures = list((ROOT / "docs").rglob("*.png"))

    assert [p.name for p in pictures if p.stat().st_size > LARGEST_IMAGE] == []
