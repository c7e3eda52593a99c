"""Fields for money, shares and cards."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from daybridge.uploads import PICTURES, Received, UploadRefused, receive

MOST_DOLLARS = Decimal(1_000_000)
HUNDRED = 100


class MoneyField(forms.DecimalField):
    """Dollars as people write them; cents as we keep them."""

    def __init__(self, **kwargs: Any) -> None:
        settings: dict[str, Any] = {
            "min_value": 0, "max_value": MOST_DOLLARS, "decimal_places": 2,
            "required": False,
            "widget": forms.TextInput(attrs={"inputmode": "decimal", "size": "10"}),
        }  # fmt: skip
        super().__init__(**settings | kwargs)

    def to_python(self, value: Any) -> Any:
        text = value.replace("$", "").replace(",", "") if value else value
        return super().to_python(text)

    def clean(self, value: Any) -> int | None:
        amount = super().clean(value)
        return None if amount is None else int(amount * HUNDRED)

    def prepare_value(self, value: Any) -> Any:
        """Cents of a row as dollars; what somebody typed stays as it is."""
        if isinstance(value, int):
            return f"{Decimal(value) / HUNDRED:.2f}"
        return value


class ShareField(forms.DecimalField):
    """A percentage; hundredths of a percent as we keep it."""

    def __init__(self, **kwargs: Any) -> None:
        settings: dict[str, Any] = {
            "min_value": 0, "max_value": 100, "decimal_places": 2, "required": False,
            "widget": forms.TextInput(attrs={"inputmode": "decimal", "size": "6"}),
        }  # fmt: skip
        super().__init__(**settings | kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("%", "").strip() if value else value)

    def clean(self, value: Any) -> int | None:
        share = super().clean(value)
        return None if share is None else int(share * HUNDRED)


class PhotoField(forms.FileField):
    """One side of a card; the cleaned value is what was received, or None."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)

    def clean(self, data: Any, initial: Any = None) -> Received | None:
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return receive(upload, PICTURES)
        except UploadRefused as refusal:
            raise ValidationError(str(refusal)) from None
