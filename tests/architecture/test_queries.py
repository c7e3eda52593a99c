"""SQL lives in models and queries; nothing from a request chooses a column."""

import ast
import re

import pytest

from tests.architecture.source import calls, modules, name, tree

SQL_ALLOWED = {  # file: why it speaks SQL itself
    "daybridge/audit/chain.py": "an advisory lock on PostgreSQL",
    "daybridge/backup/restoring.py": "whole tables, in any order, exactly as they were",
    "daybridge/backup/snapshot.py": "the isolation level of a snapshot",
    "daybridge/cli/database.py": "asks whether the database answers",
    "daybridge/cursors.py": "statements made once: access/prepared.py and bulk.py",
    "daybridge/databases/sqlite3/base.py": "the cursor of the engine itself",
    "daybridge/demo/bulk.py": "a hundred thousand invented patients in minutes",
}
VIEWS_THAT_CROSS = {  # file: what limits them instead
    "daybridge/attendance/views/door.py": "a tablet's token belongs to one program",
    "daybridge/demo/views.py": "the showroom holds only the demo",
}
LIFTS_THE_LIMIT = re.compile(r"across_programs\(\s*(because=)?")


@pytest.mark.parametrize("word", ["raw", "extra"])
def test_no_query_is_written_as_text(word):
    found = [
        f"{name(path)}:{call.lineno}"
        for path in modules()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == word
        and "objects" in ast.unparse(call.func)
    ]

    assert found == []


def test_cursors_are_opened_only_where_named():
    opening = {
        name(path)
        for path in modules()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "cursor"
    }

    assert opening == set(SQL_ALLOWED)


def test_no_filter_takes_its_columns_from_a_request():
    taking = [
        f"{name(path)}:{call.lineno}"
        for path in modules()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("filter", "exclude", "get", "order_by", "update")
        and any(
            keyword.arg is None and "request" in ast.unparse(keyword.value)
            for keyword in call.keywords
        )
    ]

    assert taking == []


def test_whoever_looks_across_programs_says_why():
    silent = [
        f"{name(path)}: {match.group(0)}"
        for path in modules()
        for match in LIFTS_THE_LIMIT.finditer(path.read_text())
        if match.group(1) is None and "def across_programs" not in path.read_text()
    ]

    assert silent == []


def test_views_do_not_look_across_programs():
    crossing = [
        name(path)
        for path in modules()
        if ("views" in path.parts or path.name == "views.py")
        and "across_programs(" in path.read_text()
    ]

    assert set(crossing) == set(VIEWS_THAT_CROSS)


def test_private_functions_of_one_room_stay_in_it():
    """`from daybridge.notes.x import _secret` would tie two rooms at a loose end."""
    reaching = [
        f"{name(path)}: {node.module}.{alias.name}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("daybridge")
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]

    assert reaching == []


def test_python_text_is_never_run():
    running = [
        f"{name(path)}:{call.lineno}"
        for path in modules()
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in ("eval", "exec")
    ]

    assert running == []
