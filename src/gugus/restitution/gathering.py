"""What stands in the application for restitution and in the survivor's statement that `documents` makes; no name."""

from datetime import datetime
from typing import Any

from django.utils import translation

from gugus.access.viewer import Viewer
from gugus.restitution.codes import MONEY, Kind
from gugus.restitution.codes import TO_SURVIVOR as HERS
from gugus.restitution.gate import sight_for
from gugus.restitution.models import Claim, LedgerLine
from gugus.restitution.views import facts
from gugus.restitution.wording import head_words, rupiah

COURTS = {
    "court": "Ketua Pengadilan Negeri",
    "prosecutor": "Penyidik atau Penuntut Umum",
    "lpsk": "Ketua Lembaga Perlindungan Saksi dan Korban (LPSK)",
}


def gather_application(viewer: Viewer, ref: str, at: datetime) -> dict:
    """The letter with the heads of loss, to LPSK, the prosecutor or the court; names are filled in by hand."""
    told = _gathered(viewer, ref, at)
    claim = told["claim"]
    return _about(told) | {
        "subject": "Permohonan restitusi",
        "attachment": "1 berkas",
        "to": [COURTS[claim.route]],
        "copies": ["Arsip"],
        "losses": [
            [number, one["head"], one["document"] or "", one["amount"]]
            for number, one in enumerate(told["losses"], start=1)
        ],
        "claimed": told["said"]["claimed"],
        "debts": [one["amount"] for one in told["debts"]],
    }


def gather_statement(viewer: Viewer, ref: str, at: datetime) -> dict:
    """What was granted, what came, what is left, in plain words."""
    told = _gathered(viewer, ref, at)
    said = told["said"]
    return _about(told) | {
        "subject": "Lembar perhitungan restitusi",
        "rows": [
            ["Anda memohon", said["claimed"]],
            ["Dikabulkan pengadilan", said["granted"]],
            ["Anda sudah menerima", said["received_now"]],
            ["Termasuk dari Dana Bantuan Korban", said["fund"]],
            ["Ada di pengadilan untuk Anda", said["at_court"]],
            ["Terpidana masih wajib membayar", said["remainder_now"]],
        ],
        "payments": [
            [one["on"].strftime("%d-%m-%Y"), one["what"], "ya" if one["hers"] else "", one["amount"]]
            for one in told["payments"]
        ],
        "since": told["since"],
    }


def _gathered(viewer: Viewer, ref: str, at: datetime) -> dict:
    sight = sight_for(viewer, ref, at=at)
    with translation.override("id"):
        return facts(sight, at) | on_paper(sight.claim)


def on_paper(claim: Claim) -> dict[str, Any]:
    """Losses and money as plain tables; lines that were taken back are left out with their counter-lines."""
    rows = LedgerLine.objects.unscoped(because="the claim came through its gate")
    kept = list(rows.filter(claim=claim, reverses=None, reversed_by=None).order_by("on", "number"))
    return {
        "losses": [
            {"head": head_words(one.head), "amount": rupiah(one.amount), "on": one.on, "document": one.document}
            for one in kept
            if one.kind == Kind.CLAIMED
        ],
        "debts": [{"amount": rupiah(one.amount), "on": one.on} for one in kept if one.kind == Kind.DEBT],
        "payments": [
            {"on": one.on, "what": one.get_kind_display(), "amount": rupiah(one.amount), "hers": one.kind in HERS}
            for one in kept
            if one.kind in MONEY
        ],
    }  # fmt: skip


def _about(told: dict) -> dict:
    claim = told["claim"]
    return {
        "ref": claim.ref,
        "case": claim.case.ref,
        "nature": "Rahasia",
        "route": claim.route,
        "_within": ("case", claim.case_id),
    }
