from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_retire_sites_and_rooms")]

    operations = [
        migrations.AddField(
            model_name="program",
            name="public_slug",
            field=models.SlugField(blank=True, max_length=60, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="program",
            name="public_phone",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="program",
            name="phone_hours",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200
            ),
        ),
        migrations.AddField(
            model_name="program",
            name="calls_back_within_hours",
            field=models.PositiveSmallIntegerField(db_default=24, default=24),
        ),
    ]
