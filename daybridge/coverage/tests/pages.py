"""How the tests of the pages of coverage ask and read."""

import html
import re

from django.urls import reverse

from daybridge.keys import new_id


def of(patient):
    return reverse("coverage:of", args=[patient.pk])


def at(name, row):
    return reverse(f"coverage:{name}", args=[row.pk])


def read(answer):
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def sending(**answers):
    return {"submission": str(new_id())} | answers
