"""What the room refuses; each error reads as a sentence for the one who asked."""


class PeopleRefusal(ValueError):
    """Not this way; `str()` is the sentence to show."""


class CredentialRefused(PeopleRefusal):
    """The credential cannot be kept like this."""


class SupervisionRefused(PeopleRefusal):
    """This person cannot supervise, or cannot stop being supervised, like this."""
