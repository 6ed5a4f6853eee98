"""The people, the place and the words of one telling."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from gugus.demo import invent
from gugus.demo.areas import kelurahan_of
from gugus.demo.distributions import ECHO_SHARE, KECAMATAN
from gugus.demo.imagined import ImaginedParty, ImaginedPerson
from gugus.demo.moments import day_of
from gugus.demo.narratives import Story
from gugus.demo.slots import Destination, destination, slots_for


@dataclass(frozen=True)
class Plan:
    """What is to be told: a fate (new_case, added, suspected_sent_on, suspected_not_enough, other) and a frame."""

    key: str
    fate: str
    day: date
    story: Story
    who: str = ""
    to_police: bool = False


@dataclass(frozen=True)
class Scene:
    """The people, the place and the words of one telling."""

    survivors: tuple[ImaginedPerson, ...]
    accused: tuple[tuple[str, ImaginedPerson], ...]
    relative: ImaginedPerson | None
    area: str
    dest: Destination
    slots: dict

    def parties(self, story: Story) -> tuple[ImaginedParty, ...]:
        """Return survivors, accused and family in their roles; the relation is towards the first survivor."""
        found = [ImaginedParty(person, "survivor") for person in self.survivors]
        found += [ImaginedParty(person, "accused", relation) for relation, person in self.accused]
        if self.relative:
            found.append(ImaginedParty(self.relative, "family", story.family))
        return tuple(found)


def scene_of(chance: Random, plan: Plan, pool: list[ImaginedPerson], received_at: datetime) -> Scene:
    """Set the scene of a first report: place, survivors, accused, family."""
    story, on = plan.story, day_of(received_at)
    area = chance.choice(kelurahan_of(KECAMATAN.draw(chance)))
    survivors = _survivors(chance, plan, pool, on)
    home = survivors[0].home_area if survivors else "31.74"
    accused = _accused(chance, plan, {one.nickname for one in survivors}, home, on)
    relative = None
    if survivors and (story.is_trafficking or "family" in story.reporters):
        relation = story.family
        if relation == "spouse" and survivors[0].marital_status == "unmarried":
            survivors = (replace(survivors[0], marital_status="married"), *survivors[1:])
        relative = invent.companion(chance, key=f"{plan.key}-f0", relation=relation, of=survivors[0], on=on)
    return dressed(chance, story, survivors, accused, relative, area, received_at)


def _accused(chance: Random, plan: Plan, taken: set[str], home: str, on: date) -> tuple:
    """Invent the alleged offenders, each with a name of their own in this telling."""
    found = []
    for number, relation in enumerate(plan.story.accused):
        sex = plan.story.accused_sex[number] if number < len(plan.story.accused_sex) else ""
        while True:
            person = invent.accused(
                chance, key=f"{plan.key}-a{number}", relation=relation, home=home, on=on, sex=sex
            )
            if person.nickname not in taken:
                break
        taken.add(person.nickname)
        found.append((relation, person))
    return tuple(found)


def dressed(chance, story, survivors, accused, relative, area, received_at, country="") -> Scene:
    """Put the people into words."""
    dest = destination(chance, story, country)
    slots = slots_for(
        chance,
        story,
        received_at=received_at,
        area=area,
        age=age_on(survivors[0], day_of(received_at)) if survivors else 0,
        survivor=survivors[0] if survivors else None,
        accused=tuple(person for _, person in accused),
        relative=relative,
        dest=dest,
    )
    return Scene(survivors, accused, relative, area, dest, slots)


def _survivors(
    chance: Random, plan: Plan, pool: list[ImaginedPerson], on: date
) -> tuple[ImaginedPerson, ...]:
    if not plan.story.who:
        return ()
    who = plan.who if plan.who in plan.story.who else chance.choice(plan.story.who)
    returning = _returning(chance, plan.story, who, pool, on)
    if returning:
        return (invent.echo(chance, returning, key=f"{plan.key}-s0"),)
    low, high = plan.story.count
    number = chance.randrange(low, high + 1)
    found = [
        invent.survivor(chance, plan.story, key=f"{plan.key}-s{at}", who=who, on=on) for at in range(number)
    ]
    if who == "baby" and plan.who:
        found = [replace(one, sex=invent.SEX_OF[plan.who]) for one in found]
    return tuple(found)


def _returning(chance, story, who, pool, on) -> ImaginedPerson | None:
    """Pick somebody from an earlier report who fits, in about a tenth of the reports about a person."""
    if who == "baby" or chance.random() >= ECHO_SHARE:
        return None
    low, high = invent.bounds(story, who)
    sex = invent.SEX_OF[who]
    fitting = [one for one in pool if one.sex == sex and low <= age_on(one, on) <= high]
    return chance.choice(fitting) if fitting else None


def age_on(person: ImaginedPerson, on: date) -> int:
    """Return completed years."""
    return on.year - person.born_on.year - ((on.month, on.day) < (person.born_on.month, person.born_on.day))
