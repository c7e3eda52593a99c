from django.db import migrations, models

LENGTHS = (30, 45, 60, 75, 90, 105, 120)


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0006_counsel_a_family"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name="program",
                name=name,
                field=models.PositiveSmallIntegerField(default=60, db_default=60),
            )
            for name in ("individual_minutes", "conjoint_minutes")
        ),
        migrations.AddConstraint(
            model_name="program",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("individual_minutes__in", LENGTHS),
                    ("conjoint_minutes__in", LENGTHS),
                ),
                name="programs_own_sessions_have_a_length",
            ),
        ),
    ]
