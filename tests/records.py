"""One record of each kind, of the unit and of nobody else; every text in them is a planted phrase."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from gugus.actionplan.lines import Line as PlanLine
from gugus.actionplan.matrix import Figure
from gugus.actionplan.planning import Paper, move_plan, write_plan
from gugus.actionplan.planning import add_line as add_plan_line
from gugus.actionplan.reporting import Done, open_reports
from gugus.actionplan.reporting import write_entry as write_plan_entry
from gugus.agreements.actions import Part, Terms, write_agreement
from gugus.approvals.models import Request
from gugus.arrivals.actions import write_headsup
from gugus.arrivals.rules import Told as HeadsUp
from gugus.audit.actions import Named
from gugus.care.actions import write_line
from gugus.care.assessing import Scored, Sheet, start_assessment, write_scores
from gugus.care.planning import Aim, Doing, start_plan
from gugus.care.planning import add_goal as add_plan_goal
from gugus.care.planning import add_step as add_plan_step
from gugus.cases.actions import add_party, open_case
from gugus.conferences.actions.planning import Plan, add_item, write_conference
from gugus.consent.models import Override, Recall
from gugus.consent.recording import Told as Answered
from gugus.consent.recording import record_ground
from gugus.consent.withdrawing import Wish as Withdrawn
from gugus.consent.withdrawing import withdraw
from gugus.documents.actions import ask as ask_document
from gugus.documents.kinds import kind_of
from gugus.emergency.models import Opening
from gugus.exchange.actions import ask as ask_export
from gugus.exchange.lists import list_of
from gugus.figures.freezing import freeze
from gugus.figures.recording import Told as Publishing
from gugus.figures.recording import record_published
from gugus.followup.actions.recording import Origin, record_recommendation
from gugus.followup.actions.recording import Told as Advised
from gugus.groups.rows import Row
from gugus.groups.writing import Told as GroupTold
from gugus.groups.writing import add_by_hand, write_group
from gugus.intake.actions import Told, receive_report
from gugus.justice.actions.moving import Told as CriminalTrack
from gugus.justice.actions.moving import write_proceeding
from gugus.justice.actions.protecting import ask_protection
from gugus.justice.actions.shielding import raise_shield
from gugus.justice.actions.sitting import Place as Heard
from gugus.justice.actions.sitting import Sitting, plan_hearing
from gugus.kernel.periods import Period
from gugus.meetings.actions.planning import Plan as Called
from gugus.meetings.actions.planning import add_item as add_line
from gugus.meetings.actions.planning import write_meeting
from gugus.people.actions import register_person
from gugus.privacy.actions.breaches import open_breach
from gugus.privacy.actions.processing import take_over_shipped
from gugus.privacy.actions.requests import open_request
from gugus.privacy.models import ProcessingRecord
from gugus.providers.actions import Wording, write_offering
from gugus.providers.capacity import set_places
from gugus.publication.actions import write as write_publication
from gugus.publication.rules import Words as ForEverybody
from gugus.referrals.actions import Wish, write_referral
from gugus.referrals.models import Batch
from gugus.reintegration.actions.preparing import begin_reintegration, tick_step
from gugus.repatriation.actions.legs import LegPlan, write_leg
from gugus.repatriation.actions.preparing import Plan as Return
from gugus.repatriation.actions.preparing import propose as propose_return
from gugus.repatriation.models import HandedPerson, Handover
from gugus.repatriation.stations import Station
from gugus.reporting.actions.planning import Wish as Yearly
from gugus.reporting.actions.planning import begin_report
from gugus.restitution.actions.claiming import open_claim
from gugus.restitution.actions.ledger import write_debt
from gugus.retention.models import Hold, Run
from gugus.screening.actions import start_screening
from gugus.shelter.actions.deciding import propose
from gugus.shelter.actions.houses import Told as HouseTold
from gugus.shelter.actions.houses import write_address, write_house
from gugus.taskforce.actions.bases import Paper as Decree
from gugus.taskforce.actions.bases import add_basis
from gugus.tasks.models import Task
from gugus.transfers.actions import Wish as Giving
from gugus.transfers.actions import write_transfer
from tests.conftest import NOON, as_role, voice_of
from tests.forces import settle_force

NAME, NIK, PHONE = "Kenanga Contohwati", "0074015608100001", "0800-0777-1234-5"
PHRASES = (
    "terkunci di gudang biru",
    "dijemput pria berjaket ungu",
    "tujuh puluh tujuh karung",
    NAME,
    NIK,
    PHONE,
)


def home_of(phrases) -> Return:
    return Return(
        kind="domestic", origin=Station(area="31.74"), target=Station(area="52.03"), address=phrases[0], family=NAME,
        words=phrases[1],
    )  # fmt: skip


def journey_of(phrases) -> LegPlan:
    return LegPlan(
        origin=Station(area="31.74"), target=Station(area="52.03"), transport="aircraft", departs_at=NOON,
        arrives_at=NOON + timedelta(hours=3), carrier=phrases[2], escort=NAME, escort_phone=PHONE,
    )  # fmt: skip


def settle_records(world) -> dict[str, str]:
    """Context → reference of a record that Rina and Dewi of the unit made. The rows are in this transaction."""
    with voice_of(world.rina):
        mention = {"role": "survivor", "sex": "female", "who": {"name": NAME, "phones": [PHONE]}}
        told = Told(channel="phone", risk="high", narrative=PHRASES[0], mentions=[mention])
        report = receive_report(told=told, agency=world.unit, by=world.dewi, at=NOON)
        screening = start_screening(report=report, mention=report.mentions.get(), by=world.rina, at=NOON)
        case = open_case(
            agency=world.unit, manager=world.rina, risk="high", summary=PHRASES[1], by=world.rina, at=NOON
        )
        person = register_person(
            agency=world.unit, names={"full": NAME, "aliases": []}, phones=[PHONE], documents=[NIK],
            birth_on="2008-08-16", by=world.rina, at=NOON,
        )  # fmt: skip
        party = add_party(case=case, person=person, role="survivor", by=world.rina, at=NOON)
        line = write_line(case=case, party=party, service="shelter", by=world.rina, at=NOON)
        looked = start_assessment(case=case, party=party, kind="initial", by=world.rina, at=NOON)
        write_scores(
            assessment=looked, sheet=Sheet(NOON.date(), "social_worker", PHRASES[2]),
            scored=[Scored("social", 2, note=PHRASES[0])], sections=["care"], by=world.rina, at=NOON,
        )  # fmt: skip
        wanted = start_plan(case=case, party=party, by=world.rina, at=NOON)
        aim = Aim("social", PHRASES[1], PHRASES[2], NOON.date() + timedelta(days=30))
        goal = add_plan_goal(plan=wanted, aim=aim, by=world.rina, at=NOON)
        doing = Doing(PHRASES[0], NOON.date() + timedelta(days=9), by_agency=world.unit)
        add_plan_step(goal=goal, doing=doing, by=world.rina, at=NOON)
        answered = Answered(
            purpose="referral", recipient=world.shelter, giver="guardian", giver_name=NAME, relation="mother",
            child_view="agrees", child_words=PHRASES[2], form="written", language="Indonesia", sections=["case"],
            note=PHRASES[1],
        )  # fmt: skip
        accused = register_person(
            agency=world.unit, names={"full": "Tersangka Contoh", "aliases": []}, by=world.rina, at=NOON
        )
        owes = add_party(case=case, person=accused, role="accused", by=world.rina, at=NOON)
        claim = open_claim(
            case=case,
            party=party,
            accused=[owes],
            told_on=NOON.date(),
            words=PHRASES[0],
            by=world.rina,
            at=NOON,
        )
        write_debt(
            claim=claim,
            asked=Decimal(5),
            paid=Decimal(2),
            on=NOON.date(),
            note=PHRASES[1],
            by=world.rina,
            at=NOON,
        )
        ground = record_ground(person=person, told=answered, by=world.rina, at=NOON)
        elsewhere = replace(answered, recipient=world.police)
        gone = record_ground(person=person, told=elsewhere, by=world.rina, at=NOON)
        withdrawn = withdraw(
            person=person, wish=Withdrawn(grounds=(gone.pk,), asker="self", words=PHRASES[0]), by=world.rina, at=NOON
        )  # fmt: skip
        recall = Recall(
            withdrawal=withdrawn, person=person, agency=world.unit, to_agency=world.office, about_kind="case",
            about_id=case.pk, about_ref=case.ref, at=NOON, due_at=NOON,
        )  # fmt: skip
        recall.save(force_insert=True)
        override = Override(
            person=person, agency=world.unit, purpose="referral", recipient=world.shelter, about_kind="case",
            about_id=case.pk, about_ref=case.ref, why_none="none", by=world.yusuf, at=NOON, reason=PHRASES[1],
        )  # fmt: skip
        override.save(force_insert=True)
        wish = Wish(
            to_agency=world.shelter, service="shelter", urgency="now", sections=["case"],
            message=PHRASES[2],
        )  # fmt: skip
        coming = HeadsUp(
            from_at=NOON, to_at=NOON + timedelta(hours=4), zone="wib", persons_min=2, persons_max=3, minors=False,
            area_code="31.74",
        )  # fmt: skip
        headsup = write_headsup(told=coming, by=world.rina, at=NOON)
        batch = Batch(case=case, agency=world.unit, kind="group", written_by=world.rina, written_at=NOON)
        batch.save(force_insert=True)
        referral = write_referral(case=case, party=party, wish=wish, by=world.rina, at=NOON, batch=batch)
        giving = Giving(
            to_agency=world.outside,
            reason="moved",
            basis="legal_duty",
            basis_note=PHRASES[2],
            message=PHRASES[0],
        )
        transfer = write_transfer(case=case, wish=giving, by=world.rina, at=NOON)
        plan = Plan(kind="coordination", starts_at=NOON + timedelta(days=1), minutes=60, chair=world.rina)
        home = propose_return(case=case, person=person, plan=home_of(PHRASES), by=world.rina, at=NOON)
        leg = write_leg(repatriation=home, plan=journey_of(PHRASES), by=world.rina, at=NOON)
        minutes = Handover(
            agency=world.unit, receiver="family", parties=[world.unit.pk], size=1, happened_at=NOON, area="31.74",
            zone="Asia/Jakarta", written_by=world.rina, written_at=NOON, words=PHRASES[0], handing={"name": NAME},
        )  # fmt: skip
        minutes.save(force_insert=True)
        HandedPerson(
            handover=minutes, repatriation=home, person_ref=person.ref, child=True, name=NAME, health=PHRASES[1],
        ).save(force_insert=True)  # fmt: skip
        force = settle_force(world, host=world.unit, members=[])
        advised = Advised(PHRASES[0], world.unit, NOON.date() + timedelta(days=30), "social", PHRASES[2])
        said = Origin("letter", NOON.date(), "", PHRASES[1])
        advice = record_recommendation(force=force, told=advised, origin=said, by=world.rina, at=NOON)
        paper = Decree("decree", "1/2026", "Susunan gugus tugas", NOON.date(), NOON.date())
        year = Yearly("annual", date(2024, 1, 1), date(2024, 12, 31))
        yearly = begin_report(force=force, wish=year, by=world.rina, at=NOON)
        basis = add_basis(force=force, paper=paper, by=world.rina, at=NOON)
        called = Called(
            "plenary", PHRASES[0], NOON + timedelta(days=3), 90, room=PHRASES[1], approver=world.yusuf
        )
        meeting = write_meeting(task_force=force, plan=called, by=world.rina, at=NOON)
        add_line(meeting=meeting, title=PHRASES[2], by=world.rina, at=NOON)
        conference = write_conference(case=case, plan=plan, by=world.rina, at=NOON)
        add_item(
            conference=conference, section="care", question="place", words=PHRASES[0], by=world.rina, at=NOON
        )
        back = begin_reintegration(case=case, party=party, by=world.rina, at=NOON)
        tick_step(one=back, step="client_fears", answer="done", note=PHRASES[2], by=world.rina, at=NOON)
        told_of = CriminalTrack(lp_on=NOON.date(), lp_number=PHRASES[2], note=PHRASES[0])
        proceeding = write_proceeding(case=case, told_of=told_of, by=world.rina, at=NOON)
        heard = Heard(party, presence="recorded", beside="parent", beside_name=NAME)
        sitting = Sitting(
            starts_at=NOON + timedelta(days=2),
            agenda="victim",
            court_name=PHRASES[1],
            note=PHRASES[0],
            places=[heard],
        )
        hearing = plan_hearing(proceeding=proceeding, sitting=sitting, by=world.rina, at=NOON)
        protection = ask_protection(
            case=case,
            party=party,
            kinds=["physical"],
            asked_on=NOON.date(),
            note=PHRASES[1],
            by=world.rina,
            at=NOON,
        )
        shield = raise_shield(case=case, party=party, origin="told", note=PHRASES[2], by=world.rina, at=NOON)
        told = HouseTold(kind="safe_house", name="Rumah Anggrek", head=world.yusuf, phone=PHONE)
        house = write_house(told=told, by=world.rina, at=NOON)
        write_address(house=house, address=PHRASES[0], location_note=PHRASES[1], by=world.rina, at=NOON)
        stay = propose(
            house=house, case=case, person=person, ground="danger", from_at=NOON, words=PHRASES[2], by=world.rina,
            at=NOON,
        )  # fmt: skip
        task = Task.objects.unscoped(because="the test's own").first()
        asked = Request(
            kind="person.unseal", agency=world.unit, reason=PHRASES[0], asked_by=world.rina, asked_at=NOON,
            until_at=NOON,
        )  # fmt: skip
        asked.save(force_insert=True)
        opening = Opening(
            user=world.rina, agency=world.unit, asked_ref=case.ref, code="danger", reason=PHRASES[0], at=NOON,
            until_at=NOON,
        )  # fmt: skip
        opening.save(force_insert=True)
        invitation = kind_of("conference_invitation")
        about = Named("conference", conference.pk, conference.ref)
        document = ask_document(kind=invitation, about=about, viewer=world.viewer("rina"), at=NOON)
        arriving = GroupTold(name=PHRASES[0], source="mission", arrives_at=NOON, place=PHRASES[1])
        group = write_group(told=arriving, by=world.rina, at=NOON)
        add_by_hand(group=group, row=Row(0, name=NAME), person=person, by=world.rina, at=NOON)
    with voice_of(world.lestari):
        held = Hold(
            agency=world.unit, kind="agency", reason="audit", placed_by=world.lestari, placed_at=NOON,
            review_on=NOON.date(), note=PHRASES[0],
        )  # fmt: skip
        held.save(force_insert=True)
        run = Run(
            agency=world.unit, kind="schedule", as_of=NOON.date(), count=0, digest="", asked_by=world.lestari,
            asked_at=NOON, note=PHRASES[1],
        )  # fmt: skip
        run.save(force_insert=True)
        moments = {"found_at": NOON, "known_at": NOON, "source": "lost_device", "kind": "lost"}
        breach = open_breach(facts=moments, by=world.lestari, at=NOON)
        facts = {
            "received_at": NOON,
            "channel": "in_person",
            "asker": "self",
            "capacity": "survivor",
            "asker_name": NAME,
        }
        wished = open_request(kinds=["copy"], facts=facts | {"wish": PHRASES[2]}, by=world.lestari, at=NOON)
        take_over_shipped(by=world.lestari, at=NOON)
        processing = ProcessingRecord.objects.unscoped(because="the test's own").first()
    with voice_of(world.yusuf):
        given = Wording(service="shelter", phone="0800-0000-77001", area_code="31.74", always_open=True)
        offering = write_offering(agency=world.unit, wording=given, by=world.yusuf, at=NOON)
        set_places(offering=offering, group="everyone", total=4, taken=1, by=world.yusuf, at=NOON)
        terms = Terms(
            number="12/PKS/2026", title=PHRASES[0], legal_basis=PHRASES[1], purposes=["protection"],
            scope_children=True, valid_from=NOON.date(), valid_until=NOON.date().replace(year=2027),
            parts=[Part(world.unit, ["case"]), Part(world.shelter, receives=True)],
        )  # fmt: skip
        agreement = write_agreement(terms=terms, by=world.yusuf, at=NOON)
        export = ask_export(listed=list_of("cases"), filters={}, form="csv", by=world.yusuf, at=NOON)
    return {
        "intake": report.ref, "screening": screening.ref, "cases": case.ref, "people": person.ref,
        "referrals": referral.ref, "care": line.ref, "needs": looked.ref, "plans": wanted.ref,
        "tasks": task.ref, "conferences": conference.ref, "meetings": meeting.ref,
        "repatriation": home.ref, "legs": leg.ref, "handovers": minutes.ref,
        "exchange": export.ref, "documents": document.ref, "providers": offering.ref,
        "batches": batch.ref, "agreements": agreement.ref,
        "reintegration": back.ref,
        "justice": proceeding.ref, "hearings": hearing.ref, "protections": protection.ref, "shields": shield.ref,
        "shelter": stay.ref, "houses": house.ref,
        "transfers": transfer.ref, "restitution": claim.ref, "arrivals": headsup.ref,
        "groups": group.ref,
        "reporting": yearly.ref, "taskforce": force.ref, "bases": basis.ref, "followup": advice.ref,
        "approvals": asked.ref, "retention": held.ref, "runs": run.ref, "emergency": opening.ref,
        "consent": ground.ref, "withdrawals": withdrawn.ref, "recalls": recall.ref, "overrides": override.ref,
        "privacy": wished.ref, "breaches": breach.ref, "processing": processing.ref,
        **settle_room(world),
    }  # fmt: skip


def settle_room(world) -> dict[str, str]:
    """What belongs to a task force in which the unit sits alone."""
    force = settle_force(world, name="Gugus Tugas Unit", host=world.unit, members=[])
    return settle_figures(world, force) | settle_plan(world, force) | settle_publication(world, force)


def settle_publication(world, force) -> dict[str, str]:
    """A draft for everybody; its words are open in the database, so nothing is planted in them."""
    words = ForEverybody("Ringkasan rapat", "Hadir 44 orang.")
    with voice_of(world.rina):
        one = write_publication(force=force, kind="meeting", words=words, by=world.rina, at=NOON)
    return {"publication": one.ref}


def settle_plan(world, force) -> dict[str, str]:
    """An action plan in force since last year, with one activity and the report that is owed about it."""
    begun = NOON.replace(year=2025, month=1)
    with voice_of(world.rina):
        paper = Paper("Rencana aksi contoh", 2025, 2029, every="half")
        plan = write_plan(force=force, paper=paper, by=world.rina, at=begun)
        line = PlanLine(
            "social",
            "Strategi",
            "Program",
            "Kegiatan",
            world.unit,
            "Indikator",
            targets={2025: Figure(Decimal(5))},
        )
        indicator = add_plan_line(plan=plan, line=line, by=world.rina, at=begun)
        for state in ("approved", "in_force"):
            plan = move_plan(plan=plan, to=state, by=world.rina, at=begun)
    with as_role("gugus_worker"):
        owed = open_reports(plan=plan, at=NOON)
    with voice_of(world.rina):
        done = Done(obstacle=PHRASES[0], follow_up=PHRASES[1], evidence=PHRASES[2])
        write_plan_entry(report=owed[0], activity=indicator.activity, done=done, by=world.rina, at=NOON)
    return {"actionplan": plan.ref, "activities": indicator.activity.ref, "planreports": owed[0].ref}


def settle_figures(world, force) -> dict[str, str]:
    """A frozen and a published figure."""
    with voice_of(world.rina):
        (frozen,) = freeze(
            force=force, figures=["survivors"], period=Period.parse("2024"), by=world.rina, at=NOON
        )
        told = Publishing("Korban", "2023", "Polri", value=Decimal(3363), note=PHRASES[0])
        published = record_published(force=force, told=told, by=world.rina, at=NOON)
    return {"figures": frozen.ref, "published": published.ref}
