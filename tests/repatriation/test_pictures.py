"""What is drawn on the screen is a picture and nothing else."""

import base64
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tests.repatriation.conftest import drawing

from gugus.repatriation import pictures
from gugus.repatriation.actions.signing import _why_no_picture


def content_of(data_url: str) -> bytes:
    return base64.b64decode(data_url.partition(",")[2])


def head_only(wide: int, high: int) -> bytes:
    """A PNG that claims a size and has no pixels."""
    body = b"IHDR" + struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + b"\0" * 8
    )


def test_a_drawing_becomes_small_and_grey():
    kept = pictures.redrawn(content_of(drawing(size=(1200, 480))))

    with Image.open(BytesIO(kept)) as picture:
        assert picture.format == "PNG" and picture.mode == "L" and picture.width <= 600
        assert picture.getextrema()[0] < 100


def test_what_hides_in_a_picture_does_not_come_along():
    info = PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    out = BytesIO()
    with Image.open(BytesIO(content_of(drawing()))) as picture:
        picture.save(out, format="PNG", pnginfo=info)
    assert b"script" in out.getvalue()
    assert b"script" not in pictures.redrawn(out.getvalue() + b"<script>")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not_a_picture"),
        (b"\xff\xd8\xff" + b"0" * 100, "not_a_picture"),
        (b"", "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "not_a_picture"),
        (head_only(60_000, 60_000), "too_large"),
        (head_only(0, 10), "too_large"),
        (head_only(300, 100), "not_a_picture"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 300_000, "too_large"),
    ],
)
def test_hostile_pictures_are_refused(content, code):
    with pytest.raises(pictures.NoSignature) as refused:
        pictures.redrawn(content)
    assert refused.value.code == code


def test_an_empty_field_is_no_signature():
    out = BytesIO()
    Image.new("RGBA", (300, 120), (255, 255, 255, 0)).save(out, format="PNG")
    with pytest.raises(pictures.NoSignature) as refused:
        pictures.redrawn(out.getvalue())
    assert refused.value.code == "empty"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("data:image/svg+xml;base64,PHN2Zz4=", "not_a_picture"),
        ("javascript:alert(1)", "not_a_picture"),
        ("data:image/png;base64,%%%%", "not_a_picture"),
        ("data:image/png;base64," + "A" * 400_000, "too_large"),
    ],
)
def test_only_a_data_url_of_a_png_is_read(text, code):
    assert _why_no_picture(text) == code
