"""Every page declares who may open it; a page that does not is refused at start-up.

`@requires(permission)` for staff, `@signed_in` for any account, `@public` for anyone,
`@demo_only` for the showroom. Forbidden and absent give the same bytes.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from daybridge.access.permissions import Permission, permits
from daybridge.audit.models import Outcome
from daybridge.audit.recording import record

View = Callable[..., HttpResponseBase]
M = TypeVar("M", bound=Model)


class Refused(Http404):  # noqa: N818 - it is the answer, not an accident
    """Not there for this viewer; the audit keeps what was asked for."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a page to the staff whom the permission allows."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = getattr(request, "viewer", None)
            if viewer is None:
                return _sign_in_first(request)
            if not permits(permission, viewer):
                return refuse(request)
            try:
                return view(request, *args, **kwargs)
            except Refused:
                return refuse(request)

        gated.policy = permission.name  # type: ignore[attr-defined]
        return gated

    return decorate


def signed_in(view: View) -> View:
    """Open a page to any signed-in account, staff or not."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        return view(request, *args, **kwargs)

    gated.policy = "signed in"  # type: ignore[attr-defined]
    return gated


def public(view: View) -> View:
    """Open a page to anyone; nothing on it speaks of a patient."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    gated.policy = "public"  # type: ignore[attr-defined]
    return gated


def demo_only(view: View) -> View:
    """Open a page only where every program was made by `daybridge demo`."""

    @wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from daybridge.access.showroom import is_showroom

        return view(request, *args, **kwargs) if is_showroom() else absent(request)

    gated.policy = "demo only"  # type: ignore[attr-defined]
    return gated


def visible_or_refused(queryset: Any, *, pk: UUID) -> Any:
    """The row, or the answer that it is not there. The queryset is already scoped."""
    row = queryset.filter(pk=pk).first()
    if row is None:
        raise Refused(str(pk))
    return row


def refuse(request: HttpRequest) -> HttpResponse:
    """Answer 404 and keep one audit row of what was refused."""
    viewer = getattr(request, "viewer", None)
    if viewer is not None:
        record(
            "access.refused",
            by=viewer.actor,
            outcome=Outcome.REFUSED,
            detail={"method": request.method, "path": request.path[:300]},
            at=viewer.at,
        )
    return absent(request)


def absent(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one answer for everything that is not there, or not for you."""
    return HttpResponse(_absent_page(), status=404)


@cache
def _absent_page() -> str:
    return render_to_string("404.html")


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    if getattr(request, "htmx", False) or request.accepts("text/html") is False:
        return HttpResponse("Sign in again to go on.", status=401)
    if request.user.is_authenticated:
        return absent(request)
    return redirect_to_login(request.get_full_path())


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page, or came too late."""
    return HttpResponse(render_to_string("403_csrf.html"), status=403)
