"""An address as a picture that a phone reads."""

import base64

import qrcode  # type: ignore[import-untyped]  # comes with allauth's second factor
from qrcode.image.svg import SvgPathImage  # type: ignore[import-untyped]


def as_picture(address: str) -> str:
    """The picture of an address, to put into `src`."""
    drawn = qrcode.make(address, image_factory=SvgPathImage, box_size=12)
    encoded = base64.b64encode(drawn.to_string()).decode()
    return f"data:image/svg+xml;base64,{encoded}"
