"""What takes messages from us, as the settings name it."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class MailServer:
    """A server that takes e-mail from us."""

    host: str
    port: int
    user: str
    password: str
    encryption: str  # "tls": from the first byte; "starttls"; "": on this machine only
    sender: str


@dataclass(frozen=True, slots=True)
class TextGateway:
    """What takes text messages from us: a folder, or an address that speaks HTTP."""

    folder: Path | None = None
    url: str = ""
    token: str = ""
