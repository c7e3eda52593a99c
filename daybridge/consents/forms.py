"""What staff type about consents and disclosures."""

from copy import deepcopy
from typing import Any

from django import forms

from daybridge.consents.models import Disclosure
from daybridge.consents.packet_forms import tpo_terms
from daybridge.consents.values import Draft
from daybridge.consents.vocabulary import EVENTS, EXPIRY_CHOICES, SIGNER_CHOICES
from daybridge.rules.consent import (
    KINDS,
    Element,
    Expiry,
    Item,
    Kind,
    KindRule,
    Purpose,
)
from daybridge.rules.consent.combining import MAY_COMBINE
from daybridge.rules.consent.leaving import WITHOUT_WORDS
from daybridge.rules.consent.terms import (
    CLASS_WORDS,
    ITEM_WORDS,
    PURPOSE_WORDS,
)
from daybridge.ui.fields import DateField, RowField

MOST_RECIPIENTS = 5  # of one form
ABOUT_RECIPIENT = ("name", "organization", "address", "contact")
LANGUAGES = [("en", "English"), ("es", "Español")]
OWN_WORDS = "own_words"
TERMS = (
    "combined_with", "discloser", "items", "items_words", "recipient_name",
    "recipient_organization", "recipient_address", "recipient_contact", "classes",
    "members", "purposes", "expiry", "expires_on", "expiry_event", "event_words",
    "may_be_revoked",
)  # fmt: skip
STARTS: dict[Kind, dict[str, Any]] = {  # what a form of a kind begins with
    Kind.SPECIFIC: {"expiry": "date"},
    Kind.COUNSELING_NOTES: {"items": [Item.COUNSELING_NOTES.value], "expiry": "date"},
    Kind.PROCEEDINGS: {"purposes": [Purpose.PROCEEDINGS.value], "expiry": "event",
                       "expiry_event": "disposition"},
    Kind.CRIMINAL_JUSTICE: {"purposes": [Purpose.SUPERVISION.value],
                            "items": [Item.STATUS.value, Item.ATTENDANCE.value],
                            "expiry": "event", "expiry_event": "disposition"},
    Kind.REGISTRY: {"purposes": [Purpose.REGISTRY.value],
                    "items": [Item.PRESENCE.value], "expiry": "event",
                    "expiry_event": "end_of_treatment"},
    Kind.PDMP: {"purposes": [Purpose.REGISTRY.value],
                "items": [Item.MEDICATIONS.value], "expiry": "event",
                "expiry_event": "end_of_treatment"},
    Kind.INTERMEDIARY: {"purposes": [Purpose.TREATMENT.value], "expiry": "date"},
    Kind.RESEARCH: {"purposes": [Purpose.RESEARCH.value], "expiry": "event",
                    "expiry_event": "end_of_study"},
    Kind.EMERGENCY_CONTACT: {"purposes": [Purpose.EMERGENCY.value],
                             "items": [Item.PRESENCE.value], "expiry": "event",
                             "expiry_event": "emergency_over"},
}  # fmt: skip


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(one.value, text) for one, text in words.items()]


class ConsentForm(forms.Form):
    """The elements of one consent; a form of the program asks only its language."""

    language = forms.ChoiceField(
        label="Language of the form", choices=LANGUAGES, widget=forms.RadioSelect
    )
    discloser = forms.CharField(label="Who may disclose", max_length=200)
    items = forms.MultipleChoiceField(
        label="Which information", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": Element.INFORMATION.value},
    )  # fmt: skip
    items_words = forms.CharField(
        label="Described further", required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    recipient_name = forms.CharField(label="Name", required=False, max_length=200)
    recipient_organization = forms.CharField(
        label="Organization", required=False, max_length=200
    )
    recipient_address = forms.CharField(
        label="Address", required=False, max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    recipient_contact = forms.CharField(
        label="Phone, fax or email", required=False, max_length=200
    )
    classes = forms.MultipleChoiceField(
        label="Or a class of recipients", required=False,
        choices=_choices(CLASS_WORDS), widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    members = forms.CharField(
        label="Members of the exchange", required=False, max_length=300,
        help_text="By name, or “my treating providers”.",
    )  # fmt: skip
    purposes = forms.MultipleChoiceField(
        label="What for", choices=_choices(PURPOSE_WORDS),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": Element.PURPOSE.value},
    )  # fmt: skip
    expiry = forms.ChoiceField(label="How it ends", widget=forms.RadioSelect)
    expires_on = DateField(label="Last day", required=False)
    expiry_event = forms.ChoiceField(
        label="Event", required=False,
        choices=[("", "Choose one"), *EVENTS, (OWN_WORDS, "Something else")],
    )  # fmt: skip
    event_words = forms.CharField(
        label="Which event, in your words", required=False, max_length=200
    )
    bound = forms.BooleanField(
        label="It cannot be revoked before the disposition",
        required=False,
        help_text="Only where taking part is a condition of the case (42 CFR 2.35).",
    )
    combined_with = forms.ChoiceField(
        label="On the same form", required=False,
        help_text="Only kinds that may share a form are offered.",
    )  # fmt: skip
    lacks_capacity = forms.BooleanField(
        label="A personal representative signs", required=False,
        help_text="The patient cannot decide for themselves now (42 CFR 2.15).",
    )  # fmt: skip

    def __init__(self, *args: Any, kind: Kind, patient: Any, **kwargs: Any) -> None:
        self.kind, self.rule = kind, KINDS[kind]
        super().__init__(*args, **kwargs)
        self.initial = starts(kind, patient) | dict(self.initial)
        if not self.rule.lets_leave:
            for name in (*TERMS, "bound"):
                self.fields.pop(name, None)
            return
        self._offer(kind)

    def _offer(self, kind: Kind) -> None:
        notes = kind is Kind.COUNSELING_NOTES
        if self.rule.may_name_several:
            self._offer_more_recipients()
        self.fields["items"].choices = [  # type: ignore[attr-defined]
            one for one in _choices(ITEM_WORDS)
            if (one[0] == Item.COUNSELING_NOTES) is notes
        ]  # fmt: skip
        self.fields["expiry"].choices = [  # type: ignore[attr-defined]
            one for one in EXPIRY_CHOICES if Expiry(one[0]) in self.rule.expiries
        ]
        together = [
            other for pair in MAY_COMBINE if kind in pair for other in pair - {kind}
        ]
        if together:
            self.fields["combined_with"].choices = [  # type: ignore[attr-defined]
                ("", "Nothing else"),
                *((one.value, KINDS[one].label) for one in sorted(together)),
            ]
        else:
            del self.fields["combined_with"]
        if not self.rule.needs_members and Kind.INTERMEDIARY not in together:
            del self.fields["members"]
        if not self.rule.may_be_irrevocable:
            del self.fields["bound"]

    def _offer_more_recipients(self) -> None:
        """The same four answers for each further recipient; all may stay empty."""
        for number in range(2, MOST_RECIPIENTS + 1):
            for name in ABOUT_RECIPIENT:
                field = deepcopy(self.fields[f"recipient_{name}"])
                self.fields[f"recipient{number}_{name}"] = field

    @property
    def more_recipients(self) -> list[list[forms.BoundField]]:
        """The answers about each further recipient, as the page shows them."""
        if not self.rule.may_name_several:
            return []
        return [
            [self[f"recipient{number}_{name}"] for name in ABOUT_RECIPIENT]
            for number in range(2, MOST_RECIPIENTS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if answers.get("expiry") == Expiry.DATE and not answers.get("expires_on"):
            self.add_error("expires_on", "Choose the last day on which it holds.")
        if answers.get("expiry") == Expiry.EVENT:
            self._check_event(answers)
        return answers

    def _check_event(self, answers: dict[str, Any]) -> None:
        chosen = answers.get("expiry_event", "")
        if not chosen:
            self.add_error("expiry_event", "Choose the event that ends it.")
        elif chosen == OWN_WORDS and not answers.get("event_words"):
            self.add_error("event_words", "Say which event ends it.")

    def draft(self) -> Draft:
        """What was filled in, as the service takes it."""
        answers = self.cleaned_data
        if not self.rule.lets_leave:
            return Draft(
                self.kind, answers["language"],
                lacks_capacity=answers["lacks_capacity"],
            )  # fmt: skip
        event = answers["expiry_event"]
        return Draft(
            self.kind,
            answers["language"],
            combined_with=answers.get("combined_with", ""),
            discloser=answers["discloser"],
            items=answers["items"],
            items_words=answers["items_words"],
            recipients=self._recipients(),
            classes=answers["classes"],
            members=answers.get("members", ""),
            purposes=answers["purposes"],
            expiry=Expiry(answers["expiry"]),
            expires_on=answers["expires_on"],
            expiry_event=answers["event_words"] if event == OWN_WORDS else event,
            may_be_revoked=not answers.get("bound", False),
            lacks_capacity=answers["lacks_capacity"],
        )

    def _recipients(self) -> list[dict[str, str]]:
        """Everyone who is named, each once."""
        found: list[dict[str, str]] = []
        for prefix in recipient_prefixes(self.rule):
            one = {
                n: self.cleaned_data.get(f"{prefix}_{n}", "") for n in ABOUT_RECIPIENT
            }
            if (one["name"] or one["organization"]) and one not in found:
                found.append(one)
        return found


def recipient_prefixes(rule: KindRule) -> list[str]:
    """What the answers about each recipient begin with."""
    if not rule.may_name_several:
        return ["recipient"]
    return ["recipient", *(f"recipient{n}" for n in range(2, MOST_RECIPIENTS + 1))]


def starts(kind: Kind, patient: Any) -> dict[str, Any]:
    """What a new form of a kind begins with, so that nobody types it."""
    first = {"language": patient.language if patient.language == "es" else "en"}
    if kind is Kind.TPO:
        return first | tpo_terms(patient.program.name)
    return first | {"discloser": patient.program.name} | STARTS.get(kind, {})


class PaperForm(forms.Form):
    """A form that was signed on paper, and its scan."""

    signer = forms.ChoiceField(label="Who signed", choices=SIGNER_CHOICES)
    name = forms.CharField(label="Their name, as signed", max_length=200)
    relation = forms.CharField(
        label="Relation to the patient", max_length=100, required=False,
        help_text="For a guardian or representative.",
    )  # fmt: skip
    scan = forms.FileField(
        label="Scan or photo of the signed paper", help_text="PDF, JPEG or PNG."
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


class HandOverForm(forms.Form):
    """What goes to whom, of what a consent allows."""

    recipient = RowField(label="Recipient")
    items = forms.MultipleChoiceField(
        label="Which information", widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(label="What for")

    def __init__(
        self, *args: Any, recipients: Any, items: Any, purposes: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recipient"]
        assert isinstance(field, RowField)
        field.offer(recipients, label=lambda one: str(one.spoken))
        self.fields["items"].choices = [  # type: ignore[attr-defined]
            (one.value, ITEM_WORDS[one]) for one in items
        ]
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (one, PURPOSE_WORDS[Purpose(one)]) for one in purposes
        ]
        if not self.is_bound:
            self.initial = {
                "recipient": recipients[0] if recipients else None,
                "items": [one.value for one in items],
                **self.initial,
            }


class EntryForm(forms.Form):
    """Something that left by phone, fax or mail, or without consent."""

    basis = forms.ChoiceField(label="On which basis")
    basis_words = forms.CharField(
        label="What the basis asks to be written down", required=False,
        max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In an emergency: its nature, and the facility of those told. "
        "For an order: its court, date and scope.",
    )  # fmt: skip
    at = forms.DateTimeField(
        label="When",
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    recipient = forms.CharField(
        label="To whom", max_length=400, required=False,
        help_text="Leave it empty for the recipient whom the consent names.",
    )  # fmt: skip
    recipient_address = forms.CharField(
        label="Their address", max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    items = forms.MultipleChoiceField(
        label="Which information", choices=_choices(ITEM_WORDS),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    content = forms.CharField(
        label="What exactly", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    purpose = forms.ChoiceField(label="What for", choices=_choices(PURPOSE_WORDS))
    channel = forms.ChoiceField(
        label="How",
        choices=[
            (one.value, one.label)
            for one in (
                Disclosure.Channel.PHONE, Disclosure.Channel.PAPER,
                Disclosure.Channel.ELECTRONIC,
            )
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, consents: Any, now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.consents = {str(one.pk): one for one in consents}
        self.fields["basis"].choices = [  # type: ignore[attr-defined]
            ("", "Choose one"),
            *((key, f"Consent: {one.label}") for key, one in self.consents.items()),
            *((one.value, words) for one, words in WITHOUT_WORDS.items()),
        ]

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        by_consent = answers.get("basis") in self.consents
        if answers.get("basis") and not by_consent:
            if not answers.get("basis_words"):
                self.add_error("basis_words", "This basis needs it written down.")
            if not answers.get("recipient"):
                self.add_error("recipient", "Say to whom it was disclosed.")
        if answers.get("at") and answers["at"] > self.now:
            self.add_error("at", "This is still to come. Enter what has left.")
        return answers


class FilterForm(forms.Form):
    """What the register is narrowed to."""

    to = forms.CharField(label="Recipient", required=False, max_length=100)
    basis = forms.ChoiceField(label="Basis", required=False)
    start = DateField(label="From", required=False)
    end = DateField(label="To", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].choices = [  # type: ignore[attr-defined]
            ("", "Any"), ("consent", "Consent"), *_choices(WITHOUT_WORDS),
        ]  # fmt: skip


class ReminderForm(forms.Form):
    how = forms.CharField(label="How", max_length=100, help_text="Phone, in person.")


class TemplateForm(forms.Form):
    """A text of the program's own."""

    title = forms.CharField(label="Title", max_length=120)
    body = forms.CharField(
        label="Text", max_length=20_000, widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Paragraphs, “## ” for a heading, “- ” for a point. What stands in "
        "brackets is filled in by the form.",
    )  # fmt: skip
