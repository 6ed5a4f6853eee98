"""Only the picture is left of a picture."""

from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tests.files.conftest import picture

from gugus.files.pictures import PictureUnreadable, redrawn


def with_metadata() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Budi"
    exif[0x0112] = 6  # turned by 90 degrees
    exif.get_ifd(0x8825)[2] = (6.0, 12.0, 30.0)  # where it was taken
    return picture("JPEG", exif=exif, comment=b"Jalan Melati 1", icc_profile=b"profile of a screen")


def test_place_camera_comment_and_profile_are_gone():
    before = with_metadata()
    assert b"Camera of Budi" in before and b"Jalan Melati" in before

    after = redrawn(before, "image/jpeg")

    for trace in (b"Camera of Budi", b"Jalan Melati", b"profile of a screen", b"Exif"):
        assert trace not in after
    assert not Image.open(BytesIO(after)).getexif()


def test_a_turned_picture_stands_upright():
    assert Image.open(BytesIO(redrawn(with_metadata(), "image/jpeg"))).size == (20, 40)


def test_texts_inside_a_png_are_gone():
    from_png = redrawn(_png_with_text(), "image/png")

    assert b"Jalan Melati" not in from_png
    assert Image.open(BytesIO(from_png)).format == "PNG"


def _png_with_text() -> bytes:
    from_text = BytesIO()
    meta = PngInfo()
    meta.add_text("Comment", "Jalan Melati 1")
    Image.new("RGBA", (4, 4)).save(from_text, format="PNG", pnginfo=meta)
    return from_text.getvalue()


@pytest.mark.parametrize("mode", ["1", "P", "LA", "CMYK", "I;16", "RGBA"])
def test_every_way_of_storing_colours_is_read(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    out = BytesIO()
    Image.new(mode, (3, 3)).save(out, format=kind)

    assert redrawn(out.getvalue(), f"image/{kind.lower()}")


def test_what_only_looks_like_a_picture_is_refused():
    with pytest.raises(PictureUnreadable):
        redrawn(b"\xff\xd8\xff" + b"nonsense" * 20, "image/jpeg")


def test_a_picture_that_is_cut_off_is_refused():
    whole = picture("JPEG", size=(400, 400))

    with pytest.raises(PictureUnreadable):
        redrawn(whole[: len(whole) // 2], "image/jpeg")


def test_a_small_file_that_becomes_enormous_is_refused():
    bomb = BytesIO()
    Image.new("1", (9000, 9000)).save(bomb, format="PNG")
    assert len(bomb.getvalue()) < 50_000

    with pytest.raises(PictureUnreadable):
        redrawn(bomb.getvalue(), "image/png")


def test_a_picture_of_another_kind_is_not_opened_by_its_claim():
    with pytest.raises(PictureUnreadable):
        redrawn(picture("PNG"), "image/jpeg")
