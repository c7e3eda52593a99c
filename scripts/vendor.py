"""Fetch the files we vendor from the npm registry and rewrite their manifest.

For maintainers: `python scripts/vendor.py`, after changing a version below or adding an
icon's name to `scripts/icons.txt`. It needs npm and a network; nothing else in the
repository does. Every file that arrives is listed with its SHA-256 in
`vendor/manifest.json`, and a test compares them.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "daybridge" / "ui" / "static" / "ui" / "vendor"
TEST_VENDOR = ROOT / "tests" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package, and which of its files we keep under which name."""

    source: str
    version: str
    license: str
    files: dict[str, Path]  # path inside the package -> where it goes


FONT = "atkinson-hyperlegible-next"
PACKAGES = (
    Package(
        source=f"@fontsource-variable/{FONT}",
        version="5.3.0",
        license="OFL-1.1",
        files={
            f"files/{FONT}-latin-wght-normal.woff2": VENDOR / "atkinson.woff2",
            f"files/{FONT}-latin-ext-wght-normal.woff2": VENDOR / "atkinson-ext.woff2",
            f"files/{FONT}-latin-wght-italic.woff2": VENDOR / "atkinson-italic.woff2",
            "LICENSE": VENDOR / "atkinson.LICENSE.txt",
        },
    ),
    Package(
        source="echarts",
        version="6.1.0",
        license="Apache-2.0",
        files={
            "dist/echarts.min.js": VENDOR / "echarts.min.js",
            "LICENSE": VENDOR / "echarts.LICENSE.txt",
            "NOTICE": VENDOR / "echarts.NOTICE.txt",
        },
    ),
    Package(
        source="axe-core",
        version="4.14.1",
        license="MPL-2.0",
        files={
            "axe.min.js": TEST_VENDOR / "axe.min.js",
            "LICENSE": TEST_VENDOR / "axe.LICENSE.txt",
        },
    ),
)

ICONS = Package(
    source="lucide-static",
    version="1.62.0",
    license="ISC",
    files={"LICENSE": VENDOR / "lucide.LICENSE.txt"},
)
ICON_NAMES = (ROOT / "scripts" / "icons.txt").read_text(encoding="utf-8").split()


def main() -> None:
    """Fetch everything, build the icon sprite, and write the manifest."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            unpacked = fetch(package, Path(folder))
            for inside, target in package.files.items():
                target.write_bytes((unpacked / inside).read_bytes())
                rows.append(manifest_row(package, target, inside))
        unpacked = fetch(ICONS, Path(folder))
        license_file = ICONS.files["LICENSE"]
        license_file.write_bytes((unpacked / "LICENSE").read_bytes())
        sprite = VENDOR / "icons.svg"
        sprite.write_text(build_sprite(unpacked / "icons"), encoding="utf-8")
        rows.append(manifest_row(ICONS, sprite, "icons/*.svg, joined"))
        rows.append(manifest_row(ICONS, license_file, "LICENSE"))
    text = json.dumps({"files": rows}, indent=2) + "\n"
    (VENDOR / "manifest.json").write_text(text, encoding="utf-8")
    print(f"{len(rows)} files, {sum(row['bytes'] for row in rows):,} bytes")


def fetch(package: Package, folder: Path) -> Path:
    """Download one package and return the folder that holds its files."""
    spec = f"{package.source}@{package.version}"
    print(f"fetching {spec}")
    done = subprocess.run(
        ["npm", "pack", "--silent", spec],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / done.stdout.strip().splitlines()[-1]
    target = folder / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def build_sprite(icons: Path) -> str:
    """Join the icons we use into one SVG of symbols, drawn in the text's color."""
    symbols = []
    for name in ICON_NAMES:
        svg = (icons / f"{name}.svg").read_text(encoding="utf-8")
        shapes = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
        if shapes is None:
            raise ValueError(f"{name}.svg does not look like an icon")
        drawing = " ".join(shapes.group(1).split())
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" '
            'stroke="currentColor" stroke-width="2" stroke-linecap="round" '
            f'stroke-linejoin="round">{drawing}</symbol>'
        )
    notice = f"<!-- lucide-static {ICONS.version}, ISC license -->"
    body = "\n".join(symbols)
    return f'{notice}\n<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def manifest_row(package: Package, path: Path, inside: str) -> dict[str, str | int]:
    """Describe one vendored file so that anyone can check where it came from."""
    content = path.read_bytes()
    return {
        "path": path.relative_to(ROOT).as_posix(),
        "source": f"npm:{package.source}",
        "inside": inside,
        "version": package.version,
        "license": package.license,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


if __name__ == "__main__":
    main()
