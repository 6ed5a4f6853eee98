"""Recommendations of the demo: those of the meeting of 23 June 2025 (`gathering`), and older ones with their ends.

All are invented; that there was a meeting on that day and what it was for is public.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from gugus.demo.enacting import Stage
from gugus.directory.models import TaskForce
from gugus.files.actions import attach
from gugus.followup.actions.ending import accept, drop, split
from gugus.followup.actions.progress import add_progress, ask_for_time, report_done
from gugus.followup.actions.recording import Origin, Told, move_deadline, record_recommendation
from gugus.followup.models import Recommendation
from gugus.meetings.models import Meeting
from gugus.meetings.recommending import hand_over

SAID = date(2025, 3, 12)
SPRING = Origin("letter", SAID, "", "Notulen pertemuan antarbidang 12 Maret 2025 (rekaan)")
SPOKEN = {
    "sop": ("Menyusun prosedur bersama penanganan korban antara kepolisian, layanan sosial, dan kesehatan",
            "Satu prosedur ditandatangani semua instansi", "polres-js", "enforcement", date(2025, 9, 30)),
    "posts": ("Melatih petugas pos pengaduan di RPTRA mengenali tanda perdagangan orang",
              "Semua petugas pos terlatih", "sudin-ppapp-js", "prevention", date(2025, 10, 31)),
    "shelter": ("Menambah tempat rumah aman bagi laki-laki dewasa", "Empat tempat tambahan", "sudinsos-js", "social",
                date(2026, 6, 30)),
    "school": ("Memasukkan pencegahan ke kegiatan sekolah di sepuluh kecamatan", "Sepuluh sekolah", "sudindik-js",
               "prevention", date(2025, 12, 15)),
    "visum": ("Menyederhanakan surat visum agar korban tidak diperiksa dua kali", "Satu formulir", "sudinkes-js",
              "health", date(2025, 8, 29)),
    "video": ("Membuat video pencegahan sendiri", "Satu video", "sudinaker-js", "prevention", date(2025, 11, 28)),
}  # fmt: skip


def recommend(stage: Stage, *, at: datetime) -> None:
    """Said, told, moved, done, split, dropped and late: what the board and the follow-up rate live on.

    What was recommended on 23 June goes on its way as the worker hands it over when minutes are approved.
    """
    force = TaskForce.objects.get(level="city", area_code="31.74")
    if at.date() < SAID:
        return
    made = {key: _said(stage, force, key) for key in SPOKEN}
    _of_june(stage, force)
    steps = (
        (date(2025, 8, 4), lambda day: _progress(stage, made["visum"], day)),
        (date(2025, 8, 21), lambda day: _done(stage, made["visum"], day)),
        (date(2025, 9, 2), lambda day: _half(stage, made["sop"], day)),
        (date(2025, 9, 9), lambda day: _later(stage, made["sop"], day)),
        (date(2025, 9, 16), lambda day: _parts(stage, made["posts"], day)),
        (date(2025, 10, 7), lambda day: _dropped(stage, made["video"], day)),
    )
    for day, step in steps:
        if day < at.date():
            step(_moment(day))


def _of_june(stage: Stage, force: TaskForce) -> None:
    rows = Meeting.objects.unscoped(because="the demo's own meeting").filter(
        task_force=force, state="approved"
    )
    meeting = rows.order_by("starts_at").select_related("task_force", "written_by", "agency").first()
    if meeting is None or meeting.approved_at is None:
        return
    hand_over(meeting, meeting.approved_at)
    rows = Recommendation.objects.unscoped(because="the demo's own").filter(origin_ref=meeting.ref)
    first = rows.filter(owner__slug="sudin-ppapp-js").first()
    if first is not None:
        add_progress(
            recommendation=first, words="Enam kecamatan sudah mempunyai konselor; paralegal menyusul.",
            by=stage.users["putri"], at=_moment(date(2025, 8, 12)), share=55,
        )  # fmt: skip


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), ZoneInfo("Asia/Jakarta"))


def _said(stage: Stage, force: TaskForce, key: str) -> Recommendation:
    text, target, slug, field, due = SPOKEN[key]
    told = Told(text, stage.agencies[slug], due, field, target, _helpers(stage, key))
    return record_recommendation(
        force=force, told=told, origin=SPRING, by=stage.users["wulan"], at=_moment(SAID) + timedelta(hours=3)
    )


def _helpers(stage: Stage, key: str) -> list:
    slugs = {"sop": ("sudinsos-js", "sudinkes-js", "upt-pppa"), "shelter": ("rumah-teduh",)}.get(key, ())
    return [stage.agencies[slug] for slug in slugs]


def _progress(stage: Stage, one: Recommendation, at: datetime) -> None:
    add_progress(
        recommendation=one, words="Rancangan formulir disusun bersama rumah sakit rujukan.", by=stage.users["sari"],
        at=at, share=60,
    )  # fmt: skip


def _done(stage: Stage, one: Recommendation, at: datetime) -> None:
    content = b"Formulir visum satu lembar, ditetapkan 20 Agustus 2025 (rekaan)."
    upload = SimpleUploadedFile("formulir.txt", content, content_type="text/plain")
    file = attach(
        about=one, section="followup", upload=upload, by=stage.users["sari"], at=at, title="Formulir visum"
    )
    report_done(
        recommendation=one,
        words="Formulir dipakai sejak 20 Agustus.",
        by=stage.users["sari"],
        at=at,
        evidence=file,
    )
    accept(recommendation=one, by=stage.users["wulan"], at=at + timedelta(days=2))


def _half(stage: Stage, one: Recommendation, at: datetime) -> None:
    add_progress(
        recommendation=one, words="Naskah pertama dibahas dalam pertemuan antarbidang.", by=stage.users["budi"], at=at,
        share=40,
    )  # fmt: skip
    ask_for_time(
        recommendation=one, due_on=date(2025, 12, 31), words="Menunggu masukan bagian hukum.", by=stage.users["budi"],
        at=at + timedelta(hours=1),
    )  # fmt: skip


def _later(stage: Stage, one: Recommendation, at: datetime) -> None:
    move_deadline(
        recommendation=one, due_on=date(2025, 12, 31), code="others", words="Disetujui sekretariat.",
        by=stage.users["wulan"], at=at,
    )  # fmt: skip


def _parts(stage: Stage, one: Recommendation, at: datetime) -> None:
    text, target, slug, field, due = SPOKEN["posts"]
    told = Told(text, stage.agencies[slug], due, field, target)
    parts = [
        replace(told, text="Menyusun bahan pelatihan petugas pos pengaduan", target="Satu modul"),
        replace(told, text="Melatih petugas pos pengaduan di sepuluh kecamatan", due_on=date(2026, 12, 18)),
    ]
    split(recommendation=one, parts=parts, words="Bahan lebih dahulu.", by=stage.users["wulan"], at=at)


def _dropped(stage: Stage, one: Recommendation, at: datetime) -> None:
    decision = Origin("letter", at.date(), "", "Notulen pertemuan antarbidang Oktober 2025 (rekaan)")
    drop(
        recommendation=one,
        decision=decision,
        words="Bahan dari pusat dipakai bersama.",
        by=stage.users["wulan"],
        at=at,
    )
