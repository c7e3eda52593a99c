"""The self-check as a form, for browsers that run no scripts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.public.self_check_words import QUESTION_WORDS
from daybridge.rules.self_check import QUESTIONS, is_over_at_once

CHOOSE = _("Choose the answer that comes closest.")


class SelfCheckForm(forms.Form):
    """One choice for each question; where someone is in danger, no other is needed."""

    use_required_attribute = False  # a danger is said without answering the rest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            words = QUESTION_WORDS[question.name]
            self.fields[question.name] = forms.ChoiceField(
                label=words.asks,
                help_text=words.explains,
                choices=[
                    (answer, words.answers[answer]) for answer in question.answers
                ],
                widget=forms.RadioSelect,
                error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
            )

    def clean(self) -> dict[str, Any]:
        """A danger needs no other answer."""
        if is_over_at_once(self.cleaned_data):
            self.errors.clear()
        return self.cleaned_data

    def answers(self) -> dict[str, str]:
        """Question to answer; the form is valid."""
        return {q.name: self.cleaned_data.get(q.name, "") for q in QUESTIONS}
