"""The way of a case: screening, decisions, incident, chronology, tasks, closing; office hours, by the frame."""

from datetime import datetime, timedelta

from gugus.demo import cast
from gugus.demo.distributions import LP_STAGE, STILL_OPEN_SHARE
from gugus.demo.imagined import (
    ImaginedCase,
    ImaginedClosing,
    ImaginedDecision,
    ImaginedEntry,
    ImaginedEvidence,
    ImaginedIncident,
    ImaginedLeg,
    ImaginedReferral,
    ImaginedScreening,
    ImaginedTask,
)
from gugus.demo.moments import after_minutes, at_wib, day_of, office_after
from gugus.demo.narratives import common
from gugus.demo.path import Path
from gugus.demo.referring import referrals_of, services_of
from gugus.demo.signs import indicators

MANAGERS = ("rina", "anita", "galih")
QUIET_CLOSING = "Tujuan layanan tercapai; pemeriksaan keselamatan sebelum penutupan tanpa temuan."


def case_of(path: Path) -> ImaginedCase:
    """Tell the whole case to its end; `as_of` cuts it at a moment."""
    manager = path.chance.choice(MANAGERS)
    referrals = referrals_of(path, manager)
    services = services_of(path)
    closing = _closing(path, manager, referrals, services)
    reported_at = _police_moment(path, referrals)
    return ImaginedCase(
        key=path.key,
        opened_at=path.opened_at,
        opened_by=manager,
        agency="upt-pppa",
        manager=manager,
        parties=path.parties,
        screening=_screening(path, manager),
        incident=_incident(path),
        flags=_flags(path),
        chronology=_chronology(path, manager, referrals, closing),
        referrals=referrals,
        services=services,
        tasks=_tasks(path, manager, closing),
        crossed_border=any(len(leg[1]) == 2 or leg[1] == "dest" for leg in path.story.route),
        safety="safe" if closing else {"high": "watch", "medium": "watch", "low": "safe"}[path.risk],
        police_stage=LP_STAGE.draw(path.chance) if reported_at else "",
        police_reported_at=reported_at,
        closing=closing,
    )


def _screening(path: Path, manager: str) -> ImaginedScreening:
    story, chance = path.story, path.chance
    started_at = office_after(chance, path.opened_at, 0 if path.risk == "high" else 1)
    rows = [row for row in story.evidence if path.sounds_right(row[3])]
    evidence = tuple(
        ImaginedEvidence(element, source, strength, path.say(text))
        for element, source, strength, text in rows
        if chance.random() > 0.1
    )
    return ImaginedScreening(
        started_at=started_at,
        by=manager,
        acts=story.acts,
        means=story.means,
        purposes=story.purposes,
        forms=story.forms,
        indicators=indicators(story.signs, child=path.has_child),
        survivor_said_yes=chance.random() < 0.3,
        evidence=evidence,
        decisions=_decisions(path, started_at),
    )


def _decisions(path: Path, started_at: datetime) -> tuple[ImaginedDecision, ...]:
    """Several bodies decide, not always alike; none of them overwrites another."""
    first = office_after(path.chance, started_at, path.chance.randrange(2, 8))
    found = [
        ImaginedDecision(
            "upt-pppa", first, "indicated", "Unsur proses, cara, dan tujuan didukung keterangan."
        )
    ]
    if path.story.dest == "kemlu":
        body = "kbri-pp" if path.dest.country == "KH" else "kemlu-pwni"
        later = office_after(path.chance, first, path.chance.randrange(10, 50))
        reason = "Asesmen di tempat: keterangan tentang paksaan belum didukung bukti lain."
        found.append(ImaginedDecision(body, later, "not_yet_proven", reason))
    if path.to_police:
        later = office_after(path.chance, first, path.chance.randrange(5, 40))
        found.append(ImaginedDecision("polres-js", later, "indicated", "Dua alat bukti terpenuhi."))
    return tuple(found)


def _incident(path: Path) -> ImaginedIncident:
    home = path.survivors[0].person.home_area
    began_on = day_of(path.received_at) - timedelta(days=path.chance.randrange(*path.story.lasted))
    step_days = 1 if path.story.lasted[0] < 10 else 2
    places = {"home": home, "here": path.area, "dest": path.dest.country}
    legs = tuple(
        ImaginedLeg(
            kind,
            places.get(where, where),
            transport or "unknown",
            began_on + timedelta(days=step_days * step),
        )
        for step, (kind, where, transport) in enumerate(path.story.route)
    )
    return ImaginedIncident(
        modus=path.story.modus,
        place=path.story.place,
        recruited=path.story.recruited,
        began_on=began_on,
        ended_on=day_of(path.opened_at),
        area=path.area,
        legs=legs,
    )


def _police_moment(path: Path, referrals: tuple[ImaginedReferral, ...]) -> datetime | None:
    if not path.to_police:
        return None
    answered = [one.answered_at for one in referrals if one.to == "polres-js" and one.answered_at]
    return min(answered) if answered else path.on_day(3)


def _flags(path: Path) -> tuple[str, ...]:
    bank = common()["flag"]
    found = [path.chance.choice(bank["any"])] if path.chance.random() < 0.6 else []
    if path.risk == "high":
        found.append(path.chance.choice(bank["high"]))
    return tuple(found)


def _chronology(path, manager, referrals, closing) -> tuple[ImaginedEntry, ...]:
    """The frame's entries and what the referrals and the closing add, in order of time."""
    found = [
        ImaginedEntry(
            path.opened_at, manager, "Kasus dibuka; manajer kasus ditunjuk dan cara kontak aman disepakati."
        )
    ]
    for day, text in path.story.path:
        moment = after_minutes(path.chance, path.opened_at, 30, 240) if day == 0 else path.on_day(day)
        if path.sounds_right(text):
            found.append(ImaginedEntry(moment, manager, path.say(text)))
    for one in referrals:
        name = cast.BY_SLUG[one.to].name
        found.append(ImaginedEntry(one.sent_at, manager, f"Rujukan dikirim kepada {name}."))
        if one.answer == "declined":
            found.append(
                ImaginedEntry(one.answered_at, manager, f"{name} menolak rujukan: {one.answer_note}")
            )
    if closing:
        found.append(ImaginedEntry(closing.at, closing.by, f"Kasus ditutup. {closing.note}"))
    kept = [one for one in found if closing is None or one.at <= closing.at]
    return tuple(sorted(kept, key=lambda entry: entry.at))


def _tasks(path, manager, closing) -> tuple[ImaginedTask, ...]:
    """Tasks of three phases; those that came before `until` and most of them done."""
    chance, bank = path.chance, common()["task"]
    plans = [(1, title) for title in bank["after_screening"][: chance.randrange(1, 4)]]
    plans += [(chance.randrange(8, 60), title) for title in chance.sample(bank["during"], 3)]
    plans += [(path.story.close[1] - chance.randrange(5, 20), title) for title in bank["before_closing"][:2]]
    found = []
    for day, title in plans:
        made_at = path.on_day(day)
        if not path.sounds_right(title):
            continue
        if closing and made_at > closing.at:
            continue
        due_on = day_of(made_at) + timedelta(days=chance.choice((1, 2, 3, 7, 14)))
        done_at = office_after(chance, made_at, chance.randrange(0, 10))
        if closing:
            done_at = min(done_at, closing.at)
        done = closing is not None or chance.random() < 0.85
        found.append(ImaginedTask(title, manager, made_at, due_on, done_at if done else None))
    return tuple(found)


def _closing(path, manager, referrals, services) -> ImaginedClosing | None:
    """Close as the frame says, once nothing hangs; a tenth of the files outlive their plan."""
    reason, day, note = path.story.close
    at = path.on_day(day)
    if path.chance.random() < STILL_OPEN_SHARE:
        return None
    last = [one.done_at or one.answered_at for one in referrals]
    last += [at_wib(line.done_on, 15) for line in services]
    at = max([at, *(office_after(path.chance, moment, 1) for moment in last)])
    if not path.sounds_right(note):
        note = QUIET_CLOSING
    return ImaginedClosing(at, manager, "yusuf", reason, path.say(note))
