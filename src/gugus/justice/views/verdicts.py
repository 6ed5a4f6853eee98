"""What a court ruled: written once, put right beside the first wording."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gugus.access.codes import Section, Verb
from gugus.access.gate import staff_door
from gugus.directory.codes import AgencyKind
from gugus.directory.queries import agencies
from gugus.justice import growing, queries, wording
from gugus.justice.actions import ruling
from gugus.justice.codes import Stage
from gugus.justice.gate import part_of, proceeding_for
from gugus.justice.models import Proceeding, Verdict
from gugus.justice.views.proceedings import BOTH, sheet_of
from gugus.justice.views.sheets import answer, posted

WORDS = ("on", "number", "court", "court_name", "key")


def courts(at: datetime):
    """Courts of the directory."""
    return agencies(timezone.localdate(at)).filter(kind=AgencyKind.COURT)


@staff_door(Section.JUSTICE, Verb.DECIDE)
@require_http_methods(BOTH)
def verdict(request: HttpRequest, ref: str) -> HttpResponse:
    """What a court ruled on each charge."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    one: Proceeding = sight.row
    instance = growing.instance_at(one.stage)
    if not instance:
        return redirect("justice:detail", ref)
    charges = wording.charge_words(queries.live_charges(one))
    form = growing.VerdictForm(
        posted(request), charges=[(row, row.cited) for row in charges], courts=courts(at),
        initial={"version": one.version, "on": timezone.localdate(at)},
    )  # fmt: skip

    def act(form):
        given = form.cleaned_data
        return ruling.give_verdict(
            proceeding=one, instance=instance, rulings=form.rulings, by=request.viewer.user, at=at,
            seen=given["version"], **{name: given[name] for name in WORDS},
        )  # fmt: skip

    text = {
        Stage.TRIAL: _("Verdict of the first instance. Restitution is due from here on (art. 48)."),
        Stage.APPEAL: _("Verdict on appeal. The earlier one stays readable."),
        Stage.CASSATION: _("Verdict of the Supreme Court: it is final."),
        Stage.FINAL: _("Judicial review of a final verdict."),
    }[one.stage]
    return answer(request, form, act, sheet_of(sight, _("Write the verdict"), text=text, icon="scale"))


@staff_door(Section.JUSTICE, Verb.DECIDE)
@require_http_methods(BOTH)
def correct(request: HttpRequest, ref: str, pk: UUID) -> HttpResponse:
    """A verdict of any instance was written down wrongly: the form holds the first wording."""
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    wrong: Verdict = part_of(sight, "verdicts", pk)
    if wrong.void_at is not None and not posted(request):
        raise Http404
    rulings = list(wrong.rulings.select_related("charge", "data_key"))
    wording.charge_words([one.charge for one in rulings])
    form = growing.CorrectionForm(
        posted(request), charges=[(one.charge, one.charge.cited) for one in rulings], courts=courts(at),
        initial=growing.initial_of_verdict(wrong, rulings) | {"version": sight.row.version},
    )  # fmt: skip

    def act(form):
        given = form.cleaned_data
        return ruling.correct_verdict(
            proceeding=sight.row, verdict=wrong, rulings=form.rulings, reason=given["reason"], by=request.viewer.user,
            at=at, seen=given["version"], **{name: given[name] for name in WORDS},
        )  # fmt: skip

    text = _(
        "%(instance)s. The first wording stays readable beside the right one. Survivors who were told of it are told "
        "again. If the step itself was never made, take it back instead."
    )
    sheet = sheet_of(
        sight, _("Correct a verdict"), text=text % {"instance": wrong.get_instance_display()}, icon="scale",
        button=_("Save the correction"),
    )  # fmt: skip
    return answer(request, form, act, sheet)
