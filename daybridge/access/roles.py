"""The roles of staff. A person may hold several; small programs share jobs."""

from django.db import models

from daybridge.access.matrix import ActorKind


class Role(models.TextChoices):
    FRONT_DESK = "front_desk", "Front desk"
    COUNSELOR = "counselor", "Counselor"
    SUPERVISOR = "supervisor", "Clinical supervisor"
    MEDICAL = "medical", "Nurse or prescriber"
    PEER = "peer", "Peer specialist"
    BILLER = "biller", "Biller"
    DIRECTOR = "director", "Program director"
    ADMINISTRATOR = "administrator", "System administrator"


# The matrix row of each role, on the patient's treatment team and off it. None: nobody.
ON_TEAM = {
    Role.FRONT_DESK: ActorKind.FRONT_DESK,
    Role.COUNSELOR: ActorKind.TEAM_COUNSELOR,
    Role.SUPERVISOR: ActorKind.SUPERVISOR,
    Role.MEDICAL: ActorKind.MEDICAL,
    Role.PEER: ActorKind.PEER,
    Role.BILLER: ActorKind.BILLER,
    Role.DIRECTOR: ActorKind.DIRECTOR,
    Role.ADMINISTRATOR: ActorKind.ADMINISTRATOR,
}
OFF_TEAM = {
    **ON_TEAM,
    Role.COUNSELOR: ActorKind.OTHER_COUNSELOR,
    Role.MEDICAL: ActorKind.OTHER_COUNSELOR,  # the matrix knows RX only on the team
    Role.PEER: None,
}
