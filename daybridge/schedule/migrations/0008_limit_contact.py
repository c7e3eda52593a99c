from django.db import migrations, models


def minutes(**more):
    return models.PositiveSmallIntegerField(**more)


class Migration(migrations.Migration):
    dependencies = [("schedule", "0007_publish_a_draft")]

    operations = [
        migrations.AddField(
            model_name="hours",
            name="max_contact_minutes_per_day",
            field=minutes(null=True),
        ),
        migrations.AddField(
            model_name="hours",
            name="max_contact_minutes_per_week",
            field=minutes(null=True),
        ),
        migrations.AddField(
            model_name="hours",
            name="changeover_minutes",
            field=minutes(default=0),
        ),
        migrations.AddConstraint(
            model_name="hours",
            constraint=models.CheckConstraint(
                name="schedule_hours_limits_are_of_staff",
                condition=models.Q(("staff__isnull", False))
                | models.Q(
                    ("changeover_minutes", 0),
                    ("max_contact_minutes_per_day", None),
                    ("max_contact_minutes_per_week", None),
                ),
            ),
        ),
    ]
