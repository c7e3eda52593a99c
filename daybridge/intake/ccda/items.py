"""Problems, medications and allergies of a document, one by one, to accept or not."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from daybridge.intake.ccda import codes
from daybridge.intake.ccda.narrative import Narrative, squeeze, when
from daybridge.intake.ccda.tree import Node

UNITS = {"min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month"}


class ItemKind(StrEnum):
    PROBLEM = "problem"
    MEDICATION = "medication"
    ALLERGY = "allergy"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the sender says of the person's health."""

    kind: ItemKind
    text: str
    code: str = ""
    code_system: str = ""  # its name, or its number where we know no name
    details: str = ""  # dose, route and times of a medication; reaction of an allergy
    status: str = ""  # as the sender says it
    denied: bool = False  # the sender says that it is not so


def items_of(root: Node, narrative: Narrative) -> tuple[Item, ...]:
    """Every item of a document, each once, in the order in which they stand."""
    found: dict[Item, None] = {}
    for node, section, concern in _statements(root, "", ""):
        item = _item(node, section, concern, narrative)
        if item is not None and item.text:
            found.setdefault(item)
    return tuple(found)


def _statements(
    node: Node, section: str, concern: str
) -> Iterator[tuple[Node, str, str]]:
    """Observations and administrations, with their section's code and concern."""
    if node.tag == "section":
        section = node.value("code", name="code")
    elif node.tag == "act":
        concern = node.value("statusCode", name="code")
    elif node.tag in ("observation", "substanceAdministration"):
        yield node, section, concern
    for child in node.children:
        yield from _statements(child, section, concern)


def _item(node: Node, section: str, concern: str, narrative: Narrative) -> Item | None:
    templates = {one.get("root") for one in node.all("templateId")}
    if node.tag == "substanceAdministration":
        known = templates & {codes.MEDICATION, codes.PLANNED_MEDICATION}
        if known or (not templates and section in codes.MEDICATION_SECTIONS):
            return _medication(node, narrative)
        return None
    if codes.ALLERGY in templates or (
        not templates and section in codes.ALLERGY_SECTIONS
    ):
        return _allergy(node, concern, narrative)
    if codes.PROBLEM in templates or (
        not templates and section in codes.PROBLEM_SECTIONS
    ):
        return _problem(node, concern, narrative)
    return None


def _problem(node: Node, concern: str, narrative: Narrative) -> Item:
    value = node.first("value")
    code, system, name = _coded(value, narrative)
    status = _status_inside(node) or concern
    ended = when(node.value("effectiveTime", "high"))
    return Item(
        ItemKind.PROBLEM,
        name or narrative.quote(node.first("text")),
        code, system,
        details=_span(node, narrative),
        status="resolved" if ended and not _status_inside(node) else status,
        denied=node.get("negationInd") == "true",
    )  # fmt: skip


def _medication(node: Node, narrative: Narrative) -> Item:
    product = node.first("consumable", "manufacturedProduct") or Node("none")
    material = product.first("manufacturedMaterial") or product.first(
        "manufacturedLabeledDrug"
    )
    code, system, name = _coded(material.first("code") if material else None, narrative)
    if not name and material is not None:
        name = narrative.quote(material.first("name"))
    planned = node.get("moodCode") in ("INT", "RQO", "PRMS")
    status = node.value("statusCode", name="code")
    return Item(
        ItemKind.MEDICATION,
        name or narrative.quote(node.first("text")),
        code, system,
        details=_dose(node, narrative),
        status=f"{status}, as ordered" if planned and status else status,
        denied=node.get("negationInd") == "true",
    )  # fmt: skip


def _allergy(node: Node, concern: str, narrative: Narrative) -> Item:
    entity = node.first("participant", "participantRole", "playingEntity")
    code, system, name = _coded(entity.first("code") if entity else None, narrative)
    if not name and entity is not None:
        name = narrative.quote(entity.first("name"))
    kind = _coded(node.first("value"), narrative)[2]
    reactions = [
        _coded(one.first("value"), narrative)[2]
        for one in node.all("entryRelationship", "observation")
        if _has(one, codes.REACTION) or _has(one, codes.SEVERITY)
    ]
    return Item(
        ItemKind.ALLERGY,
        name or kind or narrative.quote(node.first("text")),
        code, system,
        details=", ".join(filter(None, [kind if name else "", *reactions])),
        status=_status_inside(node) or concern,
        denied=node.get("negationInd") == "true",
    )  # fmt: skip


def _has(node: Node, template: str) -> bool:
    return any(one.get("root") == template for one in node.all("templateId"))


def _coded(node: Node | None, narrative: Narrative) -> tuple[str, str, str]:
    """Code, system and words; of several codes the one we can use best.

    A null flavor gives no code: the words of the sender are all there is.
    """
    if node is None:
        return "", "", ""
    choices = [one for one in (node, *node.all("translation")) if one.get("code")]
    named = [(one, _system(one)) for one in choices]
    named.sort(key=lambda pair: _rank(pair[1]))
    words = node.get("displayName") or narrative.quote(node.first("originalText"))
    words = words or next((one.get("displayName") for one in choices), "")
    if not words and not choices:
        words = narrative.quote(node)  # a value that is plain text
    if not named:
        return "", "", squeeze(words)
    best, system = named[0]
    return best.get("code"), system, squeeze(words or best.get("displayName"))


def _system(node: Node) -> str:
    oid = node.get("codeSystem")
    return codes.SYSTEMS.get(oid) or node.get("codeSystemName") or oid


def _rank(system: str) -> int:
    wanted = codes.WANTED_SYSTEMS
    return wanted.index(system) if system in wanted else len(wanted)


def _status_inside(node: Node) -> str:
    for one in node.all("entryRelationship", "observation"):
        if _has(one, codes.PROBLEM_STATUS):
            return one.value("value", name="displayName").lower()
    return ""


def _span(node: Node, narrative: Narrative) -> str:
    """From when until when, as exactly as the sender says."""
    time = node.first("effectiveTime")
    if time is None:
        return ""
    since = when(time.value("low")) or when(time.get("value"))
    until = when(time.value("high"))
    return " ".join(
        filter(None, (since and f"since {since}", until and f"until {until}"))
    )


def _dose(node: Node, narrative: Narrative) -> str:
    parts = [
        _quantity(node.first("doseQuantity")),
        _quantity(node.first("rateQuantity")),
        _coded(node.first("routeCode"), narrative)[2],
        *(_every(one) for one in node.all("effectiveTime")),
        _span(node, narrative),
        narrative.quote(node.first("text")),
    ]
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _quantity(node: Node | None) -> str:
    if node is None:
        return ""
    unit = node.get("unit")
    low, high = node.value("low"), node.value("high")
    value = node.get("value") or " to ".join(filter(None, (low, high)))
    return squeeze(f"{value} {unit if unit != '1' else ''}") if value else ""


def _every(time: Node) -> str:
    period = time.first("period")
    if period is None or not period.get("value"):
        return ""
    number, unit = period.get("value"), period.get("unit")
    word = UNITS.get(unit, unit)
    if word != unit:
        word = word if number == "1" else f"{word}s"
    return f"every {word}" if number == "1" else squeeze(f"every {number} {word}")
