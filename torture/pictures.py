"""A picture to upload."""

import io
from functools import cache

from PIL import Image


@cache
def picture() -> bytes:
    """A small photograph as a person would send it: a JPEG that does not compress to nothing."""
    noise = Image.effect_noise((320, 240), 60).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG")
    return buffer.getvalue()
