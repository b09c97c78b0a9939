"""The process in which an uploaded picture is decoded: it reads the file, writes two WebP pictures, and ends.

It stands alone so that a file that makes the decoder eat memory or time ends this process and nothing else.
The answer is one line of JSON that says how long the two pictures are, and then the pictures.
"""

import io
import json
import resource
import sys
import warnings

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
PIXELS_AT_MOST = 40_000_000
LARGE, SMALL = 2000, 640
"""The longest side of the two pictures, in pixels."""

MEMORY_AT_MOST = 1_500_000_000  # bytes
SECONDS_AT_MOST = 10


def main() -> None:
    """Read a picture from standard input and write it anew."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_AT_MOST, MEMORY_AT_MOST))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_AT_MOST, SECONDS_AT_MOST))
    Image.MAX_IMAGE_PIXELS = PIXELS_AT_MOST
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    answer, pictures = _answer(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(pictures))


def _answer(data: bytes) -> tuple[dict[str, object], list[bytes]]:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            if getattr(found, "n_frames", 1) > 1:
                return {"fault": "moves"}, []
            upright = ImageOps.exif_transpose(found)
            picture = upright.convert("RGBA" if "A" in upright.getbands() else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"fault": "large"}, []
    except (OSError, SyntaxError, ValueError):  # what Pillow raises for files that are no whole picture
        return {"fault": "unreadable"}, []
    pictures = [_written(picture, side) for side in (LARGE, SMALL)]
    width, height = _fitted(picture, LARGE).size
    return {"lengths": [len(written) for written in pictures], "width": width, "height": height}, pictures


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    fitted = picture.copy()
    fitted.thumbnail((side, side))
    return fitted


def _written(picture: Image.Image, side: int) -> bytes:
    """The picture anew, without anything that came with the file: no place, no camera, no name."""
    buffer = io.BytesIO()
    _fitted(picture, side).save(buffer, "WEBP", quality=82)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
