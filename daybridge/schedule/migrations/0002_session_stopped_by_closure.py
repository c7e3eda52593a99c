import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_retire_sites_and_rooms"),
        ("schedule", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="closure",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stopped",
                to="programs.closure",
            ),
        ),
    ]
