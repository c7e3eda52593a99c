"""What people type about a patient."""

from django import forms

from daybridge.people.models import Sex


class PatientForm(forms.Form):
    legal_first_name = forms.CharField(max_length=100)
    legal_last_name = forms.CharField(max_length=100)
    preferred_name = forms.CharField(
        max_length=100, required=False, help_text="What everyone here calls them."
    )
    pronouns = forms.CharField(max_length=40, required=False)
    born_on = forms.DateField(
        required=False,
        label="Birth date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sex = forms.ChoiceField(choices=Sex.choices, initial=Sex.UNKNOWN)
    phone = forms.CharField(max_length=40, required=False)
    may_leave_message = forms.BooleanField(
        required=False, label="They allow a message on this phone"
    )
    email = forms.EmailField(required=False)
    address = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NewPatientForm(PatientForm):
    record_number = forms.CharField(max_length=20)
    contact_name = forms.CharField(
        max_length=200, required=False, label="Emergency contact"
    )
    contact_relationship = forms.CharField(
        max_length=60, required=False, label="Who they are to the patient"
    )
    contact_phone = forms.CharField(max_length=40, required=False, label="Their phone")

    field_order = ("record_number",)


class EditPatientForm(PatientForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
