"""What consents refuse; each error reads as a sentence for the one who asked."""


class ConsentError(Exception):
    """Consents say no; `str()` is the sentence, `field` the answer it belongs to."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class KindsClash(ConsentError):
    """These kinds may not stand on one form."""


class ElementsMissing(ConsentError):
    """The form lacks something that a consent must hold."""


class AlreadySigned(ConsentError):
    """This person signed it already, or everybody has."""


class ChangedSinceShown(ConsentError):
    """The form reads otherwise now than what the signer saw."""


class NotTheirs(ConsentError):
    """Somebody signs who need not sign this form."""


class NotSigned(ConsentError):
    """What is not signed cannot be revoked or used."""


class NotRevocable(ConsentError):
    """A consent under 42 CFR 2.35 that holds until the disposition."""


class AlreadyRevoked(ConsentError):
    """Somebody was quicker."""


class MayNotLeave(ConsentError):
    """There is no basis for this disclosure, with the reasons."""


class PacketOpen(ConsentError):
    """The patient has an unfinished packet."""


class StaleForm(ConsentError):
    """Somebody else saved this form since the page was opened."""
