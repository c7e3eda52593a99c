from django.db import migrations, models


def version_of(model_name: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model_name,
        name="version",
        field=models.PositiveIntegerField(db_default=1, default=1),
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0002_safe_contact")]

    operations = [
        version_of("contact"),
        version_of("credential"),
        version_of("staff"),
    ]
