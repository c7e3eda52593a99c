"""Why a backup cannot be made or put back; each says what to do."""


class BackupRefused(Exception):
    """A sentence for the operator. Nothing was changed."""
