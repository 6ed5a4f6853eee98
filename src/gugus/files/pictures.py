"""Draw a picture anew, so that nothing but the picture is left: no place, no camera, no owner, no hidden preview."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

MOST_PIXELS = 50_000_000
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


class PictureUnreadable(ValueError):
    """The content only looks like a picture, or is far too large to open."""


def redrawn(content: bytes, media_type: str) -> bytes:
    """The same picture, upright, without any metadata. Raises PictureUnreadable."""
    name = _FORMATS[media_type]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[name]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise PictureUnreadable("too many pixels")
                upright = ImageOps.exif_transpose(picture)
                bare = _bare(upright, name)
    except PictureUnreadable:
        raise
    except Exception as broken:  # a decoder may fail in any way on a hostile file
        raise PictureUnreadable("the picture cannot be read") from broken
    out = BytesIO()
    bare.save(out, format=name, **({"quality": 88} if name == "JPEG" else {}))
    return out.getvalue()


def _bare(picture: Image.Image, name: str) -> Image.Image:
    """A new picture that holds the pixels only."""
    modes = {"JPEG": {"RGB", "L"}, "PNG": {"RGB", "RGBA", "L"}}[name]
    mode = picture.mode if picture.mode in modes else "RGBA" if name == "PNG" else "RGB"
    pixels = picture.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)
    return bare
