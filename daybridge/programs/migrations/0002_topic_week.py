from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="week",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="topic",
            name="evening",
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
