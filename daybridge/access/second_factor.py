"""Whether a session was opened with a second factor, as staff sessions must be."""

from django.http import HttpRequest

SHOWROOM_SESSION = "signed_in_at_the_showroom"


def has_second_factor(request: HttpRequest) -> bool:
    """True for a passkey, a one-time or recovery code, or a showroom sign-in."""
    methods = request.session.get("account_authentication_methods", [])
    if any(method.get("method") == "mfa" for method in methods):
        return True
    return bool(request.session.get(SHOWROOM_SESSION))
