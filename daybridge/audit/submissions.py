"""Exactly once: a form or API write sent twice has one effect and one answer.

The page makes an id (`{% submission %}`, or the field `submission` of an API write);
`@once` remembers it with the answer, in the transaction of the write. The same id again
gets the same answer; the same id with other content is refused with 422.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from daybridge.audit.models import Submission

View = Callable[..., HttpResponse]
CHANGED = (
    "This form was already sent with other content. Reload the page and try again."
)
KEPT_FOR = timedelta(days=30)  # as long as a phone may stay offline
REPLAYED_HEADER = "Daybridge-Replayed"


class _NotCarriedOut(Exception):
    """The view refused the write: forget the submission, keep the answer."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def once(view: View) -> View:
    """Carry out each POST with a submission id at most once."""

    @wraps(view)
    def remembered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = _submission_id(request)
        if request.method != "POST" or number is None:
            return view(request, *args, **kwargs)
        digest = _digest(request)
        try:
            return _carry_out(view, request, number, digest, *args, **kwargs)
        except _NotCarriedOut as refusal:
            return refusal.response
        except _AlreadyCarriedOut:
            return _answer_again(number, request, digest)

    return remembered


class _AlreadyCarriedOut(Exception):
    pass


@transaction.atomic
def _carry_out(
    view: View,
    request: HttpRequest,
    number: UUID,
    digest: str,
    *args: Any,
    **kwargs: Any,
) -> HttpResponse:
    submission = Submission(
        id=number,
        user_id=request.user.pk if request.user.is_authenticated else None,
        path=request.path[:300],
        body_digest=digest,
    )
    try:
        submission.save(force_insert=True)
    except IntegrityError:  # leaves the transaction at once, which rolls it back
        raise _AlreadyCarriedOut from None
    response = view(request, *args, **kwargs)
    if response.status_code >= 400:
        raise _NotCarriedOut(response)
    _keep_answer(submission, response)
    return response


def _keep_answer(submission: Submission, response: HttpResponse) -> None:
    submission.status = response.status_code
    submission.location = response.headers.get("Location", "")[:500]
    submission.content_type = response.headers.get("Content-Type", "")[:100]
    submission.body = response.content.decode()
    submission.save(update_fields=["status", "location", "content_type", "body"])


def _answer_again(number: UUID, request: HttpRequest, digest: str) -> HttpResponse:
    kept = Submission.objects.get(pk=number)
    user_id = request.user.pk if request.user.is_authenticated else None
    if (kept.user_id, kept.path, kept.body_digest) != (
        user_id,
        request.path[:300],
        digest,
    ):
        return HttpResponse(CHANGED, status=422, content_type="text/plain")
    response = HttpResponse(
        kept.body, status=kept.status, content_type=kept.content_type or None
    )
    if kept.location:
        response.headers["Location"] = kept.location
    response.headers[REPLAYED_HEADER] = "1"
    return response


def _submission_id(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return None


def _digest(request: HttpRequest) -> str:
    """Of everything the person sent, without the token that changes by itself."""
    fields = sorted(
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    )
    return hashlib.sha256(repr(fields).encode(errors="surrogatepass")).hexdigest()


def forget_old(*, at: datetime) -> int:
    """Forget answers that nobody will ask for again; say how many."""
    return Submission.objects.filter(at__lt=at - KEPT_FOR).delete()[0]
