"""A task's title holds codes and references, in the reader's language."""

import pytest
from django.utils.translation import override

from gugus.tasks.kinds import title_of
from gugus.tasks.models import Clock


def test_a_known_kind_speaks_the_readers_language():
    with override("en"):
        assert title_of("triage", about="R-1", within="", params={}) == "Judge the risk of report R-1"
    with override("id"):
        assert title_of("triage", about="R-1", within="", params={}) == "Nilai risiko laporan R-1"


def test_the_file_is_named_or_else_the_record_itself():
    with override("en"):
        assert "case K-1 " in title_of("safety_check", about="T-1", within="K-1", params={})
        assert "case T-1 " in title_of("safety_check", about="T-1", within="", params={})


@pytest.mark.parametrize(("language", "title"), [("id", "Layanan (S-1)"), ("en", "Service (S-1)")])
def test_an_unnamed_kind_takes_the_words_of_its_clock(language, title):
    clock = Clock(words_id="Layanan", words_en="Service")

    with override(language):
        assert title_of("something_new", about="S-1", within="", params={}, clock=clock) == title


def test_a_kind_nobody_named_shows_its_code():
    assert title_of("visit_due", about="S-1", within="", params={}) == "Visit due (S-1)"
