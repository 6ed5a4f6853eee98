"""Every number the demo draws from, as data, with the publication it comes from.

`basis` says where the weights stand; `assumed` is true where nobody published them and we had to choose.
The reasons are told at length in docs/domain/demo-data.md. Weights need not sum to one; `shares()` does.
"""

from dataclasses import dataclass
from functools import cached_property
from random import Random


@dataclass(frozen=True)
class Distribution:
    """Weights by value, with their source. `assumed` marks weights that no publication gives."""

    name: str
    weights: dict
    basis: str
    assumed: bool = False

    @cached_property
    def _parts(self) -> tuple[tuple, tuple]:
        return tuple(self.weights), tuple(self.weights.values())

    def shares(self) -> dict:
        """Return the weights as shares that sum to one."""
        total = sum(self.weights.values())
        return {value: weight / total for value, weight in self.weights.items()}

    def draw(self, chance: Random):
        """Draw one value."""
        values, weights = self._parts
        return chance.choices(values, weights)[0]

    def quota(self, n: int) -> dict:
        """Share out exactly n places by largest remainder; ties go to the value named first."""
        exact = {value: share * n for value, share in self.shares().items()}
        places = {value: int(part) for value, part in exact.items()}
        by_remainder = sorted(exact, key=lambda value: places[value] - exact[value])
        for value in by_remainder[: n - sum(places.values())]:
            places[value] += 1
        return places


WHO_IN_CITY = Distribution(
    "Sex and age of survivors served by a city",
    {"girl": 50, "woman": 40, "boy": 7, "man": 3},
    "SIMFONI PPA 2017 to October 2022: children 50.97, women 46.14, men 2.89 percent; "
    "the split of children into girls and boys is assumed",
)

WHO_IN_2024 = Distribution(
    "Sex and age of the 20 survivors of South Jakarta 2024",
    {"girl": 65, "woman": 25, "boy": 5, "man": 5},
    "South Jakarta 2024: 20 cases, 'mostly girls' (selatan.jakarta.go.id, 23 June 2025); shares assumed",
    assumed=True,
)

WHO_IN_POLICE_DATA = Distribution(
    "Sex and age of victims in police data (for returnees and the grown database)",
    {"woman": 711, "man": 731, "girl": 86, "boy": 44},
    "Satgas TPPO Polri, 20 June 2023: 1,572 victims",
)

MODUS = Distribution(
    "Modus in police data",
    {"illegal_placement": 519, "prostitution": 225, "child_exploitation": 59, "fishing_crew": 9},
    "Satgas TPPO Polri, 17 August 2023: 812 classified victims",
)

HOME_PROVINCE_RETURNEES = Distribution(
    "Home province of assisted returnees",
    {
        "52": 85, "35": 73, "11": 45, "32": 34, "21": 32, "12": 30, "33": 26, "14": 10, "73": 8, "16": 8,
        "15": 8, "18": 8, "53": 5, "13": 5, "31": 3, "61": 2, "17": 2, "64": 1, "34": 1, "74": 1, "76": 1,
        "63": 1, "72": 1,
    },
    "Kemensos, 1 January to 25 April 2024: 397 victims assisted, 390 with a listed province",
)  # fmt: skip

HOME_PROVINCE_CITY = Distribution(
    "Home province of survivors found in Jakarta",
    {"32": 30, "33": 14, "31": 14, "36": 10, "18": 8, "52": 7, "35": 6, "53": 5, "16": 3, "12": 3},
    "taskforce.md: most victims handled in Jakarta are not residents; the provinces are assumed",
    assumed=True,
)

DESTINATION_SCAM = Distribution(
    "Country of online-scam cases",
    {"KH": 1914, "PH": 680, "TH": 364, "MM": 332, "LA": 305, "MY": 68, "VN": 36, "AE": 4},
    "Kemlu, 2020 to March 2024: 3,703 cases",
)

SCAM_PLACES = {  # country: (name, town, transit); towns are those named in press releases
    "KH": ("Kamboja", "Sihanoukville", "Thailand"),
    "PH": ("Filipina", "Pasay", "Singapura"),
    "TH": ("Thailand", "Mae Sot", "Malaysia"),
    "MM": ("Myanmar", "Myawaddy", "Thailand"),
    "LA": ("Laos", "Bokeo", "Thailand"),
    "MY": ("Malaysia", "Johor Bahru", "Batam"),
    "VN": ("Vietnam", "Ho Chi Minh City", "Singapura"),
    "AE": ("Uni Emirat Arab", "Dubai", "Singapura"),
}

REPORTED_TO_POLICE = Distribution(
    "Reported to the police",
    {True: 79, False: 149},
    "Central Jakarta 2024: 79 of 228 (35 percent); taken over for South Jakarta",
)

LP_STAGE = Distribution(
    "Stage of police reports",
    {"inquiry": 83, "investigation": 347, "file_complete": 1, "unknown": 25},
    "Satgas TPPO Polri, 20 June 2023: 456 police reports; the rest of the sentence is not given",
)

SERVICES_WOMEN = Distribution(
    "Services to women",
    {
        "complaint": 1837, "health": 816, "legal_aid": 735, "law_enforcement": 153,
        "social_rehabilitation": 401, "social_reintegration": 54, "repatriation": 58, "religious_support": 41,
    },
    "SIMFONI PPA, all violence, January to July 2021, 5,147 women",
)  # fmt: skip

SERVICES_CHILDREN = Distribution(
    "Services to children",
    {
        "complaint": 2338, "health": 1274, "legal_aid": 1013, "law_enforcement": 454,
        "social_rehabilitation": 727, "social_reintegration": 121, "repatriation": 114,
        "religious_support": 40,
    },
    "SIMFONI PPA, all violence, January to July 2021, 7,784 children",
)  # fmt: skip

PLACE_OF_EVENT = Distribution(
    "Place of event, all violence",
    {"home": 1132, "public": 135, "boarding_house": 214, "school": 119, "lodging": 86},
    "UPT PPPA DKI, January to mid November 2025: home, road, kos and rented house together, school, hotel",
)

RECRUITMENT_APP = Distribution(
    "App through which children were recruited",
    {"MiChat": 41, "WhatsApp": 21, "Facebook": 17, "Instagram": 9, "TikTok": 8},
    "KPAI, January to April 2021: MiChat 41, WhatsApp 21, Facebook 17 percent; the 17 percent 'unknown' "
    "is given to two other apps (assumed), the 4 percent of a booking app is left out",
)

RISK = Distribution(
    "Risk level where the story leaves it open",
    {"high": 35, "medium": 40, "low": 25},
    "no publication gives it; assumed",
    assumed=True,
)

REST_OF_REPORTS = Distribution(
    "What becomes of reports that open no case",
    {"added": 8, "suspected_sent_on": 6, "suspected_not_enough": 5, "other": 51},
    "60 to 120 reports for 20 cases is the recipe of statistics.md section 10; the split is assumed",
    assumed=True,
)

REFERRAL_ANSWER = Distribution(
    "Answer to a referral",
    {"accepted": 85, "declined": 15},
    "no publication gives it; assumed",
    assumed=True,
)

DECLINE_REASON_SHELTER = Distribution(
    "Reason for declining a referral for shelter",
    {"no_capacity": 60, "criteria_not_met": 25, "missing_documents": 15},
    "no publication gives it; assumed",
    assumed=True,
)

DECLINE_REASON_OTHER = Distribution(
    "Reason for declining another referral",
    {"missing_documents": 65, "no_capacity": 35},
    "no publication gives it; assumed",
    assumed=True,
)

MONTH = Distribution(
    "Month of the report",
    {1: 8, 2: 7, 3: 8, 4: 7, 5: 8, 6: 9, 7: 10, 8: 9, 9: 8, 10: 9, 11: 9, 12: 8},
    "no publication gives it; the school holidays of June and July are lifted a little; assumed",
    assumed=True,
)

KECAMATAN = Distribution(
    "Kecamatan of the event",
    {
        "31.74.01": 13, "31.74.02": 7, "31.74.03": 9, "31.74.04": 12, "31.74.05": 10, "31.74.06": 9,
        "31.74.07": 10, "31.74.08": 12, "31.74.09": 9, "31.74.10": 9,
    },
    "no publication gives it by kecamatan; weights lean on population and rental housing; assumed",
    assumed=True,
)  # fmt: skip

CHANNEL_OF = {
    "neighbour": Distribution("Channel of neighbours", {"phone": 40, "whatsapp": 30, "public_page": 10,
                              "complaint_post": 12, "sapa129": 8}, "assumed", True),
    "family": Distribution("Channel of families", {"walk_in": 28, "phone": 25, "whatsapp": 20,
                           "complaint_post": 15, "sapa129": 12}, "assumed", True),
    "friend": Distribution("Channel of friends", {"whatsapp": 50, "public_page": 20, "phone": 20,
                           "complaint_post": 10}, "assumed", True),
    "witness": Distribution("Channel of witnesses", {"whatsapp": 35, "phone": 35, "public_page": 15,
                            "complaint_post": 15}, "assumed", True),
    "officer": Distribution("Channel of officers", {"referral": 65, "phone": 20, "outreach": 15}, "assumed", True),
    "survivor": Distribution("Channel of survivors", {"whatsapp": 35, "public_page": 20, "phone": 20,
                             "walk_in": 20, "sapa129": 5}, "assumed", True),
    "anonymous": Distribution("Channel of nameless reports", {"phone": 60, "public_page": 25, "letter": 15},
                              "assumed", True),
    "other": Distribution("Channel of others", {"phone": 40, "whatsapp": 30, "letter": 10, "public_page": 10,
                          "walk_in": 10}, "assumed", True),
}  # fmt: skip

ECHO_SHARE = (
    0.10  # of the people the reports are about; the recipe says 10 to 40 percent, we take the low end
)
STILL_OPEN_SHARE = 0.10  # of the cases: the file outlives the plan (assumed)
LATE_SHARE = 0.12  # of triages and answers: later than the clock allows (assumed)


def every() -> tuple[Distribution, ...]:
    """Return every distribution of this module."""
    own = [value for value in globals().values() if isinstance(value, Distribution)]
    return (*own, *CHANNEL_OF.values())
