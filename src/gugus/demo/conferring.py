"""Two case conferences: one held a week ago with approved minutes, one planned for the day after tomorrow."""

from datetime import datetime, timedelta

from gugus.access.models import Grant, User
from gugus.cases.models import Case
from gugus.conferences import queries
from gugus.conferences.actions.closing import agree, approve, finish_minutes
from gugus.conferences.actions.meeting import answer_invitation, begin, decide, write_said
from gugus.conferences.actions.planning import Plan, add_item, invite, write_conference
from gugus.conferences.models import Conference
from gugus.demo.enacting import Stage
from gugus.directory.models import Agency

QUESTIONS = (
    ("case", "safety", "Apakah tempat tinggal sekarang aman sampai keterangan selesai direkam?"),
    ("case", "needs", "Layanan mana yang belum berjalan?"),
)
SAID = (
    "Tempat aman tetap dipakai. Penjemputan sekolah dilakukan dua petugas; alamat tidak dibagikan kepada pihak lain.",
    "Konseling berjalan tiap pekan. Dokumen kependudukan belum diurus.",
)
DECISION = "Mengurus surat keterangan kependudukan dan melaporkan hasilnya."


def confer(stage: Stage, *, at: datetime) -> None:
    """Let Rina hold one conference and plan another, on open cases on which another agency works."""
    rina = stage.users["rina"]
    rows = Case.objects.unscoped(because="the demo's own cases").filter(manager=rina, state="open")
    cases = list(rows.order_by("-opened_at"))
    now_open = next(((case, who[0]) for case in cases if (who := _partner(stage, case, at))), None)
    if now_open:
        _planned(*now_open, rina, starts_at=at + timedelta(days=2), at=at)
    for case in cases:
        when = _while_open(case, at)
        partner = _partner(stage, case, when) if when else None
        if partner and (now_open is None or case != now_open[0]):
            _held(case, partner, rina, at=when)
            return


def _while_open(case: Case, at: datetime) -> datetime | None:
    """Two days into the latest time in which the case was open to another agency long enough to meet and agree."""
    rows = Grant.objects.unscoped(because="the demo's own cases").filter(
        record_kind="case", record_id=case.pk, user=None, ended_at=None, from_at__lt=at - timedelta(days=5),
        sections__contains=["case"],
    )  # fmt: skip
    for grant in rows.order_by("-from_at"):
        if grant.until_at is None or grant.until_at - grant.from_at > timedelta(days=5):
            return grant.from_at + timedelta(days=2)
    return None


def _partner(stage: Stage, case: Case, at: datetime) -> tuple[Agency, User] | None:
    """Another agency on the case that reads the case itself and has somebody to answer for it."""
    parts = queries.open_parts(case.pk, at)
    for office in queries.on_case(case, at):
        user = next((one for one in stage.users.values() if one.agency_id == office.pk), None)
        if user and "case" in parts.get(office.pk, {}):
            return office, user
    return None


def _planned(case: Case, office: Agency, rina: User, *, starts_at: datetime, at: datetime) -> Conference:
    """Written, with an agenda, and sent to the other agency."""
    plan = Plan(
        kind="coordination", starts_at=starts_at.replace(minute=0, second=0, microsecond=0), minutes=90, chair=rina,
        place="Ruang rapat lantai 2",
    )  # fmt: skip
    made = write_conference(case=case, plan=plan, by=rina, at=at)
    for section, question, words in QUESTIONS:
        add_item(conference=made, section=section, question=question, words=words, by=rina, at=at)
    return invite(conference=made, agencies=[office], by=rina, at=at)


def _held(case: Case, partner: tuple[Agency, User], rina: User, *, at: datetime) -> None:
    office, guest = partner
    made = _planned(case, office, rina, starts_at=at, at=at - timedelta(days=1))
    answer_invitation(
        conference=made, answer="comes", people=guest.full_name, by=guest, at=at - timedelta(hours=20)
    )
    made = begin(conference=made, came=[office.pk], by=rina, at=at)
    first, second = queries.items_of(made)
    for item, words in zip((first, second), SAID, strict=True):
        write_said(conference=made, item=item, said=words, by=rina, at=at + timedelta(minutes=40))
    decide(
        conference=made, item=second, kind="find_out", words=DECISION, to_agency=office,
        due_on=(at + timedelta(days=14)).date(), by=rina, at=at + timedelta(minutes=50),
    )  # fmt: skip
    made = finish_minutes(conference=made, by=rina, at=at + timedelta(hours=3))
    agree(conference=made, by=guest, at=at + timedelta(days=1))
    approve(conference=made, by=rina, at=at + timedelta(days=1, hours=2))
