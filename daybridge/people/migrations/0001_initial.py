import daybridge.keys
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('programs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Patient',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('legal_first_name', models.CharField(max_length=100)),
                ('legal_last_name', models.CharField(max_length=100)),
                ('preferred_name', models.CharField(blank=True, max_length=100)),
                ('pronouns', models.CharField(blank=True, max_length=40)),
                ('record_number', models.CharField(max_length=20)),
                ('born_on', models.DateField(blank=True, null=True)),
                ('sex', models.CharField(choices=[('F', 'Female'), ('M', 'Male'), ('U', 'Not recorded')], default='U', max_length=1)),
                ('language', models.CharField(default='en', max_length=10)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('may_leave_message', models.BooleanField(default=False)),
                ('address', models.TextField(blank=True)),
                ('arrival_code_digest', models.CharField(blank=True, max_length=64)),
                ('version', models.PositiveIntegerField(default=1)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'legal_last_name', 'legal_first_name', 'id'], name='people_patient_by_name')],
                'constraints': [models.UniqueConstraint(fields=('program', 'record_number'), name='people_patient_number_once'), models.UniqueConstraint(condition=models.Q(('arrival_code_digest', ''), _negated=True), fields=('program', 'arrival_code_digest'), name='people_patient_arrival_code_once')],
            },
        ),
        migrations.CreateModel(
            name='NameWord',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('word', models.CharField(max_length=100)),
                ('sort_name', models.CharField(max_length=210)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_words', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'word', 'sort_name', 'patient'], name='people_name_word_search'), models.Index(fields=['patient'], name='people_name_word_of_patient')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('relationship', models.CharField(blank=True, max_length=60)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_emergency_contact', models.BooleanField(default=False)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='people.patient')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'patient'], name='people_contact_of')],
            },
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('legal_first_name', models.CharField(max_length=100)),
                ('legal_last_name', models.CharField(max_length=100)),
                ('preferred_name', models.CharField(blank=True, max_length=100)),
                ('pronouns', models.CharField(blank=True, max_length=40)),
                ('roles', models.JSONField(default=list)),
                ('title', models.CharField(blank=True, max_length=100)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('deactivated_at', models.DateTimeField(blank=True, null=True)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('site', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='programs.site')),
                ('supervisor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervisees', to='people.staff')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'user'), name='people_staff_once_per_program')],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(max_length=20)),
                ('number', models.CharField(blank=True, max_length=60)),
                ('jurisdiction', models.CharField(blank=True, max_length=2)),
                ('issued_on', models.DateField(blank=True, null=True)),
                ('expires_on', models.DateField(blank=True, null=True)),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'expires_on'], name='people_credential_expiry')],
            },
        ),
    ]
