"""Tells one report: the people, the words, the triage, what became of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from gugus.demo import invent
from gugus.demo.casework import case_of
from gugus.demo.cast import BY_SLUG, standing_on
from gugus.demo.distributions import CHANNEL_OF, LATE_SHARE
from gugus.demo.imagined import ImaginedParty, ImaginedPerson, ImaginedReport
from gugus.demo.moments import after_minutes, day_of, moment_on, office_after, office_moment
from gugus.demo.narratives import Story, common, stories, telling, way_of
from gugus.demo.path import HOME_UNITS, Path
from gugus.demo.scene import Plan, Scene, age_on, dressed, scene_of
from gugus.demo.signs import dangers

POSTS = {"31.74.01": "pos-tebet", "31.74.03": "pos-mampang", "31.74.10": "pos-pesanggrahan"}
NAMELESS = {"neighbour": 0.45, "witness": 0.35, "friend": 0.2, "family": 0.03, "survivor": 0.1, "other": 0.3}
RELATION_OF_REPORTER = {
    "family": "relative",
    "neighbour": "neighbour",
    "friend": "friend",
    "officer": "official",
}
DUE_MINUTES = {"high": (4, 55), "medium": (25, 350), "low": (90, 1300)}
LATE_MINUTES = {"high": (75, 400), "medium": (400, 1500), "low": (1500, 4500)}


def tell_once(chance: Random, plan: Plan, *, pool: list[ImaginedPerson]) -> ImaginedReport:
    """Tell a report from its first word to the end of what became of it."""
    story = plan.story
    role = chance.choice(story.reporters)
    channel = _channel(chance, story, role)
    received_at = moment_on(chance, plan.day, channel)
    scene = scene_of(chance, plan, pool, received_at)
    report = _received(chance, plan, scene, role, channel, received_at)
    return _decided(chance, plan, scene, _triaged(chance, report))


def tell_again(chance: Random, plan: Plan, original: ImaginedReport) -> ImaginedReport:
    """Tell the same event once more, by somebody else: it will be added to the first report's case."""
    story = next(one for one in stories() if one.key == original.story)
    received_at = original.received_at + timedelta(minutes=chance.randrange(300, 24_000))
    role = chance.choice(
        [one for one in ("neighbour", "friend", "family", "witness") if one != original.reporter_role]
    )
    channel = CHANNEL_OF[role].draw(chance)
    if way_of(channel) in ("face", "paper"):
        received_at = office_after(chance, received_at, 1)
    survivors = tuple(
        invent.echo(chance, party.person, key=f"{plan.key}-s{number}")
        for number, party in enumerate(_of_role(original, "survivor"))
    )
    accused = tuple((party.relation, party.person) for party in _of_role(original, "accused"))
    relatives = [party.person for party in _of_role(original, "family")]
    scene = dressed(
        chance,
        story,
        survivors,
        accused,
        relatives[0] if relatives else None,
        original.area,
        received_at,
        original.country,
    )
    report = _triaged(
        chance, _received(chance, replace(plan, story=story), scene, role, channel, received_at)
    )
    outcome_at = max(office_after(chance, report.triaged_at), original.case.opened_at)
    note = "Peristiwa yang sama dengan laporan sebelumnya; keterangan ditambahkan ke kasus yang berjalan."
    return replace(report, outcome="added", outcome_at=outcome_at, outcome_note=note, joins=original.key)


def _channel(chance: Random, story: Story, role: str) -> str:
    """Draw a channel; who is locked in or abroad does not walk into an office."""
    if role == "survivor" and "movement_restricted" in story.signs:
        return chance.choice(("whatsapp", "whatsapp", "public_page", "phone"))
    return chance.choice(story.channels) if story.channels else CHANNEL_OF[role].draw(chance)


def _of_role(report: ImaginedReport, role: str) -> list[ImaginedParty]:
    return [party for party in report.parties if party.role == role]


def _received(
    chance, plan: Plan, scene: Scene, role: str, channel: str, received_at: datetime
) -> ImaginedReport:
    story = plan.story
    risk = chance.choice(story.risk)
    agency, by = _desk(chance, channel, scene.area, received_at)
    nameless = role == "anonymous" or chance.random() < NAMELESS.get(role, 0)
    parties = scene.parties(story)
    child = any(age_on(person, plan.day) < 18 for person in scene.survivors)
    if not nameless and role not in ("survivor", "officer"):
        is_family = role == "family" and scene.relative is not None
        person = (
            scene.relative
            if is_family
            else invent.reporter(chance, key=f"{plan.key}-r", area=scene.area, on=plan.day)
        )
        relation = story.family if is_family else RELATION_OF_REPORTER.get(role, "")
        parties = (*parties, ImaginedParty(person, "reporter", relation))
    return ImaginedReport(
        key=plan.key,
        story=story.key,
        channel=channel,
        received_at=received_at,
        received_by=by,
        agency=agency,
        reporter_role=role,
        anonymous=nameless,
        safe_contact=chance.choice(common()["safe_contact"]["rules"]) if story.is_trafficking else "any",
        narrative=telling(chance, story, scene.slots, reporter=role, channel=channel, risk=risk),
        risk=risk,
        danger_signs=dangers(story.signs, risk=risk, child=child, suspected=story.is_trafficking),
        area=scene.area,
        place=story.place,
        parties=parties,
        modus=story.modus,
        country=scene.dest.country if story.abroad else "ID",
        happened_on=day_of(received_at) - timedelta(days=chance.randrange(0, 40)),
    )


def _desk(chance: Random, channel: str, area: str, moment: datetime) -> tuple[str, str]:
    """Return the agency and the officer who took it down; the public page has no officer."""
    if channel == "public_page":
        return "upt-pppa", ""
    post = POSTS.get(area[:8], "pos-tebet")
    if channel == "complaint_post" and day_of(moment) >= BY_SLUG[post].valid_from:
        return (post, "ratih") if post == "pos-mampang" else ("pos-tebet", "nanda")
    night = not 6 <= (moment.hour + 7) % 24 < 20
    return "upt-pppa", "fajar" if night else chance.choice(("dewi", "dewi", "fajar"))


def _triaged(chance: Random, report: ImaginedReport) -> ImaginedReport:
    table = LATE_MINUTES if chance.random() < LATE_SHARE else DUE_MINUTES
    triaged_at = after_minutes(chance, report.received_at, *table[report.risk])
    return replace(report, triaged_at=triaged_at, triaged_by=report.received_by or "dewi")


def _decided(chance, plan: Plan, scene: Scene, report: ImaginedReport) -> ImaginedReport:
    story = plan.story
    quick = report.risk == "high" or plan.fate == "other"
    after = (
        after_minutes(chance, report.triaged_at, 10, 150)
        if quick
        else office_after(chance, report.triaged_at)
    )
    if plan.fate == "new_case":
        case = case_of(_path(chance, plan, scene, report, after))
        return replace(report, outcome="new_case", outcome_at=after, case=case)
    if plan.fate == "suspected_sent_on":
        to = _home_unit(scene)
        note = (
            "Peristiwa di luar wilayah; laporan diterima, dicatat, dan diteruskan kepada unit di daerah asal."
        )
        return replace(report, outcome="sent_on", outcome_at=after, outcome_note=note, sent_to=to)
    if plan.fate == "suspected_not_enough":
        note = "Keterangan belum cukup; dua upaya menghubungi kembali tidak berhasil."
        later = office_moment(chance, day_of(after) + timedelta(days=chance.randrange(2, 6)))
        return replace(
            report, outcome="declined", outcome_reason="not_enough", outcome_at=later, outcome_note=note
        )
    to = standing_on(chance.choice(story.to), day_of(after)) if story.outcome == "sent_on" else ""
    return replace(
        report,
        outcome=story.outcome,
        outcome_reason=story.reason,
        outcome_at=after,
        outcome_note=story.note,
        sent_to=to,
    )


def _home_unit(scene: Scene) -> str:
    province = scene.survivors[0].home_area[:2] if scene.survivors else ""
    return HOME_UNITS.get(province, "kemenpppa")


def _path(chance, plan: Plan, scene: Scene, report: ImaginedReport, opened_at: datetime) -> Path:
    witnesses = ()
    if report.reporter_role in ("neighbour", "witness") and not report.anonymous:
        person = report.parties[-1].person
        witnesses = (
            ImaginedParty(person, "witness", RELATION_OF_REPORTER.get(report.reporter_role, "stranger")),
        )
    return Path(
        chance=chance,
        story=plan.story,
        slots=scene.slots,
        parties=(*scene.parties(plan.story), *witnesses),
        area=scene.area,
        dest=scene.dest,
        received_at=report.received_at,
        opened_at=opened_at,
        to_police=plan.to_police,
        key=f"{plan.key}-c",
        risk=report.risk,
    )
