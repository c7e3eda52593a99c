"""Leave room beside each place, so that PostgreSQL keeps its next version there.

A place is written when someone arrives, leaves, and whenever the leader corrects it.
"""

from typing import Any

from django.db import migrations

from daybridge.databases.whole import ShapeTables


def leave_room(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE attendance_attendance SET (fillfactor = 75)")


class Migration(migrations.Migration):
    dependencies = [("attendance", "0002_door_misses")]

    operations = [ShapeTables(leave_room, migrations.RunPython.noop)]
