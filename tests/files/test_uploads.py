"""Uploads never touch the disk before they are encrypted, however large."""

import tempfile

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.test import RequestFactory
from tests.files.conftest import upload

from gugus.files.rules import LARGEST
from gugus.files.uploads import InMemoryUpload


def sent(*files):
    request = RequestFactory().post("/", {f"f{number}": file for number, file in enumerate(files)})
    request.upload_handlers = [InMemoryUpload(request)]
    return request.FILES


@pytest.fixture
def no_temporary_files(monkeypatch):
    def refused(*args, **kwargs):
        raise AssertionError("an upload was written to a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refused)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", refused)


def test_a_file_arrives_whole(no_temporary_files):
    found = sent(upload(b"a" * 3_000_000))["f0"]

    assert isinstance(found, InMemoryUploadedFile)
    assert found.size == 3_000_000
    assert found.read() == b"a" * 3_000_000


def test_too_much_is_counted_but_not_kept(no_temporary_files):
    found = sent(upload(b"a" * (LARGEST + 500_000)))["f0"]

    assert found.size == LARGEST + 500_000
    assert len(found.read()) == LARGEST + 1


def test_all_files_of_a_request_share_the_room(no_temporary_files):
    files = sent(upload(b"a" * LARGEST), upload(b"b" * 500_000))

    assert len(files["f0"].read()) == LARGEST
    assert len(files["f1"].read()) == 1
    assert files["f1"].size == 500_000
