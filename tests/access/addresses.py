"""Every address of the product with its name and its policy."""

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OPEN = ("public", "signed in", "demo only")  # policies that name no permission


def addresses(
    patterns: Any = None, prefix: str = "", space: str = ""
) -> list[tuple[str, str, str]]:
    """Every address: path, name with its namespace, policy."""
    found = []
    for one in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            found += addresses(one.url_patterns, path, inner)
        elif isinstance(one, URLPattern):
            policy = getattr(one.callback, "policy", "undeclared")
            found.append((path, f"{space}{one.name}", policy))
    return found
