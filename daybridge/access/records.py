"""What every clinical row is: keyed by the application, owned by one program, guarded.

`Record` is the base of every clinical or billing table and `RecordQuerySet` of every
queryset: it refuses to run without a program, and to write outside the room's services.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.sql.where import WhereNode
from django.utils import timezone

from daybridge import bulk
from daybridge.access.matrix import Matter
from daybridge.access.service import EVERY_ROOM, writing_in
from daybridge.access.viewer import Reach, Viewer
from daybridge.keys import new_id

RecordModel = TypeVar("RecordModel", bound="Record", covariant=True)


class UnscopedQueryError(RuntimeError):
    """A query on clinical rows that was not limited to one program."""


class ClosedWriteError(RuntimeError):
    """A bulk write on clinical rows outside a service of their own room."""


class RecordQuerySet(models.QuerySet[RecordModel]):
    """Rows of one program, and of the patients a viewer may see."""

    patient_path: ClassVar[str] = "patient_id"

    def in_program(self, program: Any) -> Self:
        """Limit to one program (a Program or its id)."""
        return self.filter(program_id=getattr(program, "pk", program))

    def across_programs(self, *, because: str) -> Self:
        """Lift the limit for work on the whole installation; say why."""
        lifted: Self = self._chain()  # type: ignore[attr-defined]
        lifted._crosses_programs = because
        return lifted

    def visible_to(self, viewer: Viewer, matter: Matter | None = None) -> Self:
        """Only the rows whose patients this viewer may read."""
        matter = matter or self.model.matter
        scoped = self.in_program(viewer.program_id)
        reach = viewer.reach(matter)
        if reach is Reach.NOBODY:
            return scoped.none()
        if reach is not Reach.PROGRAM:
            within = patients_within(viewer, reach, self.patient_path, matter)
            scoped = scoped.filter(within)
        if viewer.is_system or not self._is_about_a_patient():
            return scoped
        return scoped.exclude(barred(viewer, self.patient_path))

    def _is_about_a_patient(self) -> bool:
        """Whether the path to the patient starts on this model."""
        first = self.patient_path.split("__")[0].removesuffix("_id")
        names = {field.name for field in self.model._meta.get_fields()}
        return first in names or first == "id"

    # What runs a query asks first.

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._crosses_programs = self._crosses_programs
        return clone

    _crosses_programs: str = ""

    def _assert_scoped(self) -> None:
        hints: dict[str, Any] = self._hints  # type: ignore[attr-defined]
        if self._crosses_programs or hints.get("instance") is not None:
            return
        if not _limits_program(self.query.where, self.model):
            raise UnscopedQueryError(
                f"{self.model._meta.label}: start from in_program(), visible_to() or a "
                "related row"
            )

    def _assert_open_for_writing(self) -> None:
        if writing_in() not in (self.model._meta.app_label, EVERY_ROOM):
            raise ClosedWriteError(
                f"{self.model._meta.label}: bulk writes belong in a @service of "
                f"{self.model._meta.app_label}"
            )

    def _fetch_all(self) -> None:
        if self._result_cache is None:
            self._assert_scoped()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._assert_scoped()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        if self._result_cache is None:
            self._assert_scoped()
        return super().count()

    def exists(self) -> bool:
        if self._result_cache is None:
            self._assert_scoped()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._assert_scoped()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._assert_open_for_writing()
        self._assert_scoped()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._assert_open_for_writing()
        self._assert_scoped()
        return super().delete()

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        self._assert_open_for_writing()
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Any, *args: Any, **kwargs: Any) -> int:
        """Update the given rows, all of one program, in few statements."""
        objs = tuple(objs)
        if not objs:
            return 0
        return models.QuerySet.bulk_update(
            self.in_program(objs[0].program_id), objs, *args, **kwargs
        )

    def write_columns(self, rows: Iterable[Any], columns: Sequence[str]) -> None:
        """Write these columns of stored rows, in one statement made once."""
        self._assert_open_for_writing()
        bulk.update(self.model, columns, map(vars, rows))

    def put(self, rows: Iterable[bulk.Row], columns: Sequence[str]) -> None:
        """Insert whole rows, or write these columns of those that are stored."""
        self._assert_open_for_writing()
        bulk.insert(self.model, rows, or_write=columns)


class Record(models.Model):
    """One clinical row. `matter` says which column of the access matrix protects it."""

    matter: ClassVar[Matter]

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    program = models.ForeignKey(
        "programs.Program", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    program_id: UUID

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


def patients_within(
    viewer: Viewer, reach: Reach, path: str, matter: Matter = Matter.SUD_RECORD
) -> models.Q:
    """The condition that a row's patient is on the viewer's teams, opened, granted."""
    from daybridge.access.models import ChartOpening, Grant, TeamMembership

    within = models.Q(pk__in=[])
    if viewer.opens(matter):
        opened = ChartOpening.objects.open_for(viewer).values("patient_id")
        within |= models.Q(**{f"{path}__in": opened})
    if reach >= Reach.GRANTED and viewer.granted_as(matter):
        granted = Grant.objects.of(viewer, matter).values("patient_id")
        within |= models.Q(**{f"{path}__in": granted})
    if reach >= Reach.TEAM:
        team = TeamMembership.objects.of(viewer).values("patient_id")
        within |= models.Q(**{f"{path}__in": team})
    return within


def barred(viewer: Viewer, path: str) -> models.Q:
    """The condition that a row's patient is closed to this viewer: deny wins."""
    from daybridge.access.models import Barrier

    closed = Barrier.objects.of(viewer).values("patient_id")
    return models.Q(**{f"{path}__in": closed})


def _limits_program(where: WhereNode, model: type[models.Model]) -> bool:
    """Whether the condition names the program: in a branch of AND, in all of OR."""
    if where.negated or not where.children:
        return False
    limits = (_child_limits_program(child, model) for child in where.children)
    if where.connector == "OR":
        return all(limits)
    return where.connector == "AND" and any(limits)


def _child_limits_program(child: Any, model: type[models.Model]) -> bool:
    if isinstance(child, WhereNode):
        return _limits_program(child, model)
    if type(child).__name__ == "NothingNode":
        return True  # `.none()` asks nothing of the database
    if _is_program_column(getattr(child, "lhs", None)):
        return child.lookup_name in ("exact", "in")
    return False


def _is_program_column(column: Any) -> bool:
    target = getattr(column, "target", None)
    return target is not None and target.column == "program_id"
