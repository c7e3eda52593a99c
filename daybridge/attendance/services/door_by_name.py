"""Checking in at the door with a name and a PIN.

Looks only at the people whose session opens now at this site. A name nobody has, a
wrong PIN, someone who is not expected, and a name or tablet that waits after too many
tries hear the same answer, after the same statements.
"""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.attendance.models import Attendance, DoorMiss, DoorTablet
from daybridge.attendance.services.door import (
    ASK_DESK,
    DoorAnswer,
    answer_for,
    count_miss,
    hold_tablet,
    is_paused,
    places_now,
)
from daybridge.audit.models import Outcome
from daybridge.audit.recording import record
from daybridge.people.arrival_codes import is_pin
from daybridge.people.models import Patient
from daybridge.programs.models import Site
from daybridge.rules.called import is_called
from daybridge.rules.folding import folded_words

TRIES_FOR_A_NAME = 5
TRIES_WITHIN = timedelta(minutes=15)
MISSES_KEPT = timedelta(days=1)


@service
def check_in_by_name(
    *, tablet: DoorTablet, name: str, pin: str, at: datetime, by: Viewer
) -> DoorAnswer:
    """Take a name and a PIN typed at the door and say what the tablet shows."""
    _hold_site(tablet)
    held = hold_tablet(tablet)
    held.last_seen_at = at
    places = list(places_now(held, at).select_related("patient"))
    meant = _called(name, places)
    keys = [_key(one) for one in meant] or [_key_of_nobody(name)]
    tries = _tries_of(keys, held, at)
    waits = is_paused(held, at) or max(tries.values()) >= TRIES_FOR_A_NAME
    found = [one for one in meant if _has_pin(one, pin)]
    patient = found[0] if len(found) == 1 and not waits else None
    if patient is None:
        _keep_misses(tries, held, at=at, by=by)
    held.save()
    if patient is None:
        return ASK_DESK
    own = [place for place in places if place.patient_id == patient.pk]
    return answer_for(patient, own, at=at, by=by)


def _called(name: str, places: Iterable[Attendance]) -> list[Patient]:
    """The people expected now whom a typed name calls."""
    expected = {place.patient_id: place.patient for place in places}
    return [
        patient
        for patient in expected.values()
        if is_called(name, called=patient.called, last_name=patient.legal_last_name)
    ]


def _has_pin(patient: Patient, pin: str) -> bool:
    return is_pin(pin, patient_id=patient.pk, stored=patient.arrival_pin_digest)


def _tries_of(keys: Sequence[str], tablet: DoorTablet, at: datetime) -> Counter[str]:
    """How often each name was missed lately, at any tablet of the program."""
    misses = DoorMiss.objects.in_program(tablet.program_id)
    lately = misses.filter(name_digest__in=keys, missed_at__gt=at - TRIES_WITHIN)
    tries = Counter(dict.fromkeys(keys, 0))
    tries.update(lately.values_list("name_digest", flat=True))
    return tries


def _keep_misses(
    tries: Counter[str], tablet: DoorTablet, *, at: datetime, by: Viewer
) -> None:
    misses = DoorMiss.objects.in_program(tablet.program_id)
    misses.filter(missed_at__lt=at - MISSES_KEPT).delete()
    misses.bulk_create(
        DoorMiss(program_id=tablet.program_id, name_digest=key, missed_at=at)
        for key in tries
    )
    count_miss(tablet, at)
    record("attendance.door_refused", by=by.actor, target=tablet, at=at,
           outcome=Outcome.REFUSED)  # fmt: skip


def _hold_site(tablet: DoorTablet) -> None:
    """Two tablets of a site take turns, so that tries are counted one by one."""
    sites = Site.objects.in_program(tablet.program_id)
    sites.select_for_update(no_key=True).get(pk=tablet.site_id)


def _key(patient: Patient) -> str:
    return _keyed(f"person:{patient.pk}")


def _key_of_nobody(name: str) -> str:
    return _keyed(f"typed:{''.join(folded_words(name)) or name.strip().casefold()}")


def _keyed(about: str) -> str:
    message = f"door-name:{about}".encode(errors="surrogatepass")
    return hmac.new(settings.LOOKUP_KEY, message, hashlib.sha256).hexdigest()
