from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("schedule", "0009_storm_closes_days")]

    operations = [
        migrations.AddField(
            model_name="repair",
            name="so_far",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="repair",
            name="stop_asked_at",
            field=models.DateTimeField(null=True),
        ),
    ]
