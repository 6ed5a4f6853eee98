"""What transfers add to the case page, and to closing a case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import sight_of
from gugus.transfers.models import Transfer
from gugus.transfers.queries import of_case
from gugus.transfers.rules import OPEN
from gugus.transfers.wording import code_words


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The transfers of a case that the viewer may see; None where there is nothing to see and nothing to do."""
    transfers = of_case(viewer, case)
    ours = case.agency_id == viewer.agency_id
    may_give = ours and case.state not in {"closed", "archived"} and sight_of(viewer, case, at).may_hand_over
    running = any(one.state in OPEN for one in transfers)
    if not transfers and not may_give:
        return None
    for one in transfers:
        one.code_words = code_words(one)
        one.hand_over_runs = bool(one.access_until and one.access_until > at)
    return {"transfers": transfers, "case": case, "now": at, "may_give": may_give and not running}


PANEL = Panel("transfers", Section.REFERRAL, 55, _("Transfer"), "transfers/_panel.html", provide)


def hurdles(case: Case) -> list[Reason]:
    """A case is not closed while another agency is asked to take it."""
    rows = Transfer.objects.unscoped(because="the case came through its gate").filter(case=case)
    if not rows.filter(state__in=OPEN).exists():
        return []
    return [Reason("transfer_open", _("A transfer of this case is open. Withdraw it first."))]
