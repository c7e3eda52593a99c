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
            name='CounselingNote',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('text', models.TextField(blank=True)),
                ('put_forward_at', models.DateTimeField(blank=True, null=True)),
                ('edited_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=1)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('deleted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('put_forward_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='schedule.session')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('group', 'Group session'), ('individual', 'Individual session')], default='group', max_length=10)),
                ('happened_at', models.DateTimeField()),
                ('goal', models.TextField(blank=True)),
                ('participation', models.CharField(blank=True, choices=[('led', 'Led and helped others'), ('active', 'Took part actively'), ('prompted', 'Took part when asked'), ('quiet', 'Listened quietly'), ('withdrawn', 'Withdrawn'), ('disruptive', 'Disrupted the group')], max_length=12)),
                ('affect', models.CharField(blank=True, choices=[('bright', 'Bright'), ('calm', 'Calm'), ('anxious', 'Anxious'), ('sad', 'Sad'), ('angry', 'Angry or irritable'), ('flat', 'Flat'), ('changeable', 'Changeable')], max_length=12)),
                ('response', models.CharField(blank=True, choices=[('applied', 'Applied it to own life'), ('receptive', 'Receptive'), ('considering', 'Considering it'), ('mixed', 'Mixed'), ('resistant', 'Resistant'), ('none_seen', 'No response seen')], max_length=12)),
                ('sentence', models.TextField(blank=True)),
                ('quote', models.TextField(blank=True)),
                ('next_step', models.TextField(blank=True)),
                ('risk', models.CharField(blank=True, choices=[('none_raised', 'No risk raised'), ('use', 'Risk of use'), ('self_harm', 'Thoughts of self-harm'), ('harm_to_others', 'Thoughts of harming others'), ('safety_at_home', 'Safety at home'), ('medical', 'Medical or withdrawal concern')], max_length=16)),
                ('risk_note', models.TextField(blank=True)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('format', models.CharField(blank=True, max_length=4)),
                ('signed_text', models.TextField(blank=True)),
                ('signed_digest', models.CharField(blank=True, max_length=64)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('signed_as', models.CharField(blank=True, max_length=200)),
                ('minutes', models.PositiveSmallIntegerField(default=0)),
                ('co_signature_needed', models.BooleanField(default=False)),
                ('co_signed_at', models.DateTimeField(blank=True, null=True)),
                ('co_signed_as', models.CharField(blank=True, max_length=200)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes_written', to='people.staff')),
                ('co_signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('deleted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='schedule.session')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'patient', '-happened_at'], name='notes_of_patient'), models.Index(condition=models.Q(('signed_at', None)), fields=['program', 'author', 'happened_at'], name='notes_unsigned_of_author')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('deleted_at', None), ('session__isnull', False)), fields=('program', 'session', 'patient'), name='notes_one_note_per_place'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None), ('signed_digest', '')), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False), models.Q(('signed_digest', ''), _negated=True), models.Q(('signed_text', ''), _negated=True)), _connector='OR'), name='notes_signature_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('co_signed_at', None), ('co_signed_by', None)), models.Q(('co_signed_at__isnull', False), ('co_signed_by__isnull', False), ('signed_at__isnull', False)), _connector='OR'), name='notes_co_signature_follows_signature'), models.CheckConstraint(condition=models.Q(('signed_at', None), ('deleted_at', None), _connector='OR'), name='notes_signed_is_never_binned')],
            },
        ),
        migrations.CreateModel(
            name='Addendum',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('text', models.TextField()),
                ('signed_digest', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('signed_as', models.CharField(max_length=200)),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addenda', to='notes.note')),
            ],
            options={
                'verbose_name_plural': 'addenda',
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('seen_at', models.DateTimeField()),
                ('patient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='schedule.session')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.staff')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'session', 'staff'), name='notes_presence_one_per_person')],
            },
        ),
        migrations.CreateModel(
            name='QuickPhrase',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('label', models.CharField(max_length=40)),
                ('text', models.TextField()),
                ('field', models.CharField(choices=[('any', 'Any field'), ('sentence', 'Own sentence'), ('next_step', 'Next step')], default='any', max_length=10)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('deleted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quick_phrases', to='people.staff')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Summary',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('text', models.TextField(blank=True)),
                ('next_step', models.TextField(blank=True)),
                ('names_accepted', models.JSONField(default=list)),
                ('edited_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('edited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='summary', to='schedule.session')),
            ],
            options={
                'verbose_name_plural': 'summaries',
            },
        ),
    ]
