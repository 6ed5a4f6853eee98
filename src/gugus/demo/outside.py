"""Two questions to an office that does not use its account: one waits behind a link, one was answered by phone."""

from datetime import datetime

from django.utils import timezone

from gugus.demo.enacting import Stage
from gugus.guests.actions import make_pass
from gugus.guests.slips import Said, type_in
from gugus.referrals.codes import State, Way
from gugus.referrals.models import Referral
from gugus.referrals.steps import BY_SLUG

OFFICE = "sudinkes-js"
TOLD = {
    "name": "Dipanggil Kak Nur",
    "meeting": "Loket pendaftaran puskesmas kecamatan, besok pukul 09.00",
    "companion": "Nadia, pendamping UPT PPPA",
}


def answer_from_outside(stage: Stage, *, at: datetime) -> None:
    """Of what waits at the office: the first gets a link, the second a typed-in yes."""
    rows = Referral.objects.unscoped(because="the demo's own").filter(
        to_agency=stage.agencies[OFFICE], state=State.SENT
    )
    waiting = list(rows.select_related("written_by", "to_agency").order_by("sent_at", "pk"))
    for referral in waiting[:1]:
        make_pass(
            referral=referral,
            link_by="email",
            code_by="phone",
            told=TOLD,
            asked=True,
            by=referral.written_by,
            at=at,
        )
    for referral in waiting[1:2]:
        said = Said(
            way=Way.PHONE, on=timezone.localdate(at), name="Suster Rekawati", position="Penanggung jawab poli"
        )
        words = {"answer": "Bisa besok pagi, langsung ke poli KIA."}
        by = referral.written_by
        type_in(referral=referral, step=BY_SLUG["terima"], words=words, said=said, by=by, at=at)
