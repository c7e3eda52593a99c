"""Keep the words of names, folded, so that people are found however spelled."""

from collections.abc import Sequence

from daybridge.access.service import service
from daybridge.people.models import NameWord, Patient
from daybridge.rules.folding import folded_words


@service
def index_names(*, patients: Sequence[Patient]) -> None:
    """Write the words of these patients of one program anew, in two statements."""
    if not patients:
        return
    program_id = patients[0].program_id
    former = NameWord.objects.in_program(program_id)
    former.filter(patient_id__in=[patient.pk for patient in patients]).delete()
    NameWord.objects.bulk_create(
        (
            NameWord(
                program_id=program_id,
                patient=patient,
                word=word[:100],
                sort_name=patient.sort_name,
            )
            for patient in patients
            for word in sorted(words_of(patient))
        ),
        batch_size=500,
    )


def words_of(patient: Patient) -> set[str]:
    """Every word of the names a patient has or goes by."""
    names = (
        patient.legal_first_name,
        patient.legal_last_name,
        patient.preferred_name,
    )
    return {word for name in names for word in folded_words(name)}
