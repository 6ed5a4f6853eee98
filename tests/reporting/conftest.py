"""A task force whose office keeps the secretariat, its higher one, frozen figures, and a report in every state."""

from datetime import date

import pytest
from tests.cast import user
from tests.conftest import NOON, as_role, voice_of
from tests.forces import settle_force

from gugus.access.codes import Role
from gugus.figures import contents
from gugus.figures.models import Snapshot
from gugus.kernel.ids import new_id
from gugus.reporting.actions import merging, planning, writing
from gugus.reporting.models import Chapter, ForceReport
from gugus.reporting.snapshots import Frozen, opened

TEXT = "# Rencana\nPelatihan di dua belas sekolah.\n\n- satu\n- dua"


@pytest.fixture
def room(world):
    """The task force of the city below that of the province, where Sari's agency keeps the secretariat."""
    return settle_room(world)


def settle_room(world):
    """The two task forces, and who works for them."""
    higher = settle_force(
        world, name="Gugus Tugas Provinsi", members=[], host=world.outside, area="31", level="province"
    )
    force = settle_force(world, parent=higher)
    with as_role("gugus_worker"):
        world.kartika = user("kartika", world.outside, Role.SECRETARIAT, at=NOON)
        world.citra = user("citra", world.police, Role.CHAIR, at=NOON)
        world.bayu = user("bayu", world.unit, Role.LIAISON, at=NOON)
    world.force, world.higher = force, higher
    return world


def begun(world, **more) -> ForceReport:
    wish = planning.Wish(
        **({"kind": "annual", "first_on": date(2024, 1, 1), "last_on": date(2024, 12, 31)} | more)
    )
    with voice_of(world.wulan):
        return planning.begin_report(force=world.force, wish=wish, by=world.wulan, at=NOON)


def chapter(report: ForceReport, code: str, by) -> Chapter:
    with voice_of(by):
        rows = Chapter.objects.unscoped(because="test").select_related("report", "agency", "data_key")
        return rows.get(report=report, code=code)


def kept_to(world, report: ForceReport, *codes: str) -> None:
    """Leave out every chapter but these."""
    with voice_of(world.wulan):
        for one in report.chapters.exclude(code__in=codes).select_related("report", "data_key"):
            planning.leave_out(chapter=one, by=world.wulan, at=NOON)


def opened_report(world, *codes: str, **more) -> ForceReport:
    """Being written: these chapters alone (foreword by the secretariat, enforcement by the police)."""
    report = begun(world, **more)
    kept_to(world, report, *(codes or ("foreword", "enforcement")))
    with voice_of(world.wulan):
        return planning.open_for_writing(report=report, by=world.wulan, at=NOON)


def finished(world, report: ForceReport, *, with_figure: bool = False) -> ForceReport:
    """Every chapter written, handed in and approved."""
    with voice_of(world.wulan):
        for one in report.chapters.exclude(state="left_out").select_related("report", "agency", "data_key"):
            writing.write_chapter(chapter=one, text=TEXT, by=world.wulan, at=NOON)
            if with_figure:
                writing.show_figure(chapter=one, frozen=frozen(world), by=world.wulan, at=NOON)
            writing.submit_chapter(chapter=one, by=world.wulan, at=NOON)
            writing.approve_chapter(chapter=one, by=world.wulan, at=NOON)
    return report


def merged(world, **more) -> ForceReport:
    report = finished(world, opened_report(world), **more)
    with voice_of(world.wulan):
        return merging.merge_report(report=report, by=world.wulan, at=NOON)


def final(world, **more) -> ForceReport:
    report = merged(world, **more)
    with voice_of(world.arif):
        merging.approve_report(report=report, digest=report.digest, by=world.arif, at=NOON)
    with voice_of(world.wulan):
        return merging.finalise_report(report=report, by=world.wulan, at=NOON)


def snapshot(world, *, values=(12, 7), replaces: Snapshot | None = None) -> Snapshot:
    """A frozen figure as `figures` keeps one, written by the worker."""
    content = {
        "format": 1, "dataset": "overview", "figure": "survivors", "unit": "person",
        "title": {"id": "Korban", "en": "Survivors"},
        "definition": {"id": "Orang.", "en": "People."}, "definitions_version": "1", "query_version": "1",
        "period": "2024",
        "period_words": {"id": "tahun 2024", "en": "2024"}, "counted_from": "2024-01-01", "counted_to": "2024-12-31",
        "scale": {"kind": "task_force", "threshold": 5}, "source": {"id": "gugus", "en": "gugus"}, "picture": "bars",
        "series": [], "lead": [],
        "rows": [{"code": one, "label": {"id": one, "en": one}, "values": [value]}
                 for one, value in zip(("Perempuan", "Laki-laki"), values, strict=True)],
    }  # fmt: skip
    text = contents.canonical(content)
    with as_role("gugus_worker"):
        made = Snapshot(
            id=new_id(), task_force=world.force, agency=world.office, dataset="overview", figure_code="survivors",
            period="2024", counted_to=date(2024, 12, 31), query_version="1", definitions_version="1", content=text,
            digest=contents.digest_of(text), values_digest="0" * 64, replaces=replaces, frozen_by=world.wulan,
            frozen_at=NOON,
        )  # fmt: skip
        made.save(force_insert=True)
    return made


def frozen(world) -> Frozen:
    if not hasattr(world, "frozen"):
        world.frozen = opened(snapshot(world))
    return world.frozen


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}
