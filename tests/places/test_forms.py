import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from gugus.places.forms import AreaField, CountryField, NotedPlace, PlaceTextField


class PlaceForm(forms.Form):
    place = AreaField(required=False)
    note = forms.CharField()


def filled(form=PlaceForm, **data):
    return form(QueryDict("&".join(f"{name.replace('__', '-')}={value}" for name, value in data.items())))


@pytest.fixture(autouse=True)
def _areas(areas, db):
    """Every form here asks the list of areas."""


def test_a_clear_text_becomes_its_code():
    form = filled(place="Tebet, Jakarta Selatan", note="x")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["place"] == "31.74.01"


def test_an_empty_field_gives_an_empty_code():
    form = filled(place="", note="x")

    assert form.is_valid() and form.cleaned_data["place"] == ""


def test_a_required_field_says_how_a_place_is_written():
    class Needed(forms.Form):
        place = AreaField()

    with override("id"):
        form = filled(Needed, place="")
        assert "Tebet" in form.errors["place"][0]


def test_a_doubtful_text_offers_candidates_and_keeps_the_text():
    form = filled(place="bogor", note="x")

    assert form.errors.as_data()["place"][0].code == "several"
    html = str(form["place"])
    assert 'value="bogor"' in html
    assert 'type="radio" name="place-code" value="32.71"' in html and 'value="32.01"' in html


def test_the_chosen_candidate_counts_even_though_the_text_is_doubtful():
    form = filled(place="bogor", place__seen="bogor", place__code="32.71", note="x")

    assert form.is_valid() and form.cleaned_data["place"] == "32.71"


def test_a_choice_made_for_an_earlier_text_is_forgotten():
    form = filled(place="Tebet", place__seen="bogor", place__code="32.71", note="x")

    assert form.is_valid() and form.cleaned_data["place"] == "31.74.01"


@pytest.mark.parametrize("code", ["31.74.01.1001", "99.99", "x"])
def test_a_code_that_was_never_offered_is_refused(code):
    form = filled(place="x", place__seen="x", place__code=code, note="x")

    assert form.errors.as_data()["place"][0].code == "code"


def test_an_unknown_place_and_a_bps_number_say_what_to_do():
    with override("id"):
        assert "Periksa ejaannya" in filled(place="qxzwv", note="x").errors["place"][0]
        assert "3171 adalah Jakarta Selatan" in filled(place="3171", note="x").errors["place"][0]


def test_the_answer_survives_an_error_elsewhere_in_the_form():
    form = filled(place="bogor", place__seen="bogor", place__code="32.71")

    html = str(form["place"])

    assert not form.is_valid()
    assert 'value="bogor"' in html and 'name="place-code" value="32.71"' in html


def test_a_stored_code_is_shown_as_words_and_comes_back_unchanged():
    html = str(PlaceForm(initial={"place": "31.74.01"})["place"])
    assert (
        'value="Tebet, Jakarta Selatan, DKI Jakarta"' in html and 'name="place-code" value="31.74.01"' in html
    )

    again = PlaceForm(
        {
            "place": "Tebet, Jakarta Selatan, DKI Jakarta",
            "place-seen": "Tebet, Jakarta Selatan, DKI Jakarta",
            "place-code": "31.74.01",
            "note": "x",
        },
        initial={"place": "31.74.01"},
    )
    assert again.is_valid() and again.cleaned_data["place"] == "31.74.01"
    assert again.changed_data == ["note"]


def test_level_and_place_limit_what_is_taken():
    class Villages(forms.Form):
        place = AreaField(least=4, most=4, under="31.74")

    inside, outside = filled(Villages, place="Menteng Dalam"), filled(Villages, place="Gambir")
    assert inside.is_valid() and inside.cleaned_data["place"] == "31.74.01.1003"
    assert not outside.is_valid()
    assert not filled(Villages, place="x", place__seen="x", place__code="31.71.01.1001").is_valid()


def test_typed_text_is_escaped():
    html = str(filled(place='"><b>', note="x")["place"])

    assert "<b>" not in html


def test_the_widget_carries_no_script_and_no_style():
    html = str(PlaceForm()["place"])

    assert "hx-get=" in html and "style=" not in html and "<script" not in html and "onclick" not in html


class PublicForm(forms.Form):
    place = PlaceTextField(near="31.74")


def test_free_words_are_kept_and_get_a_code_only_when_they_are_clear():
    assert _noted("Tebet") == NotedPlace("Tebet", "31.74.01")
    assert _noted("kontrakan dekat stasiun") == NotedPlace("kontrakan dekat stasiun", "")
    assert _noted("cilandak") == NotedPlace("cilandak", "")
    assert _noted("3171") == NotedPlace("3171", "")
    assert _noted("") is None


def _noted(text):
    form = PublicForm({"place": text})
    assert form.is_valid()
    return form.cleaned_data["place"]


def test_the_public_field_is_light_and_needs_no_script(django_assert_num_queries):
    with django_assert_num_queries(1):
        html = str(PublicForm()["place"])

    assert html.count("<option") == 10 and "Pesanggrahan" in html
    assert len(html) < 1500 and "hx-" not in html


class CountryForm(forms.Form):
    country = CountryField(required=False, first=("ID", "MY"))


def test_countries_are_offered_in_the_readers_language_the_usual_first():
    with override("id"):
        html = str(CountryForm()["country"])
    with override("en"):
        english = str(CountryForm()["country"])

    order = ["Indonesia", "Malaysia", "Afganistan", "Zimbabwe", "Tanpa kewarganegaraan"]
    assert sorted(order, key=html.index) == order
    assert "Cambodia" in english and "Kamboja" in html


def test_a_country_is_its_code_and_nothing_else_is_taken():
    form = CountryForm({"country": "KH"})

    assert form.is_valid() and form.cleaned_data["country"] == "KH"
    assert CountryForm({"country": ""}).is_valid()
    assert not CountryForm({"country": "XK"}).is_valid()


def test_our_own_two_codes_can_be_left_out():
    class Destination(forms.Form):
        country = CountryField(own=False)

    assert not Destination({"country": "XA"}).is_valid()
