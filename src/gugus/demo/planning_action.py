"""The demo's action plan of the city: an invented example with invented numbers, its reports, one sent back."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from gugus.actionplan.codes import Better
from gugus.actionplan.lines import Line
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import PeriodReport, Plan
from gugus.actionplan.planning import Paper, add_line, move_plan, set_target, write_plan
from gugus.actionplan.queries import works_to_report
from gugus.actionplan.reporting import Done, activities_of, answer, hand_in, open_reports, write_entry
from gugus.demo.enacting import Stage
from gugus.directory.models import Membership

# field, strategy, programme, activity, agency, supporting, indicator, unit, baseline, target a year, APBD in millions
# A baseline above the target: less is better.
LINES = (
    ("prevention", "Edukasi masyarakat", "Sekolah aman", "Kelas cegah TPPO di SMA/SMK", "sudindik-js", ("polres-js",),
     "Sekolah yang mengikuti kelas", "sekolah", 8, 20, 150),
    ("prevention", "Edukasi masyarakat", "RPTRA waspada", "Sosialisasi di RPTRA", "sudin-ppapp-js", ("bp3mi-jkt",),
     "Kegiatan sosialisasi", "kegiatan", 12, 24, 90),
    ("health", "Layanan kesehatan korban", "Layanan visum", "Visum tanpa biaya", "sudinkes-js", ("rsud-js",),
     "Korban yang dilayani sesuai prosedur", "%", 80, 100, 60),
    ("social", "Rehabilitasi dan pemulangan", "Pemulangan", "Pendampingan pulang", "sudinsos-js", ("bp3mi-jkt",),
     "Pemulangan dengan berita acara", "%", 70, 95, 220),
    ("social", "Rehabilitasi dan pemulangan", "Reintegrasi", "Pemantauan sesudah pulang", "upt-pppa", ("sudinsos-js",),
     "Kunjungan sesuai jadwal", "%", 55, 90, 130),
    ("norms", "Aturan daerah", "SOP bersama", "Penyusunan SOP rujukan", "sudin-ppapp-js", ("lbh-rukun",),
     "SOP yang disahkan", "dokumen", 0, 1, 45),
    ("enforcement", "Penegakan hukum", "Penyidikan terpadu", "Pelatihan penyidik", "polres-js", ("kejari-js",),
     "Penyidik yang dilatih", "orang", 6, 15, 75),
    ("enforcement", "Penegakan hukum", "Penyidikan terpadu", "Penerimaan laporan", "polres-js", ("upt-pppa",),
     "Hari tunggu pemeriksaan korban", "hari", 14, 3, 20),
    ("cooperation", "Koordinasi", "Rapat berkala", "Rapat pleno dan antarbidang", "sudin-ppapp-js", (),
     "Rapat dengan notulen yang disahkan", "rapat", 2, 6, 40),
)  # fmt: skip
BASIS = "Contoh rekaan; dasar hukum RAD kota belum dikonfirmasi"


def plan_action(stage: Stage, *, at: datetime) -> None:
    """A plan in force since last year; its first reports handed in, one sent back, some late."""
    wulan, arif = stage.users["wulan"], stage.users["arif"]
    seat = (
        Membership.objects.filter(agency=wulan.agency, secretariat=True).select_related("task_force").first()
    )
    year = timezone.localdate(at).year
    begun = at - timedelta(days=330)
    paper = Paper(f"Rencana Aksi Daerah PP-TPPO (contoh) {year - 1}–{year + 3}", year - 1, year + 3, "half", 20,
                  basis_words=BASIS)  # fmt: skip
    plan = write_plan(force=seat.task_force, paper=paper, by=wulan, at=begun - timedelta(days=40))
    indicators = [_line(stage, plan, row, year, begun) for row in LINES]
    plan = move_plan(plan=plan, to="approved", by=arif, at=begun - timedelta(days=5))
    plan = move_plan(plan=plan, to="in_force", by=wulan, at=begun)
    set_target(indicator=indicators[0], year=year, figure=Figure(Decimal(16)),
               reason="Jadwal sekolah berubah (contoh)", by=wulan, at=at - timedelta(days=60))  # fmt: skip
    reports = open_reports(plan=plan, at=at - timedelta(days=25))
    for number, report in enumerate(reports):
        _report(stage, report, number, at)


def _line(stage: Stage, plan: Plan, row: tuple, year: int, begun: datetime):
    field, strategy, programme, activity, agency, supporting, indicator, unit, baseline, target, money = row
    line = Line(
        field, strategy, programme, activity, stage.agencies[agency], indicator, unit,
        Better.LESS if baseline > target else Better.MORE, Figure(Decimal(baseline)),
        [stage.agencies[one] for one in supporting],
        {each: Figure(Decimal(target)) for each in range(year - 1, year + 2)},
        {(each, "apbd"): Decimal(money) * 1_000_000 for each in (year - 1, year)},
    )  # fmt: skip
    return add_line(plan=plan, line=line, by=stage.users["wulan"], at=begun - timedelta(days=30))


def _report(stage: Stage, report: PeriodReport, number: int, at: datetime) -> None:
    """Two of three agencies report; every fourth of these is sent back."""
    if number % 3 == 2:
        return
    wulan = stage.users["wulan"]
    by = stage.someone_of(report.agency, wulan)
    for place, work in enumerate(works_to_report(report, activities_of(report))):
        share = Decimal((45, 80, 100)[(number + place) % 3]) / 100
        reached = {
            one.indicator.pk: Figure((one.target.value * share).quantize(Decimal(1)))
            for one in work.measures
            if one.target
        }
        done = Done(
            spent_apbd=Decimal(20 + 10 * place) * 1_000_000, evidence="Laporan kegiatan (contoh)",
            obstacle="Jadwal peserta berubah (contoh)", follow_up="Jadwal ulang pada periode berikut (contoh)",
            reached=reached,
        )  # fmt: skip
        write_entry(report=report, activity=work.activity, done=done, by=by, at=at - timedelta(days=20))
    report = hand_in(report=report, by=by, at=at - timedelta(days=15))
    if number % 4 == 3:
        reason = "Bukti kegiatan belum disebutkan (contoh)."
        answer(report=report, to="returned", reason=reason, by=wulan, at=at - timedelta(days=8))
    elif number % 4 == 0:
        answer(report=report, to="accepted", reason="", by=wulan, at=at - timedelta(days=8))
