"""Two cases change hands: one is offered and waits, one was taken over by the unit in the survivor's home district."""

from datetime import datetime, timedelta

from gugus.cases.models import Case
from gugus.cases.queries import survivors
from gugus.demo.consenting import agree_to_go
from gugus.demo.enacting import Stage
from gugus.referrals.rules import ENDED
from gugus.transfers.actions import Wish, accept_transfer, offer_transfer, write_transfer
from gugus.transfers.handing_over import hand_over
from gugus.transfers.models import Transfer

HOME, TAKER = "uptd-ppa-lotim", "nurul"
BECAUSE = "the demo's own"


def give_away(stage: Stage, *, at: datetime) -> None:
    """The two newest open cases in which nobody else serves anybody, so that no other part of the demo is missed."""
    rows = Case.objects.unscoped(because=BECAUSE).filter(
        pk__in=[case.pk for case in stage.cases.values()], state="open"
    )
    rows = rows.exclude(referrals__state__in=set(_running())).select_related("agency", "manager", "data_key")
    chosen = list(rows.order_by("opened_at").distinct()[:2])
    for case, words, moves in zip(chosen, (TAKEN, ASKED), (True, False), strict=False):
        asked_at = at - timedelta(days=2 if moves else 0, hours=3)
        transfer = _offer(stage, case, words, asked_at)
        if moves:
            taker = stage.users[TAKER]
            done_at = asked_at + timedelta(hours=20)
            accept_transfer(
                transfer=transfer, manager=taker, answer="Kami terima; pendamping menghubungi keluarga besok.",
                by=taker, at=done_at,
            )  # fmt: skip
            hand_over(transfer=transfer, at=done_at + timedelta(seconds=4))


TAKEN = "Penyintas sudah pulang ke rumah bibinya. Mohon pendampingan dilanjutkan di daerah asal."
ASKED = "Keluarga meminta penanganan dilanjutkan di daerah asal. Sidang tidak menunggu kehadirannya."


def _offer(stage: Stage, case: Case, words: str, at: datetime) -> Transfer:
    wish = Wish(
        to_agency=stage.agencies[HOME], reason="family", basis="consent", basis_on=at.date(), message=words,
        hand_over_days=14,
    )  # fmt: skip
    for party in survivors(case):
        agree_to_go(party.person, stage.agencies[HOME], by=case.manager, at=at)
    draft = write_transfer(case=case, wish=wish, by=case.manager, at=at)
    return offer_transfer(transfer=draft, by=case.manager, at=at)


def _running() -> list[str]:
    return [one for one in ("draft", "sent", "accepted", "in_service", "feedback") if one not in ENDED]
