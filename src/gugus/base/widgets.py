"""Controls that Django does not have: cards and chips of choices, days that may be known only in part."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.kernel.partials import Partial

MONTHS = (
    *((1, _("January")), (2, _("February")), (3, _("March")), (4, _("April")), (5, _("May")), (6, _("June"))),
    *((7, _("July")), (8, _("August")), (9, _("September")), (10, _("October"))),
    *((11, _("November")), (12, _("December"))),
)


class _Explained:
    """A set of choices whose lines may carry a second, smaller sentence: `explain={"high": "Danger today"}`."""

    layout = ""

    def __init__(self, *args, explain: dict | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.explain = explain or {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["help"] = self.explain.get(str(value), "")
        return option

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["layout"] = self.layout
        return context


class Radios(_Explained, forms.RadioSelect):
    """Radio buttons below each other."""


class RadioRow(_Explained, forms.RadioSelect):
    """Two or three short radio buttons in one line: yes, no, not known."""

    layout = "choices-row"


class RadioCards(_Explained, forms.RadioSelect):
    """Radio buttons as cards; the values high, medium and low take the colour of their risk."""

    layout = "choices-cards"


class Checks(_Explained, forms.CheckboxSelectMultiple):
    """Checkboxes below each other."""


class CheckCards(_Explained, forms.CheckboxSelectMultiple):
    """Checkboxes as cards."""

    layout = "choices-cards"


class CheckChips(_Explained, forms.CheckboxSelectMultiple):
    """Checkboxes as chips, for many short choices."""

    layout = "choices-chips"


class DayInput(forms.DateInput):
    """A day; the browser draws the calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and an hour in the zone of the page."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class LongText(forms.Textarea):
    """A note that grows with its text. With `autosave_url` drafts are sent to that address while one types."""

    def __init__(self, attrs=None, *, rows: int = 5, autosave_url: str = ""):
        own = {"rows": rows}
        if autosave_url:
            own["data-autosave-url"] = autosave_url
        super().__init__(attrs={**own, **(attrs or {})})


class CodeInput(forms.TextInput):
    """A reference, an identity number, a code: fixed width, no help from the browser, never remembered by it."""

    def __init__(self, attrs=None):
        own = {
            "class": "input-code",
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }
        super().__init__(attrs={**own, **(attrs or {})})


class PartialDateInput(forms.MultiWidget):
    """Day, month and year, of which only the year must be known."""

    template_name = "base/forms/partial_date.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            attrs=attrs,
            widgets={
                "day": forms.TextInput({**number, "maxlength": 2}),
                "month": forms.Select({"class": "input-month"}, choices=[("", "–"), *MONTHS]),
                "year": forms.TextInput({**number, "class": "input-year", "maxlength": 4}),
            },
        )

    def decompress(self, value: Partial | str | None) -> list:
        if not value:
            return [None, None, None]
        known = Partial.parse(value) if isinstance(value, str) else value
        return [known.day, known.month, known.year]


class PartialDateField(forms.MultiValueField):
    """Gives a `kernel.partials.Partial`, or None when nothing is known. Its initial value may be "2009-03" as well."""

    widget = PartialDateInput
    default_error_messages = {
        "year": _("Give at least the year, in four digits."),
        "month": _("A day needs its month."),
        "none": _("This day does not exist."),
    }

    def __init__(self, **kwargs):
        parts = (
            forms.IntegerField(required=False, min_value=1, max_value=31),
            forms.TypedChoiceField(required=False, coerce=int, empty_value=None, choices=[("", ""), *MONTHS]),
            forms.IntegerField(required=False, min_value=1900, max_value=2200),
        )
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, values: list) -> Partial | None:
        day, month, year = values or (None, None, None)
        if not (day or month or year):
            return None
        if not year:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        if day and not month:
            raise forms.ValidationError(self.error_messages["month"], code="month")
        try:
            return Partial(year, month, day)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["none"], code="none") from error
