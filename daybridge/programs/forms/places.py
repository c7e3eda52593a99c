"""Sites and rooms as a director types them."""

from typing import Any

from django import forms

from daybridge.programs.forms.base import SettingsForm
from daybridge.programs.models import Room
from daybridge.programs.values import RoomValues, SiteValues


class SiteForm(SettingsForm[SiteValues]):
    kind = SiteValues

    name = forms.CharField(max_length=120, help_text="What staff call this place.")
    address = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(max_length=40, required=False)


class RoomForm(SettingsForm[RoomValues]):
    kind = RoomValues

    name = forms.CharField(max_length=80)
    capacity = forms.IntegerField(
        min_value=1, max_value=1000, label="People it holds", help_text="Staff too."
    )

    def __init__(self, *args: Any, room: Room | None = None, **kwargs: Any) -> None:
        self.room = room
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, object]:
        if not self.errors and self.room is not None:
            self.warn(_groups_too_large(self.room, self.cleaned_data["capacity"]))
        return self.cleaned_data


def _groups_too_large(room: Room, capacity: int) -> list[str]:
    """Groups that meet in a room with more people than it would hold."""
    sentences = []
    for group in room.groups.filter(ends_on=None).order_by("name"):
        people = group.capacity + 1 + (group.co_leader_id is not None)
        if people > capacity:
            sentences.append(
                f"{group.name} meets here with up to {people} people, leaders included."
            )
    return sentences[:5]
