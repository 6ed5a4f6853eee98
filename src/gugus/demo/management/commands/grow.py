"""Grow a database for measuring: many invented persons and cases, sealed like real ones."""

import os
import time
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from gugus.access.actions import add_user, give_roles
from gugus.access.codes import Role
from gugus.access.models import User
from gugus.demo.cast import DEMO_PASSWORD
from gugus.demo.growing import AlreadyGrowing, Owner, Size, grow
from gugus.demo.growing_referrals import grow_referrals
from gugus.demo.growing_room import grow_room
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Agency
from gugus.statistics.keeping import rebuild

SINCE = date(2014, 1, 1)
ROLES = (Role.CASE_MANAGER, Role.INTAKE_OFFICER, Role.ANALYST)
STAFF = 3  # of each agency


class Command(BaseCommand):
    help = (
        "Add many invented persons and cases, to measure with. Goes on where it stopped. Never in production."
    )

    def add_arguments(self, parser):
        parser.add_argument("--persons", type=int, default=1_000_000)
        parser.add_argument("--cases", type=int, default=200_000)
        parser.add_argument("--agencies", type=int, default=40)
        parser.add_argument("--referrals", type=int, default=0, help="between all agencies but the last")
        parser.add_argument(
            "--recommendations", type=int, default=0, help="with meetings and a plan; needs the demo's data"
        )
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count(), help="that seal; 0: only this one"
        )

    def handle(self, *, persons, cases, agencies, referrals, recommendations, processes, **options):
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("Invented people belong into GUGUS_MODE=demo only.")
        if persons < 4 or agencies < 1 or cases < 0:
            raise CommandError("At least four persons and one agency are needed.")
        if referrals and agencies < 3:
            raise CommandError("Referrals need three agencies: two that refer and one that does not.")
        self.began = time.monotonic()
        with transaction.atomic():
            size = Size(persons, cases, tuple(_owner(number) for number in range(1, agencies + 1)))
        try:
            grow(size, processes=processes, tell=self._tell)
            grow_referrals(size, referrals, at=timezone.now(), tell=self._tell)
            grow_room(recommendations, at=timezone.now(), tell=self._tell)
        except AlreadyGrowing:
            raise CommandError("Another grow works on this database. Wait for it or stop it.") from None
        self._tell("counting the figures")
        rebuild()
        with connection.cursor() as cursor:
            for table in (
                "people_person",
                "people_identity",
                "people_searchtoken",
                "cases_case",
                "intake_report",
                "referrals_referral",
                "followup_recommendation",
                "meetings_meeting",
                "actionplan_activity",
            ):
                cursor.execute(f"select count(*) from {table}")
                self._tell(f"{cursor.fetchone()[0]:,} rows in {table}")

    def _tell(self, line: str) -> None:
        self.stdout.write(f"{time.monotonic() - self.began:7.1f} s  {line}")
        self.stdout.flush()


def _owner(number: int) -> Owner:
    """The agency of this number with its people, made when it is not there."""
    agency, is_new = Agency.objects.get_or_create(
        slug=f"uji-{number:02d}",
        defaults={
            "name": f"Lembaga Uji {number:02d}", "name_en": f"Test Agency {number:02d}",
            "kind": AgencyKind.PROTECTION_UNIT, "area_code": settings.HOME_AREA, "valid_from": SINCE,
        },
    )  # fmt: skip
    if is_new:
        _staff(agency, number)
    staff = User.objects.filter(agency=agency).order_by("username").values_list("pk", flat=True)
    return Owner(agency.pk, tuple(staff))


def _staff(agency: Agency, number: int) -> None:
    """People uji01a, uji01b, … with the demo's password, hashed once."""
    model = User(password="")
    earlier = User.objects.filter(username="uji01a").values_list("password", flat=True).first()
    if earlier is None:
        model.set_password(DEMO_PASSWORD)
    for letter in "abcdefgh"[:STAFF]:
        user = add_user(
            username=f"uji{number:02d}{letter}", full_name=f"Petugas Uji {number:02d} {letter.upper()}",
            agency=agency, roles=[], password=None, title="Pengukuran", by=None, at=timezone.now(),
        )  # fmt: skip
        user.password = earlier or model.password
        user.save(update_fields=["password"])
        give_roles(user=user, roles=list(ROLES), on=SINCE, by=None)
