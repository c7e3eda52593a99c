"""Nothing unfinished, secret or too long; every library has its reason."""

import re
import tomllib

from tests.architecture.source import ROOT, is_test, kept_files, modules, name, tree

LONGEST_MODULE = 400
LONGEST_TEST_MODULE = 600
LONGEST_FUNCTION = 50
READABLE = {".py", ".html", ".css", ".js", ".md", ".toml", ".sh", ".txt", ".csv", ""}
# Written in parts, so that this file does not hold what it looks for.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
OWN_DAY = re.compile(r"astimezone\([\w.]*program\.zone\)\.date\(\)")
SECRETS = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE" r" KEY-----"),
    "an access key": re.compile(r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token": re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{36}|xox[bp]-[A-Za-z0-9-]{20,})\b"),
    "a password in an address": re.compile(
        r"://[\w.]+:(?!password@)[^\s@/{}<>…]{12,}@"
    ),
}


def texts():
    for path in kept_files():
        if path.suffix in READABLE and "vendor" not in path.parts:
            yield name(path), path.read_text(encoding="utf-8", errors="replace")


def test_the_day_of_a_moment_is_asked_of_the_program():
    """Program.day_of says it once, and Viewer.today for the moment of looking."""
    again = [
        name(path)
        for path in modules()
        if OWN_DAY.search(path.read_text())
        and name(path) != "daybridge/programs/models.py"
    ]

    assert again == []


def test_nothing_is_left_for_later():
    unfinished = [
        f"{where}: {found.group(0)}"
        for where, text in texts()
        if (found := UNFINISHED.search(text)) and not where.endswith((".csv", ".lock"))
    ]

    assert unfinished == []


def test_no_secret_is_kept_here():
    secret = [
        f"{where}: {kind}"
        for where, text in texts()
        for kind, pattern in SECRETS.items()
        if pattern.search(text)
    ]

    assert secret == []


def test_modules_stay_short_enough_to_read():
    def too_long(path):
        limit = LONGEST_TEST_MODULE if is_test(path) else LONGEST_MODULE
        return len(path.read_text().splitlines()) > limit

    long = [name(p) for p in modules() + modules(tests=True) if too_long(p)]

    assert long == []


def test_functions_stay_short_enough_to_read():
    import ast

    long = [
        f"{name(path)}: {node.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


def test_every_module_says_what_it_is_for():
    import ast

    silent = [
        name(path)
        for path in modules()
        if tree(path).body
        and not ast.get_docstring(tree(path))
        and path.name not in ("apps.py", "__init__.py")
    ]

    assert silent == []


def test_every_library_says_why_it_is_here():
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    requirement = re.compile(r'^\s+"([\w-]+)[\[><=~!,.\d\w\]-]*",?\s*(#.*)?$')
    silent, inside = [], False
    for line in lines:
        inside = (inside or line in ("dependencies = [", "dev = [")) and line != "]"
        found = requirement.match(line)
        if inside and found and not found.group(2):
            silent.append(found.group(1))

    assert silent == []


def test_every_lint_exception_has_its_reason():
    """`# noqa` without a code would hide everything on its line."""
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)\s*($|[^:\[\s])")
    hiding = [
        f"{name(path)}:{number}"
        for path in modules() + modules(tests=True)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if bare.search(line) and path.name != "test_words.py"
    ]

    assert hiding == []


def test_the_lock_holds_every_library_that_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {
        re.split(r"[\[><=~!]", wish)[0].lower()
        for wish in project["project"]["dependencies"]
    }
    held = {
        line.split("==")[0].split("[")[0]
        for line in (ROOT / "requirements.lock").read_text().splitlines()
        if "==" in line
    }

    assert asked - held == set()


def test_every_locked_file_has_its_hash():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())

        assert all("--hash=sha256:" in entry for entry in entries), lock
