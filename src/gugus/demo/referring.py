"""Referrals and services of a case: the frame's own, and the official service mix around them."""

from datetime import timedelta

from gugus.demo import cast
from gugus.demo.distributions import (
    DECLINE_REASON_OTHER,
    DECLINE_REASON_SHELTER,
    LATE_SHARE,
    REFERRAL_ANSWER,
    SERVICES_CHILDREN,
    SERVICES_WOMEN,
)
from gugus.demo.imagined import ImaginedReferral, ImaginedService
from gugus.demo.moments import after_minutes, day_of, office_after
from gugus.demo.narratives import common, result_of
from gugus.demo.path import Path

WITH_POLICE_ONLY = {"forensic_exam", "restitution_application", "police_report", "law_enforcement",
                    "witness_protection", "legal_companion"}  # fmt: skip
NO_REPORT_NEED = "Pendampingan penjangkauan; yang bersangkutan belum bersedia membuat laporan polisi."
NO_REPORT_FEEDBACK = "Penjangkauan didampingi; laporan polisi belum dibuat atas pilihan yang bersangkutan."
ELSEWHERE = {"shelter": {"rumah-melati": "rptc", "rptc": "rumah-melati", "rumah-teduh": "rptc"}}
ROOT_LINES = {
    "complaint": ("complaint", "upt-pppa"), "health": ("medical_exam", "rsud-js"),
    "legal_aid": ("legal_advice", "lbh-rukun"), "social_rehabilitation": ("counselling", "upt-pppa"),
    "social_reintegration": ("monitoring", "upt-pppa"), "repatriation": ("handover", "sudinsos-js"),
    "religious_support": ("religious_support", "sudinsos-js"),
}  # fmt: skip
SERVED = {"women": 5147, "children": 7784}  # persons behind the service counts


def referrals_of(path: Path, manager: str) -> tuple[ImaginedReferral, ...]:
    """Send what the frame sends; without a police report the police only come along."""
    found: list[ImaginedReferral] = []
    for agency, service, day, need, feedback in path.story.refer:
        if service in WITH_POLICE_ONLY and not path.to_police:
            if agency != "polres-js":
                continue
            service, need, feedback = "outreach", NO_REPORT_NEED, NO_REPORT_FEEDBACK
        elif not path.sounds_right(feedback):
            feedback = common()["referral"]["quiet_feedback"][0]
        sent_at = after_minutes(path.chance, path.opened_at, 15, 90) if day == 0 else path.on_day(day)
        to = path.receiver(agency, sent_at)
        if to:
            found += _one_referral(path, manager, to, service, need, feedback, sent_at, may_decline=True)
    return tuple(found)


def _one_referral(
    path, manager, to, service, need, feedback, sent_at, *, may_decline
) -> list[ImaginedReferral]:
    """Send once; when declined, send again: elsewhere, or to the same office with what was missing."""
    chance = path.chance
    late = chance.random() < LATE_SHARE
    urgent = path.risk == "high" and sent_at - path.opened_at < timedelta(hours=3)
    if urgent and not late:
        answered_at = after_minutes(chance, sent_at, 8, 110)
    else:
        answered_at = office_after(
            chance, sent_at, chance.randrange(4, 12) if late else chance.randrange(0, 3)
        )
    declined = may_decline and to != "polres-js" and REFERRAL_ANSWER.draw(chance) == "declined"
    base = {"to": to, "service": service, "need": path.say(need), "sent_at": sent_at, "sent_by": manager}
    if declined:
        reason = (DECLINE_REASON_SHELTER if service in ELSEWHERE else DECLINE_REASON_OTHER).draw(chance)
        note = path.say(chance.choice(common()["referral"]["declined"][reason]))
        refused = ImaginedReferral(
            **base, answer="declined", reason=reason, answer_note=note, answered_at=answered_at
        )
        other = ELSEWHERE.get(service, {}).get(to, to)
        again_at = office_after(chance, answered_at, 1)
        return [
            refused,
            *_one_referral(path, manager, other, service, need, feedback, again_at, may_decline=False),
        ]
    staff = cast.people_of(to)
    note = path.say(
        chance.choice(common()["referral"]["accepted_at_once" if urgent and not late else "accepted"]),
        petugas=staff[0].full_name.split()[0] if staff else "piket",
    )
    feedback_at = office_after(chance, answered_at, chance.randrange(3, 21))
    done_at = office_after(chance, feedback_at, chance.randrange(0, 30))
    return [
        ImaginedReferral(
            **base,
            answer="accepted",
            answer_note=note,
            answered_at=answered_at,
            feedback=path.say(feedback),
            feedback_at=feedback_at,
            done_at=done_at,
        )
    ]


def services_of(path: Path) -> tuple[ImaginedService, ...]:
    """The frame's own lines, and the official mix around them."""
    found = []
    for kind, agency, day, done, result in path.story.serve:
        if kind in WITH_POLICE_ONLY and not path.to_police:
            continue
        if not path.sounds_right(result):
            result = common()["service_result"].get(kind, common()["service_result"]["default"])[0]
        found.append(_line(path, kind, agency, day, done, result))
    mix, persons = (SERVICES_CHILDREN, "children") if path.has_child else (SERVICES_WOMEN, "women")
    known = {line.kind for line in found}
    for root, (kind, agency) in ROOT_LINES.items():
        likely = root == "complaint" or path.chance.random() < mix.weights[root] / SERVED[persons]
        if likely and kind not in known:
            start, length = (
                (0, 0) if root == "complaint" else (path.chance.randrange(20), path.chance.randrange(40))
            )
            result = result_of(path.chance, kind, path.slots)
            found.append(_line(path, kind, agency, start, start + length, result))
    return tuple(found)


def _line(path: Path, kind: str, agency: str, day: int, done: int, result: str) -> ImaginedService:
    """Write one service line, done on an office day after it was needed."""
    needed_on, done_on = day_of(path.on_day(day)), day_of(path.on_day(max(day, done)))
    return ImaginedService(
        kind=kind,
        agency=path.receiver(agency, path.opened_at) or agency,
        needed_on=needed_on,
        done_on=max(needed_on, done_on),
        result=path.say(result),
    )
