"""`{% submission %}`: the hidden field that makes a form count once."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from daybridge.keys import new_id

register = template.Library()


@register.simple_tag
def submission() -> SafeString:
    """A hidden input with a fresh submission id."""
    return format_html('<input type="hidden" name="submission" value="{}">', new_id())
