"""The second half of the story: screening, the case and what is done for the survivor."""

from datetime import UTC, datetime, time, timedelta

from gugus import law
from gugus.access.codes import Section
from gugus.access.models import User
from gugus.care.actions import cancel_line, finish_line, write_line
from gugus.care.codes import State as LineState
from gugus.cases.actions import add_party, check_safety
from gugus.cases.codes import CaseState, EntryKind, LegKind
from gugus.cases.models import Case
from gugus.cases.records import Leg, add_incident, write_entry
from gugus.cases.states import move
from gugus.demo.consenting import agree
from gugus.demo.enacting import Stage, person_of, soon_after
from gugus.demo.imagined import ImaginedCase, ImaginedReferral, ImaginedReport, ImaginedScreening
from gugus.intake.models import Report
from gugus.referrals.actions import (
    Wish,
    accept_referral,
    decline_referral,
    expire_referral,
    finish_referral,
    give_feedback,
    hurdles_to_referring,
    revoke_referral,
    send_referral,
    start_service,
    write_referral,
)
from gugus.referrals.codes import State as ReferralState
from gugus.referrals.models import Referral
from gugus.referrals.rules import ENDED, sections_for
from gugus.screening.actions import add_evidence, decide, start_screening, write_down
from gugus.screening.models import Assessment
from gugus.screening.passage import add_to_case, open_case_from

KINDS = {"act": "acts", "means": "means", "purpose": "purposes"}
PATIENCE = timedelta(days=10)
SEEN = {
    "safe": "Aman di tempat tinggalnya sekarang.",
    "watch": "Aman untuk sementara; dipantau.",
    "danger": "Pelaku masih menghubungi; perlu perlindungan.",
    "unknown": "Belum dapat ditemui.",
}


def enact_case(stage: Stage, told: ImaginedReport, report: Report, *, until: datetime) -> Case:
    """Screen, open the case, live it as far as it came."""
    one = told.case
    manager = stage.users[one.manager]
    persons = {
        party.person.key: person_of(
            stage, party.person, stage.agencies[one.agency], by=manager, at=one.opened_at
        )
        for party in one.parties
    }
    assessments = [_screen(report, mention, one, by=manager) for mention in _survivors(report)]
    case = open_case_from(
        assessment=assessments[0], manager=manager, risk=told.risk, summary=told.narrative.split(". ")[0] + ".",
        known=_known(report, told, persons), by=manager, at=one.opened_at,
    )  # fmt: skip
    stage.cases[told.key] = case
    _remaining_parties(case, one, persons, by=manager)
    for assessment in assessments:
        _decide(assessment, one, by=manager)
    _incident(case, one, by=manager)
    for referral in sorted(one.referrals, key=lambda each: each.sent_at):
        _refer(stage, case, referral, by=manager, until=until)
    _services(stage, case, one, by=manager)
    for entry in sorted(one.chronology, key=lambda each: each.at):
        author = stage.users[entry.by] if stage.users[entry.by].agency_id == case.agency_id else manager
        write_entry(
            case=case, kind=EntryKind.NOTE, text=entry.text, happened_at=entry.at, by=author, at=entry.at
        )
    _safety_and_end(stage, case, one, by=manager, until=until)
    return case


def join_case(stage: Stage, told: ImaginedReport, report: Report) -> None:
    """A second report about something already handled."""
    case = stage.cases[told.joins]
    officer = case.manager
    at = soon_after(told.outcome_at)
    survivors = _survivors(report)
    first = start_screening(report=report, mention=survivors[0] if survivors else None, by=officer, at=at)
    live = {(party.role, party.person.sex): party.person for party in case.parties.select_related("person")}
    known = {
        mention.pk: live[(mention.role, mention.sex)]
        for mention in report.mentions.all()
        if (mention.role, mention.sex) in live
    }
    add_to_case(assessment=first, case=case, known=known, by=officer, at=soon_after(at))


def _survivors(report: Report) -> list:
    return list(report.mentions.select_related("data_key", "person").filter(role="survivor"))


def _known(report: Report, told: ImaginedReport, persons: dict) -> dict:
    """Mentions in the order in which they were told are the parties in that order."""
    mentions = report.mentions.order_by("id")
    parties = [party for party in told.parties if party.role != "reporter"]
    pairs = zip(mentions, parties, strict=True)
    return {mention.pk: persons[party.person.key] for mention, party in pairs if party.person.key in persons}


def _screen(report: Report, mention, one: ImaginedCase, *, by: User) -> Assessment:
    screening = one.screening
    at = screening.started_at if screening else one.opened_at
    assessment = start_screening(report=report, mention=mention, by=by, at=at)
    if screening is None:
        return assessment
    facts = {
        "acts": list(screening.acts),
        "means": list(screening.means),
        "purposes": list(screening.purposes),
        "exploitation": list(screening.forms),
        "consented": screening.survivor_said_yes or None,
        "crossed_border": one.crossed_border,
        "date_of_act": one.incident.began_on,
    }
    assessment = write_down(assessment=assessment, facts=facts, by=by, at=at)
    for item in screening.evidence:
        add_evidence(
            assessment=assessment, kind=_kind_of(item.element, screening), code=item.element, source=item.source,
            strength=item.strength, words=item.text, by=by, at=soon_after(at),
        )  # fmt: skip
    return assessment


def _kind_of(element: str, screening: ImaginedScreening) -> str:
    for kind, name in KINDS.items():
        if element in getattr(screening, name):
            return kind
    found = [kind for kind, name in KINDS.items() if any(one.code == element for one in law.codes(name))]
    return found[0] if found else "exploitation"


def _decide(assessment: Assessment, one: ImaginedCase, *, by: User) -> None:
    decisions = one.screening.decisions if one.screening else ()
    if decisions:
        first = decisions[0]
        decide(
            assessment=assessment, result=first.result, words=first.reason, by=by, at=first.decided_at,
            on=first.decided_at.date(),
        )  # fmt: skip


def _remaining_parties(case: Case, one: ImaginedCase, persons: dict, *, by: User) -> None:
    held = set(case.parties.values_list("person_id", "role"))
    for party in one.parties:
        person = persons[party.person.key]
        if (person.pk, party.role) not in held:
            add_party(
                case=case, person=person, role=party.role, relation=party.relation, by=by, at=one.opened_at
            )


def _incident(case: Case, one: ImaginedCase, *, by: User) -> None:
    incident = one.incident
    abroad = incident.area.isalpha()
    facts = {
        "from_on": incident.began_on.isoformat(),
        "to_on": incident.ended_on.isoformat() if incident.ended_on else "",
        "area_code": "" if abroad else incident.area,
        "country": incident.area if abroad else "ID",
        "modus": incident.modus,
        "place_kind": incident.place,
        "recruitment_channel": incident.recruited,
    }
    legs = [
        Leg(
            kind=LegKind(leg.kind), area_code="" if leg.area.isalpha() else leg.area,
            country=leg.area if leg.area.isalpha() else "ID", transport=leg.transport, on=leg.on.isoformat(),
        )
        for leg in incident.legs
    ]  # fmt: skip
    add_incident(case=case, facts=facts, legs=legs, by=by, at=soon_after(one.opened_at))


def _survivor(case: Case):
    return case.parties.select_related("person").filter(role="survivor").order_by("since_at").first()


def _refer(stage: Stage, case: Case, one: ImaginedReferral, *, by: User, until: datetime) -> None:
    receiver = stage.agencies[one.to]
    wish = Wish(
        to_agency=receiver, service=one.service, urgency="now" if case.risk == "high" else "soon",
        sections=[Section(section) for section in sections_for(receiver.kind)], message=one.need,
        follows=_came_back(case, one.service),
    )  # fmt: skip
    party = _survivor(case)
    if hurdles_to_referring(
        case, party, wish, at=one.sent_at
    ):  # the same agency is still busy with the same wish
        return
    agree(party.person, wish, by=by, at=one.sent_at)
    referral = write_referral(case=case, party=party, wish=wish, by=by, at=one.sent_at)
    referral = send_referral(referral=referral, by=by, at=one.sent_at)
    answerer = stage.someone_of(receiver, fallback=by)
    if not one.answer or answerer.agency_id != receiver.pk:
        if referral.answer_due_at + PATIENCE < until:
            expire_referral(referral=referral, at=referral.answer_due_at + PATIENCE)
        return
    if one.answer == "declined":
        decline_referral(
            referral=referral, code=one.reason, answer=one.answer_note, by=answerer, at=one.answered_at
        )
        return
    referral = accept_referral(referral=referral, answer=one.answer_note, by=answerer, at=one.answered_at)
    referral = start_service(referral=referral, by=answerer, at=soon_after(one.answered_at))
    if one.feedback:
        referral = give_feedback(referral=referral, feedback=one.feedback, by=answerer, at=one.feedback_at)
    if one.feedback and one.done_at:
        finish_referral(referral=referral, by=by, at=soon_after(one.done_at))


def _came_back(case: Case, service: str) -> Referral | None:
    """The last referral for the same service that somebody declined: the next question follows it."""
    rows = Referral.objects.unscoped(because="the demo's own").filter(
        case=case, service=service, state="declined"
    )
    return rows.filter(followed_by=None).order_by("-written_at").first()


def _services(stage: Stage, case: Case, one: ImaginedCase, *, by: User) -> None:
    for service in one.services:
        asked = max(datetime.combine(service.needed_on, time(2, 0), UTC), case.opened_at)
        line = write_line(
            case=case, party=_survivor(case), service=service.kind, provider=stage.agencies[service.agency],
            asked_at=asked, by=by, at=asked,
        )  # fmt: skip
        if service.done_on:
            done = max(service.done_on, asked.date())
            at = max(datetime.combine(done, time(9, 0), UTC), asked)
            finish_line(line=line, done_on=done, result="reached", note=service.result, by=by, at=at)


def _safety_and_end(stage: Stage, case: Case, one: ImaginedCase, *, by: User, until: datetime) -> None:
    closing = one.closing
    at = closing.at if closing else _lately(case, until)
    check_safety(case=case, safety=one.safety, note=SEEN[one.safety], by=by, at=at)
    if closing:
        _tidy(stage, case, by=by, at=at)
        chief = stage.users.get(closing.agreed_by, by)
        case.refresh_from_db()
        move(
            case=case,
            to=CaseState.CLOSED,
            code=closing.reason,
            note=closing.note,
            by=chief,
            at=soon_after(at),
        )


def _lately(case: Case, until: datetime) -> datetime:
    """Somebody looked within the last days: most in time, a few a little late, as in life."""
    days_ago = sum(case.ref.encode()) % 9
    return max(until - timedelta(days=days_ago, hours=3), soon_after(case.opened_at))


def _tidy(stage: Stage, case: Case, *, by: User, at: datetime) -> None:
    """Before closing, whatever other agencies still hold is asked for and read, and open lines end."""
    for referral in case.referrals.select_related("to_agency", "data_key").exclude(state__in=ENDED):
        answerer = stage.someone_of(referral.to_agency, fallback=by)
        if referral.state == ReferralState.SENT:
            revoke_referral(referral=referral, code="not_needed", by=by, at=at)
            continue
        if referral.state == ReferralState.ACCEPTED:
            referral = start_service(referral=referral, by=answerer, at=at)
        if referral.state == ReferralState.IN_SERVICE:
            referral = give_feedback(referral=referral, feedback="Layanan selesai.", by=answerer, at=at)
        finish_referral(referral=referral, by=by, at=at)
    for line in case.service_lines.filter(state__in=[LineState.PLANNED, LineState.ARRANGED]):
        cancel_line(line=line, code="not_needed", by=by, at=at)


FRESH = (("rumah-melati", "shelter"), ("polres-js", "police_report"), ("rsud-js", "medical_exam"),
         ("sudinkes-js", "medical_exam"), ("sudinkes-js", "health"))  # fmt: skip


def ask_today(stage: Stage, *, at: datetime) -> None:
    """Whoever signs in for another agency finds a question that still waits for an answer."""
    open_cases = [
        case for case in stage.cases.values() if not case.referrals.exclude(state__in=ENDED).exists()
    ]
    recent = sorted(open_cases, key=lambda case: case.opened_at, reverse=True)
    again = Case.objects.unscoped(because="the demo's own")
    recent = [case for case in recent if again.get(pk=case.pk).state == "open"]
    for (slug, service), case in zip(FRESH, recent, strict=False):
        wish = Wish(
            to_agency=stage.agencies[slug], service=service, urgency="soon",
            sections=list(sections_for(stage.agencies[slug].kind)),
            message="Mohon dijawab hari ini; pendamping siap mengantar.",
        )  # fmt: skip
        agree(_survivor(case).person, wish, by=case.manager, at=at)
        referral = write_referral(case=case, party=_survivor(case), wish=wish, by=case.manager, at=at)
        send_referral(referral=referral, by=case.manager, at=at)
