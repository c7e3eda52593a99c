"""`{% story moments %}`: the moments of a chart, as `notes.moments` writes them."""

from django import template

from daybridge.notes.moments import written

register = template.Library()
register.simple_tag(written, name="story")
