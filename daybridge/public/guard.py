"""Who may send a public form: people who take their time, a few times an hour.

Nobody else is asked about anybody, and no riddle is set. Limits:
- The form is at least 3 seconds old and at most a day (a signed moment in the page).
- A field that nobody sees stays empty. Who fills it is thanked, and nothing is kept.
- From one network address 20 forms an hour and 60 a day are taken. The address is kept
  only as a keyed mark, in the memory of one server process, and counted there: with two
  processes up to twice as many. Behind a proxy all people share the proxy's address.
- A program takes 120 a day from its public pages, whoever sends them; that is counted
  in the database. Then the page asks people to telephone.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from daybridge.access.identity import address_of
from daybridge.intake.models import Inquiry
from daybridge.programs.models import Program
from daybridge.rates import is_within

SALT = "daybridge.public.began"
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 60 * 60
PER_ADDRESS = ((60 * 60, 20), (24 * 60 * 60, 60))  # seconds, forms
PER_PROGRAM_A_DAY = 120
TOO_QUICK = _(
    "That was very quick. Please look at your answers once more and send again."
)
TOO_OLD = _("This page has been open for a long time. Please send it once more.")


class Verdict(StrEnum):
    TAKEN = "taken"
    THANKED = "thanked"  # a machine, by all appearances: nothing is kept
    TOO_MANY = "too many"


class GuardedForm(forms.Form):
    """A public form with its two silent questions."""

    website = forms.CharField(  # nobody sees it
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    began = forms.CharField(required=False, widget=forms.HiddenInput)

    began_anew = ""  # a page that was too old begins again

    def clean(self) -> dict[str, Any]:
        """Ask about the age of the page once everything else is right."""
        answers = self.cleaned_data
        problem = _age_problem(answers.get("began", ""))
        if problem is TOO_OLD:
            self.began_anew = began_now()
        if problem is not None and not self.errors and not answers.get("website"):
            raise forms.ValidationError(problem)
        return answers

    @property
    def stamp(self) -> str:
        """The signed moment this page was made at, or was first."""
        return self.began_anew or str(self.data.get("began", "")) or began_now()

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields people see."""
        return [field for field in self if field.name not in ("website", "began")]


def began_now() -> str:
    """A signed moment for a page that is being made."""
    return signing.TimestampSigner(salt=SALT).sign("form")


def _age_problem(stamp: str) -> Any:
    """What is wrong with the age of a page, in words; None when nothing is."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(stamp, max_age=MOST_SECONDS)
    except signing.BadSignature:
        return TOO_OLD
    began = signing.b62_decode(stamp.rsplit(":", 2)[1])
    age = timezone.now().timestamp() - began
    return TOO_QUICK if age < LEAST_SECONDS else None


def judge(request: HttpRequest, program: Program, *, website: str) -> Verdict:
    """Whether a form that is filled in rightly is taken."""
    now = timezone.now()
    if website:
        return Verdict.THANKED
    if _is_full(program, now) or not _counts(request):
        return Verdict.TOO_MANY
    return Verdict.TAKEN


def _is_full(program: Program, now: datetime) -> bool:
    came = Inquiry.objects.in_program(program).filter(
        channel__in=(Inquiry.Channel.WEB, Inquiry.Channel.REFERRAL),
        first_contact_at__gte=now - timedelta(days=1),
    )
    return came.count() >= PER_PROGRAM_A_DAY


def _counts(request: HttpRequest) -> bool:
    """Count one more form from this address; False when there were enough."""
    mark = hmac.new(
        settings.LOOKUP_KEY, f"front {address_of(request)}".encode(), hashlib.sha256
    ).hexdigest()
    counted = [  # each, whatever the others say
        is_within(f"front:{mark}", most=most, seconds=seconds)
        for seconds, most in PER_ADDRESS
    ]
    return all(counted)
