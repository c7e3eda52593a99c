"""Accounts, their sessions, and the one-use links that lead into one."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from daybridge.access.matrix import Matter
from daybridge.access.records import Record
from daybridge.keys import new_id


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None) -> "User":
        """Make an account that can sign in; it sees nothing until staff claims it."""
        user = self.model(email=self.normalize_email(email).lower())
        user.set_password(password)
        user.save(force_insert=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account: a way to sign in. What it may see comes from staff rows."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="access_user_email_any_case")
        ]

    def __str__(self) -> str:
        return self.email


class Session(AbstractBaseSession):
    """One browser in which someone is signed in, and when it was last used."""

    user = models.ForeignKey(
        "access.User", on_delete=models.CASCADE, null=True, db_index=False
    )
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # by a person; polls do not count
    address = models.CharField(max_length=45, blank=True)
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user"], name="access_session_of_user")]


class Invitation(Record):
    """A link that works once: into a new account, or back into one's own."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", "First sign-in"
        RETURN = "return", "New password"
        NEW_FACTORS = "new_factors", "New password and second factor"

    matter = Matter.AUDIT

    staff = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="invitations"
    )
    kind = models.CharField(max_length=11, choices=Kind)
    digest = models.CharField(max_length=64, unique=True)  # keyed, of the link's token
    made_by = models.ForeignKey(
        "people.Staff", on_delete=models.PROTECT, related_name="+", null=True
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["program", "staff"], name="access_invitation_of")
        ]
        constraints = [
            models.CheckConstraint(
                name="access_invitation_used_or_withdrawn",
                condition=Q(used_at=None) | Q(withdrawn_at=None),
            )
        ]
