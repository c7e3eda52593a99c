"""Where the parts of one diagnosis contradict each other, in sentences."""

from collections.abc import Collection, Iterator

from daybridge.rules.diagnosis.codes import Code
from daybridge.rules.diagnosis.substance_use import (
    Remission,
    Severity,
    counted,
    severity_of,
)
from daybridge.rules.wording import count_of

ABUSE, DEPENDENCE, USE = "1", "2", "9"
SEVERITY_OF_PART = {
    ABUSE: (Severity.MILD,),
    DEPENDENCE: (Severity.MODERATE, Severity.SEVERE),
}
NICOTINE = "F17"


def problems(
    code: Code,
    *,
    severity: Severity = Severity.NONE,
    remission: Remission = Remission.NONE,
    criteria: Collection[str] | None = None,
    as_prescribed: bool = False,
) -> list[str]:
    """What has to be mended; an empty list means that all parts agree.

    `criteria` are those met; None when nobody counted them.
    """
    found = [] if code.is_billable else [_not_billable(code)]
    if not code.is_substance_use:
        return [*found, *_elsewhere(severity, remission, criteria)]
    found += _of_code(code, severity, remission)
    if criteria is not None:
        found += _of_count(code, severity, criteria, as_prescribed)
    return found


def _not_billable(code: Code) -> str:
    return f"{code.code} is a heading. Choose a code below it."


def _elsewhere(
    severity: Severity, remission: Remission, criteria: Collection[str] | None
) -> Iterator[str]:
    """Codes outside of F10 to F19 carry their severity in themselves."""
    if severity:
        yield "The severity of this condition is in its code. Leave it open here."
    if remission:
        yield "Remission of this condition is in its code. Leave it open here."
    if criteria:
        yield "These criteria belong to substance use disorders only."


def _of_code(code: Code, severity: Severity, remission: Remission) -> Iterator[str]:
    fitting = SEVERITY_OF_PART.get(code.part, ())
    if fitting and severity and severity not in fitting:
        instead = ABUSE if severity is Severity.MILD else DEPENDENCE
        if code.category == NICOTINE:
            yield "Mild tobacco use has a code outside of this chapter (Z72.0)."
        else:
            yield (
                f"{code.code} does not go with {severity}: choose a code that begins "
                f"with {code.category}.{instead}."
            )
    if fitting and not severity:
        yield f"{code.code} needs a severity."
    if not fitting and severity:
        yield f"{code.code} is use without a disorder: it has no severity."
    if remission and not code.is_remission:
        yield f"{code.code} is not a code of remission."
    if code.is_remission and fitting and not remission:
        yield f"{code.code} is in remission: say since when."


def _of_count(
    code: Code, severity: Severity, criteria: Collection[str], as_prescribed: bool
) -> Iterator[str]:
    where = code.category
    number = len(counted(criteria, category=where, as_prescribed=as_prescribed))
    asked = severity_of(criteria, category=where, as_prescribed=as_prescribed)
    if asked is severity:
        return
    they = count_of(number, "criterion", "criteria")
    if asked is Severity.NONE:
        yield f"{they} met: a use disorder begins with 2."
    elif severity:
        yield f"{they} met is {asked}, not {severity}."
    else:
        yield f"{they} met is {asked}: the code says no disorder."
