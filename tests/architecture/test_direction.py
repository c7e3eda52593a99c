"""Rules know only the standard library; a room knows only the rooms above it."""

import ast
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import PRODUCT, ROOT, imports, modules, name, tree


def test_rules_import_only_the_standard_library_and_each_other():
    strangers = {
        f"{name(path)}: {module}"
        for path in modules()
        if path.is_relative_to(PRODUCT / "rules")
        for module in imports(path)
        if module.split(".")[0] not in sys.stdlib_module_names
        and not module.startswith("daybridge.rules")
    }

    assert strangers == set()


def test_three_modules_know_the_solvers():
    """They take a second to import, so nobody imports these while starting."""
    solvers = {"ortools.sat.python", "ortools.linear_solver", "highspy"}
    knowing = [name(path) for path in modules() if solvers & set(imports(path))]
    theirs = {each.removesuffix(".py").replace("/", ".") for each in knowing}
    early = [
        name(path)
        for path in modules()
        if any((solvers | theirs) & _imported(node) for node in tree(path).body)
    ]

    assert knowing == [
        "daybridge/week_solver/cp_sat.py",
        "daybridge/week_solver/highs.py",
        "daybridge/week_solver/linear.py",
    ]
    assert early == knowing


def _imported(node):
    if isinstance(node, ast.ImportFrom):
        return {node.module}
    return {each.name for each in node.names} if isinstance(node, ast.Import) else set()


def test_rules_never_ask_for_the_time():
    """Time is passed in, so that a rule answers the same in a test and an audit."""
    asking = [
        f"{name(path)}: {call}"
        for path in modules()
        if path.is_relative_to(PRODUCT / "rules")
        for call in ("datetime.now(", "date.today(", "time.time(", "utcnow(")
        if call in path.read_text()
    ]

    assert asking == []


def test_a_room_imports_only_the_rooms_above_it():
    contract = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )  # fmt: skip

    assert contract.returncode == 0, contract.stdout


def test_nothing_outside_the_tests_imports_a_test():
    reaching = {
        f"{name(path)}: {module}"
        for path in modules()
        for module in imports(path)
        if ".tests" in module or module.split(".")[0] in ("tests", "pytest")
    }

    assert reaching == set()


def test_every_room_says_what_comes_in_and_what_leaves():
    silent = [
        name(folder)
        for folder in sorted(PRODUCT.iterdir())
        if (folder / "apps.py").exists()
        and '"""' not in (folder / "__init__.py").read_text()
    ]

    assert silent == []
