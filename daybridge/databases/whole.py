"""A new database gets all its tables at once, as the last step leaves them.

Step by step, Django makes every model anew for each table that is added: half a minute
of work for a database with nothing in it. `tests/reliability/test_new_database.py`
holds the two against each other, on both engines.
"""

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.models import Model


class ShapeTables(migrations.RunPython):
    """Code that says how tables are kept; a new database runs it as well.

    Any other code of a step changes rows, and a new database has none.
    """


def make_whole(connection: BaseDatabaseWrapper) -> None:
    """Make all tables and note all steps as run, or nothing of it.

    Nothing is done where there is a table already, or a step is of a kind whose outcome
    is not in the models.
    """
    if connection.introspection.table_names():
        return
    executor = MigrationExecutor(connection)
    loader, last = executor.loader, executor.loader.graph.leaf_nodes()
    steps = [step for step, _ in executor.migration_plan(last)]
    operations = [operation for step in steps for operation in step.operations]
    if loader.detect_conflicts() or not all(map(_is_in_the_models, operations)):
        return
    apps = loader.project_state(last).apps
    models: list[type[Model]] = [*apps.get_models(), executor.recorder.Migration]
    with connection.schema_editor() as editor:
        for model in models:
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for operation in operations:
            if isinstance(operation, ShapeTables):
                operation.code(apps, editor)
        for step in steps:
            executor.record_migration(step)  # type: ignore[call-arg, arg-type]  # stubs of Django 4


def _is_in_the_models(operation: Operation) -> bool:
    """Whether the models after the last step say all that it did to the tables."""
    apart = (migrations.RunSQL, migrations.SeparateDatabaseAndState)
    return not isinstance(operation, apart)
