import daybridge.keys
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

MARKS = [
    ("work", "Work"),
    ("school", "School"),
    ("children", "Children"),
    ("court", "Court"),
    ("transport", "No way to get there"),
    ("worship", "Worship"),
    ("other", "Something else"),
    ("rather_not", "Rather not"),
    ("preferred", "Good for me"),
    ("open", "Open"),
    ("family", "Can come"),
    ("none", "Nothing"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0006_counsel_a_family"),
        ("schedule", "0011_counsel_a_family"),
    ]

    operations = [
        *(
            migrations.AlterField(
                model_name=model,
                name="mark",
                field=models.CharField(choices=MARKS, max_length=10),
            )
            for model in ("hourschange", "hourstime", "toldchange", "toldtime")
        ),
        migrations.CreateModel(
            name="FamilyTime",
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
                ("from_quarter", models.PositiveSmallIntegerField()),
                ("until_quarter", models.PositiveSmallIntegerField()),
                ("mark", models.CharField(choices=MARKS, max_length=10)),
                ("weekday", models.PositiveSmallIntegerField()),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.program",
                    ),
                ),
                (
                    "week",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="family_times",
                        to="schedule.toldweek",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["program", "week"],
                        name="schedule_family_time_of_week",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_quarter__gt", models.F("from_quarter")),
                            ("until_quarter__lte", 96),
                            ("weekday__lte", 6),
                        ),
                        name="schedule_family_time_within_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark", "family")),
                        name="schedule_family_time_is_when_they_can",
                    ),
                ],
            },
        ),
    ]
