"""A test that asserts nothing proves nothing."""

import ast
from pathlib import Path

from tests.architecture.source import ROOT, modules, name, tree

LOOKS = ("assert", "django_assert", "expect", "raises", "warns", "fail")


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {
        node.name: node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
    }


def called(node: ast.AST) -> set[str]:
    """Last parts of the names that are called inside."""
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            found.add(ast.unparse(inner.func).split(".")[-1])
    return found


def looks_at_something(node: ast.AST, helpers: dict[str, ast.FunctionDef]) -> bool:
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if any(isinstance(inner, ast.Assert) for inner in ast.walk(current)):
            return True
        names = called(current)
        if any(part.startswith(LOOKS) for part in names):
            return True
        fresh = (names & helpers.keys()) - seen
        seen |= fresh
        waiting += [helpers[part] for part in fresh]
    return False


def helpers_of(path: Path) -> dict[str, ast.FunctionDef]:
    """Functions of the module itself and of our own modules that it imports from."""
    found: dict[str, ast.FunctionDef] = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            source = ROOT / (node.module.replace(".", "/") + ".py")
            if source.exists():
                found |= functions(source)
    return found | functions(path)


def test_every_test_asserts_something():
    idle = [
        f"{name(path)}: {test}"
        for path in modules(tests=True)
        if path.name.startswith("test_")
        for helpers in [helpers_of(path)]
        for test, node in functions(path).items()
        if test.startswith("test_") and not looks_at_something(node, helpers)
    ]

    assert idle == []


def test_the_finder_itself_tells_an_idle_test():
    idle = ast.parse("def test_x():\n    value = 1 + 1\n").body[0]
    busy = ast.parse("def test_x():\n    assert 1 + 1 == 2\n").body[0]

    assert not looks_at_something(idle, {})
    assert looks_at_something(busy, {})
