"""What the signing page says when a service refuses, in the reader's language."""

from django.utils.translation import gettext as _

from daybridge.consents.errors import (
    AlreadyRevoked,
    AlreadySigned,
    ChangedSinceShown,
    ConsentError,
    NotRevocable,
)


def sentence_for(refusal: ConsentError) -> str:
    """A sentence for whoever signs or revokes."""
    if isinstance(refusal, ChangedSinceShown):
        return _("This form has changed. Please read it once more.")
    if isinstance(refusal, AlreadySigned):
        return _("This is signed already. You need not do anything.")
    if isinstance(refusal, AlreadyRevoked):
        return _("This is revoked already. You need not do anything.")
    if isinstance(refusal, NotRevocable):
        return _("This cannot be revoked before the end that it names.")
    return _("Something is missing on this form. Please ask the staff.")
