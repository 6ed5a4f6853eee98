import pytest
from django.test import RequestFactory

from gugus.places.views import suggest

pytestmark = pytest.mark.usefixtures("areas", "db")


def ask(**query):
    return suggest(RequestFactory().get("/places/suggest", query)).content.decode()


def test_candidates_come_as_the_radio_buttons_of_the_form():
    html = ask(**{"for": "a-place", "a-place": "tebet", "most": "3"})

    assert 'type="radio" name="a-place-code" value="31.74.01"' in html
    assert 'type="hidden" name="a-place-seen" value="tebet"' in html
    assert "31.74.01.1001" not in html


def test_too_little_text_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        html = ask(**{"for": "place", "place": "t"})

    assert "radio" not in html


def test_nothing_found_and_a_bps_number_are_said():
    assert "tidak ditemukan" in ask(**{"for": "place", "place": "qxzwv"})
    assert "BPS" in ask(**{"for": "place", "place": "3171"})


def test_what_was_sent_is_escaped():
    html = ask(**{"for": '"><i>', '"><i>': '"><b>xx'})

    assert "<b>" not in html and "<i>" not in html


def test_a_suggestion_needs_three_queries(django_assert_num_queries):
    with django_assert_num_queries(3):
        ask(**{"for": "place", "place": "menteng"})
