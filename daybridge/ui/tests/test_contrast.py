"""The tokens keep their promise: text and controls can be read in both themes.

Source: WCAG 2.2, success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (controls, 3:1), with
its definition of relative luminance.
"""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "static" / "ui" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")

GROUNDS = ("paper", "surface", "sunken", "hover")
TEXT = (
    *(("ink", ground) for ground in GROUNDS),
    *(("ink-soft", ground) for ground in GROUNDS),
    *(("action", ground) for ground in (*GROUNDS, "action-soft")),
    *(("action-strong", ground) for ground in (*GROUNDS, "action-soft")),
    *(("needs", ground) for ground in ("paper", "surface", "hover", "needs-soft")),
    *(("danger", ground) for ground in ("paper", "surface", "hover", "danger-soft")),
    *(("settled", ground) for ground in ("paper", "surface", "hover", "settled-soft")),
    *(("ink", f"{state}-soft") for state in ("action", "needs", "danger", "settled")),
    *(("ink-soft", f"{state}-soft") for state in ("action", "needs", "danger")),
    ("on-action", "action-fill"),
    ("on-action", "action-fill-hover"),
    ("on-needs", "needs-fill"),
    ("on-danger", "danger-fill"),
    ("on-danger", "danger-fill-hover"),
    *(("person-ink", f"person-{number}") for number in range(1, 9)),
)
CONTROLS = (
    *(("line-strong", ground) for ground in GROUNDS),
    *(("focus", ground) for ground in GROUNDS),
    *(("action-fill", ground) for ground in GROUNDS),
    *(("danger-fill", ground) for ground in ("paper", "surface")),
    *(("needs-line", ground) for ground in ("paper", "surface", "needs-soft")),
    *(("danger-line", ground) for ground in ("paper", "surface", "danger-soft")),
    *((f"chart-{number}", "surface") for number in range(1, 5)),
)


def colors(theme: str) -> dict[str, str]:
    side = ("light", "dark").index(theme)
    found = PAIR.findall(TOKENS.read_text(encoding="utf-8"))
    return {name: sides[side] for name, *sides in found}


def luminance(color: str) -> float:
    channels = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_the_published_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(theme, text, ground):
    palette = colors(theme)

    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("control", "ground"), CONTROLS)
def test_a_control_stands_out_from_its_ground(theme, control, ground):
    palette = colors(theme)

    assert contrast(palette[control], palette[ground]) >= 3
