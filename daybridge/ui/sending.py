"""What a request sent, for a form: None until something was."""

from django.http import HttpRequest, QueryDict


def sent(request: HttpRequest) -> QueryDict | None:
    """The fields of a POST, even an empty one; None for a page just opened."""
    return request.POST if request.method == "POST" else None
