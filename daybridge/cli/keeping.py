"""`daybridge backup` and `daybridge restore`."""

from argparse import Namespace
from typing import Any

from django.utils import timezone

from daybridge.backup.errors import BackupRefused
from daybridge.backup.manifest import Manifest
from daybridge.backup.reading import read_backup
from daybridge.backup.restoring import restore_backup
from daybridge.backup.secret import Secret, installation_key, passphrase_in
from daybridge.backup.writing import make_backup
from daybridge.cli.database import check_database, check_migrated, migrate
from daybridge.cli.output import Refusal, progress, say, say_json

KEYS_ARE_ELSEWHERE = (
    "The keys of this installation are not in it: keep DAYBRIDGE_HOME/keys safe as "
    "well, or make a backup --with-keys."
)


def backup(options: Namespace) -> int:
    check_database()
    check_migrated()
    with _refusals(), progress("Backing up", quiet=options.json) as told:
        manifest = make_backup(
            options.file.absolute(),
            secret=_secret(options),
            at=timezone.now(),
            with_keys=options.with_keys,
            progress=told,
        )
    if options.json:
        say_json(_data(manifest, options))
        return 0
    say(f"{manifest.rows:,} rows are in {options.file}, sealed and read back once.")
    if not options.with_keys:
        say(KEYS_ARE_ELSEWHERE)
    return 0


def restore(options: Namespace) -> int:
    check_database()
    with _refusals():
        secret = _secret(options)
        if options.check:
            manifest = read_backup(options.file, secret=secret)
        else:
            migrate()
            with progress("Restoring", quiet=options.json) as told:
                manifest = restore_backup(
                    options.file,
                    secret=secret,
                    at=timezone.now(),
                    replace=options.replace,
                    progress=told,
                )
    if options.json:
        say_json(_data(manifest, options))
    elif options.check:
        say(f"The backup of {manifest.made_at} is whole: {manifest.rows:,} rows.")
    else:
        say(f"{manifest.rows:,} rows of {manifest.made_at} are back and proven.")
        say("Everyone signs in again. Check the audit: daybridge audit verify")
    return 0


def _secret(options: Namespace) -> Secret:
    path = options.passphrase_file
    return passphrase_in(path) if path else installation_key()


def _data(manifest: Manifest, options: Namespace) -> dict[str, Any]:
    return {
        "file": str(options.file),
        "made_at": manifest.made_at,
        "version": manifest.version,
        "engine": manifest.engine,
        "rows": manifest.rows,
        "tables": {name: table["rows"] for name, table in manifest.tables.items()},
        "audit_heads": manifest.audit_heads,
        "with_keys": bool(manifest.keys),
    }


class _refusals:  # noqa: N801 - reads as a sentence where it is used
    """Turns what the backup refuses into what the command says."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        if isinstance(problem, BackupRefused):
            raise Refusal(str(problem)) from None
