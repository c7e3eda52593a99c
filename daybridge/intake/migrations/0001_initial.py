import daybridge.keys
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('admitted_on', models.DateField()),
                ('discharged_on', models.DateField(blank=True, null=True)),
                ('last_contact_on', models.DateField(blank=True, null=True)),
                ('discharge_reason', models.CharField(blank=True, choices=[('1', 'Treatment completed'), ('2', 'Left against professional advice'), ('3', 'Ended by the program'), ('4', 'Transferred to other treatment'), ('5', 'Incarcerated'), ('6', 'Death'), ('7', 'Other')], max_length=1)),
                ('referral_source', models.CharField(blank=True, max_length=2)),
                ('primary_substance', models.CharField(blank=True, max_length=2)),
                ('admission_facts', models.JSONField(default=dict)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='episodes', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'discharged_on', 'admitted_on'], name='intake_episode_census')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('discharged_on', None)), fields=('program', 'patient'), name='intake_episode_one_open_per_patient'), models.CheckConstraint(condition=models.Q(models.Q(('discharge_reason', ''), ('discharged_on', None)), models.Q(('discharged_on__gte', models.F('admitted_on')), models.Q(('discharge_reason', ''), _negated=True)), _connector='OR'), name='intake_episode_discharge_has_day_and_reason')],
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('level_of_care', models.CharField(max_length=8)),
                ('started_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='intake.episode')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('track', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stays', to='programs.track')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'track', 'ended_on'], name='intake_stay_of_track')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('program', 'episode'), name='intake_stay_one_open_per_episode')],
            },
        ),
        migrations.CreateModel(
            name='DoseOrder',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('starts_on', models.DateField()),
                ('minutes_per_week', models.PositiveIntegerField()),
                ('days_per_week', models.PositiveSmallIntegerField()),
                ('modality_mix', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True)),
                ('ordered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('stay', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dose_orders', to='intake.stay')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'stay', 'starts_on'), name='intake_dose_order_one_a_day')],
            },
        ),
    ]
