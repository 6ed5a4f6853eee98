"""Files are judged by content; names become harmless."""

import pytest
from tests.files.conftest import PDF, picture

from gugus.files.codes import MediaType
from gugus.files.rules import LARGEST, hurdles, media_type_of, name_for_download


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, MediaType.PDF),
        (picture("JPEG"), MediaType.JPEG),
        (picture("PNG"), MediaType.PNG),
        ("Catatan: ia aman. ✓\n".encode(), MediaType.TEXT),
        (b"<html><script>alert(1)</script>", MediaType.TEXT),  # given out as plain text only
        (b"\x00\x01\x02", None),
        (b"MZ\x90\x00\x03", None),
        (b"PK\x03\x04zip and office files", None),
        (b"GIF89a\x01", None),
        ("Latin é".encode("latin-1"), None),
    ],
)
def test_the_content_says_what_it_is(content, kind):
    assert media_type_of(content) == kind


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", ["empty"]),
        (b"a" * LARGEST, []),
        (b"a" * (LARGEST + 1), ["too_large"]),
        (b"MZ\x00", ["not_accepted"]),
        (PDF, []),
    ],
    ids=["empty", "largest", "larger", "program", "pdf"],
)
def test_what_speaks_against_a_file(content, found):
    assert hurdles(content) == found


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Surat pengantar", "Surat-pengantar.pdf"),
        ("surat.pdf", "surat.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ('a"b\r\nX: y', "a-bX-y.pdf"),
        ("‮fdp.exe", "fdp.exe.pdf"),
        ("", "berkas.pdf"),
        ("...", "berkas.pdf"),
        ("x" * 300, "x" * 80 + ".pdf"),
    ],
)
def test_a_download_has_a_harmless_name(title, name):
    assert name_for_download(title, MediaType.PDF) == name
