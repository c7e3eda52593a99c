"""Text messages, through a folder that a gateway empties or an address it answers at.

Folder:  one file `<id>.json` for each message, whole or not there, with `id`, `to`
         (+12155550144) and `text`. The same message has the same name.
Address: the same as the body of a POST, with `Idempotency-Key: <id>` and
         `Authorization: Bearer <token>`. 200-299 means taken; 408, 409, 425, 429 and
         500-599 mean later; anything else means never. No redirect is followed: a
         message goes to the configured host or nowhere.
"""

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

from daybridge.folders import put
from daybridge.outbox.gateways import TextGateway
from daybridge.outbox.ways import Letter, Never, NotNow

REFUSED = "The gateway for text messages refused it."
BUSY = "The gateway for text messages does not answer."
LATER = frozenset({408, 409, 425, 429})
TIMEOUT_SECONDS = 10


def is_ready() -> bool:
    return settings.TEXT_GATEWAY is not None


def send(letter: Letter) -> None:
    """Hand one text message to the gateway. Raises NotNow, Never."""
    gateway = settings.TEXT_GATEWAY
    assert gateway is not None
    content = json.dumps({"id": letter.id, "to": letter.to, "text": letter.text})
    try:
        if gateway.folder is not None:
            put(gateway.folder, f"{letter.id}.json", content)
            return
        status = _post(gateway, letter.id, content)
    except (OSError, HTTPException):
        raise NotNow(BUSY) from None
    if status in LATER or status >= 500:
        raise NotNow(BUSY)
    if not 200 <= status < 300:
        raise Never(REFUSED)


def _post(gateway: TextGateway, key: str, content: str) -> int:
    """The status with which the gateway answers."""
    parts = urlsplit(gateway.url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_SECONDS)
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    if gateway.token:
        headers["Authorization"] = f"Bearer {gateway.token}"
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    try:
        connection.request("POST", path, content.encode(), headers)
        return connection.getresponse().status
    finally:
        connection.close()
