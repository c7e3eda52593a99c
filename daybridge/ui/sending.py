"""What a request sent: the fields of a form, or the key of a row; else None."""

from uuid import UUID

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """The fields of a POST, even an empty one; None for a page just opened."""
    return request.POST if request.method == "POST" else None


def key_or_none(text: str) -> UUID | None:
    """The key that an address or a field names; None when it names none."""
    try:
        return UUID(text)
    except ValueError:
        return None
