import pytest
from django import forms
from django.utils import translation

from gugus.base.widgets import CheckChips, LongText, PartialDateField, RadioCards
from gugus.kernel.partials import Partial


class BornForm(forms.Form):
    born = PartialDateField(required=False)


def born(day: str = "", month: str = "", year: str = "") -> BornForm:
    return BornForm({"born_day": day, "born_month": month, "born_year": year})


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        (("", "", "2009"), Partial(2009)),
        (("", "2", "2008"), Partial(2008, 2)),
        (("31", "12", "2010"), Partial(2010, 12, 31)),
    ],
)
def test_a_birthday_may_be_known_in_part(typed, known):
    form = born(*typed)

    assert form.is_valid()
    assert form.cleaned_data["born"] == known


def test_a_birthday_may_be_unknown():
    form = born()

    assert form.is_valid() and form.cleaned_data["born"] is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [(("3", "5", ""), "year"), (("3", "", "2009"), "month"), (("31", "2", "2009"), "none")],
)
def test_a_day_that_cannot_be_is_refused_with_the_reason(typed, code):
    form = born(*typed)

    assert [error.code for error in form.errors.as_data()["born"]] == [code]


@pytest.mark.parametrize("known", [Partial(2009, 3), "2009-03"])
def test_what_was_known_comes_back_into_the_three_boxes(known):
    html = str(BornForm(initial={"born": known})["born"])

    assert 'value="2009"' in html
    assert '<option value="3" selected>' in html
    assert 'name="born_day" ' in html and 'value="1"' not in html.split("<select")[0]


def test_a_choice_carries_its_explanation_and_its_meaning():
    widget = RadioCards(choices=[("high", "Tinggi"), ("low", "Rendah")], explain={"high": "Bahaya hari ini"})

    html = widget.render("risk", "high", {"id": "id_risk"})

    assert html.count("Bahaya hari ini") == 1
    assert "choices-cards" in html and "choice-value-high" in html


def test_chips_are_checkboxes_that_a_label_covers():
    html = CheckChips(choices=[("a", "Utang")]).render("means", ["a"], {"id": "id_means"})

    assert 'for="id_means_0"' in html and 'type="checkbox"' in html and "checked" in html


def test_only_a_note_with_an_address_is_saved_while_one_types():
    assert "data-autosave-url" not in LongText().render("note", "")
    assert 'data-autosave-url="/draf/"' in LongText(autosave_url="/draf/").render("note", "")


def test_months_follow_the_language():
    with translation.override("id"):
        assert "Agustus" in str(BornForm()["born"])
