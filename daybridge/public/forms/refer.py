"""A professional refers somebody: who refers, whom, from when on, with papers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.intake.models import Inquiry, Referral
from daybridge.public.forms.phones import PhoneField
from daybridge.public.guard import GuardedForm
from daybridge.ui.fields import DateField
from daybridge.uploads import FileKind, Received, UploadRefused, receive

PAPERS = frozenset({FileKind.PDF, FileKind.XML})
NOT_TAKEN = _(
    "This file cannot be taken. Choose a PDF or a C-CDA document (XML) of at most "
    "10 MB."
)
KINDS = [
    (Referral.Kind.DETOX, _("Detox or withdrawal management")),
    (Referral.Kind.HOSPITAL, _("Hospital")),
    (Referral.Kind.RESIDENTIAL, _("Residential program")),
    (Referral.Kind.OUTPATIENT, _("Outpatient care")),
    (Referral.Kind.COURT, _("Court or probation")),
    (Referral.Kind.OTHER, _("Someone else")),
]
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
PARTS = (
    (_("About you"), ("person", "organization", "kind", "your_phone", "email")),
    (
        _("About the person"),
        ("first_name", "last_name", "born_on", "phone", "language"),
    ),
    (
        _("The step to us"),
        ("expected_on", "last_level", "medications", "note", "document", "agrees"),
    ),
)


def _line(label: Any, length: int, *, needed: bool = False, **more: Any) -> Any:
    return forms.CharField(label=label, max_length=length, required=needed, **more)


class ReferForm(GuardedForm):
    person = _line(_("Your name"), 200, needed=True)
    organization = _line(_("Your organization"), 200, needed=True)
    kind = forms.ChoiceField(label=_("What it is"), choices=KINDS)
    your_phone = PhoneField(label=_("Your telephone"))
    email = forms.EmailField(label=_("Your e-mail"), required=False)
    first_name = _line(_("First name"), 100, needed=True)
    last_name = _line(_("Last name"), 100, needed=True)
    born_on = DateField(label=_("Born on"), required=False)
    phone = PhoneField(label=_("A number that is safe to call"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    expected_on = DateField(label=_("Expected with us on"), required=False)
    last_level = _line(
        _("Last level of care"), 60, help_text=_("Such as 3.7, or residential.")
    )
    medications = _line(
        _("Medications"), 2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    note = _line(
        _("What we should know"), 4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.FileField(
        label=_("A summary, as PDF or C-CDA"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.xml"}),
    )
    agrees = forms.BooleanField(
        label=_("The person knows about this referral and agrees to it"),
        error_messages={
            "required": _("Please speak with the person first, and say so here.")
        },
    )

    received: Received | None = None

    def clean_document(self) -> Any:
        upload = self.cleaned_data.get("document")
        if upload:
            try:
                self.received = receive(upload, PAPERS)
            except UploadRefused:
                raise forms.ValidationError(NOT_TAKEN) from None
        return upload

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(title, [self[name] for name in names]) for title, names in PARTS]

    def inquiry(self) -> dict[str, Any]:
        """What the inquiry keeps; the form is valid."""
        told = self.cleaned_data
        own = ("first_name", "last_name", "born_on", "phone", "language")
        return {
            **{name: told[name] for name in own},
            "caller": Inquiry.Caller.PROFESSIONAL,
            "caller_name": told["person"],
            "caller_relation": told["organization"],
            "caller_phone": told["your_phone"],
        }

    def referral(self) -> dict[str, Any]:
        """What the referral keeps; the form is valid."""
        told = self.cleaned_data
        own = (
            "kind", "organization", "person", "email", "expected_on", "last_level",
            "medications", "note",
        )  # fmt: skip
        return {**{name: told[name] for name in own}, "phone": told["your_phone"]}
