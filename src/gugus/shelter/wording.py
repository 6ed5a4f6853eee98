"""Words beside stays and houses: of codes, of beds, of what is late."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.providers.models import CapacityHold
from gugus.referrals.wording import word
from gugus.shelter import rules
from gugus.shelter.codes import State, Who
from gugus.shelter.models import House, Stay

LISTS = {
    State.DECLINED: "stay_decline_reasons",
    State.WITHDRAWN: "stay_withdrawal_reasons",
    State.OUT: "stay_exit_reasons",
}


def dress(stay: Stay, at: datetime) -> Stay:
    """Put words on a stay: its ground, its reason, whether it is overdue."""
    stay.ground_words = word("admission_grounds", stay.ground) if stay.ground else ""
    stay.code_words = word(LISTS[State(stay.state)], stay.code) if stay.code and stay.state in LISTS else ""
    stay.asked_words = word("stay_extension_reasons", stay.asked_code) if stay.asked_code else ""
    stay.overdue = rules.is_overdue(stay.state, stay.until_at, at)
    stay.who_words = Who(stay.who).label if stay.who else ""
    stay.kind_words = word("house_kinds", stay.house.kind)
    return stay


def hold_words(hold: CapacityHold) -> str:
    """How many places of which group are held until when."""
    until = timezone.localtime(hold.until_at).strftime("%d-%m-%Y %H.%M")
    group = hold.capacity.get_group_display()
    return _("%(places)d held, %(group)s, until %(until)s") % {
        "places": hold.places,
        "group": group,
        "until": until,
    }


def dress_house(house: House) -> House:
    """Put the kind into words."""
    house.kind_words = word("house_kinds", house.kind)
    return house
