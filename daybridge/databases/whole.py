"""A new database gets all its tables at once, as the last step leaves them.

Step by step, Django makes every model anew for each table that is added: half a minute
of work for a database with nothing in it. `tests/reliability/test_new_database.py`
holds the two against each other, on both engines.
"""

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model


class ShapeTables(migrations.RunPython):
    """Code that says how tables are kept; a new database runs it as well.

    Any other code of a step changes rows, and a new database has none.
    """


def make_whole(connection: BaseDatabaseWrapper) -> bool:
    """Make all tables and note all steps as run, or nothing of it.

    False, and nothing is done, where there is a table already or a step is of a kind
    whose outcome is not in the models.
    """
    connection.prepare_database()
    if connection.introspection.table_names():
        return False
    loader = MigrationLoader(connection)
    if loader.detect_conflicts():
        return False
    steps = _steps(loader)
    operations = [op for key in steps for op in loader.graph.nodes[key].operations]
    if not all(map(_is_in_the_models, operations)):
        return False
    apps = loader.project_state(loader.graph.leaf_nodes()).apps
    recorder = MigrationRecorder(connection)
    models: list[type[Model]] = [*apps.get_models(), recorder.Migration]
    with connection.schema_editor() as editor:
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for operation in operations:
            if isinstance(operation, ShapeTables):
                operation.code(apps, editor)
        for step in steps:
            recorder.record_applied(*step)
    return True


def _steps(loader: MigrationLoader) -> list[tuple[str, str]]:
    """Every step after those that it stands on."""
    steps: dict[tuple[str, str], None] = {}
    for leaf in loader.graph.leaf_nodes():
        steps |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    return list(steps)


def _is_in_the_models(operation: Operation) -> bool:
    """Whether the models after the last step say all that it did to the tables."""
    apart = (migrations.RunSQL, migrations.SeparateDatabaseAndState)
    return not isinstance(operation, apart)
