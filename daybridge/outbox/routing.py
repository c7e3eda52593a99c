"""By which way a message leaves: what the person wants, if it is safe and works.

Decided: nothing leaves to anybody but the person: their own number, where they allow
messages, and their own address. What is not safe that way is not tried another way that
nobody chose; the front desk calls, and reads to whom they speak before they say why.
"""

from dataclasses import dataclass

from daybridge.outbox.models import Message, Preference
from daybridge.outbox.queries import wish_of
from daybridge.outbox.ways import email, texts
from daybridge.people.models import Patient, Staff
from daybridge.phones import e164
from daybridge.rules.folding import folded_words
from daybridge.rules.telling_words import telling_words

Channel, Way = Message.Channel, Preference.Way

WISH = "They asked not to be told."
NO_NUMBER = "There is no number of their own on file."
NO_MESSAGES = "They do not allow messages on this number."
NOT_A_NUMBER = "No text message can go to this number."
NO_ADDRESS = "There is no e-mail address on file."
NO_TEXTS = "Text messages are not set up here."
NO_EMAIL = "E-mail is not set up here."
LEFT = "They do not work here any more."
TELLS = "Its words would say too much on a screen."


@dataclass(frozen=True, slots=True)
class Route:
    """Where a message goes: a channel and an address, or why not another way."""

    channel: str  # Message.Channel; empty: nowhere
    address: str = ""
    reason: str = ""


def route_of(message: Message) -> Route:
    """The way of a message, asked at the moment it leaves."""
    if message.staff is not None:
        return _route_to_staff(message.staff)
    assert message.patient is not None
    return _route_to_patient(message.patient, message)


def call_route(patient: Patient, reason: str) -> Route:
    """A call to the person's own number; nowhere without one."""
    if not patient.phone:
        return Route("", reason=NO_NUMBER)
    return Route(Channel.CALL, patient.phone, reason)


def _route_to_staff(staff: Staff) -> Route:
    """Everybody reads it on their Today; by e-mail too, where that is set up.

    Who has left is written to no more, whatever was to be told them before.
    """
    if staff.deactivated_at is not None:
        return Route("", reason=LEFT)
    if email.is_ready() and staff.email:
        return Route(Channel.EMAIL, staff.email)
    return Route(Channel.TODAY)


def _route_to_patient(patient: Patient, message: Message) -> Route:
    way = wish_of(patient).way
    if way == Way.NONE:
        return Route("", reason=WISH)
    if way == Way.CALL:
        return call_route(patient, "")
    reason = _against_text(patient) if way == Way.TEXT else _against_email(patient)
    if not reason and _says_too_much(message, patient):
        reason = TELLS
    if reason:
        return call_route(patient, reason)
    if way == Way.TEXT:
        return Route(Channel.TEXT, e164(patient.phone))
    return Route(Channel.EMAIL, patient.email)


def _against_text(patient: Patient) -> str:
    """Why a text message cannot go to them; empty when it can."""
    if not patient.may_leave_message:
        return NO_MESSAGES
    if not texts.is_ready():
        return NO_TEXTS
    return "" if e164(patient.phone) else NOT_A_NUMBER


def _against_email(patient: Patient) -> str:
    if not patient.email:
        return NO_ADDRESS
    return "" if email.is_ready() else NO_EMAIL


def _says_too_much(message: Message, patient: Patient) -> bool:
    """Whether the words name the program or what it treats: presence is never told."""
    words = f"{message.subject} {message.text}"
    ours = " ".join(folded_words(patient.program.name))
    names_us = bool(ours) and ours in " ".join(folded_words(words))
    return names_us or bool(telling_words(words))
