"""A drawn signature as it comes from the page: looked into, and drawn anew, small."""

import base64
import binascii
from io import BytesIO

from PIL import Image, UnidentifiedImageError

PREFIX = "data:image/png;base64,"
MOST_CHARACTERS = 400_000
MOST_PIXELS = 4_000_000
SIZE = (600, 200)  # pixels of what is kept
DARK = 128
FEWEST_DARK = 40  # pixels; less is a slip of the finger, not a signature


def read_drawn(text: str) -> bytes | None:
    """The PNG to keep, or None when there is no signature in it."""
    if not text.startswith(PREFIX) or len(text) > MOST_CHARACTERS:
        return None
    try:
        content = base64.b64decode(text.removeprefix(PREFIX), validate=True)
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            drawn = _on_white(picture)
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    drawn.thumbnail(SIZE)
    if sum(drawn.histogram()[:DARK]) < FEWEST_DARK:
        return None
    kept = BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """In gray on white, whatever was transparent."""
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    return paper.convert("L")
