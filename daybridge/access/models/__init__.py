"""Accounts and sessions, treatment teams, opened charts, notices, proposed roles."""

from daybridge.access.models.accounts import Invitation, Session, User, UserManager
from daybridge.access.models.openings import (
    OPENING_LASTS,
    ChartOpening,
    Notice,
    RoleProposal,
)
from daybridge.access.models.teams import Barrier, TeamMembership

__all__ = [
    "OPENING_LASTS",
    "Barrier",
    "ChartOpening",
    "Invitation",
    "Notice",
    "RoleProposal",
    "Session",
    "TeamMembership",
    "User",
    "UserManager",
]
