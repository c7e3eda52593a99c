"""The request as a gated view receives it: with viewer, program and htmx details."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from daybridge.access.viewer import Viewer


class StaffRequest(HttpRequest):
    """What `@requires` hands to a view; only types, the middleware sets the values."""

    viewer: Viewer
    program: Any  # programs.Program
    htmx: HtmxDetails
