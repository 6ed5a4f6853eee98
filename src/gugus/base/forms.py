"""A form that says at the right field why an action refused."""

from django import forms

from gugus.base.refusals import Cannot


class Refusable(forms.Form):
    """Shows what an action refused beside the field it belongs to, or above all fields."""

    def show(self, refused: Cannot) -> None:
        """Put every reason where it belongs."""
        for reason in refused.reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.words)


class Versioned(Refusable):
    """The same for a record that others may change meanwhile. `version`: what the writer saw."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def words(self) -> dict:
        """What the action is given: everything but the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class Optional(Refusable):
    """A form in which the fields that may stay empty are marked, not the needed ones."""

    marks = "optional"
