"""What calendars refuse, with the sentence a person reads."""


class CalendarError(Exception):
    """Something a person may not do with calendars now."""


class NotInCare(CalendarError):
    """A calendar of appointments with us begins with care and ends with it."""


class TooManyAddresses(CalendarError):
    """More addresses than anybody has devices are more than anybody looks after."""


class AlreadyEnded(CalendarError):
    """An address that ended answers no more, and is not replaced."""


class WordsTell(CalendarError):
    """Words that would say what an appointment is for."""


class StaleWords(CalendarError):
    """Somebody else changed the words since they were read."""
