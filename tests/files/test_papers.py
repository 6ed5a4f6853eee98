"""Of a PDF only its pages are kept; what acts, calls, hides or tells is left behind."""

import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests.files.conftest import PDF, paper, picture
from tests.files.test_pictures import with_metadata

from gugus.files import papers
from gugus.files.papers import PaperLocked, PaperTooMuch, PaperUnreadable, bare_jpeg, copied

ACTS = (
    b"/JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/Launch", b"/URI", b"/EmbeddedFile", b"/AcroForm", b"/XFA",
    b"/Metadata", b"/Annots", b"/SubmitForm", b"/Sig", b"/GoToR", b"/RichMedia", b"/Info", b"/Names",
)  # fmt: skip


def changed(change) -> bytes:
    with pikepdf.open(BytesIO(PDF)) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def plain(content: bytes) -> bytes:
    """Everything in a PDF, unpacked, so that it can be searched."""
    with pikepdf.open(BytesIO(content)) as pdf:
        out = BytesIO()
        pdf.save(
            out, qdf=True, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
        )  # fmt: skip
    return out.getvalue()


def action(pdf, **what):
    return pdf.make_indirect(Dictionary(Type=Name.Action, **what))


def script(pdf):
    pdf.Root.OpenAction = action(pdf, S=Name.JavaScript, JS=String("app.alert('Mawar')"))


def named_script(pdf):
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), action(pdf, S=Name.JavaScript, JS=String("x"))]))
    )


def launch(pdf):
    pdf.pages[0].obj.AA = Dictionary(O=action(pdf, S=Name.Launch, F=String("cmd.exe")))


def link(pdf):
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=Array([0, 0, 9, 9]),
        A=action(pdf, S=Name.URI, URI=String("https://x")),
    )
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def within(pdf):
    pdf.attachments["program.exe"] = b"MZ Mawar"


def metadata(pdf):
    pdf.docinfo["/Author"] = "Mawar"
    with pdf.open_metadata() as told:
        told["dc:creator"] = ["Mawar"]


def form(pdf):
    shown = pdf.make_stream(b"BT /A 9 Tf (Kenanga) Tj ET")
    shown.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 50, 20])))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("t"), Rect=Array([0, 0, 50, 20]), F=4,
            AP=Dictionary(N=shown),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), XFA=String("<x/>"))


def page_notes(pdf):
    pdf.pages[0].obj.PieceInfo = Dictionary(X=Dictionary(Private=String("Mawar")))
    pdf.pages[0].obj.Metadata = pdf.make_stream(b"Mawar")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (script, "scripts"), (named_script, "scripts"), (launch, "scripts"), (link, "links"), (within, "files"),
        (metadata, "metadata"), (form, "signature"), (form, "form"), (page_notes, None),
    ],
)  # fmt: skip
def test_what_acts_or_tells_is_left_behind_and_said(change, code):
    before = changed(change)

    after, lost = copied(before)

    assert code is None or code in lost
    found = plain(after)
    assert [one for one in ACTS if one in found] == []
    assert b"Mawar" not in found.replace(b"about Mawar", b"")
    assert b"An invented letter about Mawar" in found


def test_what_a_form_shows_is_drawn_into_the_page():
    after, _lost = copied(changed(form))

    assert b"Kenanga" in plain(after)


def test_pictures_within_lose_place_and_camera():
    raw = with_metadata()

    def add(pdf):
        image = pdf.make_stream(raw)
        image.update(
            Dictionary(
                Type=Name.XObject, Subtype=Name.Image, Width=40, Height=20, ColorSpace=Name.DeviceRGB,
                BitsPerComponent=8, Filter=Name.DCTDecode,
            )
        )  # fmt: skip
        pdf.pages[0].Resources.XObject = Dictionary(I=image)

    after, _lost = copied(changed(add))

    assert b"Camera of Budi" not in after and b"Jalan Melati" not in after
    with pikepdf.open(BytesIO(after)) as kept:
        image = next(iter(kept.pages[0].get_images().values()))
        assert pikepdf.PdfImage(image).as_pil_image().size == (40, 20)


def test_a_bare_jpeg_is_the_same_picture():
    raw = with_metadata()

    assert b"Exif" not in bare_jpeg(raw)
    assert raw[raw.index(b"\xff\xda") :] == bare_jpeg(raw)[bare_jpeg(raw).index(b"\xff\xda") :]
    assert bare_jpeg(b"no picture") == b"no picture"


@pytest.mark.parametrize("more", [b"<script>alert(1)</script>", b"PK\x03\x04 a zip", b"\n%PDF-1.7 another"])
def test_what_hangs_behind_goes(more):
    after, _lost = copied(PDF + more)

    assert more not in after and after.rstrip().endswith(b"%%EOF") and after.startswith(b"%PDF-")


@pytest.mark.parametrize("password", ["", "hunter2"])
def test_who_locks_a_pdf_is_asked_to_unlock_it(password):
    out = BytesIO()
    with pikepdf.open(BytesIO(PDF)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="owner", user=password))

    with pytest.raises(PaperLocked):
        copied(out.getvalue())


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", b"%PDF-", PDF[:200], b"%PDF-1.7\n" + b"<<" * 5000])
def test_what_only_begins_like_a_pdf_is_unreadable(content):
    with pytest.raises((PaperUnreadable, PaperTooMuch)):
        copied(content)


def test_more_pages_than_a_letter_has_are_too_much(monkeypatch):
    monkeypatch.setattr(papers, "MOST_PAGES", 3)

    assert copied(paper(pages=3))
    with pytest.raises(PaperTooMuch):
        copied(paper(pages=4))


@pytest.mark.parametrize("filters", [1, 2, 4])
def test_a_stream_that_swells_is_too_much(filters, monkeypatch):
    monkeypatch.setattr(papers, "MOST_UNPACKED", 5_000_000)
    raw = b"0" * 20_000_000
    for _ in range(filters):
        raw = zlib.compress(raw, 9)

    def add(pdf):
        bomb = pdf.make_stream(b"")
        bomb.write(raw, filter=Array([Name.FlateDecode] * filters) if filters > 1 else Name.FlateDecode)
        pdf.pages[0].Contents = Array([pdf.pages[0].Contents, bomb])

    with pikepdf.open(BytesIO(PDF)) as pdf:
        add(pdf)
        out = BytesIO()
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)

    with pytest.raises(PaperTooMuch):
        copied(out.getvalue())


def test_a_picture_within_that_claims_to_be_huge_is_too_much():
    def add(pdf):
        image = pdf.make_stream(picture())
        image.update(
            Dictionary(
                Type=Name.XObject, Subtype=Name.Image, Width=100_000, Height=100_000, Filter=Name.DCTDecode
            )
        )
        pdf.pages[0].Resources.XObject = Dictionary(I=image)

    with pytest.raises(PaperTooMuch):
        copied(changed(add))


def test_the_same_pages_give_the_same_file():
    assert copied(PDF) == copied(PDF)
