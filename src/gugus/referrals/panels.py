"""What referrals add to the case page, and to closing a case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import sight_of
from gugus.people.queries import shown_names
from gugus.referrals import rules
from gugus.referrals.models import Referral
from gugus.referrals.queries import of_case
from gugus.referrals.wording import in_short


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The referrals of a case that the viewer may see; None where there is nothing to see and nothing to do."""
    referrals = of_case(viewer, case)
    ours = case.agency_id == viewer.agency_id
    if not ours and not referrals:
        return None
    in_short(referrals)
    names = shown_names(viewer, [one.person for one in referrals], at) if referrals else {}
    for one in referrals:
        one.shown_name = names.get(one.person_id, "")
    may_write = ours and case.state not in {"closed", "archived"}
    if may_write:
        may_write = sight_of(viewer, case, at).may(Verb.WRITE, Section.REFERRAL)
    return {"referrals": referrals, "case": case, "now": at, "may_refer": may_write, "ended": rules.ENDED}


PANEL = Panel("referrals", Section.REFERRAL, 50, _("Referrals"), "referrals/_panel.html", provide)


def hurdles(case: Case) -> list[Reason]:
    """A case is not closed over a question that nobody has answered."""
    rows = Referral.objects.unscoped(because="the case came through its gate").filter(case=case)
    number = rows.exclude(state__in=rules.ENDED).count()
    if not number:
        return []
    words = ngettext(
        "%(number)d referral is still open. Finish it or take it back.",
        "%(number)d referrals are still open. Finish them or take them back.",
        number,
    )
    return [Reason("referrals_open", words % {"number": number})]
