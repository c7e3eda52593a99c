import daybridge.keys
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('programs', '0001_initial'),
        ('schedule', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('starts_at', models.DateTimeField()),
                ('mark', models.CharField(choices=[('expected', 'Expected'), ('attended', 'Attended'), ('no_show', 'No-show'), ('excused', 'Excused')], default='expected', max_length=8)),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('telehealth', 'Telehealth')], default='in_person', max_length=10)),
                ('origin', models.CharField(choices=[('enrolled', 'Enrolled in the group'), ('added', 'Added for this session'), ('make_up', 'Make-up')], default='enrolled', max_length=8)),
                ('arrived_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('minutes', models.PositiveSmallIntegerField(default=0)),
                ('absence_reason', models.CharField(blank=True, max_length=200)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('arrived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('makes_up_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='make_ups', to='attendance.attendance')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='schedule.session')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'patient', 'starts_at'], name='attendance_of_patient'), models.Index(fields=['program', 'starts_at'], name='attendance_by_start')],
                'constraints': [models.UniqueConstraint(fields=('program', 'session', 'patient'), name='attendance_one_place_per_session'), models.CheckConstraint(condition=models.Q(models.Q(('arrived_at__isnull', False), ('mark', 'attended')), models.Q(models.Q(('mark', 'attended'), _negated=True), ('arrived_at', None), ('left_at', None), ('minutes', 0)), _connector='OR'), name='attendance_attended_has_arrival'), models.CheckConstraint(condition=models.Q(('left_at', None), ('left_at__gte', models.F('arrived_at')), _connector='OR'), name='attendance_leaves_after_arriving')],
            },
        ),
        migrations.CreateModel(
            name='DoorTablet',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=80)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('last_seen_at', models.DateTimeField(blank=True, null=True)),
                ('misses', models.PositiveSmallIntegerField(default=0)),
                ('misses_since', models.DateTimeField(blank=True, null=True)),
                ('paused_until', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='door_tablets', to='programs.site')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('due_on', models.DateField()),
                ('next_try_on', models.DateField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.CharField(blank=True, choices=[('returning', 'Reached: coming back'), ('make_up', 'Reached: make-up arranged'), ('declined', 'Reached: does not want to come back now'), ('message', 'Left a message, as they allowed'), ('no_answer', 'No answer'), ('safety', 'Safety concern: supervisor told')], max_length=10)),
                ('note', models.TextField(blank=True)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('attendance', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='follow_up', to='attendance.attendance')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'due_on'], name='attendance_follow_up_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='attendance_follow_up_outcome_has_time_and_author')],
            },
        ),
    ]
