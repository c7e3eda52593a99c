"""Ask for a call: a number, how to speak there, and what somebody wants to say."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.intake.models import Inquiry
from daybridge.public.forms.phones import PhoneField
from daybridge.public.guard import GuardedForm
from daybridge.public.self_check_words import QUESTION_WORDS
from daybridge.rules.self_check import QUESTIONS

MOST_ANSWERS = 500  # characters of the handed-over answers


class CallForm(GuardedForm):
    caller = forms.ChoiceField(
        label=_("For whom are you asking?"),
        choices=[
            (Inquiry.Caller.SELF, _("For myself")),
            (Inquiry.Caller.RELATIVE, _("For someone close to me")),
        ],
        initial=Inquiry.Caller.SELF,
        widget=forms.RadioSelect,
    )
    first_name = forms.CharField(
        label=_("What may we call you?"),
        max_length=100,
        help_text=_("A first name is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    phone = PhoneField(
        label=_("Which number is safe to call?"),
        help_text=_("One where nobody answers whom you would not want to know."),
    )
    may_leave_message = forms.ChoiceField(
        label=_("May we leave a message there?"),
        choices=[("no", _("No, only speak with me")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    message_name = forms.CharField(
        label=_("What name shall we give when we call?"),
        max_length=100,
        required=False,
        help_text=_(
            "Such as a first name. Without one we say only the first name of whoever "
            "calls, never what this is about."
        ),
    )
    best_times = forms.CharField(
        label=_("When is a good time?"),
        max_length=200,
        required=False,
        help_text=_("Such as: weekdays after 5 pm, not on Tuesdays."),
    )
    words = forms.CharField(
        label=_("Anything you want us to know first"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    self_check = forms.CharField(required=False, widget=forms.HiddenInput)
    hand_over = forms.BooleanField(
        label=_("Give these answers to whoever calls me"), required=False
    )

    def clean_self_check(self) -> dict[str, str]:
        """The answers of the self-check as they came along; nothing else is taken."""
        return answers_in(self.cleaned_data["self_check"])

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields in order, without those of the self-check."""
        apart = ("self_check", "hand_over")
        return [field for field in self.questions if field.name not in apart]

    @property
    def brought(self) -> list[tuple[Any, Any]]:
        """Questions and answers of the self-check that came along, in words."""
        answers = answers_in(str(self["self_check"].value() or ""))
        return [
            (QUESTION_WORDS[name].asks, QUESTION_WORDS[name].answers[answer])
            for name, answer in answers.items()
        ]

    def values(self, language: str) -> dict[str, Any]:
        """What an inquiry keeps of it; the form is valid."""
        told = self.cleaned_data
        is_own = told["caller"] == Inquiry.Caller.SELF
        reach = (
            {"first_name": told["first_name"], "phone": told["phone"]}
            if is_own
            else {"caller_name": told["first_name"], "caller_phone": told["phone"]}
        )
        return {
            **reach,
            "caller": told["caller"],
            "language": language,
            "may_leave_message": told["may_leave_message"] == "yes",
            "message_name": told["message_name"],
            "best_times": told["best_times"],
            "words": told["words"],
            "self_check": told["self_check"] if told["hand_over"] else {},
        }


def answers_in(text: str) -> dict[str, str]:
    """Known answers to known questions in a text of the page; everything else falls."""
    try:
        sent = json.loads(text[:MOST_ANSWERS]) if text else {}
    except ValueError:
        return {}
    if not isinstance(sent, dict):
        return {}
    return {
        question.name: sent[question.name]
        for question in QUESTIONS
        if sent.get(question.name) in question.answers
    }
