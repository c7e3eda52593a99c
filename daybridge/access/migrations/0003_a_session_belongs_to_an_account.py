import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The column stays `user_id`; the database now knows that it names an account."""

    dependencies = [
        ('access', '0002_initial'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='session', name='access_session_of_user'),
        migrations.RenameField(model_name='session', old_name='user_id', new_name='user'),
        migrations.AlterField(
            model_name='session',
            name='user',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['user'], name='access_session_of_user'),
        ),
    ]
