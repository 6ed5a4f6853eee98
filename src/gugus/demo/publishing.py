"""What the city's task force tells everybody: a summary that was published, a note that waits, a draft.

That there was a meeting on 23 June 2025 and what it was for is public news; the sentences here are invented.
"""

from datetime import date, datetime, timedelta

from gugus.demo.enacting import Stage
from gugus.directory.models import TaskForce
from gugus.meetings.models import Meeting
from gugus.publication import rules
from gugus.publication.actions import propose, publish, write
from gugus.publication.codes import Kind
from gugus.publication.rules import Words

THAT_DAY = date(2025, 6, 23)
SUMMARY = Words(
    "Ringkasan rapat antarbidang 23 Juni 2025",
    "Gugus tugas bertemu untuk menguatkan pencegahan dan penanganan tindak pidana perdagangan orang. Setiap bidang "
    "menyampaikan apa yang dikerjakan dan apa yang menghambat.\n\n"
    "Yang dibahas:\n- pencegahan di sekolah, RPTRA, dan wilayah\n- rehabilitasi sosial, pemulangan, dan reintegrasi\n"
    "- jawaban pertama atas rujukan\n\n"
    "Rekomendasi diberikan kepada instansi masing-masing dengan batas waktu. Perkembangannya dibahas pada rapat "
    "berikutnya.",
    "Summary of the inter-field meeting of 23 June 2025",
    "The task force met to strengthen prevention and handling of trafficking in persons. Each field of work told what "
    "is being done and what stands in the way.\n\n"
    "On the agenda:\n- prevention in schools, neighbourhoods and complaint posts\n- rehabilitation, return and "
    "reintegration\n- first answers to referrals\n\n"
    "Recommendations went to the agencies with a deadline each. Their progress is talked about at the next meeting.",
)  # fmt: skip
POSTS = Words(
    "Pos pengaduan di RPTRA",
    "Setiap kecamatan memiliki pos pengaduan dengan konselor dan paralegal. Siapa pun dapat datang tanpa membawa "
    "surat, dan dapat menulis tanpa akun dan tanpa nama melalui halaman laporan.",
)  # fmt: skip
DRAFT = Words(
    "Tanda bahaya perekrutan melalui media sosial", "Lembar untuk guru bimbingan konseling sedang disusun."
)


def tell_everybody(stage: Stage, *, at: datetime) -> None:
    """A published summary of the June meeting, a note that waits for the chair, a draft of the secretariat."""
    office = stage.agencies["sudin-ppapp-js"]
    force = TaskForce.objects.filter(level="city", memberships__agency=office).first()
    meetings = Meeting.objects.unscoped(because="the demo's own meeting")
    held = meetings.filter(task_force=force, state="approved", starts_at__date=THAT_DAY).first()
    if force is None or held is None:
        return
    wulan, arif = stage.users["wulan"], stage.users["arif"]
    written, shown = held.starts_at + timedelta(days=4), held.starts_at + timedelta(days=5)
    summary = write(
        force=force, kind=Kind.MEETING, words=SUMMARY, by=wulan, at=written, source=("meeting", held.ref)
    )
    summary = propose(one=summary, by=wulan, at=written)
    signs = sorted({one.sign.value for one in rules.to_look_at(SUMMARY)})
    publish(one=summary, looked_at=signs, by=arif, at=shown)
    waits = write(force=force, kind=Kind.NOTE, words=POSTS, by=wulan, at=at - timedelta(days=1))
    propose(one=waits, by=wulan, at=at - timedelta(hours=2))
    write(force=force, kind=Kind.NOTE, words=DRAFT, by=wulan, at=at - timedelta(hours=1))
