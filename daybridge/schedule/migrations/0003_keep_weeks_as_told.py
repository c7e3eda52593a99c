
import daybridge.keys
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_one_record_for_two'),
        ('programs', '0005_words_of_public_pages'),
        ('schedule', '0002_session_stopped_by_closure'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hours',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('version', models.PositiveIntegerField(default=1)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='programs.room')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='people.staff')),
            ],
        ),
        migrations.CreateModel(
            name='HoursChange',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('from_quarter', models.PositiveSmallIntegerField()),
                ('until_quarter', models.PositiveSmallIntegerField()),
                ('mark', models.CharField(choices=[('work', 'Work'), ('school', 'School'), ('children', 'Children'), ('court', 'Court'), ('transport', 'No way to get there'), ('worship', 'Worship'), ('other', 'Something else'), ('rather_not', 'Rather not'), ('preferred', 'Good for me'), ('open', 'Open'), ('none', 'Nothing')], max_length=10)),
                ('on', models.DateField()),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('week', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='schedule.hours')),
            ],
        ),
        migrations.CreateModel(
            name='HoursTime',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('from_quarter', models.PositiveSmallIntegerField()),
                ('until_quarter', models.PositiveSmallIntegerField()),
                ('mark', models.CharField(choices=[('work', 'Work'), ('school', 'School'), ('children', 'Children'), ('court', 'Court'), ('transport', 'No way to get there'), ('worship', 'Worship'), ('other', 'Something else'), ('rather_not', 'Rather not'), ('preferred', 'Good for me'), ('open', 'Open'), ('none', 'Nothing')], max_length=10)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('week', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='times', to='schedule.hours')),
            ],
        ),
        migrations.CreateModel(
            name='ToldWeek',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('travel_minutes', models.PositiveSmallIntegerField(default=0)),
                ('telehealth', models.BooleanField(default=False)),
                ('told_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='told_weeks', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
        ),
        migrations.CreateModel(
            name='ToldTime',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('from_quarter', models.PositiveSmallIntegerField()),
                ('until_quarter', models.PositiveSmallIntegerField()),
                ('mark', models.CharField(choices=[('work', 'Work'), ('school', 'School'), ('children', 'Children'), ('court', 'Court'), ('transport', 'No way to get there'), ('worship', 'Worship'), ('other', 'Something else'), ('rather_not', 'Rather not'), ('preferred', 'Good for me'), ('open', 'Open'), ('none', 'Nothing')], max_length=10)),
                ('weekday', models.PositiveSmallIntegerField()),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('week', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='times', to='schedule.toldweek')),
            ],
        ),
        migrations.CreateModel(
            name='ToldChange',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('from_quarter', models.PositiveSmallIntegerField()),
                ('until_quarter', models.PositiveSmallIntegerField()),
                ('mark', models.CharField(choices=[('work', 'Work'), ('school', 'School'), ('children', 'Children'), ('court', 'Court'), ('transport', 'No way to get there'), ('worship', 'Worship'), ('other', 'Something else'), ('rather_not', 'Rather not'), ('preferred', 'Good for me'), ('open', 'Open'), ('none', 'Nothing')], max_length=10)),
                ('on', models.DateField()),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('week', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='schedule.toldweek')),
            ],
        ),
        migrations.AddConstraint(
            model_name='hours',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('room__isnull', False), ('staff', None)), models.Q(('room', None), ('staff__isnull', False)), _connector='OR'), name='schedule_hours_are_of_one'),
        ),
        migrations.AddConstraint(
            model_name='hours',
            constraint=models.UniqueConstraint(fields=('program', 'staff'), name='schedule_hours_one_of_staff'),
        ),
        migrations.AddConstraint(
            model_name='hours',
            constraint=models.UniqueConstraint(fields=('program', 'room'), name='schedule_hours_one_of_room'),
        ),
        migrations.AddIndex(
            model_name='hourschange',
            index=models.Index(fields=['program', 'week', 'on'], name='schedule_hours_change_of_week'),
        ),
        migrations.AddConstraint(
            model_name='hourschange',
            constraint=models.CheckConstraint(condition=models.Q(('until_quarter__gt', models.F('from_quarter')), ('until_quarter__lte', 96)), name='schedule_hours_change_within_a_day'),
        ),
        migrations.AddConstraint(
            model_name='hourschange',
            constraint=models.CheckConstraint(condition=models.Q(('mark__in', ('open', 'none'))), name='schedule_hours_change_opens_or_closes'),
        ),
        migrations.AddIndex(
            model_name='hourstime',
            index=models.Index(fields=['program', 'week'], name='schedule_hours_time_of_week'),
        ),
        migrations.AddConstraint(
            model_name='hourstime',
            constraint=models.CheckConstraint(condition=models.Q(('until_quarter__gt', models.F('from_quarter')), ('until_quarter__lte', 96), ('weekday__lte', 6)), name='schedule_hours_time_within_a_day'),
        ),
        migrations.AddConstraint(
            model_name='hourstime',
            constraint=models.CheckConstraint(condition=models.Q(('mark', 'open')), name='schedule_hours_time_is_open'),
        ),
        migrations.AddConstraint(
            model_name='toldweek',
            constraint=models.UniqueConstraint(fields=('program', 'patient'), name='schedule_told_week_one_each'),
        ),
        migrations.AddConstraint(
            model_name='toldweek',
            constraint=models.CheckConstraint(condition=models.Q(('travel_minutes__lte', 240)), name='schedule_told_week_way_is_a_way'),
        ),
        migrations.AddIndex(
            model_name='toldtime',
            index=models.Index(fields=['program', 'week'], name='schedule_told_time_of_week'),
        ),
        migrations.AddConstraint(
            model_name='toldtime',
            constraint=models.CheckConstraint(condition=models.Q(('until_quarter__gt', models.F('from_quarter')), ('until_quarter__lte', 96), ('weekday__lte', 6)), name='schedule_told_time_within_a_day'),
        ),
        migrations.AddConstraint(
            model_name='toldtime',
            constraint=models.CheckConstraint(condition=models.Q(('mark__in', ('work', 'school', 'children', 'court', 'transport', 'worship', 'other', 'rather_not', 'preferred'))), name='schedule_told_time_of_a_life'),
        ),
        migrations.AddIndex(
            model_name='toldchange',
            index=models.Index(fields=['program', 'week', 'on'], name='schedule_told_change_of_week'),
        ),
        migrations.AddConstraint(
            model_name='toldchange',
            constraint=models.CheckConstraint(condition=models.Q(('until_quarter__gt', models.F('from_quarter')), ('until_quarter__lte', 96)), name='schedule_told_change_within_a_day'),
        ),
        migrations.AddConstraint(
            model_name='toldchange',
            constraint=models.CheckConstraint(condition=models.Q(('mark__in', ('work', 'school', 'children', 'court', 'transport', 'worship', 'other', 'rather_not', 'preferred', 'none'))), name='schedule_told_change_of_a_life'),
        ),
    ]
