import daybridge.keys
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Curriculum',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('title', models.CharField(max_length=200)),
                ('version', models.CharField(max_length=20)),
                ('license', models.CharField(max_length=200)),
                ('source', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Program',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('door_name', models.CharField(default='Welcome', max_length=100)),
                ('time_zone', models.CharField(default='America/New_York', max_length=60)),
                ('week_starts_on', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(6)])),
                ('state', models.CharField(default='PA', max_length=2)),
                ('note_format', models.CharField(choices=[('DAP', 'DAP (data, assessment, plan)'), ('BIRP', 'BIRP (behavior, intervention, response, plan)'), ('GIRP', 'GIRP (goal, intervention, response, plan)'), ('SOAP', 'SOAP (subjective, objective, assessment, plan)')], default='DAP', max_length=4)),
                ('grace_minutes', models.PositiveSmallIntegerField(default=5)),
                ('group_size_limit', models.PositiveSmallIntegerField(default=12)),
                ('patients_per_staff', models.PositiveSmallIntegerField(default=12)),
                ('made_by_demo', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('week_starts_on__lte', 6)), name='programs_week_starts_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Module',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('curriculum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='modules', to='programs.curriculum')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='curriculum',
            name='program',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program'),
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('address', models.TextField(blank=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=80)),
                ('capacity', models.PositiveSmallIntegerField()),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='programs.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'site', 'name'), name='programs_room_name_per_site')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('on', models.DateField()),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('federal', 'Federal holiday'), ('own', 'Own closure')], default='own', max_length=8)),
                ('is_open_anyway', models.BooleanField(default=False)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='closures', to='programs.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('site__isnull', False)), fields=('program', 'on', 'site'), name='programs_closure_once_a_day_per_site'), models.UniqueConstraint(condition=models.Q(('site', None)), fields=('program', 'on'), name='programs_closure_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('modality', models.CharField(choices=[('group', 'Group therapy'), ('education', 'Education'), ('skills', 'Skills'), ('wellness', 'Wellness'), ('family', 'Family'), ('outing', 'Outing'), ('individual', 'Individual counseling')], max_length=12)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('counts_to_clinical_hours', models.BooleanField(default=True)),
                ('aims', models.JSONField(default=list)),
                ('outline', models.JSONField(default=list)),
                ('evidence_base', models.CharField(blank=True, max_length=300)),
                ('facilitator_plan', models.TextField(blank=True)),
                ('handout', models.TextField(blank=True)),
                ('curriculum', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='programs.curriculum')),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='programs.module')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'curriculum', 'number'), name='programs_topic_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Track',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=80)),
                ('level_of_care', models.CharField(default='2.1', max_length=8)),
                ('for_adolescents', models.BooleanField(default=False)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tracks', to='programs.site')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'name'), name='programs_track_name_once')],
            },
        ),
        migrations.CreateModel(
            name='DoseRule',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('min_week_minutes', models.PositiveIntegerField(default=540)),
                ('max_week_minutes', models.PositiveIntegerField(default=1140)),
                ('min_days', models.PositiveSmallIntegerField(default=3)),
                ('max_days', models.PositiveSmallIntegerField(default=5)),
                ('min_day_minutes', models.PositiveIntegerField(default=120)),
                ('max_day_minutes', models.PositiveIntegerField(default=240)),
                ('source', models.CharField(max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('track', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dose_rules', to='programs.track')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('max_day_minutes__gte', models.F('min_day_minutes')), ('max_days__gte', models.F('min_days')), ('max_week_minutes__gte', models.F('min_week_minutes'))), name='programs_dose_rule_ranges_run_upward')],
            },
        ),
        migrations.CreateModel(
            name='DayRule',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('min_minutes', models.PositiveIntegerField(blank=True, null=True)),
                ('min_services', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('source', models.CharField(max_length=300)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('min_minutes__isnull', False), ('min_services__isnull', False), _connector='OR'), name='programs_day_rule_asks_for_something')],
            },
        ),
        migrations.AddConstraint(
            model_name='curriculum',
            constraint=models.UniqueConstraint(fields=('program', 'title', 'version'), name='programs_curriculum_version_once'),
        ),
    ]
