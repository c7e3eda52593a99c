"""What we took from others is what the manifest says, and nothing came in beside it."""

import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
VENDOR = ROOT / "daybridge" / "ui" / "static" / "ui" / "vendor"
FOLDERS = (VENDOR, ROOT / "tests" / "vendor")
FILES = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))["files"]


@pytest.mark.parametrize("row", FILES, ids=lambda row: row["path"])
def test_a_vendored_file_is_the_one_we_took(row):
    content = (ROOT / row["path"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == row["sha256"]
    assert row["version"]
    assert row["license"]


def test_every_vendored_file_is_in_the_manifest():
    present = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert present == {row["path"] for row in FILES}


def test_the_sprite_holds_every_icon_we_list():
    sprite = (VENDOR / "icons.svg").read_text(encoding="utf-8")
    listed = (ROOT / "scripts" / "icons.txt").read_text(encoding="utf-8").split()

    assert [name for name in listed if f'id="{name}"' not in sprite] == []
