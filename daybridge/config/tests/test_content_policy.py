"""The policy's header is django-csp's own, however it was made."""

import pytest
from csp.middleware import CSPMiddleware
from django.http import HttpResponse

from daybridge.config.content_policy import ContentPolicy

HEADER = "Content-Security-Policy"


def plain():
    return HttpResponse("a page")


def with_a_wish():
    answer = plain()
    answer._csp_update = {"img-src": "https://pictures.example"}
    return answer


def exempt():
    answer = plain()
    answer._csp_exempt = True
    return answer


def with_its_own():
    answer = plain()
    answer[HEADER] = "default-src 'none'"
    return answer


@pytest.mark.parametrize("page", [plain, with_a_wish, exempt, with_its_own])
@pytest.mark.parametrize("asks_for_a_nonce", [False, True])
def test_an_answer_carries_what_django_csp_would_give_it(rf, page, asks_for_a_nonce):
    request = rf.get("/")
    if asks_for_a_nonce:
        request._csp_nonce = "abc"

    ours = ContentPolicy(lambda _: None).process_response(request, page())
    theirs = CSPMiddleware(lambda _: None).process_response(request, page())

    assert ours.headers.get(HEADER) == theirs.headers.get(HEADER)
