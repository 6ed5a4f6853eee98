"""Meetings of the city's task force: one of June 2025 with approved minutes, one whose minutes are open, one to come.

When, where, on what and who by office is what a public news item of 23 June 2025 tells; all names and what was said are
invented.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from gugus.access.models import User
from gugus.demo.enacting import Stage
from gugus.directory.models import TaskForce
from gugus.figures.recording import Told, record_published
from gugus.meetings.actions import attending, closing, inviting, keeping, minuting, planning
from gugus.meetings.actions.attending import Present
from gugus.meetings.actions.minuting import Written
from gugus.meetings.actions.planning import Plan
from gugus.meetings.models import Item, Meeting

JAKARTA = ZoneInfo("Asia/Jakarta")
THAT_DAY = date(2025, 6, 23)
BASIS = "Pergub DKI Jakarta 64/2019; Perpres 69/2008 jo. Perpres 22/2021 jo. Perpres 49/2023"
AGENDA = (
    "Pembukaan dan arahan Sekretaris Kota",
    "Paparan: pencegahan dan penanganan eksploitasi serta TPPO",
    "Paparan: rehabilitasi sosial, pemulangan, dan reintegrasi sosial",
    "Diskusi antar bidang: masukan dan rencana tindak lanjut",
)
# Name, position, office, topic, sex.
SPEAKERS = (
    ("Wening Contohwati", "Ketua", "Komisi Perlindungan Anak Indonesia",
     "Pencegahan dan penanganan eksploitasi serta TPPO", "female"),
    ("Bayu Contohadi", "Manajer program", "Our Rescue Indonesia",
     "Rehabilitasi sosial, pemulangan, dan reintegrasi sosial", "male"),
)  # fmt: skip
# What the city published of the year that was talked about; its page calls it the figure of UPT PPPA.
SHOWN = Told(
    topic="Kasus TPPO yang ditangani, Jakarta Selatan", period="2024", source="UPT PPPA", value=Decimal(20),
    unit="kasus", area_code="31.74", publication="selatan.jakarta.go.id", published_on=THAT_DAY,
)  # fmt: skip
# Line of the agenda, kind, who said it, text.
SAID = (
    (
        0,
        "discussion",
        "Sekretaris Kota",
        "Gugus tugas diminta menghasilkan masukan dan laporan yang menguatkan pencegahan, bukan "
        "hanya pertemuan. Setiap bidang menyebutkan apa yang dikerjakan dan apa yang menghambat.",
    ),
    (
        0,
        "discussion",
        "Kepala Suku Dinas PPAPP",
        "Penanganan tahun 2024 dipaparkan dari data layanan; angkanya dicatat sebagai potret data"
        " dan tidak disalin ke notulen.",
    ),
    (
        1,
        "discussion",
        "KPAI",
        "Perekrutan melalui media sosial menyasar anak yang putus sekolah. Sekolah, RPTRA, dan "
        "PKK perlu mengenali tandanya lebih dini.",
    ),
    (
        1,
        "input",
        "Suku Dinas Pendidikan",
        "Guru bimbingan konseling memerlukan satu lembar tanda bahaya dan nomor yang dihubungi.",
    ),
    (
        2,
        "discussion",
        "Our Rescue Indonesia",
        "Reintegrasi gagal bila keluarga belum siap. Kunjungan setelah pulang sebaiknya "
        "direncanakan sebelum keberangkatan.",
    ),
    (
        2,
        "input",
        "UPT PPPA",
        "Rujukan antar instansi sering menunggu surat. Usul: jawaban pertama melalui sistem, surat menyusul.",
    ),
    (
        3,
        "input",
        "Polres Metro Jakarta Selatan",
        "Laporan masyarakat perlu segera sampai ke Unit PPA agar bukti digital tidak hilang.",
    ),
    (
        3,
        "decision",
        "Pimpinan rapat",
        "Pertemuan antar bidang diadakan setiap tiga bulan; tiap bidang membawa kemajuan rekomendasinya.",
    ),
    (
        3,
        "decision",
        "Pimpinan rapat",
        "Sekretariat menyusun laporan kegiatan dalam lima hari kerja dan mengirimkannya kepada anggota.",
    ),
)
# Owner, field, days after the meeting, text, target.
ADVICE = (
    (
        "sudin-ppapp-js",
        "prevention",
        92,
        "Melengkapi pos pengaduan di RPTRA setiap kecamatan dengan konselor dan paralegal.",
        "Satu pos aktif di setiap kecamatan",
    ),
    (
        "sudindik-js",
        "prevention",
        60,
        "Membagikan lembar tanda bahaya perekrutan kepada guru bimbingan konseling.",
        "Semua SMP dan SMA negeri",
    ),
    (
        "upt-pppa",
        "cooperation",
        45,
        "Menyusun alur jawaban pertama atas rujukan dalam satu hari kerja.",
        "Alur disepakati semua anggota",
    ),
    (
        "sudinsos-js",
        "social",
        120,
        "Menetapkan jadwal kunjungan setelah pemulangan sebelum orangnya berangkat.",
        "Berlaku untuk setiap pemulangan",
    ),
)
GUESTS = (
    ("Sri Contohningsih", "Ketua PKK Kecamatan", "PKK Kecamatan Tebet", "female"),
    ("Dedi Contohman", "Kepala Seksi Kesejahteraan Rakyat", "Kecamatan Jagakarsa", "male"),
    ("Yuni Contohsari", "Pengelola RPTRA", "RPTRA Kecamatan Cilandak", "female"),
)


def gather(stage: Stage, *, at: datetime) -> None:
    """The three meetings, as far as the demo's day allows."""
    force = TaskForce.objects.filter(
        level="city", memberships__agency=stage.agencies["sudin-ppapp-js"]
    ).first()
    if force is None or at.date() < THAT_DAY + timedelta(days=14):
        return
    first = _of_june(stage, force)
    _open_minutes(stage, force, first, at)
    _to_come(stage, force, first, at)


def _moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), JAKARTA)


def _called(
    stage: Stage, force: TaskForce, plan: Plan, agenda: Iterable[str], *, at: datetime
) -> tuple[Meeting, User]:
    """Written, composed and sent to the members who have somebody to answer."""
    wulan = stage.users["wulan"]
    meeting = planning.write_meeting(task_force=force, plan=plan, by=wulan, at=at)
    for title in agenda:
        planning.add_item(meeting=meeting, title=title, by=wulan, at=at)
    people = {user.agency_id for user in stage.users.values()}
    seats = force.memberships.select_related("agency")
    offices = [one.agency for one in seats if one.agency_id in people or one.agency.kind == "education"]
    inviting.invite(
        meeting=meeting,
        agencies=offices,
        offices=["TP PKK Kota Administrasi Jakarta Selatan"],
        by=wulan,
        at=at,
    )
    return meeting, wulan


def _of_june(stage: Stage, force: TaskForce) -> Meeting:
    begins = _moment(THAT_DAY, 9)
    plan = Plan(
        kind="inter_field", title="Penguatan pencegahan dan penanganan TPPO antar bidang gugus tugas", starts_at=begins,
        minutes=240, room="Ruang Dirgantara, Kantor Wali Kota Jakarta Selatan",
        fields=("prevention", "social", "cooperation"),
        legal_basis=BASIS, opened_by="Arif Purnomo, Sekretaris Kota", chaired_by="Kepala Suku Dinas PPAPP",
        approver=stage.users["arif"],
        words="Menghimpun masukan setiap bidang dan menyusun laporan yang menguatkan pencegahan.",
    )  # fmt: skip
    meeting, wulan = _called(stage, force, plan, AGENDA, at=begins - timedelta(days=13))
    for name, position, office, topic, _sex in SPEAKERS:
        planning.add_speaker(
            meeting=meeting, name=name, position=f"{position}, {office}", topic=topic, by=wulan,
            at=begins - timedelta(days=12),
        )  # fmt: skip
    for name, people in (("budi", 1), ("indah", 2), ("yusuf", 1)):
        user = stage.users[name]
        inviting.answer_invitation(
            meeting=meeting, answer="comes", people=f"{user.full_name}, {user.title}", persons=people, by=user,
            at=begins - timedelta(days=5),
        )  # fmt: skip
    inviting.begin(meeting=meeting, by=wulan, at=begins)
    _attend(stage, meeting, at=begins)
    _show(stage, meeting, at=begins)
    _write(stage, meeting, at=begins + timedelta(minutes=30))
    minuting.finish_minutes(meeting=meeting, by=wulan, at=begins + timedelta(days=1))
    return closing.approve(meeting=meeting, by=stage.users["arif"], at=begins + timedelta(days=2))


def _attend(stage: Stage, meeting: Meeting, *, at: datetime) -> None:
    """Colleagues confirm for themselves, the others come from the paper list."""
    for name, sex in (
        ("wulan", "female"),
        ("putri", "female"),
        ("budi", "male"),
        ("yusuf", "male"),
        ("indah", "female"),
    ):
        attending.confirm_presence(meeting=meeting, by=stage.users[name], sex=sex, at=at)
    lines = [Present(name, position, None, office, sex) for name, position, office, sex in GUESTS]
    lines += [Present(name, position, None, office, sex) for name, position, office, _topic, sex in SPEAKERS]
    attending.add_present(meeting=meeting, lines=lines, by=stage.users["wulan"], at=at)


def _show(stage: Stage, meeting: Meeting, *, at: datetime) -> None:
    """The published figure of the year before, by reference; a drawn picture where a real report has its photo."""
    wulan = stage.users["wulan"]
    figure = record_published(force=meeting.task_force, told=SHOWN, by=wulan, at=at)
    planning.show_figure(
        meeting=meeting, figure_kind="published", figure_ref=figure.ref, title="", by=wulan, at=at
    )
    keeping.keep_paper(
        meeting=meeting, kind="photo", title="Peserta rapat (gambar rekaan)", no_person=True, by=wulan, at=at,
        upload=SimpleUploadedFile("rapat.jpg", _drawing(), content_type="image/jpeg"),
    )  # fmt: skip


def _drawing() -> bytes:
    """A table with nobody in particular around it."""
    picture = Image.new("RGB", (960, 540), "#e8edf2")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((160, 250, 800, 400), 30, fill="#b08b5b")
    for place in range(8):
        left = 170 + 80 * place
        pen.ellipse((left, 130, left + 50, 180), fill="#5b6b7b")
        pen.rounded_rectangle((left - 12, 185, left + 62, 250), 18, fill="#3f5f7f")
    out = BytesIO()
    picture.save(out, format="JPEG")
    return out.getvalue()


def _write(stage: Stage, meeting: Meeting, *, at: datetime) -> None:
    """Two colleagues write, line by line."""
    rows = Item.objects.unscoped(because="the demo's own meeting").filter(meeting=meeting)
    agenda = list(rows.order_by("number"))
    pens = {name: uuid4() for name in ("wulan", "putri")}
    for number, (line, kind, said_by, text) in enumerate(SAID):
        name = "wulan" if number % 2 else "putri"
        told = Written(
            key=uuid4(), text=text, seen=0, pen=pens[name], kind=kind, item=agenda[line], said_by=said_by
        )
        minuting.write_point(meeting=meeting, written_down=told, by=stage.users[name], at=at)
    for slug, field, days, text, target in ADVICE:
        told = Written(
            key=uuid4(), text=text, seen=0, pen=pens["wulan"], kind="recommendation", item=agenda[3],
            owner=stage.agencies[slug], due_on=THAT_DAY + timedelta(days=days), field=field, target=target,
        )  # fmt: skip
        minuting.write_point(meeting=meeting, written_down=told, by=stage.users["wulan"], at=at)


def _open_minutes(stage: Stage, force: TaskForce, first: Meeting, at: datetime) -> None:
    """Held four days ago; two colleagues wrote in one paragraph at the same time."""
    begins = _moment(at.astimezone(JAKARTA).date() - timedelta(days=4), 13)
    plan = Plan(
        kind="monitoring", title="Monitoring dan evaluasi rencana aksi", starts_at=begins, minutes=150,
        room="Ruang rapat Suku Dinas PPAPP", legal_basis=BASIS, chaired_by="Kepala Suku Dinas PPAPP",
        approver=stage.users["arif"], follows=first,
    )  # fmt: skip
    agenda = ("Kemajuan rekomendasi", "Pos pengaduan di RPTRA", "Rencana tindak lanjut")
    meeting, wulan = _called(stage, force, plan, agenda, at=begins - timedelta(days=9))
    inviting.begin(meeting=meeting, by=wulan, at=begins)
    putri, key = stage.users["putri"], uuid4()
    for name, sex in (("wulan", "female"), ("putri", "female"), ("yusuf", "male")):
        attending.confirm_presence(meeting=meeting, by=stage.users[name], sex=sex, at=begins)
    rows = Item.objects.unscoped(because="the demo's own meeting").filter(meeting=meeting, number=2)
    posts = rows.get()
    text = "Pos pengaduan sudah aktif di delapan kecamatan."
    told = Written(key=key, text=text, seen=0, pen=uuid4(), item=posts)
    minuting.write_point(meeting=meeting, written_down=told, by=wulan, at=begins + timedelta(hours=1))
    for user, more in (
        (wulan, " Dua pos menunggu paralegal."),
        (putri, " Kekurangan paralegal di dua pos; lowongan dibuka."),
    ):
        told = Written(key=key, text=text + more, seen=1, pen=uuid4(), item=posts, said_by="UPT PPPA")
        minuting.write_point(
            meeting=meeting, written_down=told, by=user, at=begins + timedelta(hours=1, minutes=1)
        )


def _to_come(stage: Stage, force: TaskForce, first: Meeting, at: datetime) -> None:
    """In twelve days; some have answered."""
    begins = _moment(at.astimezone(JAKARTA).date() + timedelta(days=12), 9)
    plan = Plan(
        kind="plenary", title="Rapat pleno gugus tugas: bahan laporan tahunan", starts_at=begins, minutes=180,
        room="Ruang Dirgantara, Kantor Wali Kota Jakarta Selatan", legal_basis=BASIS, follows=first,
        chaired_by="Sekretaris Kota", approver=stage.users["arif"],
    )  # fmt: skip
    agenda = (
        "Tindak lanjut rekomendasi",
        "Bab laporan tahunan dan penanggung jawabnya",
        "Jadwal tahun depan",
    )
    meeting, _wulan = _called(stage, force, plan, agenda, at=at - timedelta(days=2))
    for name, answer in (("budi", "comes"), ("maya", "substitute")):
        user = stage.users[name]
        inviting.answer_invitation(
            meeting=meeting, answer=answer, people=f"{user.full_name}, {user.title}", persons=1, by=user,
            at=at - timedelta(days=1),
        )  # fmt: skip
