"""The next free record number: P and six digits, one more than the highest."""

from uuid import UUID

from daybridge.people.models import Patient

DIGITS = 6


def next_record_number(program_id: UUID, further: int = 0) -> str:
    """A number nobody has; `further` when somebody just took the one before."""
    taken = Patient.objects.in_program(program_id)
    ours = taken.filter(record_number__regex=rf"^P\d{{{DIGITS}}}$")
    highest = ours.order_by("-record_number").values_list("record_number", flat=True)
    last = highest.first()
    return f"P{int(last[1:]) + 1 + further if last else 1 + further:0{DIGITS}d}"
