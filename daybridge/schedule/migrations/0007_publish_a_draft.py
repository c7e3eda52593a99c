import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import daybridge.keys


def staff(**more):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="people.staff",
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_one_record_for_two"),
        ("programs", "0005_words_of_public_pages"),
        ("schedule", "0006_mend_a_day"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="made_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="schedule.draft",
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="continues",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="schedule.group",
            ),
        ),
        migrations.CreateModel(
            name="Publication",
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
                ("did", models.JSONField()),
                ("published_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="schedule.draft",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.program",
                    ),
                ),
                ("published_by", staff()),
                ("taken_back_by", staff(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["program", "published_at"],
                        name="schedule_publication_newest",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("program", "draft"),
                        name="schedule_publication_one_of_a_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_back_at", None), ("taken_back_by", None)),
                            models.Q(
                                ("taken_back_at__isnull", False),
                                ("taken_back_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="schedule_publication_taken_back_has_author",
                    ),
                ],
            },
        ),
    ]
