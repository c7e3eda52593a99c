"""Forms are read as Django reads them, field for field."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from daybridge.config.requests import FORM, Request, read_form
from tests.naughty import naughty_strings

ODD = (
    b"", b"a", b"a=", b"=a", b"=", b"&", b"&&a=1&&b", b"a=1&a=2&b=3&a=4", b"a=b=c",
    b"a+b=c+d", b"%61=%62%", b"a=%zz", b"a=%C3", b"a=%ff%fe", b"a=\xff", b"a=\xc3\xbc",
    b"a=%E2%80%9C", b"a;b=1;c=2", b"a=%00", b"a=%0D%0A", b"+=+", b"a=%2B%26%3D",
    b"a=1%3A2%2C3%3a4%2c5", b"a%3A=%253A%%3A%2%3AC%25%2C2C", b"a=%+3A%+%2C",
    "a=ü&ü=a".encode(),
)  # fmt: skip


def posted(body, content_type=FORM, method="POST"):
    environ = {
        "REQUEST_METHOD": method, "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": content_type,
    }  # fmt: skip
    return Request(environ)


@pytest.mark.parametrize("body", ODD)
def test_odd_forms_are_read_as_django_reads_them(body):
    form = read_form(body)

    assert form == QueryDict(body, encoding="utf-8")
    assert list(form.lists()) == list(QueryDict(body, encoding="utf-8").lists())
    assert form == posted(body).POST


@given(st.binary(max_size=60) | st.text("ab=&+%;é023AC5", max_size=30).map(str.encode))
def test_any_bytes_are_read_as_django_reads_them(body):
    assert read_form(body) == QueryDict(body, encoding="utf-8")


def test_no_text_is_changed_by_being_sent():
    texts = naughty_strings()
    sent = [(f"{n}-{text}", text) for n, text in enumerate(texts)]
    form = read_form(urlencode(sent).encode())

    assert form == QueryDict(urlencode(sent), encoding="utf-8")
    assert [form[name] for name, _ in sent] == texts


def test_a_form_cannot_be_changed_and_is_still_there_to_read_again():
    request = posted(b"a=1&b=%C3%BC")

    assert request.POST["b"] == "ü"
    assert (request.body, len(request.FILES)) == (b"a=1&b=%C3%BC", 0)
    with pytest.raises(AttributeError, match="immutable"):
        request.POST["a"] = "2"


@pytest.mark.parametrize("count", [3, 4])
def test_too_many_fields_are_refused_where_django_refuses_them(settings, count):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    request = posted(b"&".join([b"a=1"] * count))

    if count == 3:
        assert len(request.POST.getlist("a")) == 3
    else:
        with pytest.raises(TooManyFieldsSent):
            _ = request.POST


def test_other_requests_are_read_by_django():
    part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'

    assert posted(part, "multipart/form-data; boundary=x").POST["a"] == "1"
    assert not posted(b'{"a": 1}', "application/json").POST
    assert not posted(b"a=1", method="PUT").POST


def test_the_server_reads_forms_so():
    from daybridge.config.wsgi import django_application

    assert django_application.request_class is Request
