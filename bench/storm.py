"""Sixteen people signing in without pause, each with the full cost of a password."""

import http.client
import re
import threading
import time
from collections.abc import Sequence
from urllib.parse import urlencode

from bench.load import Figures, Request, measure
from bench.measuring import PORT, Clinic

PEOPLE = 16
SECONDS = 21  # as long as the readers are measured: 2 + 5 × 3, and some more


def readers_in_a_storm(at: Clinic) -> tuple[Figures, Figures, int]:
    """Sixteen readers of the list, alone and beside the storm; how many signed in.

    Every member of the storm comes from an address of its own (127.1.0.x), so that the
    limits on one address do not answer in the password's place.
    """
    accounts = [request.body.split("\t") for request in at.targets("accounts")]
    readers = at.targets("patients")  # after: a new password ends older sessions
    calm = measure(PORT, lambda: readers, at.servers, connections=16)
    ends_at, done = time.monotonic() + SECONDS, [0] * PEOPLE
    people = [
        threading.Thread(target=_sign_in_again, args=(n, accounts[n], ends_at, done))
        for n in range(PEOPLE)
    ]
    for person in people:
        person.start()
    storm = measure(PORT, lambda: readers, at.servers, connections=16)
    for person in people:
        person.join()
    _must_be_signed_in(readers)
    return calm, storm, sum(done)


def _must_be_signed_in(readers: Sequence[Request]) -> None:
    """Stop when readers were sent away: a redirect is quick and counts as answered."""
    for reader in readers:
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        headers = {"Host": "localhost", "Cookie": reader.cookie}
        line.request("GET", reader.path, headers=headers)
        status = line.getresponse().status
        line.close()
        if status != 200:
            raise SystemExit(f"A reader was answered with {status}, not with the page.")


def _sign_in_again(
    number: int, account: list[str], ends_at: float, done: list[int]
) -> None:
    email, password = account
    while time.monotonic() < ends_at:
        line = http.client.HTTPConnection(
            "127.0.0.1", PORT, timeout=30, source_address=(f"127.1.0.{number + 1}", 0)
        )
        line.request("GET", "/sign-in/", headers={"Host": "localhost"})
        page = line.getresponse()
        cookies = _cookies(page.getheader("Set-Cookie") or "")
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        if token is None:
            raise SystemExit("The sign-in page has no token: the storm cannot begin.")
        body = urlencode(
            {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
        )
        line.request("POST", "/sign-in/", body, {
            "Host": "localhost", "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        })  # fmt: skip
        answer = line.getresponse()
        answer.read()
        done[number] += answer.status == 302
        line.close()


def _cookies(header: str) -> str:
    return "; ".join(re.findall(r"\b(csrf=\w+|session=\w+)", header))
