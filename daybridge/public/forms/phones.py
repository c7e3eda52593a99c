"""A telephone number as people type it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.phones import for_people

LEAST_DIGITS = 7


class PhoneField(forms.CharField):
    """A number somebody can be called at; written the same way afterwards."""

    widget = forms.TextInput(
        attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        written: str = super().clean(value)
        if written and sum(c.isdigit() for c in written) < LEAST_DIGITS:
            raise forms.ValidationError(
                _("This number is too short. Write it with its area code.")
            )
        return for_people(written)[:40] if written else ""
