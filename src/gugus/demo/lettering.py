"""Letterheads and signers of two offices, and a few letters that the worker makes as soon as it runs."""

from datetime import datetime, timedelta

from django.http import Http404

from gugus.access.models import User
from gugus.access.viewer import viewer_of
from gugus.base.refusals import Cannot
from gugus.care.models import ServiceLine
from gugus.cases.models import Case
from gugus.conferences.models import Conference
from gugus.demo.enacting import Stage
from gugus.documents.actions import ask
from gugus.documents.gate import subject_for
from gugus.documents.kinds import kind_of
from gugus.documents.models import Document, Signer
from gugus.documents.office import write_crest, write_letterhead, write_signer
from gugus.referrals.models import Referral

BECAUSE = "the demo's own records"
OFFICE = {
    "over": ["Pemerintah Provinsi Rekaan", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak"],
    "name": "UPT Perlindungan Perempuan dan Anak Jakarta Selatan",
    "address": "Jalan Rekaan Raya Nomor 0, Jakarta Selatan",
    "phone": "0800-0000-77001",
    "place": "Jakarta",
    "pattern": "{seq:03}/{code}/{unit}/{month_roman}/{year}",
    "unit": "UPT-PPPA",
    "codes": {"referral_letter": "463.1"},
}
CREST = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 120"><path d="M8 8h84v62c0 24-42 42-42 42S8 94 8 70z"'
    b' fill="#0f5c63" stroke="#d99b3c" stroke-width="5"/><circle cx="50" cy="48" r="20" fill="#fff"/></svg>'
)  # invented; no region bears it
SIGNERS = (
    {
        "full_name": "Yusuf Hidayat, S.Sos., M.Si.", "nip": "000000000000000001", "rank": "Pembina, IV/a",
        "position": "Kepala UPT PPPA", "is_usual": True,
    },
    {"full_name": "Rina Puspitasari, S.Psi.", "rank": "Penata, III/c", "position": "a.n. Kepala, Manajer Kasus"},
)  # fmt: skip


def write_letters(stage: Stage, *, at: datetime) -> None:
    """The unit's letterhead, two officials, and a handful of papers about Rina's newest records."""
    rina, yusuf = stage.users["rina"], stage.users["yusuf"]
    write_letterhead(facts=OFFICE, by=yusuf, at=at - timedelta(days=30))
    write_crest(content=CREST, by=yusuf, at=at - timedelta(days=30), seen=1)
    signers = [write_signer(facts=one, by=yusuf, at=at - timedelta(days=30)) for one in SIGNERS]
    for code, record in _papers(rina):
        _asked(code, record, rina, signers[0], at)


def _papers(rina: User):
    """Which paper of which record, as far as the invented world has one."""
    mine = {"agency_id": rina.agency_id}
    for code, model, which in (
        ("conference_invitation", Conference, {"state": "planned"}),
        ("conference_minutes", Conference, {"state__in": ["approved", "closed"]}),
        ("referral_letter", Referral, {"state": "sent"}),
        (
            "visum_request",
            ServiceLine,
            {"service": "forensic_exam", "state__in": ["planned", "arranged", "done"]},
        ),
        ("case_progress", Case, {"state": "open", "manager": rina}),
    ):
        rows = model.objects.unscoped(because=BECAUSE).filter(**mine, **which)
        if record := rows.order_by("-pk").first():
            yield code, record


def _asked(code: str, record, by: User, signer: Signer, at: datetime) -> Document | None:
    viewer, kind = viewer_of(by, on=at.date(), at=at), kind_of(code)
    try:
        subject = subject_for(viewer, kind, record.ref, at=at)
    except (Cannot, Http404):
        return None
    return ask(kind=kind, about=subject.about, within=subject.within, viewer=viewer, at=at, signer=signer)
