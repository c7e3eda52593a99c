import django.utils.timezone
from django.db import migrations, models
from django.db.models.deletion import PROTECT

import daybridge.keys


def to_staff(name: str, *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        null=null, on_delete=PROTECT, related_name=name, to="people.staff"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0001_initial"),
        ("people", "0003_versions_of_staff_and_contacts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Supervision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=daybridge.keys.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=PROTECT,
                        related_name="+",
                        to="programs.program",
                    ),
                ),
                ("set_by", to_staff("+", null=True)),
                ("staff", to_staff("supervisions")),
                ("supervisor", to_staff("supervisions_given")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("program", "staff"),
                        name="people_supervision_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("staff", models.F("supervisor")), _negated=True
                        ),
                        name="people_supervision_by_someone_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="people_supervision_ends_after_start",
                    ),
                ]
            },
        ),
    ]
