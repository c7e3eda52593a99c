"""The page behind a one-use link: choose a password, then sign in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daybridge.access.forms import PasswordForm
from daybridge.access.gate import absent, public
from daybridge.access.invitations import accept as use
from daybridge.access.invitations import invitation_for


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@never_cache
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set the password of the account that the link belongs to."""
    now = timezone.now()
    invitation = invitation_for(token, at=now)
    if invitation is None:
        return absent(request)
    form = PasswordForm(request.POST or None, user=invitation.staff.user)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password"]
        if use(invitation=invitation, password=password, at=now) is None:
            return absent(request)
        return HttpResponseRedirect(reverse("account_login"))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "kind": invitation.kind}
    response = render(request, "access/invitation.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"  # the address is the secret
    return response
