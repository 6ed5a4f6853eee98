"""What one case needs to be told: the frame, the people, the words, the moments it starts from."""

import re
from dataclasses import dataclass
from datetime import datetime
from random import Random

from gugus.demo import cast
from gugus.demo.imagined import ImaginedParty
from gugus.demo.moments import day_of, office_after
from gugus.demo.narratives import Story, spoken
from gugus.demo.slots import Destination

POLICE_TALK = re.compile(
    r"\b(LP|[Pp]enyidik|[Pp]enyidikan|[Tt]ersangka|[Ss]idang|[Pp]erkara|[Tt]untutan|[Pp]olda|SP2HP|terlapor"
    r"|pemeriksaan polisi|laporan polisi|[Rr]estitusi|visum|Visum|[Dd]iperiksa|[Dd]itahan|direkam|LPSK)\b"
)
HOME_UNITS = {"52": "uptd-ppa-lotim", "32": "uptd-ppa-indramayu", "53": "uptd-ppa-kupang",
              "33": "uptd-ppa-cilacap", "18": "uptd-ppa-lamtim"}  # fmt: skip


@dataclass
class Path:
    """Everything one case needs to be told; `slots` are the words of its report."""

    chance: Random
    story: Story
    slots: dict
    parties: tuple[ImaginedParty, ...]
    area: str
    dest: Destination
    received_at: datetime
    opened_at: datetime
    to_police: bool
    key: str
    risk: str

    def say(self, text: str, **more) -> str:
        """Fill a sentence of the frame with the words of this telling."""
        return spoken(self.chance, text, self.slots | more)

    def on_day(self, day: int) -> datetime:
        """Return an office moment some days after opening, a little off the frame's day."""
        drift = self.chance.randrange(0, 1 + day // 6) if day else 0
        return office_after(self.chance, self.opened_at, day + drift)

    @property
    def survivors(self) -> list[ImaginedParty]:
        """Return the people the case is about."""
        return [party for party in self.parties if party.role == "survivor"]

    @property
    def has_child(self) -> bool:
        """Tell whether a survivor was under 18 on the day of the report."""
        day = day_of(self.received_at)
        return any((day - party.person.born_on).days < 18 * 365.25 for party in self.survivors)

    def sounds_right(self, text: str) -> bool:
        """Tell whether a sentence fits: without a police report nobody speaks of suspects and files."""
        return self.to_police or not POLICE_TALK.search(text)

    def receiver(self, agency: str, moment: datetime) -> str:
        """Return who stands in for a frame's agency: by home, by country, by day. "" when none fits."""
        if agency.startswith("uptd-ppa-"):
            agency = HOME_UNITS.get(self.survivors[0].person.home_area[:2], "")
        if agency == "kbri-pp" and self.dest.country != "KH":
            agency = "kemlu-pwni"
        return cast.standing_on(agency, day_of(moment)) if agency else ""
