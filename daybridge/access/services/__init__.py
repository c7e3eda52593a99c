"""What the gate writes: teams, grants, opened charts, roles, barriers, accounts."""

from daybridge.access.services.accounts import deactivate, reactivate
from daybridge.access.services.barriers import lift_barrier, set_barrier
from daybridge.access.services.grants import end_grants, open_grant
from daybridge.access.services.notices import notify, put_away
from daybridge.access.services.openings import (
    close_opening,
    open_chart,
    review_opening,
)
from daybridge.access.services.roles import (
    RoleRefused,
    decide_role,
    grant_role,
    revoke_role,
)
from daybridge.access.services.teams import add_to_team, end_membership

__all__ = [
    "RoleRefused",
    "add_to_team",
    "close_opening",
    "deactivate",
    "decide_role",
    "end_grants",
    "end_membership",
    "grant_role",
    "lift_barrier",
    "notify",
    "open_chart",
    "open_grant",
    "put_away",
    "reactivate",
    "review_opening",
    "revoke_role",
    "set_barrier",
]
