"""The components that every page has in plenty, as functions.

As templates they were half the time of a list (docs/adr/0013). In a template they are
written like every other component: `<c-icon name="plus" />`. A function gets the
attributes as keywords (`class` is `class_`), its content as `slot`, and named slots
beside the attributes; it returns finished markup.
"""

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.templatetags.static import static
from django.utils.safestring import SafeString

from daybridge.ui.naming import initials, person_ground

Leaf = Callable[..., SafeString]
ON_OR_OFF = frozenset(
    {"autofocus", "checked", "disabled", "hidden", "multiple", "open"}
    | {"readonly", "required", "selected"}
)  # HTML attributes that are true by being there; empty text means they are not
ICON_OF_TONE = {
    "needs": "circle-alert",
    "danger": "octagon-alert",
    "settled": "circle-check",
    "action": "circle-dot",
}


def written(attributes: Mapping[str, Any]) -> SafeString:
    """Attributes as a start tag carries them, every value escaped."""
    return SafeString("".join(_written(k, v) for k, v in attributes.items()))


def icon(
    *,
    name: Any = "circle",
    label: Any = "",
    class_: Any = "",
    slot: Any = "",
    **rest: Any,
) -> SafeString:
    """An icon of the sprite, silent beside its word. With label it speaks."""
    voice = (
        f' role="img" aria-label="{_safe(label)}"' if label else ' aria-hidden="true"'
    )
    return SafeString(
        f'<svg class="icon {_safe(class_)}"{voice} focusable="false"{written(rest)}>'
        f'<use href="{_sprite()}#{_safe(name)}"></use></svg>'
    )


def avatar(
    *, name: Any = "", size: Any = "", class_: Any = "", slot: Any = "", **rest: Any
) -> SafeString:
    """Initials on a quiet ground, the same for the same name. Silent."""
    sized = f" avatar-{_safe(size)}" if size else ""
    return SafeString(
        f'<span class="avatar avatar-{person_ground(name)}{sized} {_safe(class_)}"'
        f' aria-hidden="true"{written(rest)}>{_safe(initials(name))}</span>'
    )


def person(
    *, name: Any = "", href: Any = "", size: Any = "", slot: Any = "", **rest: Any
) -> SafeString:
    """A person's name with initials; href makes it a link. The slot adds pronouns."""
    safe = _safe(name)
    shown = f'<a href="{_safe(href)}">{safe}</a>' if href else f"<span>{safe}</span>"
    beside = f' <span class="soft small">{slot}</span>' if slot else ""
    return SafeString(
        f'<span class="person"{written(rest)}>{avatar(name=name, size=size)}'
        f'<span class="person-words">{shown}{beside}</span></span>'
    )


def state(
    *, tone: Any = "", icon: Any = "", class_: Any = "", slot: Any = "", **rest: Any
) -> SafeString:
    """A state as word, icon and color.

    tone: (plain) action needs danger settled quiet.
    """
    toned = f' data-tone="{_safe(tone)}"' if tone else ""
    mark = LEAVES["icon"](name=icon or ICON_OF_TONE.get(str(tone), "circle"))
    return SafeString(
        f'<span class="state {_safe(class_)}"{toned}{written(rest)}>{mark}{slot}</span>'
    )


def button(
    *, variant: Any = "", href: Any = "", type: Any = "submit",
    icon: Any = "", icon_after: Any = "", size: Any = "", hidden_label: Any = "",
    class_: Any = "", slot: Any = "", **rest: Any,
) -> SafeString:  # fmt: skip
    """A button, or a link like one. variant: (plain) primary quiet danger."""
    kinds = [f"button-{_safe(kind)}" for kind in (variant, size) if kind]
    classes = " ".join(["button", *kinds, *([_safe(class_)] if class_ else [])])
    inside = f"{_icon(icon)}{slot}{_hidden(hidden_label)}{_icon(icon_after)}"
    if href:
        start = f'<a class="{classes}" href="{_safe(href)}"{written(rest)}>'
        return SafeString(f"{start}{inside}</a>")
    start = f'<button class="{classes}" type="{_safe(type)}"{written(rest)}>'
    return SafeString(f"{start}{inside}</button>")


def page_header(
    *, title: Any = "", level: Any = "1", back_url: Any = "", back_label: Any = "",
    lede: Any = "", actions: Any = "", slot: Any = "", **rest: Any,
) -> SafeString:  # fmt: skip
    """The page's one h1, with where it belongs above and what can be done beside.

    Slots: lede (under the title), actions.
    """
    back = (
        f'<a class="back-link no-print" href="{_safe(back_url)}">'
        f"{_icon('arrow-left')}{_safe(back_label or 'Back')}</a>"
        if back_url
        else ""
    )
    heading = f'<h{level} class="page-title">{_safe(title)}</h{level}>'
    under = f'<p class="page-header-lede">{lede}</p>' if lede else ""
    beside = f'<div class="button-row no-print">{actions}</div>' if actions else ""
    return SafeString(
        f'<div class="page-header"><div class="page-header-words">{back}{heading}'
        f"{under}{slot}</div>{beside}</div>"
    )


def table(
    *, caption: Any = "", empty: Any = False, hide_caption: Any = "", short: Any = "",
    stacks: Any = "", dense: Any = "", class_: Any = "", head: Any = "", foot: Any = "",
    empty_state: Any = "", slot: Any = "", **rest: Any,
) -> SafeString:  # fmt: skip
    """A table whose head stays in view. caption is always given.

    Slots: head (a row of th), default (rows), foot, empty_state (shown when `empty`).
    """
    if empty:
        return SafeString(empty_state)
    region = "table-region table-region-short" if short else "table-region"
    kinds = f"{' table-stacks' if stacks else ''}{' table-dense' if dense else ''}"
    hidden = ' class="visually-hidden"' if hide_caption else ""
    ends = f"<tfoot>{foot}</tfoot>" if foot else ""
    name = _safe(caption)
    return SafeString(
        f'<div class="{region}" role="region" aria-label="{name}" tabindex="0"'
        f' data-scroll-region><table class="table{kinds} {_safe(class_)}"'
        f"{written(rest)}><caption{hidden}>{name}</caption><thead>{head}</thead>"
        f"<tbody>{slot}</tbody>{ends}</table></div>"
    )


def tabs(*, label: Any = "Views", class_: Any = "", slot: Any = "") -> SafeString:
    """Tabs are links, so each view has its address. The slot holds c-tab."""
    return SafeString(
        f'<nav class="tabs {_safe(class_)}" aria-label="{_safe(label)}">'
        f'<ul class="tabs-list">{slot}</ul></nav>'
    )


def tab(
    *, href: Any = "", current: Any = "", count: Any = "", icon: Any = "",
    slot: Any = "", **rest: Any,
) -> SafeString:  # fmt: skip
    """One tab. current: any text when this view is shown. count: a number beside it."""
    here = ' aria-current="page"' if current else ""
    counted = f'<span class="tab-count">{_safe(count)}</span>' if count else ""
    return SafeString(
        f'<li><a class="tab" href="{_safe(href)}"{here}{written(rest)}>'
        f"{_icon(icon)}{slot}{counted}</a></li>"
    )


def facts(*, slot: Any = "") -> SafeString:
    """A list of facts, each a c-fact."""
    return SafeString(f'<dl class="facts">{slot}</dl>')


def fact(*, label: Any = "", slot: Any = "") -> SafeString:
    """One fact: its name and, in the slot, what is so."""
    return SafeString(f'<div class="fact"><dt>{_safe(label)}</dt><dd>{slot}</dd></div>')


def pagination(
    *, request: Any = None, next: Any = "", previous: Any = "", label: Any = "Pages",
    next_label: Any = "Next", previous_label: Any = "Previous", slot: Any = "",
) -> SafeString:  # fmt: skip
    """Next and previous by key, keeping filters and order. Nothing for one page."""
    if not next and not previous:
        return SafeString("")
    links = ""
    if previous:
        words = f"{_icon('chevron-left')}{_safe(previous_label)}"
        address = _page(request, before=previous, after=None)
        links = f'<a class="button button-small" rel="prev" {address}>{words}</a>'
    if next:
        words = f"{_safe(next_label)}{_icon('chevron-right')}"
        address = _page(request, before=None, after=next)
        links += f'<a class="button button-small" rel="next" {address}>{words}</a>'
    return SafeString(
        f'<nav class="pagination no-print" aria-label="{_safe(label)}">{links}{slot}'
        "</nav>"
    )


LEAVES: dict[str, Leaf] = {
    "icon": icon, "avatar": avatar, "person": person, "state": state,
    "button": button, "page_header": page_header, "table": table,
    "tabs": tabs, "tab": tab, "facts": facts, "fact": fact, "pagination": pagination,
}  # fmt: skip
ASK_FOR_REQUEST = frozenset({pagination})


def _page(request: Any, **keys: Any) -> str:
    """The address of this page with another key, as an attribute."""
    asked = dict(request.GET.lists()) | {name: [key] for name, key in keys.items()}
    kept = {name: values for name, values in asked.items() if values != [None]}
    return f'href="?{escape(urlencode(kept, doseq=True))}"'


def _icon(name: Any) -> str:
    return LEAVES["icon"](name=name) if name else ""


def _hidden(words: Any) -> str:
    return f'<span class="visually-hidden"> {_safe(words)}</span>' if words else ""


def _safe(value: Any) -> str:
    if type(value) is str:
        return escape(value) if value else ""
    if value is None:
        return ""
    return str(value) if hasattr(value, "__html__") else escape(str(value))


@cache
def _sprite() -> str:
    return static("ui/vendor/icons.svg")


def _written(name: str, value: Any) -> str:
    if value is False or value is None or (value == "" and name in ON_OR_OFF):
        return ""
    return f" {name}" if value is True else f' {name}="{_safe(value)}"'
