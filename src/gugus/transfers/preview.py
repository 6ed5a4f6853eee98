"""What the other agency may see before it accepts: codes and numbers. No name, no reference, no day, no village."""

from collections import Counter
from datetime import datetime

from gugus.base.along import Going
from gugus.cases.models import Case
from gugus.cases.queries import live_parties, stage
from gugus.law.ages import age_group
from gugus.tasks.queries import tasks_within
from gugus.transfers.going import counted

MOST_CLOCKS = 12


def preview_of(case: Case, going: Going, at: datetime) -> dict:
    """The facts of the preview, as they are now."""
    survivors = [party for party in live_parties(case) if party.role == "survivor"]
    ages = [_age(party, at) for party in survivors]
    groups = Counter(
        (age_group(age).code if age is not None else "", party.person.sex)
        for party, age in zip(survivors, ages, strict=True)
    )
    return {
        "exploitation": sorted(case.exploitation),
        "risk": case.risk,
        "safety": case.safety,
        "stage": stage(case),
        "crossed_border": case.crossed_border,
        "area_code": case.area_code[:5],
        "survivors": [
            {"age_band": band, "sex": sex, "count": number} for (band, sex), number in sorted(groups.items())
        ],
        "minors": _any_child(ages),
        "languages": sorted({party.person.language for party in survivors if party.person.language}),
        "accessibility": sorted({party.person.disability for party in survivors if party.person.disability}),
        "counts": counted(going),
        "clocks": _clocks(case),
        "safety_check_due_at": case.safety_check_due_at.isoformat() if case.safety_check_due_at else "",
        "as_of": at.isoformat(),
    }


def _age(party, at: datetime) -> int | None:
    year = party.person.birth_year
    return party.age_at_act if year is None else at.year - year


def _any_child(ages: list[int | None]) -> bool | None:
    if any(age is not None and age < 18 for age in ages):
        return True
    return None if any(age is None for age in ages) or not ages else False


def _clocks(case: Case) -> list[dict]:
    """Deadlines that run: which clock, until when; whose they are is not said."""
    running = [one for one in tasks_within(case) if one.clock_id and one.due_at]
    return [{"clock": one.clock.code, "due_at": one.due_at.isoformat()} for one in running[:MOST_CLOCKS]]
