"""Surfaces of what consents let others know, and of how that ends for one of them."""

from tests.access.kinds import FILE, FORM, PAGE, Surface, nothing, patient, rows
from tests.access.surfaces_consents import STATUS, its

BY_GRANT = "BI: the summary that the consent names; others read the assessments"

SHARING = (
    Surface("ASM", "R", PAGE, "assessments:summary", patient,
            only=rows("BI"), why=BY_GRANT),
    Surface("CON", "R", PAGE, "consents:passed_on", patient,
            but_not=rows("PS"), why=STATUS),
    Surface("CON", "R", FILE, "consents:passed_on_list", patient,
            but_not=rows("PS"), why=STATUS),
    *(
        Surface("CON", "C", kind, f"consents:{name}", its(row), sent)
        for name, row in (
            ("revoke_for_one", "recipient"), ("flaw", "signed"),
            ("passed_on_new", "signed"),
        )
        for kind, sent in ((PAGE, None), (FORM, nothing))
    ),
)  # fmt: skip
