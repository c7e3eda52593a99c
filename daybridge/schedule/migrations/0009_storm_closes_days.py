from django.db import migrations, models

SAYS = "schedule_repair_says_what_is_away"


def says():
    """What is away; of what is closed, perhaps the site."""
    return models.CheckConstraint(
        name=SAYS,
        condition=models.Q(
            ("room", None), ("site", None), ("staff__isnull", False), ("what", "leader")
        )
        | models.Q(
            ("room__isnull", False), ("site", None), ("staff", None), ("what", "room")
        )
        | models.Q(("room", None), ("staff", None), ("what__in", ("storm", "site"))),
    )


class Migration(migrations.Migration):
    dependencies = [("schedule", "0008_limit_contact")]

    operations = [
        migrations.AddField(
            model_name="repair",
            name="closures",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="repair",
            name="what",
            field=models.CharField(
                choices=[
                    ("leader", "A leader is away"),
                    ("room", "A room is closed"),
                    ("storm", "Storm: a site is closed"),
                    ("site", "A site is closed for another reason"),
                ],
                max_length=6,
            ),
        ),
        migrations.RemoveConstraint(model_name="repair", name=SAYS),
        migrations.AddConstraint(model_name="repair", constraint=says()),
    ]
