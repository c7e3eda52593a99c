"""What the program refuses; each error reads as a sentence for the one who asked."""


class ProgramError(Exception):
    """The program says no; `str()` is the sentence to show."""


class StaleSetting(ProgramError):
    """Someone else changed this in the meantime."""


class NameTaken(ProgramError):
    """Another one has this name."""


class AddressTaken(ProgramError):
    """Another program has this address."""


class StillInUse(ProgramError):
    """Groups, sessions or people still depend on it."""


class RuleDayTaken(ProgramError):
    """A rule cannot begin or end on this day."""


class DayAlreadyClosed(ProgramError):
    """The day is closed already."""


class DayIsOver(ProgramError):
    """What has happened is not changed afterwards."""


class AlreadyInstalled(ProgramError):
    """This version of the curriculum is there already."""
