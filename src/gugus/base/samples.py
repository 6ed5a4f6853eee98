"""Invented content for the look page: one of every part. No person, number or place here is real."""

from datetime import UTC, date, datetime, timedelta

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.base.sample_pictures import sample_pictures
from gugus.base.sprite import drawings
from gugus.base.widgets import (
    CheckChips,
    CodeInput,
    DayInput,
    LongText,
    PartialDateField,
    RadioCards,
    RadioRow,
)
from gugus.kernel.partials import Partial

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


class SampleForm(forms.Form):
    """One of every control, in the words of a report."""

    narrative = forms.CharField(
        label=gettext_lazy("What happened"),
        help_text=gettext_lazy("In the words of the person who tells it. Leave out what you only suppose."),
        widget=LongText(rows=4),
    )
    risk = forms.ChoiceField(
        label=gettext_lazy("Risk now"),
        choices=[
            ("high", gettext_lazy("High")),
            ("medium", gettext_lazy("Medium")),
            ("low", gettext_lazy("Low")),
        ],
        widget=RadioCards(
            explain={
                "high": gettext_lazy("Danger today, a child, or still held"),
                "medium": gettext_lazy("Danger in the coming days"),
                "low": gettext_lazy("Safe place, no contact with the offender"),
            }
        ),
    )
    is_child = forms.ChoiceField(
        label=gettext_lazy("Under 18 years"),
        choices=[
            ("yes", gettext_lazy("Yes")),
            ("no", gettext_lazy("No")),
            ("unknown", gettext_lazy("Not known")),
        ],
        widget=RadioRow,
    )
    means = forms.MultipleChoiceField(
        label=gettext_lazy("What kept the person there"),
        required=False,
        choices=[
            ("debt", gettext_lazy("Debt")),
            ("documents", gettext_lazy("Documents taken")),
            ("threat", gettext_lazy("Threats")),
            ("locked", gettext_lazy("Locked in")),
            ("language", gettext_lazy("No common language")),
        ],
        widget=CheckChips,
    )
    born = PartialDateField(
        label=gettext_lazy("Date of birth"),
        required=False,
        help_text=gettext_lazy("The year is enough."),
    )
    seen_on = forms.DateField(label=gettext_lazy("Last seen on"), required=False, widget=DayInput)
    city = forms.ChoiceField(
        label=gettext_lazy("City"),
        required=False,
        choices=[("", "–"), ("31.74", "Jakarta Selatan"), ("31.75", "Jakarta Timur")],
    )
    nik = forms.CharField(label="NIK", required=False, widget=CodeInput)
    paper = forms.FileField(label=gettext_lazy("Document"), required=False)
    safe_to_call = forms.BooleanField(
        label=gettext_lazy("It is safe to call this number"),
        required=False,
        help_text=gettext_lazy("Ask first who else may pick up the phone."),
    )


def navigation_sample() -> list[dict]:
    """A case manager's navigation."""
    work, room, know = _("My work"), _("Task force"), _("Knowledge")
    return [
        {"label": _("My day"), "url": "/look/", "icon": "home", "group": work, "key": "h", "current": True},
        {"label": _("Reports"), "url": "/laporan/", "icon": "inbox", "group": work, "key": "l", "count": 4},
        {"label": _("Cases"), "url": "/kasus/", "icon": "case", "group": work, "key": "k"},
        {
            "label": _("Referrals"),
            "url": "/rujukan/",
            "icon": "arrows",
            "group": work,
            "key": "r",
            "count": 2,
        },
        {"label": _("Tasks"), "url": "/tugas/", "icon": "task", "group": work, "key": "t", "count": 11},
        {"label": _("Meetings"), "url": "/rapat/", "icon": "meeting", "group": room},
        {"label": _("Assisted villages"), "url": "/desa/", "icon": "village", "group": room},
        {"label": _("Figures"), "url": "/angka/", "icon": "chart", "group": know},
        {"label": _("Places"), "url": "/wilayah/", "icon": "map", "group": know},
    ]


def _timeline() -> list[dict]:
    return [
        {
            "at": NOON - timedelta(days=3),
            "title": _("Report received by telephone"),
            "icon": "phone",
            "kind": "info",
            "by": "Rina Permata",
            "chips": [{"kind": "high", "text": _("High")}],
        },
        {
            "at": NOON - timedelta(days=2),
            "title": _("Brought to the safe house"),
            "icon": "shelter",
            "kind": "safe",
            "by": "Dinas Sosial",
            "text": _("Two colleagues went along. The address stays sealed."),
        },
        {
            "on": date(2026, 11, 22),
            "title": _("Answer of immigration is late"),
            "icon": "clock",
            "kind": "late",
        },
        {"at": NOON, "title": _("Screening sealed"), "icon": "lock", "kind": "sealed", "by": "Rina Permata"},
    ]


def _rows() -> list[dict]:
    hour = timedelta(hours=1)
    return [
        {
            "code": "K-7F3Q-9M2X",
            "risk": "high",
            "row": "late",
            "start": NOON - 50 * hour,
            "due": NOON - 2 * hour,
        },
        {
            "code": "K-2B8D-4T6W",
            "risk": "medium",
            "row": "",
            "start": NOON - 60 * hour,
            "due": NOON + 12 * hour,
        },
        {"code": "K-9C1J-7R5P", "risk": "low", "row": "", "start": NOON - 10 * hour, "due": NOON + 72 * hour},
    ]


def samples(request: HttpRequest) -> dict:
    """The context of `base/look.html`."""
    form = SampleForm(initial={"risk": "high", "means": ["debt"], "born": Partial(2009, 3)})
    form.still_missing = {"is_child": _("decides which rules apply")}
    wrong = SampleForm(
        {"wrong-born_day": "31", "wrong-born_month": "2", "wrong-born_year": "2009"}, prefix="wrong"
    )
    return {
        "now": NOON,
        "hour": timedelta(hours=1),
        "form": form,
        "wrong": wrong,
        "icons": sorted(drawings()),
        "navigation": navigation_sample(),
        "pictures": sample_pictures(),
        "items": _timeline(),
        "rows": _rows(),
        "steps": [
            {"label": _("Received"), "state": "done"},
            {"label": _("Screening"), "state": "done"},
            {"label": _("Plan"), "state": "current"},
            {"label": _("Services"), "state": "todo"},
            {"label": _("Closing"), "state": "todo"},
        ],
        "tabs": [
            {"label": _("Overview"), "url": "#", "current": True},
            {"label": _("People"), "url": "#people", "count": 3, "icon": "users"},
            {"label": _("Referrals"), "url": "#referrals", "count": 2, "icon": "arrows"},
            {"label": _("Files"), "url": "#files", "icon": "file"},
            {"label": _("Trail"), "url": "#trail", "icon": "history"},
        ],
    }
