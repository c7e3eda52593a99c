from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="may_leave_message",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="contact",
            name="reaching",
            field=models.CharField(
                choices=[
                    ("safe", "Safe to contact"),
                    ("ask_first", "Ask the patient first"),
                    ("never", "Do not contact"),
                ],
                db_default="ask_first",
                default="ask_first",
                max_length=9,
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("may_leave_message", False),
                    ("reaching", "safe"),
                    _connector="OR",
                ),
                name="people_contact_message_only_where_safe",
            ),
        ),
    ]
