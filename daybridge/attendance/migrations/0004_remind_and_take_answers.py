"""Reminders with what is answered, seats given up for once, and why to call."""

import daybridge.keys
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0003_room_for_the_next_save'),
        ('people', '0007_one_record_for_two'),
        ('programs', '0005_words_of_public_pages'),
    ]

    operations = [
        migrations.AddField(
            model_name='attendance',
            name='given_up_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='followup',
            name='reason',
            field=models.CharField(choices=[('missed', 'Missed it'), ('asked', 'Cannot come, and asked us to call'), ('no_fit', 'Cannot come, and nothing else fits this week')], db_default='missed', default='missed', max_length=6),
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('ahead', 'Before the day'), ('missed', 'After a missed session')], default='ahead', max_length=6)),
                ('held_on', models.DateField()),
                ('starts_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
        ),
        migrations.CreateModel(
            name='ReminderAnswer',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('choice', models.CharField(choices=[('coming', 'Will be there'), ('late', 'Will be late'), ('away', 'Cannot come')], max_length=6)),
                ('late_minutes', models.PositiveSmallIntegerField(null=True)),
                ('wants_call', models.BooleanField(default=False)),
                ('answered_at', models.DateTimeField()),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='attendance.attendance')),
                ('make_up', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attendance.attendance')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('reminder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='attendance.reminder')),
            ],
        ),
        migrations.AddField(
            model_name='attendance',
            name='answer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attendance.reminderanswer'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(fields=['program', 'starts_at'], name='attendance_reminder_by_start'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('program', 'patient', 'kind', 'held_on'), name='attendance_reminder_once_for_a_day'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('starts_at'))), name='attendance_reminder_expires_after_the_start'),
        ),
        migrations.AddIndex(
            model_name='reminderanswer',
            index=models.Index(fields=['program', 'attendance'], name='attendance_answer_of_place'),
        ),
        migrations.AddConstraint(
            model_name='reminderanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('choice', 'late'), ('late_minutes__gt', 0)), models.Q(models.Q(('choice', 'late'), _negated=True), ('late_minutes', None)), _connector='OR'), name='attendance_answer_late_has_minutes'),
        ),
        migrations.AddConstraint(
            model_name='reminderanswer',
            constraint=models.CheckConstraint(condition=models.Q(('choice', 'away'), models.Q(('make_up', None), ('wants_call', False)), _connector='OR'), name='attendance_answer_instead_of_what_is_missed'),
        ),
    ]
