"""What was imported before, and what this import adds: keys that find themselves."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.db import models

from daybridge.exchange.models import Imported
from daybridge.programs.models import Program

BATCH = 500


@dataclass(slots=True)
class Ledger:
    """The rows one source gave a program, before and now."""

    program: Program
    source: str
    known: dict[tuple[str, str], str] = field(default_factory=dict)  # -> digest
    adding: dict[tuple[str, str], Imported] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program, source: str) -> "Ledger":
        rows = Imported.objects.in_program(program).filter(source=source)
        known = {
            (target_type, external_id): digest
            for target_type, external_id, digest in rows.values_list(
                "target_type", "external_id", "digest"
            ).iterator()
        }
        return cls(program, source, known)

    def key(self, model: type[models.Model], external_id: str) -> UUID:
        """The key of the record that a row of theirs becomes, today and next year."""
        name = f"{self.source}|{model._meta.label}|{external_id}"
        return uuid5(self.program.pk, name)

    def has(self, model: type[models.Model], external_id: str) -> bool:
        """Whether the record is there already, or on its way."""
        place = (model._meta.label, external_id)
        return place in self.known or place in self.adding

    def differs(self, model: type[models.Model], external_id: str, said: Any) -> bool:
        """Whether the row was imported before and says something else now."""
        before = self.known.get((model._meta.label, external_id))
        return before is not None and before != digest_of(said)

    def add(self, model: type[models.Model], external_id: str, said: Any) -> UUID:
        """Note that a row becomes a record; the key to give it."""
        key = self.key(model, external_id)
        self.adding[model._meta.label, external_id] = Imported(
            program=self.program,
            source=self.source,
            external_id=external_id,
            target_type=model._meta.label,
            target_id=key,
            digest=digest_of(said),
        )
        return key

    def write(self) -> None:
        """Remember what was added; inside `access.service.loading`."""
        Imported.objects.bulk_create(self.adding.values(), batch_size=BATCH)


def digest_of(said: Any) -> str:
    return hashlib.sha256(repr(said).encode(errors="surrogatepass")).hexdigest()


def batches(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
