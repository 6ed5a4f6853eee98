"""Invents the people of a telling: survivors, families, accused, reporters; and echoes of earlier people."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from gugus.demo import names
from gugus.demo.areas import districts_of
from gugus.demo.cast import USERS
from gugus.demo.distributions import HOME_PROVINCE_CITY, HOME_PROVINCE_RETURNEES
from gugus.demo.imagined import ImaginedPerson
from gugus.demo.narratives import Story

SEX_OF = {"girl": "female", "woman": "female", "boy": "male", "man": "male"}
TAKEN = {user.full_name.split()[0] for user in USERS}
FEMALE_ACCUSED = {
    "relative": 0.5,
    "pimp": 0.5,
    "recruiter": 0.45,
    "employer": 0.4,
    "friend": 0.6,
    "agency": 0.3,
}
BY_LAND = {"bus", "train", "car", "motorcycle"}
ON_THE_ROAD = {"12", "16", "18", "31", "32", "33", "34", "35", "36", "52"}  # reached by bus and ferry
FROM_AFAR = {"bus", "train", "ship", "aircraft", "car"}
FAMILY_WORDS = {
    ("parent", "female"): "ibu", ("parent", "male"): "ayah", ("sibling", "female"): "kakak",
    ("sibling", "male"): "kakak", ("spouse", "female"): "istri", ("spouse", "male"): "suami",
}  # fmt: skip


def survivor(chance: Random, story: Story, *, key: str, who: str, on: date) -> ImaginedPerson:
    """Invent the person a story is about. `on` is the day of the report, from which the age is counted."""
    sex = SEX_OF[who] if who in SEX_OF else chance.choice(("female", "male"))
    low, high = bounds(story, who)
    born_on = on - timedelta(days=round(365.2425 * chance.uniform(low + 0.02, high + 0.95)))
    province = _home_province(chance, story)
    return _person(chance, key, sex=sex, born_on=born_on, province=province, abroad=story.abroad, on=on)


def bounds(story: Story, who: str) -> tuple[int, int]:
    """Return the youngest and oldest age of this kind of person in this story."""
    low, high = story.ages
    if who in ("girl", "boy"):
        high = min(high, 17)
    elif who in ("woman", "man"):
        low = max(low, 18)
    return low, high


def companion(chance: Random, *, key: str, relation: str, of: ImaginedPerson, on: date) -> ImaginedPerson:
    """Invent a family member or another person from the survivor's home."""
    sex = (
        {"female": "male", "male": "female"}[of.sex]
        if relation == "spouse"
        else chance.choice(("female", "female", "male"))
    )
    years = {"parent": chance.uniform(19, 34), "sibling": chance.uniform(2, 7)}.get(
        relation, chance.uniform(-4, 6)
    )
    born_on = of.born_on - timedelta(days=round(365.2425 * years))
    return _person(chance, key, sex=sex, born_on=born_on, province=of.home_area[:2], home=of.home_area, on=on)


def accused(chance: Random, *, key: str, relation: str, home: str, on: date, sex: str = "") -> ImaginedPerson:
    """Invent an alleged offender: often only half known, seldom with a document. `sex` when the frame says it."""
    sex = sex or ("female" if chance.random() < FEMALE_ACCUSED.get(relation, 0.2) else "male")
    born_on = on - timedelta(days=round(365.2425 * chance.uniform(21, 52)))
    province = home[:2] if relation in ("relative", "friend", "neighbour", "recruiter") else "31"
    person = _person(chance, key, sex=sex, born_on=born_on, province=province, on=on)
    alias = chance.choice(("Kak {}", "Bang {}", "Om {}") if sex == "male" else ("Kak {}", "Mami {}", "Bu {}"))
    known = chance.random() < 0.4
    return replace(
        person,
        full_name=person.full_name if known else person.nickname,
        aliases=(alias.format(person.nickname),),
        nik=person.nik if known and chance.random() < 0.3 else "",
        born_certainty="estimated",
        address="",
        education="unknown",
        marital_status="unknown",
    )


def reporter(chance: Random, *, key: str, area: str, on: date) -> ImaginedPerson:
    """Invent somebody who lives or works near the place of the report."""
    sex = chance.choice(("female", "male"))
    born_on = on - timedelta(days=round(365.2425 * chance.uniform(20, 60)))
    province = chance.choices(("31", "32", "33"), (5, 3, 2))[0]
    return replace(
        _person(chance, key, sex=sex, born_on=born_on, province=province, on=on), nik="", address=""
    )


def echo(chance: Random, person: ImaginedPerson, *, key: str) -> ImaginedPerson:
    """Let a person turn up again as another office wrote them down: noisy name, other phone, perhaps no NIK."""
    nik = person.nik
    if nik and chance.random() < 0.5:
        nik = "" if chance.random() < 0.6 else _one_digit_off(chance, nik)
    return replace(
        person,
        key=key,
        same_as=person.same_as or person.key,
        full_name=person.full_name if person.same_as else names.noisy(chance, person.full_name),
        nik=nik,
        phones=(names.phone(chance),),
        born_certainty=chance.choice(("stated", "estimated", person.born_certainty)),
        passport="" if chance.random() < 0.5 else person.passport,
    )


def word_for(relation: str, sex: str) -> str:
    """Return the Indonesian word for a family member: ibu, ayah, kakak, suami."""
    return FAMILY_WORDS.get((relation, sex), "keluarga")


def _home_province(chance: Random, story: Story) -> str:
    """Draw where somebody comes from; who is fetched by bus or ship does not come from Jakarta."""
    if story.home:
        return chance.choice(story.home)
    homes = HOME_PROVINCE_RETURNEES if story.abroad else HOME_PROVINCE_CITY
    fetched_by = story.route[0][2] if story.route and story.route[0][1] == "home" and not story.abroad else ""
    while True:
        province = homes.draw(chance)
        if (fetched_by in FROM_AFAR and province == "31") or (
            fetched_by in BY_LAND and province not in ON_THE_ROAD
        ):
            continue
        return province


def _one_digit_off(chance: Random, nik: str) -> str:
    at = chance.randrange(6, 16)
    return nik[:at] + str((int(nik[at]) + chance.randrange(1, 10)) % 10) + nik[at + 1 :]


def _person(chance, key, *, sex, born_on, province, on, home="", abroad=False) -> ImaginedPerson:
    age = (on - born_on).days / 365.2425
    full = _name(chance, sex, province)
    home = home or chance.choice(districts_of(province))
    has_papers = chance.random() < (0.45 if age < 18 else 0.65)
    return ImaginedPerson(
        key=key,
        sex=sex,
        full_name=full,
        nickname=names.nickname(full),
        born_on=born_on,
        born_certainty=chance.choices(("documented", "stated", "estimated"), (4, 4, 2))[0],
        nationality="ID",
        home_area=home,
        nik=names.nik(chance, born_on=born_on, area=home, sex=sex) if has_papers else "",
        passport=names.passport(chance) if abroad and chance.random() < 0.7 else "",
        phones=(names.phone(chance),) if age >= 12 and chance.random() < 0.75 else (),
        address=_address(chance) if chance.random() < 0.5 else "",
        education=_education(chance, age),
        marital_status=_marital(chance, age),
        disability="none"
        if chance.random() < 0.96
        else chance.choice(("hearing", "physical", "intellectual")),
    )


def _name(chance: Random, sex: str, province: str) -> str:
    """Invent a name that nobody of the cast is called by, so that readers do not mix them up."""
    while names.nickname(full := names.full_name(chance, sex=sex, province=province)) in TAKEN:
        continue
    return full


def _address(chance: Random) -> str:
    lane = chance.choice(
        ("Gang Kenari", "Gang Mawar", "Jalan Peraga", "Dusun Contoh", "Kampung Rekaan", "Gang Cempaka")
    )
    return f"{lane} No. {chance.randrange(1, 90)} RT {chance.randrange(1, 16):02d}/RW {chance.randrange(1, 12):02d}"


def _education(chance: Random, age: float) -> str:
    if age < 6:
        return "none"
    if age < 13:
        return "primary"
    if age < 16:
        return chance.choice(("primary", "lower_secondary", "lower_secondary"))
    return chance.choices(("primary", "lower_secondary", "upper_secondary", "higher"), (25, 38, 32, 5))[0]


def _marital(chance: Random, age: float) -> str:
    if age < 18:
        return "unmarried"
    return chance.choices(("unmarried", "married", "divorced", "widowed"), (30, 50, 15, 5))[0]
