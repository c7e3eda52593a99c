"""The suite's cast: Dana is the patient, Ruth her counselor, Omar the biller.

Vera works in another program and must see nothing. `tests/ground.py` says where the
suite keeps its data and how DB=postgres is chosen.
"""

import pytest

from tests import ground

pytest_plugins = ["tests.cast"]


def pytest_unconfigure(config: pytest.Config) -> None:
    ground.clear()
