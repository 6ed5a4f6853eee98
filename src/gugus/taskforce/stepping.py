"""What the secretariat writes, as pages: address, words, form, action. One view serves them all (`writing`)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.taskforce import forms
from gugus.taskforce.actions import bases, founding, head, seats
from gugus.taskforce.actions.bases import Paper
from gugus.taskforce.actions.head import Post


@dataclass(frozen=True, slots=True)
class StepPage:
    """One thing that the secretariat can write. `about` says of what: the task force, or a part of it."""

    slug: str
    label: Any
    icon: str
    form: type
    run: Callable
    then: Any = ""
    about: str = "force"  # force, member, position, basis
    danger: bool = False
    tells_left: bool = False  # shows what the member still has to do


def _appoint(*, force, kind, office, on, field, agency, holder, basis, **who):
    return head.appoint(force=force, post=Post(kind, office, on, field, agency, holder, basis), **who)


def _add_basis(*, force, replaces, seen=None, by, at, **paper):
    return bases.add_basis(force=force, paper=Paper(**paper), replaces=replaces, by=by, at=at, seen=seen)


def _correct_basis(*, basis, seen=None, by, at, **paper):
    return bases.correct_basis(basis=basis, paper=Paper(**paper), by=by, at=at, seen=seen)


STEPS = (
    StepPage("ubah", _("Name and next level"), "edit", forms.DescribeForm, founding.describe),
    StepPage(
        "anggota", _("Add a member"), "plus", forms.SeatForm, seats.seat_agency,
        _("From that day on the agency reads everything of this task force."),
    ),
    StepPage(
        "kedudukan", _("Add a position"), "plus", forms.PositionForm, _appoint,
        _("Where there is only one of a kind, the one before ends on that day."),
    ),
    StepPage("dasar-hukum", _("Add a legal basis"), "plus", forms.AddBasisForm, _add_basis),
    StepPage(
        "frekuensi", _("How often it meets"), "clock", forms.FrequencyForm, head.set_frequency,
        _("No source that we read names a number. It is unconfirmed until somebody has read it in a rule."),
    ),
    StepPage(
        "bidang", _("Fields of work"), "edit", forms.FieldsForm, seats.change_seat,
        _("The earlier fields stay in the history."), "member",
    ),
    StepPage(
        "sekretariat", _("Pass the secretariat"), "arrow-right", forms.OnForm, seats.pass_secretariat,
        _("From that day on this agency writes for the task force, and yours no more."), "member", danger=True,
    ),
    StepPage(
        "pengganti", _("Another agency takes the seat"), "refresh", forms.ReplaceSeatForm, seats.replace_seat,
        _("From that day on the other agency has the fields, the secretariat if it was kept here, and everything "
          "that is still to be done. The one before reads nothing more; what it did stays under its name."),
        "member", tells_left=True,
    ),
    StepPage(
        "keluar", _("End the seat"), "x", forms.EndSeatForm, seats.end_seat,
        _("From that day on the agency reads nothing of this task force. What it did stays."), "member", danger=True,
        tells_left=True,
    ),
    StepPage(
        "betulkan", pgettext_lazy("task force", "Correct"), "edit", forms.CorrectPositionForm,
        head.correct_position, about="position",
    ),
    StepPage("berakhir", _("End the position"), "x", forms.OnForm, head.end_position, about="position", danger=True),
    StepPage("ubah", pgettext_lazy("task force", "Correct"), "edit", forms.BasisForm, _correct_basis, about="basis"),
    StepPage("berakhir", _("Counts no more"), "x", forms.OnForm, bases.end_basis, about="basis", danger=True),
)  # fmt: skip
BY_SLUG = {(one.about, one.slug): one for one in STEPS}
