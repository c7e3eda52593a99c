"""Leave room beside each note, so that PostgreSQL keeps its next version there.

A note is saved many times while it is written. Where a page is full, each save goes to
another one and into all ten indexes anew; with room, into none.
"""

from typing import Any

from django.db import migrations

from daybridge.databases.whole import ShapeTables


def leave_room(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE notes_note SET (fillfactor = 60)")
        editor.execute("ALTER TABLE notes_summary SET (fillfactor = 60)")


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial")]

    operations = [ShapeTables(leave_room, migrations.RunPython.noop)]
