"""The same files make the same box, today and in a year; papers that were issued keep their digests by it."""

from io import BytesIO
from zipfile import ZipFile

from gugus.kernel.boxes import box_of

FILES = [("word/document.xml", b"<w>" * 500), ("b.json", b"{}")]


def test_a_box_says_nothing_of_when_and_where_it_was_packed():
    with ZipFile(BytesIO(box_of(iter(FILES)))) as box:
        lines = box.infolist()
        assert [(one.filename, box.read(one)) for one in lines] == FILES

    facts = {(one.date_time, one.create_system, one.external_attr) for one in lines}
    assert facts == {((1980, 1, 1, 0, 0, 0), 3, 0o600 << 16)}
