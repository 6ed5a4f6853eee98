"""Where a record's page is."""

import pytest

from gugus.base.links import url_of


@pytest.fixture(autouse=True)
def pages(settings):
    settings.RECORD_PAGES = {"task": "tasks:task", "ghost": "nowhere:page"}


def test_a_kind_with_a_page_has_an_address():
    assert url_of("task", "T-7F3Q-9M2X") == "/tugas/T-7F3Q-9M2X/"


@pytest.mark.parametrize(("kind", "ref"), [("unknown", "K-1"), ("ghost", "K-1"), ("task", ""), ("", "")])
def test_without_a_page_there_is_no_address(kind, ref):
    assert url_of(kind, ref) == ""
