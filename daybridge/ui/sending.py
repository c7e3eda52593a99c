"""What a request sent: the fields of a form, the key of a row, an address of ours."""

from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme


def sent(request: HttpRequest) -> QueryDict | None:
    """The fields of a POST, even an empty one; None for a page just opened."""
    return request.POST if request.method == "POST" else None


def key_or_none(text: str) -> UUID | None:
    """The key that an address or a field names; None when it names none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def address_of_ours(request: HttpRequest, asked: str, *, otherwise: str = "/") -> str:
    """The address that a request asks to go on to, if it is a page of this server."""
    ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts=None, require_https=request.is_secure()
    )
    return asked if ours else otherwise
