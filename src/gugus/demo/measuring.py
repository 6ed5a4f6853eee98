"""Figures of last year as the secretariat froze them, and published figures that contradict each other."""

from datetime import datetime, timedelta

from django.utils import timezone

from gugus.demo.enacting import Stage
from gugus.directory.models import Membership
from gugus.figures.codes import Dataset
from gugus.figures.contents import codes_of
from gugus.figures.freezing import freeze
from gugus.figures.models import Published
from gugus.figures.recording import load_examples, resolve
from gugus.kernel.periods import Kind, Period

SHOWN = (*codes_of(Dataset.OVERVIEW), "referral_times", "referral_ends")
WHY = "Angka Polri dipakai karena Polri yang mencatat laporan polisi (contoh putusan)."


def show_figures(stage: Stage, *, at: datetime) -> None:
    """Frozen three weeks ago; the known contradictions, about one of which the chair has decided."""
    wulan, arif = stage.users["wulan"], stage.users["arif"]
    seat = (
        Membership.objects.filter(agency=wulan.agency, secretariat=True).select_related("task_force").first()
    )
    force = seat.task_force
    earlier = at - timedelta(weeks=3)
    last = Period.containing(Kind.YEAR, timezone.localdate(at)).previous
    freeze(force=force, figures=SHOWN, period=last, by=wulan, at=earlier)
    load_examples(force=force, by=wulan, at=earlier)
    rows = Published.objects.unscoped(because="the demo's own records").filter(source="Polri", period="2023")
    if one := rows.first():
        resolve(about=one, means="use", chosen=one, why=WHY, by=arif, at=at - timedelta(days=9))
