"""The writes of calendars, one file per activity."""

from daybridge.calendars.services.feeds import (
    end_feed,
    make_feed_for_patient,
    make_own_feed,
    replace_feed,
)
from daybridge.calendars.services.reading import Reading, find_feed, read_feed
from daybridge.calendars.services.wording import change_words

__all__ = [
    "Reading",
    "change_words",
    "end_feed",
    "find_feed",
    "make_feed_for_patient",
    "make_own_feed",
    "read_feed",
    "replace_feed",
]
