"""The forms of the program's pages: values in, values out, and what was seen."""

from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict

from daybridge.programs.values import Wish
from daybridge.ui.fields import WarningForm

W = TypeVar("W", bound=Wish)


class SettingsForm(WarningForm, Generic[W]):
    """A form that asks for one kind of values, beginning with how the row reads."""

    kind: type[W]
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, now: W | None = None, **kwargs: Any
    ) -> None:
        if now is not None:
            begins = {**self.shown(now), "seen": now.seen}
            kwargs["initial"] = {**begins, **kwargs.get("initial", {})}
        super().__init__(data, **kwargs)

    @classmethod
    def shown(cls, now: W) -> dict[str, Any]:
        """How values begin in the fields."""
        return {name: getattr(now, name) for name in now.names()}

    def values(self) -> W:
        """What was asked for; the form is valid."""
        answers = self.cleaned_data
        return self.kind(**{name: answers[name] for name in self.kind.names()})

    @property
    def base(self) -> str | None:
        """What the person had before them, if the page said so."""
        return self.cleaned_data.get("seen") or None

    def see(self, now: W) -> None:
        """Take what is there now as seen; what was typed stays in the fields."""
        self.data = {**dict(self.data.items()), "seen": now.seen}
