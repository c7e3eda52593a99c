"""Give each supervisor on file the row that says since when: the day of the record."""

from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    Staff = apps.get_model("people", "Staff")
    Supervision = apps.get_model("people", "Supervision")
    supervised = Staff.objects.exclude(supervisor=None).exclude(
        supervisions__ends_on=None, supervisions__id__isnull=False
    )
    Supervision.objects.bulk_create(
        [
            Supervision(
                program_id=staff.program_id,
                staff_id=staff.pk,
                supervisor_id=staff.supervisor_id,
                starts_on=staff.created_at.date(),
            )
            for staff in supervised
            if staff.supervisor_id != staff.pk
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0004_supervision")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
