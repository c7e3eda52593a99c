"""E-mail, through the mail server of this installation."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage

from daybridge.outbox.ways import Letter, Never, NotNow

REFUSED = "The mail server does not take this address."
BUSY = "The mail server does not answer."
PERMANENT = 500  # replies from here on are final (RFC 5321)


def is_ready() -> bool:
    return settings.MAIL_SERVER is not None


def send(letter: Letter) -> None:
    """Send one e-mail. Raises NotNow, Never."""
    assert settings.MAIL_SERVER is not None
    sender = settings.MAIL_SERVER.sender
    message_id = f"<{letter.id}@{sender.rsplit('@', 1)[1].strip('<> ')}>"
    email = EmailMessage(
        subject=letter.subject, body=letter.text, from_email=sender, to=[letter.to],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        email.send()
    except SMTPRecipientsRefused as refusal:
        codes = [code for code, _ in refusal.recipients.values()]
        _give_up(max(codes, default=0))
    except SMTPResponseException as answer:
        _give_up(answer.smtp_code)
    except (SMTPException, OSError):
        raise NotNow(BUSY) from None


def _give_up(code: int) -> None:
    """Say whether an answer is final. What the server wrote may name the person."""
    if code >= PERMANENT:
        raise Never(REFUSED) from None
    raise NotNow(BUSY) from None
