"""Every page declares who may open it; a page that does not is refused at start-up.

`@requires(permission)` for staff, `@signed_in` for any account, `@public` for anyone,
`@demo_only` for the showroom. Forbidden and absent give the same bytes.
"""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from daybridge.access.permissions import Permission, permits
from daybridge.access.second_factor import has_second_factor
from daybridge.access.unsent import give_back
from daybridge.audit.models import Outcome
from daybridge.audit.recording import record

View = Callable[..., HttpResponseBase]
SIGN_IN_AGAIN = "Sign in again to go on. What you wrote is still on the page."
PAGE_OF = "X-Page-Of"  # the staff id for whom a page was made
M = TypeVar("M", bound=Model)


class Refused(Http404):
    """Not there for this viewer; the audit keeps what was asked for."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a page to the staff whom the permission allows."""

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            viewer = getattr(request, "viewer", None)
            if viewer is None or _is_of_someone_else(request, viewer):
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
    """Lead a person to the sign-in page; tell a script in few words, losing nothing."""
    if getattr(request, "htmx", False) or not request.accepts("text/html"):
        return HttpResponse(SIGN_IN_AGAIN, status=401, content_type="text/plain")
    back = _page_to_come_back_to(request)
    if not request.user.is_authenticated:
        to_sign_in = redirect_to_login(back)
        return give_back(request, sign_in_url=to_sign_in.url) or to_sign_in
    if has_second_factor(request):
        return absent(request)  # an account without a place in any program
    return redirect_to_login(back, login_url=reverse("access:second_factor"))


def _is_of_someone_else(request: HttpRequest, viewer: Any) -> bool:
    """Whether a page asks that stayed open while another person signed in here.

    Scripts of our pages say whose page they are on; what one person typed never goes
    out under the name of the next.
    """
    page_of = request.headers.get(PAGE_OF, "")
    return bool(page_of) and page_of != str(viewer.staff_id)


def _page_to_come_back_to(request: HttpRequest) -> str:
    """The page itself, or for a form the page that the form was on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return urlsplit(came_from)._replace(scheme="", netloc="").geturl() if ours else "/"


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that did not come from our own page, or came too late."""
    words = give_back(request)
    return words or HttpResponse(render_to_string("403_csrf.html"), status=403)
