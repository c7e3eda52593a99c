"""`{{ event|sentence }}`: what an audit row says, for people."""

from django import template

from daybridge.audit.models import AuditEvent
from daybridge.audit.words import sentence as in_words

register = template.Library()


@register.filter
def sentence(event: AuditEvent) -> str:
    return in_words(event)


@register.filter
def roles_in_words(roles: str) -> str:
    """`front_desk,biller` as "front desk, biller"."""
    return roles.replace(",", ", ").replace("_", " ")
