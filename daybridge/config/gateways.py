"""Where e-mail and text messages leave this installation, from the environment.

Neither is needed: what no gateway takes becomes a call of the front desk. A refusal
never repeats the value, which may hold a password.
"""

from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from daybridge.config.refusing import SettingError, read_folder
from daybridge.outbox.gateways import MailServer, TextGateway

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
PORTS = {"smtp": 587, "smtps": 465}
MAIL = "DAYBRIDGE_EMAIL_URL"
TEXT = "DAYBRIDGE_TEXT_GATEWAY"


def read_mail_server(value: str) -> MailServer | None:
    """smtp://user:password@host:587/?from=office@example.org; none where unset."""
    if not value:
        return None
    parts, port = _split(MAIL, value)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in PORTS or not parts.hostname or "@" not in sender:
        raise SettingError(
            f"{MAIL} is not the address of a mail server. Expected "
            "smtp://user:password@host:587/?from=office@example.org (smtps:// for a "
            "server that speaks TLS from the first byte), or leave it unset."
        )
    here = "starttls" if parts.hostname not in THIS_MACHINE else ""
    return MailServer(
        host=parts.hostname,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        encryption="tls" if parts.scheme == "smtps" else here,
        sender=sender,
    )


def read_text_gateway(value: str, token: str) -> TextGateway | None:
    """A folder, or an https address (http on this machine); none where unset."""
    if not value:
        return None
    if "://" not in value:
        return TextGateway(folder=read_folder(TEXT, value))
    parts, _ = _split(TEXT, value)
    is_here = parts.scheme == "http" and parts.hostname in THIS_MACHINE
    if not parts.hostname or not (parts.scheme == "https" or is_here):
        raise SettingError(
            f"{TEXT} has to be a folder or an address that begins with https:// "
            "(http:// on this machine only), or leave it unset."
        )
    return TextGateway(url=value, token=token)


def _split(name: str, value: str) -> tuple[SplitResult, int | None]:
    """The parts of an address and its port, if it names one."""
    try:
        parts = urlsplit(value)
        return parts, parts.port
    except ValueError:
        raise SettingError(
            f"{name}: this is no address, or its port is not a number from 1 to 65535."
        ) from None
