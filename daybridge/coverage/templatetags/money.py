"""Money and shares in templates."""

from django import template

from daybridge.coverage.wording import dollars, percent

register = template.Library()
register.filter("dollars", dollars)
register.filter("percent", percent)
