from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_topic_week")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="closed_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="room",
            name="closed_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
