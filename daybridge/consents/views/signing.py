"""The page on which people sign: on the clinic's tablet, or on their own phone.

Until somebody has shown who they are it says nothing of the place. A link that is
unknown, used, ended or open in another browser is the 404 of everything else.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import absent, public
from daybridge.access.identity import address_of
from daybridge.access.viewer import Viewer
from daybridge.consents import services
from daybridge.consents.errors import ConsentError
from daybridge.consents.models import Consent, FilePurpose, Method, SigningLink, Way
from daybridge.consents.pictures import read_drawn
from daybridge.consents.public_words import sentence_for
from daybridge.consents.rendering import render as rendered_form
from daybridge.consents.services.links import (
    find_link,
    forms_of,
    is_open_in,
    link_viewer,
)
from daybridge.consents.services.naming import name_contact
from daybridge.consents.values import Stroke, Writing
from daybridge.consents.views.acting import device_of
from daybridge.consents.views.desk import COOKIE, keep_browser
from daybridge.rules.consent import Kind, Signer
from daybridge.ui.fields import DateField
from daybridge.ui.languages import in_readers_language
from daybridge.ui.sending import sent
from daybridge.uploads import FileKind, as_answer

SIGNERS = [
    ("patient", gettext_lazy("I am the person named above")),
    ("guardian", gettext_lazy("I am their parent or guardian")),
    ("representative", gettext_lazy("I am their personal representative")),
]


class WhoForm(forms.Form):
    """What only the person themselves should know."""

    born_on = DateField(label=gettext_lazy("Your date of birth"), required=False)
    code = forms.CharField(
        label=gettext_lazy("Or the code you were given on the phone"),
        max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    @property
    def given(self) -> str:
        """The one answer, the birth date as in 1988-05-04."""
        born_on = self.cleaned_data["born_on"]
        return born_on.isoformat() if born_on else str(self.cleaned_data["code"])


class SignForm(forms.Form):
    """A name, typed or drawn."""

    signer = forms.ChoiceField(
        label=gettext_lazy("Who signs"), choices=SIGNERS, widget=forms.RadioSelect
    )
    name = forms.CharField(label=gettext_lazy("Your full name"), max_length=200)
    relation = forms.CharField(
        label=gettext_lazy("Who you are to them"), max_length=100, required=False
    )
    picture = forms.CharField(required=False, widget=forms.HiddenInput)
    agree = forms.BooleanField(
        label=gettext_lazy("I have read this, and I sign it with my name."),
    )
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, must_sign: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_relation = must_sign != [Signer.PATIENT.value]
        field = self.fields["signer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [one for one in SIGNERS if one[0] in must_sign]
        if not self.asks_relation:
            field.widget = forms.HiddenInput()
            self.initial = {"signer": Signer.PATIENT.value, **self.initial}
            del self.fields["relation"]


class ContactForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    relationship = forms.CharField(
        label=gettext_lazy("Who they are to you"), max_length=60, required=False
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40)


class RevokeForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Your full name"), max_length=200)
    words = forms.CharField(
        label=gettext_lazy("Anything you want to say"), max_length=2000,
        required=False, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@public
@in_readers_language
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Who is there? Then the list of forms, and the next one to read."""
    link, by = _link(request, token)
    if link is None or by is None:
        return absent(request)
    if not link.browser_digest:
        return _ask_who(request, link, token, by)
    if not _is_here(request, link):
        return absent(request)
    rows = list(forms_of(link))
    waiting = [number for number, row in enumerate(rows, 1) if row.signed_at is None]
    context = {
        **_about(link, token),
        "rows": list(enumerate(rows, 1)),
        "next": waiting[0] if waiting else None,
        "signed": len(rows) - len(waiting),
        "on_tablet": link.way == Way.TABLET,
    }
    return _page(request, "consents/sign_start.html", context)


@public
@in_readers_language
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """One form: read it, sign it."""
    link, by, row = _form_of(request, token, number)
    if link is None or by is None or row is None:
        return absent(request)
    if row.signed_at is not None:
        return redirect("consents:sign", token)
    if row.kind == Kind.EMERGENCY_CONTACT and not row.recipients.all():
        return _ask_contact(request, link, token, number, row, by)
    shown = rendered_form(row, list(row.recipients.all()))
    have = {one.signer for one in row.signatures.all()}
    waiting = [one for one in row.must_sign if one not in have]
    asked = SignForm(
        sent(request), must_sign=waiting, initial={"digest": shown.digest}
    )  # fmt: skip
    if asked.is_bound and asked.is_valid():
        try:
            services.sign(
                consent=row, stroke=_stroke(asked, link, request), at=by.at, by=by
            )
        except ConsentError as refusal:
            asked.add_error(None, sentence_for(refusal))
        else:
            return redirect("consents:sign", token)
    context = {
        **_about(link, token), "form": asked, "shown": shown, "number": number,
        "row": row, "may_decline": _may_decline(row), "waiting": waiting,
    }  # fmt: skip
    status = 422 if asked.is_bound else 200
    return _page(request, "consents/sign_form.html", context, status=status)


@public
@in_readers_language
@never_cache
@require_POST
def decline(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Leave a form unsigned that nobody has to sign."""
    link, by, row = _form_of(request, token, number)
    if link is None or by is None or row is None or not _may_decline(row):
        return absent(request)
    try:
        services.decline(consent=row, at=by.at, by=by)
    except ConsentError:
        return redirect("consents:sign", token)
    return redirect("consents:sign", token)


@public
@in_readers_language
@never_cache
@require_safe
def copy(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The signed copy, to keep."""
    link, _by, row = _form_of(request, token, number)
    if link is None or row is None:
        return absent(request)
    kept = row.files.filter(purpose=FilePurpose.COPY).first()
    if kept is None:
        return absent(request)
    return as_answer(
        name=f"{number}.pdf",
        kind=FileKind.PDF,
        content=bytes(kept.content),
        inline=False,
    )


@public
@in_readers_language
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Take a consent back, in writing, here and now."""
    link, by, row = _form_of(request, token, number)
    if link is None or by is None or row is None:
        return absent(request)
    if row.signed_at is None or row.revoked_at is not None or not row.lets_leave:
        return absent(request)
    asked = RevokeForm(sent(request))
    if asked.is_bound and asked.is_valid():
        try:
            services.revoke(
                consent=row, writing=_writing(asked, row, link), at=by.at, by=by
            )
        except ConsentError as refusal:
            asked.add_error(None, sentence_for(refusal))
        else:
            return redirect("consents:sign", token)
    context = {**_about(link, token), "form": asked, "row": row, "number": number}
    status = 422 if asked.is_bound else 200
    return _page(request, "consents/sign_revoke.html", context, status=status)


@public
@in_readers_language
@never_cache
@require_POST
def finish(request: HttpRequest, token: str) -> HttpResponse:
    """End the link: the tablet goes back, the phone has what it needs."""
    link, by = _link(request, token)
    if link is None or by is None or not _is_here(request, link):
        return absent(request)
    services.use_up(link=link, at=by.at, by=by)
    context = {"on_tablet": link.way == Way.TABLET, "name": link.program.door_name}
    response = _page(request, "consents/sign_end.html", context)
    response.delete_cookie(COOKIE, path=reverse("consents:sign", args=[token]))
    return response


def _link(
    request: HttpRequest, token: str
) -> tuple[SigningLink | None, Viewer | None]:  # fmt: skip
    at = timezone.now()
    link = find_link(token, at=at)
    if link is None:
        return None, None
    return link, link_viewer(link, at=at, address=address_of(request))


def _is_here(request: HttpRequest, link: SigningLink) -> bool:
    return is_open_in(link, request.COOKIES.get(COOKIE, ""))


def _form_of(
    request: HttpRequest, token: str, number: int
) -> tuple[SigningLink | None, Viewer | None, Consent | None]:
    """The form at a place of an open link, or nothing."""
    link, by = _link(request, token)
    if link is None or by is None or not _is_here(request, link):
        return None, None, None
    rows = list(forms_of(link))
    if not 1 <= number <= len(rows):
        return None, None, None
    return link, by, rows[number - 1]


def _ask_who(
    request: HttpRequest, link: SigningLink, token: str, by: Viewer
) -> HttpResponse:
    asked = WhoForm(sent(request))
    if asked.is_bound and asked.is_valid():
        browser = services.confirm(link=link, answer=asked.given, at=by.at, by=by)
        if browser:
            response = redirect("consents:sign", token)
            keep_browser(response, token, browser, Way(link.way))
            return response
        if find_link(token, at=by.at) is None:
            return absent(request)
        asked.add_error("born_on", _("This does not match. Please try again."))
    context = {"form": asked, "name": _("Welcome")}
    status = 422 if asked.is_bound else 200
    return _page(request, "consents/sign_who.html", context, status=status)


def _ask_contact(
    request: HttpRequest, link: SigningLink, token: str, number: int, row: Consent,
    by: Viewer,
) -> HttpResponse:  # fmt: skip
    """Whom to call: asked here once, and from then on on file."""
    asked = ContactForm(sent(request))
    if asked.is_bound and asked.is_valid():
        name_contact(consent=row, values=asked.cleaned_data, at=by.at, by=by)
        return redirect("consents:sign_form", token, number)
    context = {
        **_about(link, token), "form": asked, "row": row, "number": number,
        "may_decline": _may_decline(row),
    }  # fmt: skip
    status = 422 if asked.is_bound else 200
    return _page(request, "consents/sign_contact.html", context, status=status)


def _stroke(asked: SignForm, link: SigningLink, request: HttpRequest) -> Stroke:
    answers = asked.cleaned_data
    picture = read_drawn(answers["picture"])
    return Stroke(
        Signer(answers["signer"]),
        answers["name"],
        Method.DRAWN if picture else Method.TYPED,
        Way(link.way),
        answers["digest"],
        relation=answers.get("relation", ""),
        picture=picture,
        device=device_of(request),
        staff_id=link.made_by_id,
    )


def _writing(asked: RevokeForm, row: Consent, link: SigningLink) -> Writing:
    signer = Signer.PATIENT
    if signer.value not in row.must_sign:
        signer = Signer(row.must_sign[0])
    answers = asked.cleaned_data
    return Writing(signer, answers["name"], Way(link.way), answers["words"])


def _may_decline(row: Consent) -> bool:
    """Whether this form is one that a newcomer may leave out."""
    return row.packet_id is not None and not services.is_required(row)


def _about(link: SigningLink, token: str) -> dict[str, Any]:
    return {
        "token": token,
        "called": link.patient.called,
        "program_name": link.program.name,
        "name": link.program.door_name,
        "demo_mode": link.program.made_by_demo,
    }


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
