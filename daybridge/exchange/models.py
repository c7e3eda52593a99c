"""Which of our rows came from which row of somebody's file."""

from typing import ClassVar

from django.db import models

from daybridge.access.matrix import Matter
from daybridge.access.records import Record


class Imported(Record):
    """One row of a file and the record it became: the same file twice finds itself."""

    matter: ClassVar[Matter] = Matter.DEMOGRAPHICS

    source = models.CharField(max_length=80)  # the mapping's name for the other system
    external_id = models.CharField(max_length=200)  # their key
    target_type = models.CharField(max_length=80)  # people.Patient
    target_id = models.UUIDField()
    digest = models.CharField(max_length=64)  # of what the row said

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "source", "target_type", "external_id"],
                name="exchange_imported_once",
            )
        ]
        verbose_name_plural = "imported"
