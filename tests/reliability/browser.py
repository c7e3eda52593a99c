"""A browser for drills: cookies, forms, and a word of its own for no answer."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import UUID

SECONDS = 60.0  # for one answer; a busy machine takes long
BREAKS = (OSError, http.client.HTTPException)


class Unanswered(Exception):
    """No answer came, or one that promises nothing: the write may be there or not."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    body: str
    is_replayed: bool  # the server had carried it out before

    @property
    def promises(self) -> bool:
        return 200 <= self.status < 400 and not self.asks_to_sign_in

    @property
    def asks_to_sign_in(self) -> bool:
        sent_away = self.status == 302 and self.location.startswith("/sign-in/")
        return sent_away or self.status == 401  # to scripts, and where words come back


@dataclass(frozen=True, slots=True)
class Form:
    """One write, so that it can be sent again exactly as it was."""

    path: str
    fields: Mapping[str, str]
    htmx: bool = False


@dataclass
class Browser:
    """One person's browser at one server; `port` may change when it starts again."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    staff_id: UUID | None = None
    _line: http.client.HTTPConnection | None = None

    def sign_in(self, staff_id: UUID) -> None:
        """As this member of staff, with the button of the showroom."""
        self.staff_id = staff_id
        self.get("/demo/")
        self.must(Form(f"/demo/staff/{staff_id}/sign-in/", {}))

    def get(self, path: str) -> Answer:
        answer = self._send("GET", path, None, {})
        if answer.asks_to_sign_in and self.staff_id:
            self.sign_in(self.staff_id)
            answer = self._send("GET", path, None, {})
        if answer.status != 200:
            raise Unanswered(f"GET {path}: {answer.status} {_shortly(answer.body)}")
        return answer

    def post(self, form: Form) -> Answer:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self.cookies.get("csrf", ""),
        }
        if form.htmx:
            headers["HX-Request"] = "true"
        return self._send("POST", form.path, urlencode(form.fields), headers)

    def must(self, form: Form) -> Answer:
        """Post it and give the answer, if the answer is a promise that it is kept.

        Who was signed out meanwhile (15 idle minutes) signs in and sends it again.
        """
        answer = self.post(form)
        if answer.asks_to_sign_in and self.staff_id:
            self.sign_in(self.staff_id)
            answer = self.post(form)
        if answer.status >= 500:
            raise Unanswered(f"{form.path}: {answer.status}")
        assert answer.promises, f"{form.path}: {answer.status} {_shortly(answer.body)}"
        return answer

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None

    def _send(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> Answer:
        if self._line is None:
            self._line = http.client.HTTPConnection(
                "127.0.0.1", self.port, timeout=SECONDS
            )
        cookies = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        try:
            self._line.request(method, path, body, {**headers, "Cookie": cookies})
            response = self._line.getresponse()
            text = response.read().decode()
        except BREAKS as broken:
            self.close()
            raise Unanswered(f"{method} {path}: {broken!r}") from None
        self._take_cookies(response)
        return Answer(
            response.status,
            response.headers.get("Location", ""),
            text,
            "Daybridge-Replayed" in response.headers,
        )

    def _take_cookies(self, response: http.client.HTTPResponse) -> None:
        for line in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value


def _shortly(body: str) -> str:
    return re.sub(r"<[^>]*>|\s+", " ", body)[:300].strip()
