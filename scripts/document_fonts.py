"""Cut the fonts of documents from the vendored web font: two weights, as TTF.

For maintainers, after `scripts/vendor.py` fetched another version of the font:
`python scripts/document_fonts.py`. It needs fonttools and brotli; nothing else does.
Typst reads neither WOFF2 nor a variable font's axes.
"""

from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "daybridge" / "ui" / "static" / "ui" / "vendor"
FONTS = ROOT / "daybridge" / "documents" / "fonts"
FAMILY = "Atkinson Hyperlegible Next"
WEIGHTS = {"Regular": 400, "Bold": 700}


def main() -> None:
    """Write one file a weight, with Latin and extended Latin letters in it."""
    for name, weight in WEIGHTS.items():
        parts = []
        for source in ("atkinson.woff2", "atkinson-ext.woff2"):
            font = instantiateVariableFont(
                TTFont(VENDOR / source), {"wght": weight}, inplace=False
            )
            font.flavor = None
            part = FONTS / f"{name}-{source}.part.ttf"
            font.save(part)
            parts.append(part)
        whole = Merger().merge([str(part) for part in parts])
        _name(whole, name, weight)
        whole.save(FONTS / f"atkinson-{name.lower()}.ttf")
        for part in parts:
            part.unlink()


def _name(font: TTFont, style: str, weight: int) -> None:
    names = font["name"]
    for key, text in {
        1: FAMILY,
        2: style,
        4: f"{FAMILY} {style}",
        16: FAMILY,
        17: style,
    }.items():
        names.setName(text, key, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    bold = style == "Bold"
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0


if __name__ == "__main__":
    main()
