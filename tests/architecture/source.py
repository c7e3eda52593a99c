"""The source as the architecture tests read it: files and syntax trees, no imports."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "daybridge"


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that is kept in the repository, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if listed.returncode == 0:
        paths = [ROOT / line for line in listed.stdout.splitlines()]
    else:  # an exported copy without git
        made = {".venv", "__pycache__"}
        paths = [p for p in ROOT.rglob("*") if not made & set(p.parts)]
    return tuple(path for path in sorted(paths) if path.is_file())


def modules(*, tests: bool = False) -> list[Path]:
    """Python files of the product (or of the tests), without migrations."""
    return [
        path
        for path in kept_files()
        if path.suffix == ".py"
        and is_test(path) is tests
        and (path.is_relative_to(PRODUCT) or tests)
        and "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return [
        path
        for path in kept_files()
        if path.suffix == ".html" and "templates" in path.parts
    ]


def is_test(path: Path) -> bool:
    return "tests" in path.relative_to(ROOT).parts or path.name == "conftest.py"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> set[str]:
    """Full names of the modules a file imports, wherever it does so."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
    return found


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
