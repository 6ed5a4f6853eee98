"""Fields for places: typed as people speak, resolved by the server, quicker with htmx, complete without it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.places import queries, rules
from gugus.places.search import Found, resolve, search

CHOICE, SEEN = "-code", "-seen"  # endings of the two names that travel beside the typed text


@dataclass(frozen=True, slots=True)
class Typed:
    """What came back from the widget: the text, the chosen code, and the text the choices were offered for."""

    text: str = ""
    code: str = ""
    seen: str = ""

    @property
    def chosen(self) -> str:
        """The chosen code, unless the text was changed after the choice."""
        return self.code if self.text == self.seen else ""

    def __bool__(self) -> bool:
        return bool(self.text or self.code)


class AreaWidget(forms.Widget):
    """A text input; below it the candidates as radio buttons when the text means more than one area."""

    template_name = "places/area_widget.html"

    def __init__(self, attrs=None, *, least: int = 1, most: int = 3, under: str = ""):
        super().__init__(attrs)
        self.least, self.most, self.under = least, most, under
        self.candidates: list[Found] = []  # set by the field of the same form while it cleans

    def value_from_datadict(self, data, files, name) -> Typed:
        text = (data.get(name) or "").strip()
        seen = data.get(name + SEEN)
        return Typed(text, data.get(name + CHOICE) or "", text if seen is None else seen.strip())

    def value_omitted_from_data(self, data, files, name) -> bool:
        return name not in data

    def id_for_label(self, id_) -> str:
        return id_

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        typed = value if isinstance(value, Typed) else _typed_before(value)
        context["widget"] |= {
            "text": typed.text,
            "code": typed.chosen,
            "candidates": self.candidates,
            "least": self.least,
            "most": self.most,
            "under": self.under,
            "choice": name + CHOICE,
            "seen": name + SEEN,
        }
        return context


def _typed_before(code: str | None) -> Typed:
    """How a stored code is shown again."""
    text = queries.area_label(code, depth=3) if code else ""
    return Typed(text, code or "", text)


class AreaField(forms.Field):
    """A place inside Indonesia; gives its code, or "" when left empty.

    `least` and `most` are levels (1 province … 4 village); `under` keeps to one area. A text that surely means
    one area is taken; otherwise the person chooses among the candidates, and the typed text stays.
    """

    widget = AreaWidget
    default_error_messages = {
        "required": _("Write the place, for example “Tebet, Jakarta Selatan”."),
        "unknown": _("No area of this name was found. Check the spelling or write a larger area."),
        "several": _("Several areas have this name. Choose one below."),
        "code": _("This choice is not available. Write the place again."),
    }

    def __init__(self, *, least: int = 1, most: int = 3, under: str = "", **kwargs):
        kwargs.setdefault("widget", AreaWidget(least=least, most=most, under=under))
        kwargs.setdefault("label", _("Area"))
        super().__init__(**kwargs)
        self.least, self.most, self.under = least, most, under

    def to_python(self, value) -> Typed:
        return value if isinstance(value, Typed) else Typed()

    def clean(self, value) -> str:
        """The code of the meant area, "" when nothing was written."""
        typed = self.to_python(value)
        self.run_validators(typed.text)
        if not typed.text:
            self.validate(None)
            return ""
        return self._chosen(typed.chosen) if typed.chosen else self._resolved(typed.text)

    def _chosen(self, code: str) -> str:
        area = queries.area(code)
        above = (area.code, area.province_code, area.regency_code, area.district_code) if area else ()
        if (
            area is None
            or not self.least <= area.level <= self.most
            or self.under
            and self.under not in above
        ):
            raise self._error("code")
        return code

    def _resolved(self, text: str) -> str:
        try:
            candidates = search(
                text, least=self.least, most=self.most, under=self.under, near=settings.HOME_AREA, limit=8
            )
        except rules.CodeRefused as refused:
            raise ValidationError(refused.problem.label, code=refused.problem) from refused
        if meant := resolve(candidates):
            return meant.code
        self.widget.candidates = candidates
        raise self._error("several" if candidates else "unknown")

    def _error(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)

    def has_changed(self, initial, data) -> bool:
        typed = self.to_python(data)
        if typed.chosen:
            return typed.chosen != (initial or "")
        return typed.text != _typed_before(initial).text


@dataclass(frozen=True, slots=True)
class NotedPlace:
    """A place in the reporter's own words; `code` is "" unless the words surely mean one area."""

    text: str
    code: str


class PlaceTextField(forms.CharField):
    """A place in free words for the public page: never refuses, needs no script and no long list.

    Gives a NotedPlace, or None when left empty. `near` offers the names of its districts as suggestions.
    """

    def __init__(self, *, near: str = "", **kwargs):
        kwargs.setdefault("max_length", 200)
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", PlaceTextWidget(near=near))
        super().__init__(**kwargs)
        self.near = near

    def clean(self, value) -> NotedPlace | None:
        """The words, with a code where they are clear; a number that is no code stays plain words."""
        text = super().clean(value)
        if not text:
            return None
        try:
            meant = resolve(search(text[:80], near=self.near, limit=4))
        except rules.CodeRefused:
            meant = None
        return NotedPlace(text, meant.code if meant else "")

    def prepare_value(self, value):
        return value.text if isinstance(value, NotedPlace) else value


class PlaceTextWidget(forms.TextInput):
    """A text input with a short list of suggestions that every browser shows by itself."""

    template_name = "places/place_text_widget.html"

    def __init__(self, attrs=None, *, near: str = ""):
        super().__init__(attrs)
        self.near = near

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        names = [area.name for area in queries.children(self.near)] if self.near else []
        list_id = f"{context['widget']['attrs'].get('id', name)}-list"
        context["widget"] |= {"suggestions": names, "list_id": list_id}
        if names:
            context["widget"]["attrs"]["list"] = list_id
        return context


class CountryField(forms.ChoiceField):
    """A country by name in the reader's language; gives the stored two-letter code, or "" when left empty.

    `first` are codes offered before the others, `own=False` leaves out "unknown" and "stateless".
    """

    def __init__(self, *, first: Iterable[str] = ("ID",), own: bool = True, **kwargs):
        self.first, self.own = tuple(first), own
        kwargs.setdefault("label", _("Country"))
        super().__init__(choices=self._offered, **kwargs)

    def _offered(self) -> list:
        """Read at every rendering, because the language is the reader's."""
        names = {country.code: country.name for country in queries.countries()}
        if not self.own:
            names = {code: name for code, name in names.items() if code not in queries.OWN_COUNTRIES}
        front = [(code, names[code]) for code in self.first if code in names]
        rest = [(code, name) for code, name in names.items() if code not in self.first]
        return [("", "—"), *front, *rest]
