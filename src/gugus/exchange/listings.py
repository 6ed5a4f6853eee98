"""Which lists there are. Each reads its rows through the same functions as its page."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.access.codes import Section
from gugus.access.viewer import Viewer
from gugus.care import queries as care
from gugus.care.models import ServiceLine
from gugus.cases.forms import RISKS
from gugus.cases.lists import CaseFilter
from gugus.cases.lists import listed as listed_cases
from gugus.exchange.lists import REF, Column, Filters, Listed, add_list, only_ours
from gugus.exchange.naming import NamedCase, named_cases
from gugus.intake import inbox
from gugus.intake.forms import InboxFilter
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Kind, Period
from gugus.places.queries import labels
from gugus.providers import queries as providers
from gugus.providers.forms import ListFilter
from gugus.providers.rules import summed
from gugus.providers.wording import dress
from gugus.referrals import queries as referrals
from gugus.referrals.codes import Tab
from gugus.referrals.wording import word
from gugus.statistics.counting import offered, scale_for
from gugus.statistics.definitions import VERSION, definitions
from gugus.statistics.forms import PeriodForm
from gugus.statistics.overview import overview, say
from gugus.statistics.referral_pages import read_asked
from gugus.statistics.referring import referral_figures
from gugus.statistics.rows import rows_of
from gugus.tasks import queries as tasks
from gugus.tasks.forms import TaskFilter
from gugus.trail.forms import TrailFilter
from gugus.trail.queries import Line, colleagues, page_of

CASE_FILTERS = ("q", "whose", "state", "risk", "safety", "late", "form", "area")


def _cases(viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool) -> list[NamedCase]:
    chosen = CaseFilter(dict(filters)).chosen()
    rows = listed_cases(viewer, chosen, at, most=most, **only_ours(viewer, Section.CASE))
    return named_cases(viewer, rows, at) if identified else [NamedCase(row) for row in rows]


def _reports(
    viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool
) -> list[inbox.Row]:
    wanted = InboxFilter(dict(filters)).wanted()
    rows = inbox.reports(viewer, wanted, at).filter(**only_ours(viewer, Section.REPORT))
    return inbox.with_facts(rows.select_related("agency").order_by("-received_at", "-pk")[:most], at)


def _referrals(viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool) -> list:
    tab = filters.get("tab") if filters.get("tab") in Tab.values else Tab.OUTGOING
    mine = only_ours(viewer, Section.REFERRAL)
    # What was sent to us is ours to list; both ends of a referral know of it.
    rows = referrals.tray(viewer, tab).filter(**({} if "agency_id" in mine else mine))
    found = list(rows[:most])
    # Before acceptance a receiver has no case: joined, the row itself would be hidden from its own list.
    refs = referrals.case_refs(viewer, found)
    for one in found:
        one.case_ref = refs.get(one.case_id, "")
    return found


def _services(
    viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool
) -> list[ServiceLine]:
    tab = filters.get("tab") if filters.get("tab") in {"late", "open", "ended"} else "open"
    return list(care.work_list(viewer, tab, at).filter(**only_ours(viewer, Section.CARE))[:most])


def _tasks(viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool) -> list:
    chosen = TaskFilter(dict(filters)).chosen()
    rows = tasks.filtered(viewer, **chosen, at=at).filter(**only_ours(viewer, Section.CASE))
    return list(rows[:most])


def _providers(viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool) -> list:
    chosen = ListFilter(dict(filters)).chosen()
    rows = [dress(one, at) for one in providers.listed(viewer, chosen, at=at)[:most]]
    places = labels({one.area_code for one in rows})
    for one in rows:
        one.place = places.get(one.area_code, "")
        one.free = summed([each.count for each in one.capacities.all()], at)
    return rows


def _trail(viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool) -> list[Line]:
    asked = TrailFilter(dict(filters), colleagues=colleagues(viewer)).asked()
    return list(islice(_trail_lines(viewer, asked), most))


def _trail_lines(viewer: Viewer, asked: dict) -> Iterator[Line]:
    cursor = ""
    while True:
        page = page_of(viewer, asked, cursor=cursor)
        yield from page.lines
        if not (cursor := page.older):
            return


def _period(viewer: Viewer, filters: Filters, at: datetime) -> tuple:
    today = timezone.localdate(at)
    form = PeriodForm({"period": "", **filters})
    valid = form.is_valid()
    period = (form.cleaned_data.get("period") if valid else None) or Period.containing(Kind.YEAR, today)
    scale = scale_for(viewer, own=valid and form.cleaned_data["own"])
    if not offered(period, scale):
        period = Period.containing(Kind.YEAR, period.first_day)
    return period, scale, today


def _figures(viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool) -> list[tuple]:
    return list(rows_of(overview(*_period(viewer, filters, at))))[:most]


def _referral_figures(
    viewer: Viewer, filters: Filters, at: datetime, most: int, *, identified: bool
) -> list[tuple]:
    today = timezone.localdate(at)
    _form, period, scale, side, _widened = read_asked(viewer, dict(filters), today)
    return list(rows_of(referral_figures(period, scale, today, side=side)))[:most]


def _provenance(viewer: Viewer, filters: Filters, at: datetime) -> Iterator[tuple]:
    period, _scale, _today = _period(viewer, filters, at)
    yield _("Period"), str(period)
    yield from _meanings()


def _referral_provenance(viewer: Viewer, filters: Filters, at: datetime) -> Iterator[tuple]:
    _form, period, _scale, _side, _widened = read_asked(viewer, dict(filters), timezone.localdate(at))
    yield _("Period"), str(period)
    yield from _meanings()


def _meanings() -> Iterator[tuple]:
    yield _("Definitions"), VERSION
    yield (
        _("Small counts"),
        _("Counts below %(least)d are hidden, with what would give them away.") % {"least": THRESHOLD},
    )
    for code, found in definitions().items():
        yield code, f"{say(found.title)}: {say(found.what)}"


def _moment(at: datetime | None) -> datetime | None:
    return timezone.localtime(at).replace(microsecond=0) if at else None


def _yes(value: bool) -> str:
    return str(_("yes") if value else _("no"))


add_list(
    Listed(
        "cases", _("Cases"), Section.CASE, "cases:list", _cases,
        (
            Column("ref", _("Code"), lambda one: one.row.case.ref),
            Column("state", pgettext_lazy("case", "State"), lambda one: one.row.case.get_state_display()),
            Column("risk", _("Risk"), lambda one: dict(RISKS).get(one.row.case.risk, "")),
            Column("safety", _("Safety"), lambda one: one.row.case.get_safety_display()),
            Column("opened_at", _("Opened"), lambda one: _moment(one.row.case.opened_at)),
            Column("area", _("Area"), lambda one: one.row.area),
            Column("exploitation", _("Exploitation"), lambda one: "; ".join(map(str, one.row.exploitation))),
            Column("survivors", _("Survivors"), lambda one: one.row.survivors),
            Column("child", _("A child among them"), lambda one: _yes(one.row.has_child)),
            Column("names", _("Names of survivors"), lambda one: one.names, names=True),
            Column("phones", _("Their phones"), lambda one: one.phones, names=True),
            Column("manager", _("Case manager"), lambda one: one.row.case.manager),
            Column("check", _("Next safety check"), lambda one: _moment(one.row.case.safety_check_due_at)),
            Column("late", _("Check is late"), lambda one: _yes(one.row.check_is_late)),
            Column("quiet", _("No contact for too long"), lambda one: _yes(one.row.is_quiet)),
        ),
        CASE_FILTERS,
    )
)  # fmt: skip
add_list(
    Listed(
        "reports", _("Reports"), Section.REPORT, "intake:inbox", _reports,
        (
            Column("ref", _("Code"), lambda one: one.report.ref),
            Column("received_at", _("Received"), lambda one: _moment(one.report.received_at)),
            Column("channel", _("Channel"), lambda one: word("report_channels", one.report.channel)),
            Column("state", pgettext_lazy("report", "State"), lambda one: one.report.get_state_display()),
            Column("risk", _("Risk"), lambda one: one.report.get_risk_display()),
            Column("place", _("Area"), lambda one: one.place),
            Column("survivors", _("Survivors"), lambda one: one.survivors),
            Column("children", _("Children among them"), lambda one: one.children),
            Column("due", _("Next deadline"), lambda one: _moment(one.task.due_at) if one.task else None),
        ),
        ("show", "risk", "channel", "days", "area", "mine"),
    )
)  # fmt: skip
add_list(
    Listed(
        "referrals", _("Referrals"), Section.REFERRAL, "referrals:in_tray", _referrals,
        (
            REF,
            Column("case", _("Case"), lambda one: one.case_ref),
            Column("from", _("From"), lambda one: one.agency.name),
            Column("to", _("To"), lambda one: one.to_agency.name),
            Column("service", _("Service"), lambda one: word("services", one.service)),
            Column("urgency", _("Urgency"), lambda one: one.get_urgency_display()),
            Column("state", pgettext_lazy("referral", "State"), lambda one: one.get_state_display()),
            Column("sent_at", _("Sent"), lambda one: _moment(one.sent_at)),
            Column("due", _("Answer due"), lambda one: _moment(one.answer_due_at)),
        ),
        ("tab",),
    )
)  # fmt: skip
add_list(
    Listed(
        "services", _("Services"), Section.CARE, "care:list", _services,
        (
            REF,
            Column("case", _("Case"), lambda one: one.case.ref),
            Column("person", _("Person"), lambda one: one.person.ref),
            Column("service", _("Service"), lambda one: word("services", one.service)),
            Column("state", pgettext_lazy("service", "State"), lambda one: one.get_state_display()),
            Column("provider", _("Provider"), lambda one: one.provider.name if one.provider else ""),
            Column("due", _("Due"), lambda one: _moment(one.due_at)),
            Column("done_on", _("Done on"), lambda one: one.done_on),
        ),
        ("tab",),
    )
)  # fmt: skip
add_list(
    Listed(
        "tasks", _("Tasks"), Section.CASE, "tasks:index", _tasks,
        (
            REF,
            Column("title", _("Task"), lambda one: one.title),
            Column("about", _("About"), lambda one: one.about_ref),
            Column("risk", _("Risk"), lambda one: one.get_risk_display()),
            Column("assignee", _("Whose"), lambda one: one.assignee or ""),
            Column("due", _("Due"), lambda one: _moment(one.due_at)),
            Column("done_at", _("Done at"), lambda one: _moment(one.done_at)),
        ),
        ("who", "state", "risk"),
    )
)  # fmt: skip
add_list(
    Listed(
        "providers", _("Providers"), Section.PROVIDER, "providers:list", _providers,
        (
            REF,
            Column("agency", _("Agency"), lambda one: one.agency.name),
            Column("title", _("Name of the house or desk"), lambda one: one.title),
            Column("service", _("Service"), lambda one: one.service_words),
            Column("for", _("For whom"), lambda one: one.for_whom),
            Column("also", _("Also takes"), lambda one: "; ".join(one.extras)),
            Column("languages", _("Languages"), lambda one: one.spoken),
            Column("area", _("Area"), lambda one: one.place),
            Column("hours", _("Hours"), lambda one: one.hours_words),
            Column("fee", _("Cost"), lambda one: one.fee_words),
            Column("phone", _("Phone"), lambda one: one.phone),
            Column("duty_phone", _("Phone at night"), lambda one: one.duty_phone),
            Column("places", pgettext_lazy("beds", "Places"), lambda one: one.free.total or None),
            Column("free", _("Free places"), lambda one: one.free.places if one.free.total else None),
            Column("counted_at", _("Counted"), lambda one: _moment(one.free.counted_at)),
            Column("confirmed_on", _("Last confirmed"), lambda one: one.confirmed_on),
            Column("valid_until", _("No longer given from"), lambda one: one.valid_until),
        ),
        ("service", "sex", "area", "state", "free"),
    )
)  # fmt: skip
add_list(
    Listed(
        "trail", _("Trail"), Section.TRAIL, "trail:index", _trail,
        (
            Column("at", _("When"), lambda one: _moment(one.entry.at)),
            Column("who", _("Who"), lambda one: one.who),
            Column("agency", _("Agency"), lambda one: one.agency),
            Column("did", _("What happened"), lambda one: one.did),
            Column("ref", _("About"), lambda one: one.entry.about_ref),
            Column("reason", _("Reason"), lambda one: one.entry.reason),
        ),
        ("user", "verb", "since", "until", "ref"),
    )
)  # fmt: skip
FIGURE_COLUMNS = tuple(
    Column(code, label, lambda one, place=place: one[place])
    for place, (code, label) in enumerate(
        (("figure", _("Figure")), ("what", _("What")), ("part", _("Part")), ("number", _("Number")))
    )
)
add_list(
    Listed(
        "figures", _("Figures"), Section.FIGURES, "statistics:overview", _figures,
        FIGURE_COLUMNS,
        ("period", "own"),
        _provenance,
    )
)  # fmt: skip
add_list(
    Listed(
        "referral_figures", _("Figures about referrals"), Section.FIGURES, "statistics:referrals", _referral_figures,
        FIGURE_COLUMNS,
        ("period", "own", "side"),
        _referral_provenance,
    )
)  # fmt: skip
