"""Is this right for me? Followed in the browser; without scripts by posting a form.

Answers are never in an address and are kept nowhere: the page that shows what they say
is the answer to the form itself.
"""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from daybridge.access.gate import public
from daybridge.public.forms.self_check import SelfCheckForm
from daybridge.public.places import program_at
from daybridge.public.self_check_words import outcomes_in_words
from daybridge.public.views.showing import show
from daybridge.rules.self_check import as_data, check
from daybridge.ui.languages import in_readers_language
from daybridge.ui.sending import sent


@public
@in_readers_language
@require_http_methods(["GET", "HEAD", "POST"])
def self_check(request: HttpRequest, place: str) -> HttpResponse:
    """Seven questions and what they say; a danger is answered before anything else."""
    program, form = program_at(place), SelfCheckForm(sent(request))
    if form.is_bound and form.is_valid():
        answers = form.answers()
        result = check(answers)
        said = {
            "outcomes": outcomes_in_words(result.outcome.value, answers),
            "answers_json": json.dumps({k: v for k, v in answers.items() if v}),
        }
        return show(request, program, "check", said, template="public/checked.html")
    asked = {"form": form, "outcomes": outcomes_in_words(), "table": as_data()}
    return show(request, program, "check", asked, status=422 if form.is_bound else 200)
