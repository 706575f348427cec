"""Make the pictures of docs/starting.md: parts of what the browser tests saw, small and with few colours.

    .venv/bin/python scripts/pictures.py

`pytest --long -m browser tests/browser/test_first_run.py` leaves whole pages in var/pictures. A picture that was not
taken stays as it is.
"""

import io
import sys
from pathlib import Path
from typing import NamedTuple

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SEEN, SHOWN = ROOT / "var" / "pictures", ROOT / "docs" / "pictures"
WIDEST, LARGEST = 900, 60_000  # pixels, bytes
COLOURS = (64, 32, 16)  # the most with which a picture is small enough


class Part(NamedTuple):
    """A part of a page. name: in docs/pictures; page: in var/pictures; box: left, top, right, bottom in its pixels."""

    name: str
    page: str
    box: tuple[int, int, int, int]


PARTS = [
    Part("open-the-books", "first-run-founding-1280", (56, 70, 856, 600)),
    Part("two-slips", "first-run-slips-1280", (56, 66, 1224, 736)),
    Part("home", "first-run-home-1280", (240, 320, 1140, 930)),
    Part("units-from-excel", "first-run-sheet-1280", (240, 60, 1050, 600)),
    Part("roll-from-excel", "first-run-roster-1280", (240, 60, 1050, 620)),
    Part("second-step", "first-run-secretary-1280", (240, 130, 1280, 500)),
]


def picture(page: Image.Image, box: tuple[int, int, int, int]) -> bytes:
    """A part of a page as PNG, no wider and no larger than allowed. Raises ValueError where that cannot be done."""
    part = page.convert("RGB").crop(box)
    part.thumbnail((WIDEST, part.height), Image.Resampling.LANCZOS)
    for colours in COLOURS:
        out = io.BytesIO()
        part.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            return out.getvalue()
    raise ValueError(f"a picture is larger than {LARGEST} bytes")


def main() -> int:
    SHOWN.mkdir(exist_ok=True)
    missing = []
    for part in PARTS:
        source = SEEN / f"{part.page}.png"
        if not source.exists():
            missing.append(part.page)
            continue
        with Image.open(source) as page:
            content = picture(page, part.box)
        (SHOWN / f"{part.name}.png").write_bytes(content)
        print(f"docs/pictures/{part.name}.png  {len(content)} bytes")
    for name in missing:
        print(f"not taken yet: {name} (pytest --long -m browser tests/browser/test_first_run.py)", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
