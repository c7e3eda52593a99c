"""Every page of the product, found from its addresses, with somebody who may open it.

The list is computed: a new address is asked for as each role, and what answers with a
whole page is a page. An address that cannot be opened has to be named here, with why.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from tests.journeys.showroom import ROLES, Showroom
from tests.journeys.showroom_consents import signing_phone

NOT_OPENED = {
    "public:choose": "leads straight on where there is one program",
    "access:emergency_confirmed": "opens the chart that was asked for and goes there",
    "schedule:draft_progress": "speaks of a search; over, it leads to what was found",
    "schedule:repair_progress": "the same, of what a repair proposes",
    "mfa_login_webauthn": "answers the passkey script in JSON, and leads others away",
}
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
NOBODYS = {"uuid": UUID(int=0), "int": 0}  # of acts, which answer before they look


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one person sees it."""

    name: str
    path: str
    who: str
    cookies: tuple[tuple[str, str], ...]


@dataclass
class Found:
    pages: list[Page]
    unopened: list[str]  # neither a page nor an act nor a file, to anybody


def find_pages(
    showroom: Showroom,
    sign_in: Callable[[Any], Client],
    addresses: Iterable[tuple[str, str, Any]],
    *,
    every_role: bool = False,
) -> Found:
    """Each page with the first who may open it, or with everyone who may.

    Asked for are the given addresses, each with its name and view.
    """
    visitors, found = _visitors(showroom, sign_in), Found([], [])
    for address, name, view in addresses:
        path = _path(showroom, address, name)
        opened, is_settled = [], False
        for who in _fitting(view.policy):
            answer = visitors[who].get(path)
            if _is_page(answer):
                opened.append(Page(name, path, who, _cookies(visitors[who])))
            is_settled = is_settled or answer.status_code in (200, 405)
            if is_settled and not (opened and every_role):
                break
        found.pages += opened
        found.unopened += [] if is_settled else [name]
    return found


def _visitors(
    showroom: Showroom, sign_in: Callable[[Any], Client]
) -> dict[str, Client]:
    staff = {role: sign_in(person) for role, person in showroom.staff.items()}
    confirmed = showroom.just_confirmed(sign_in(showroom.staff["director"]))
    return staff | {
        "nobody": Client(),
        "tablet": showroom.tablet(),
        "signing": signing_phone(showroom.rows),
        "half signed in": showroom.half_signed_in(),
        "just confirmed": confirmed,
        "visitor": showroom.visitor(),
    }


def _fitting(policy: str) -> tuple[str, ...]:
    """Who is asked to try, in order."""
    if policy == "signed in":
        return ("just confirmed", "director", "supervisor")
    if policy == "demo only":
        return ("nobody", "visitor")
    if policy in ("public", "door"):
        return ("nobody", "tablet", "signing", "half signed in", "director")
    return ROLES


def _path(showroom: Showroom, address: str, name: str) -> str:
    arguments: dict[str, Any] = {}
    for kind, argument in ARGUMENT.findall(address):
        known = showroom.row(name, argument, arguments)
        arguments[argument] = NOBODYS.get(kind, "none") if known is None else known
    return reverse(name, kwargs=arguments)


def _is_page(answer: Any) -> bool:
    """A whole page, and not a part of one, a file, or words for a script."""
    return answer.status_code == 200 and b"<html" in answer.getvalue()[:500]


def _cookies(client: Client) -> tuple[tuple[str, str], ...]:
    return tuple((name, morsel.value) for name, morsel in client.cookies.items())
