"""What people type about staff: the person, credentials, supervisor, roles."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.apps import apps

from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.people.credentials import kinds
from daybridge.people.models import Staff
from daybridge.people.staffing import SHOWS, Asked
from daybridge.ui.fields import DateField, RowField

LONGEST_TERM = timedelta(days=366 * 20)


class StaffForm(forms.Form):
    legal_first_name = forms.CharField(label="Legal first name", max_length=100)
    legal_last_name = forms.CharField(label="Legal last name", max_length=100)
    preferred_name = forms.CharField(
        label="Preferred name",
        max_length=100,
        required=False,
        help_text="What everyone here calls them, in place of the first name.",
    )
    pronouns = forms.CharField(label="Pronouns", max_length=40, required=False)
    title = forms.CharField(label="Job title", max_length=100, required=False)
    email = forms.EmailField(
        label="Work email",
        required=False,
        help_text="Needed for the first sign-in.",
    )
    phone = forms.CharField(label="Work phone", max_length=40, required=False)
    site = RowField(label="Site", required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sites = apps.get_model("programs", "Site").objects
        rows = sites.in_program(viewer.program_id).order_by("name")
        self.fields["site"].offer(rows, none="No site")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as columns of the staff row."""
        values = dict(self.cleaned_data)
        site = values.pop("site")
        for extra in ("version", "roles"):
            values.pop(extra, None)
        return values | {"site_id": site.pk if site else None}


class NewStaffForm(StaffForm):
    roles = forms.MultipleChoiceField(
        label="Roles",
        required=False,
        choices=[choice for choice in Role.choices if choice[0] != Role.DIRECTOR],
        widget=forms.CheckboxSelectMultiple,
        help_text="What they may see follows from these. A director is proposed later.",
    )


class EditStaffForm(StaffForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TermForm(forms.Form):
    """One term of a license."""

    number = forms.CharField(label="Number", max_length=60, required=False)
    issued_on = DateField(label="Issued on", required=False)
    expires_on = DateField(
        label="Valid through",
        required=False,
        help_text="The last valid day. Leave it empty if it never expires.",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_issued_on(self) -> date | None:
        issued: date | None = self.cleaned_data["issued_on"]
        if issued and issued > self.on:
            raise forms.ValidationError("This day is still to come.")
        return issued

    def clean_expires_on(self) -> date | None:
        expires: date | None = self.cleaned_data["expires_on"]
        if expires and expires > self.on + LONGEST_TERM:
            raise forms.ValidationError("More than twenty years ahead. Check the year.")
        return expires

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", "It cannot end before it was issued.")
        return cleaned


class CredentialForm(TermForm):
    kind = forms.ChoiceField(
        label="Kind of license", choices=lambda: [("", "Choose one"), *kinds()]
    )
    jurisdiction = forms.CharField(
        label="State",
        max_length=2,
        required=False,
        help_text="Two letters, for example PA.",
    )

    field_order = ("kind", "jurisdiction", "number", "issued_on", "expires_on")

    def clean_jurisdiction(self) -> str:
        state: str = self.cleaned_data["jurisdiction"].upper()
        if state and not (len(state) == 2 and state.isascii() and state.isalpha()):
            raise forms.ValidationError("Give the two letters of a state.")
        return state


class CorrectCredentialForm(CredentialForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SupervisorForm(forms.Form):
    supervisor = RowField(label="Supervisor")
    starts_on = DateField(
        label="From", help_text="Today or earlier. Whoever it was ends the day before."
    )

    def __init__(
        self, *args: Any, staff: Staff, candidates: list[Staff], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in candidates if one.pk != staff.pk]
        self.fields["supervisor"].offer(others)  # type: ignore[attr-defined]


class RolesForm(forms.Form):
    """The roles someone has; what was seen goes along, so that nothing is undone."""

    roles = forms.MultipleChoiceField(
        label="Roles",
        required=False,
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="A director needs a second person to agree.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def added(self) -> set[Role]:
        return self._chosen - self._seen

    @property
    def taken(self) -> set[Role]:
        return self._seen - self._chosen

    @property
    def _chosen(self) -> set[Role]:
        return {Role(role) for role in self.cleaned_data["roles"]}

    @property
    def _seen(self) -> set[Role]:
        known = set(Role.values)
        words = self.cleaned_data["seen"].split(",")
        return {Role(word) for word in words if word in known}


class FindStaffForm(forms.Form):
    q = forms.CharField(max_length=100, required=False)
    role = forms.ChoiceField(choices=[("", "Any role"), *Role.choices], required=False)
    show = forms.ChoiceField(choices=SHOWS, required=False)

    def asked(self) -> Asked:
        """What was asked for; an answer nobody offered asks nothing."""
        self.is_valid()
        typed = self.cleaned_data
        return Asked(
            name=typed.get("q", ""),
            role=typed.get("role", ""),
            show=typed.get("show") or SHOWS[0][0],
        )
