"""What is typed on the pages of publications."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.base.forms import Versioned
from gugus.base.widgets import Checks, LongText, RadioRow
from gugus.directory.models import TaskForce
from gugus.kernel.exposure import Finding
from gugus.kernel.ids import new_id
from gugus.publication.codes import Kind
from gugus.publication.rules import LONGEST, LONGEST_TITLE, SAID, Words

PLAIN = _("Plain text: an empty line begins a paragraph, a line that begins with “- ” stands in a list.")


class WordsForm(Versioned):
    """Title and text in Indonesian, and in English where there is a translation."""

    marks = "optional"
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    body = forms.CharField(
        label=_("Text for everybody"), required=False, max_length=LONGEST, widget=LongText(), help_text=PLAIN
    )
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=LONGEST_TITLE)
    body_en = forms.CharField(
        label=_("Text in English"), required=False, max_length=LONGEST, widget=LongText()
    )

    def told(self) -> Words:
        """The texts as typed."""
        return Words(*(self.cleaned_data[name] for name in ("title", "body", "title_en", "body_en")))


class NewForm(WordsForm):
    """The same, with what it is and of which task force. `key`: a double click makes one."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    force = forms.ModelChoiceField(label=_("Task force"), queryset=TaskForce.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=RadioRow())
    field_order = ("key", "version", "force", "kind", "title", "body", "title_en", "body_en")

    def __init__(self, *args, forces, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_id
        self.fields["force"].queryset = forces


class ApprovalForm(Versioned):
    """Every place that may say too much, to be ticked one by one by whoever answers for it."""

    looked_at = forms.MultipleChoiceField(
        label=_("I have looked at these places; nobody can be recognised"), required=False, widget=Checks()
    )

    def __init__(self, *args, findings: list[Finding], **kwargs):
        super().__init__(*args, **kwargs)
        choices: dict[str, str] = {}
        for one in findings:
            said = f"{SAID[one.sign]}: {one.excerpt}"
            choices[one.sign.value] = (
                f"{choices[one.sign.value]} · {one.excerpt}" if one.sign.value in choices else said
            )
        if choices:
            self.fields["looked_at"].choices = list(choices.items())
        else:
            del self.fields["looked_at"]


class WhyForm(Versioned):
    """A reason, kept inside the task force."""

    why = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
