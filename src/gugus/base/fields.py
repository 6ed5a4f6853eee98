"""What a form field shows beyond its control: marker, help, error, what is still missing, and where a link leads."""

from dataclasses import dataclass

from django.forms import BaseForm, CheckboxInput, MultiWidget
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class FieldView:
    """One field, ready for `base/forms/field.html`."""

    kind: str  # "plain", "group" (radios, checkboxes, several inputs) or "check" (one checkbox)
    marker: str
    error: str
    missing: str
    described_by: str
    control: SafeString


def first_control_id(field: BoundField) -> str:
    """The id of the first thing one can focus in the field: where a link of the error summary leads."""
    if isinstance(field.field.widget, MultiWidget):
        return f"{field.auto_id}_0"
    if field.use_fieldset and field.subwidgets:
        return field.subwidgets[0].id_for_label
    return field.id_for_label or field.auto_id


def markers_of(form: BaseForm) -> str:
    """Which fields carry a word: "required", "optional" or "none" (`form.marks`), else the rarer kind of the two."""
    if chosen := getattr(form, "marks", ""):
        return chosen
    needed = [field.field.required for field in form.visible_fields()]
    if all(needed) or not any(needed):
        return "none" if all(needed) else "required"
    return "optional" if sum(needed) * 2 > len(needed) else "required"


def _marker(field: BoundField) -> str:
    marks = markers_of(field.form)
    if marks == "required" and field.field.required:
        return _("required")
    if marks == "optional" and not field.field.required:
        return _("optional")
    return ""


def view_of(field: BoundField, missing: str = "") -> FieldView:
    """Everything the template needs. `missing` says why a blank field is still wanted; it is not an error.

    Without it the form's own `still_missing` (field name to text) is asked.
    """
    missing = missing or getattr(field.form, "still_missing", {}).get(field.name, "")
    error = " ".join(str(text) for text in field.errors)
    parts = {"helptext": field.help_text, "missing": missing, "error": error}
    ids = [f"{field.auto_id}_{part}" for part, text in parts.items() if text]
    described_by = " ".join(ids)
    kind = (
        "check"
        if isinstance(field.field.widget, CheckboxInput)
        else "group"
        if field.use_fieldset
        else "plain"
    )
    attrs = {"aria-describedby": described_by} if described_by and kind != "group" else {}
    return FieldView(kind, _marker(field), error, missing, described_by, field.as_widget(attrs=attrs))


def summary_of(form: BaseForm) -> list[SafeString]:
    """Every error of the form for the box at the top; errors of fields are links to their fields."""
    lines = [format_html("{}", text) for text in form.non_field_errors()]
    for name, errors in form.errors.items():
        if name == "__all__" or name not in form.fields:
            continue
        field = form[name]
        for text in errors:
            if field.is_hidden:
                lines.append(format_html("{}", text))
            else:
                lines.append(
                    format_html('<a href="#{}">{}: {}</a>', first_control_id(field), field.label, text)
                )
    return lines
