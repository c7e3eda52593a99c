"""Accounts, sessions, teams, grants, opened charts, notices and proposed roles."""

from daybridge.access.models.accounts import Invitation, Session, User, UserManager
from daybridge.access.models.grants import Grant
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
    "Grant",
    "Invitation",
    "Notice",
    "RoleProposal",
    "Session",
    "TeamMembership",
    "User",
    "UserManager",
]
