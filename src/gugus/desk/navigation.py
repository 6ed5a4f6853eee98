"""Where a viewer can go: only what the role includes, in the order of the day's work."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role, Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.look import NavigationItem


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: who has one of these rights, sees it."""

    label: Any
    name: str
    icon: str
    group: Any
    rights: tuple[tuple[str, str], ...] = ()
    key: str = ""


WORK, TOGETHER, KNOW, KEEP = _("Work"), _("Together"), _("Figures"), _("Administration")
ROOM = _("Task-force room")

# Who may ask for something that needs two people, or be the second person.
SECOND_PERSON = (
    *(
        (section, Verb.APPROVE)
        for section in (Section.CASE, Section.IDENTITY, Section.USERS, Section.PRIVACY)
    ),
    (Section.IDENTITY, Verb.UNMASK),
    (Section.USERS, Verb.WRITE),
)

EXPORTING = tuple((section, Verb.EXPORT) for section in Section)

PLACES = (
    Place(_("My day"), "desk:home", "home", WORK, key="h"),
    Place(_("Reports"), "intake:inbox", "inbox", WORK, ((Section.REPORT, Verb.SEE),), "a"),
    Place(_("Screening"), "screening:index", "search", WORK, ((Section.SCREENING, Verb.WRITE),), "s"),
    Place(_("Cases"), "cases:list", "case", WORK, ((Section.CASE, Verb.SEE),), "k"),
    Place(
        _("Tasks"), "tasks:index", "check", WORK, ((Section.CASE, Verb.SEE), (Section.REPORT, Verb.SEE)), "t"
    ),
    Place(_("Referrals"), "referrals:in_tray", "send", TOGETHER, ((Section.REFERRAL, Verb.SEE),), "r"),
    Place(_("Groups of arrivals"), "groups:list", "users", TOGETHER, ((Section.REPATRIATION, Verb.SEE),)),
    Place(_("Heads-ups"), "arrivals:list", "truck", TOGETHER, ((Section.REFERRAL, Verb.WRITE),)),
    Place(_("Providers"), "providers:who", "shelter", TOGETHER, ((Section.PROVIDER, Verb.SEE),), "o"),
    Place(_("Sharing agreements"), "agreements:list", "consent", TOGETHER, ((Section.AGREEMENT, Verb.SEE),)),
    Place(_("Transfers"), "transfers:in_tray", "arrow-right", TOGETHER, ((Section.REFERRAL, Verb.SEE),)),
    Place(_("Case conferences"), "conferences:list", "users", TOGETHER, ((Section.CONFERENCE, Verb.SEE),)),
    Place(_("Reintegration"), "reintegration:list", "home", TOGETHER, ((Section.REINTEGRATION, Verb.SEE),)),
    Place(_("Criminal cases"), "justice:list", "gavel", TOGETHER, ((Section.JUSTICE, Verb.SEE),)),
    Place(_("Stays"), "shelter:stays", "home", TOGETHER, ((Section.CARE, Verb.SEE),)),
    Place(_("The way home"), "repatriation:list", "route", TOGETHER, ((Section.REPATRIATION, Verb.SEE),)),
    Place(_("Services"), "care:list", "heart", TOGETHER, ((Section.CARE, Verb.SEE),), "l"),
    Place(_("Restitution"), "restitution:list", "scale", TOGETHER, ((Section.JUSTICE, Verb.SEE),)),
    Place(
        _("Consent and other grounds"), "consent:index", "consent", TOGETHER, ((Section.CONSENT, Verb.SEE),)
    ),
    Place(_("Approvals"), "approvals:list", "check-circle", TOGETHER, SECOND_PERSON, "p"),
    Place(
        _("Emergency access"),
        "emergency:list",
        "unlock",
        TOGETHER,
        ((Section.CASE, Verb.BREAK_GLASS), (Section.CASE, Verb.APPROVE)),
    ),  # fmt: skip
    Place(_("Chair's page"), "room:chair", "flag", ROOM, ((Section.TASKFORCE, Verb.SEE),)),
    Place(_("Meetings"), "meetings:list", "calendar", ROOM, ((Section.MEETING, Verb.SEE),)),
    Place(_("Recommendations"), "followup:board", "task", ROOM, ((Section.FOLLOWUP, Verb.SEE),)),
    Place(_("Action plans"), "actionplan:list", "check-circle", ROOM, ((Section.PLAN, Verb.SEE),)),
    Place(_("Reports of the task force"), "reporting:list", "file", ROOM, ((Section.ACCOUNT, Verb.SEE),)),
    Place(_("Frozen figures"), "figures:list", "chart", ROOM, ((Section.FIGURES, Verb.SEE),)),
    Place(_("Publications"), "publication:list", "eye", ROOM, ((Section.ACCOUNT, Verb.SEE),)),
    Place(_("Task forces"), "taskforce:list", "users", ROOM, ((Section.TASKFORCE, Verb.SEE),)),
    Place(_("Figures"), "statistics:overview", "chart", KNOW, ((Section.FIGURES, Verb.SEE),), "d"),
    Place(_("Exports"), "exchange:list", "download", KNOW, EXPORTING),
    Place(_("Trail"), "trail:index", "eye", KEEP, ((Section.TRAIL, Verb.SEE),)),
    Place(_("Retention"), "retention:schedule", "hourglass", KEEP, ((Section.PRIVACY, Verb.SEE),)),
    Place(_("Data protection"), "privacy:desk", "shield", KEEP, ((Section.PRIVACY, Verb.SEE),)),
    Place(_("Clocks"), "tasks:clocks", "clock", KEEP, ((Section.LAW, Verb.SEE),)),
    Place(_("Rules of consent"), "consent:tables", "scale", KEEP, ((Section.LAW, Verb.SEE),)),
    Place(_("Rules of monitoring"), "reintegration:rules", "home", KEEP, ((Section.LAW, Verb.SEE),)),
    Place(_("Sheet of assessment"), "care:sheets", "note", KEEP, ((Section.LAW, Verb.SEE),)),
    Place(_("Users"), "accounts:users", "users", KEEP, ((Section.USERS, Verb.SEE),)),
    Place(_("Channels"), "notices:channels", "bell", KEEP, ((Section.USERS, Verb.WRITE),)),
    Place(_("Matrix of rights"), "access:matrix", "scale", KEEP, ((Section.USERS, Verb.SEE),)),
    Place(_("Why (not) seen"), "access:why", "key", KEEP, ((Section.USERS, Verb.WRITE),)),
    Place(_("Help"), "desk:help", "help", KEEP),
)


def navigation(viewer: Viewer, path: str) -> list[NavigationItem]:
    """The viewer's entries; the one whose address begins the current path is marked, of several the longest."""
    if not viewer.is_known:
        return []
    open_ = [
        place for place in PLACES if not place.rights or any(viewer.has(*right) for right in place.rights)
    ]
    urls = {place.name: reverse(place.name) for place in open_}
    here = max(
        (url for url in urls.values() if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default="",
    )
    first = _first_for(viewer)
    return [
        NavigationItem(
            label=place.label, url=urls[place.name], icon=place.icon, current=urls[place.name] == here,
            group=place.group, key=place.key,
        )
        for place in sorted(open_, key=lambda one: first.index(one.name) if one.name in first else len(first))
    ]  # fmt: skip


def _first_for(viewer: Viewer) -> list[str]:
    # The first four are the thumb bar of a phone: who answers for another agency comes for its referrals, chair and
    # secretariat come for the room.
    if viewer.roles & {Role.SECRETARIAT, Role.CHAIR}:
        return ["desk:home", *(place.name for place in PLACES if place.group is ROOM)]
    return ["desk:home", "referrals:in_tray"] if Role.LIAISON in viewer.roles else []
