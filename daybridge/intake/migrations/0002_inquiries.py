import daybridge.keys
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_initial'),
        ('people', '0006_arrival_pin'),
        ('programs', '0003_retire_sites_and_rooms'),
    ]

    operations = [
        migrations.CreateModel(
            name='Inquiry',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('stage', models.CharField(choices=[('new', 'New'), ('reached', 'Reached'), ('screened', 'Screened'), ('benefits', 'Benefits checked'), ('booked', 'Assessment booked'), ('offered', 'Offered'), ('admitted', 'Admitted'), ('declined', 'Declined'), ('referred_on', 'Referred on'), ('lost', 'Lost')], default='new', max_length=12)),
                ('stage_reason', models.CharField(blank=True, max_length=500)),
                ('stage_since', models.DateTimeField()),
                ('channel', models.CharField(choices=[('phone', 'Phone'), ('web', 'Website'), ('referral', 'Referral form'), ('walk_in', 'Came in')], default='phone', max_length=8)),
                ('first_contact_at', models.DateTimeField()),
                ('call_back_at', models.DateTimeField(blank=True, null=True)),
                ('first_name', models.CharField(blank=True, max_length=100)),
                ('last_name', models.CharField(blank=True, max_length=100)),
                ('preferred_name', models.CharField(blank=True, max_length=100)),
                ('pronouns', models.CharField(blank=True, max_length=40)),
                ('born_on', models.DateField(blank=True, null=True)),
                ('language', models.CharField(default='en', max_length=10)),
                ('address', models.TextField(blank=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('phone_e164', models.CharField(blank=True, max_length=20)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('may_leave_message', models.BooleanField(default=False)),
                ('message_name', models.CharField(blank=True, max_length=100)),
                ('best_times', models.CharField(blank=True, max_length=200)),
                ('caller', models.CharField(choices=[('self', 'The person'), ('relative', 'A relative or friend'), ('professional', 'A professional')], default='self', max_length=12)),
                ('caller_name', models.CharField(blank=True, max_length=200)),
                ('caller_relation', models.CharField(blank=True, max_length=200)),
                ('caller_phone', models.CharField(blank=True, max_length=40)),
                ('words', models.TextField(blank=True)),
                ('self_check', models.JSONField(default=dict)),
                ('payer_name', models.CharField(blank=True, max_length=200)),
                ('member_number', models.CharField(blank=True, max_length=60)),
                ('insured', models.CharField(blank=True, choices=[('self', 'Their own'), ('spouse', "A spouse's or partner's"), ('parent', "A parent's"), ('other', "Someone else's")], max_length=6)),
                ('times_wanted', models.JSONField(default=list)),
                ('ties', models.TextField(blank=True)),
                ('how_soon', models.CharField(blank=True, choices=[('now', 'As soon as possible'), ('weeks', 'Within a few weeks'), ('later', 'Later, or only asking')], max_length=5)),
                ('referral_source', models.CharField(blank=True, max_length=2)),
                ('version', models.PositiveIntegerField(default=1)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('patient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='inquiries', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('track', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.track')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'stage', 'first_contact_at', 'id'], name='intake_inquiry_board'), models.Index(fields=['program', 'owner', 'stage', 'first_contact_at'], name='intake_inquiry_of_owner'), models.Index(fields=['program', 'patient'], name='intake_inquiry_of'), models.Index(fields=['program', 'phone_e164'], name='intake_inquiry_by_phone'), models.Index(fields=['program', 'born_on'], name='intake_inquiry_by_birth')],
                'constraints': [models.CheckConstraint(condition=models.Q(('caller_phone', ''), ('email', ''), ('first_name', ''), ('last_name', ''), ('phone', ''), _negated=True), name='intake_inquiry_has_a_name_or_a_way_to_reach'), models.CheckConstraint(condition=models.Q(('patient', None), ('stage', 'admitted'), _negated=True), name='intake_inquiry_admitted_has_a_patient'), models.CheckConstraint(condition=models.Q(('stage__in', ['declined', 'referred_on', 'lost']), ('stage_reason', ''), _negated=True), name='intake_inquiry_end_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('outcome', models.CharField(choices=[('reached', 'Reached'), ('message', 'Left a message'), ('no_answer', 'No answer'), ('call_back', 'Call back later'), ('wrong', 'Wrong number')], max_length=9)),
                ('called_at', models.DateTimeField()),
                ('call_back_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True)),
                ('called_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='intake.inquiry')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'inquiry', 'called_at'], name='intake_call_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('call_back_at', None), ('outcome', 'call_back'), _negated=True), name='intake_call_back_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='AssessmentBooking',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('mode', models.CharField(choices=[('in_person', 'In person'), ('phone', 'By phone'), ('video', 'By video')], default='in_person', max_length=9)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('booked_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('cancel_reason', models.CharField(blank=True, max_length=500)),
                ('assessor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessment_bookings', to='people.staff')),
                ('booked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('moved_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.assessmentbooking')),
                ('patient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessment_bookings', to='people.patient')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='intake.inquiry')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'assessor', 'starts_at'], name='intake_booking_of_assessor'), models.Index(fields=['program', 'inquiry', 'starts_at'], name='intake_booking_of_inquiry'), models.Index(fields=['program', 'patient'], name='intake_booking_of')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at', None)), fields=('program', 'assessor', 'starts_at'), name='intake_booking_one_start_per_assessor'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='intake_booking_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='InquiryNote',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='intake.inquiry')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'inquiry', 'written_at'], name='intake_note_of')],
            },
        ),
        migrations.CreateModel(
            name='StageChange',
            fields=[
                ('id', models.UUIDField(default=daybridge.keys.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('from_stage', models.CharField(blank=True, choices=[('new', 'New'), ('reached', 'Reached'), ('screened', 'Screened'), ('benefits', 'Benefits checked'), ('booked', 'Assessment booked'), ('offered', 'Offered'), ('admitted', 'Admitted'), ('declined', 'Declined'), ('referred_on', 'Referred on'), ('lost', 'Lost')], max_length=12)),
                ('to_stage', models.CharField(choices=[('new', 'New'), ('reached', 'Reached'), ('screened', 'Screened'), ('benefits', 'Benefits checked'), ('booked', 'Assessment booked'), ('offered', 'Offered'), ('admitted', 'Admitted'), ('declined', 'Declined'), ('referred_on', 'Referred on'), ('lost', 'Lost')], max_length=12)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staff')),
                ('inquiry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stage_changes', to='intake.inquiry')),
                ('program', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.program')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'inquiry', 'changed_at'], name='intake_stage_change_of')],
            },
        ),
    ]
