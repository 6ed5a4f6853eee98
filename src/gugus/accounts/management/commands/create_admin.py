"""The first agency and its administrator, for an installation without demo data."""

from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from gugus.access.actions import add_user, give_roles
from gugus.access.codes import Role
from gugus.access.models import User
from gugus.accounts.actions import one_time_password
from gugus.directory.codes import AgencyKind, Level
from gugus.directory.models import Agency, Membership, TaskForce

SINCE = date(2020, 1, 1)


class Command(BaseCommand):
    help = (
        "Make the first agency, its task force and an administrator with a one-time password. Twice is once."
    )

    def add_arguments(self, parser):
        parser.add_argument("--username", default="admin")
        parser.add_argument("--name", default="Administrator")
        parser.add_argument("--agency", default="UPT PPPA", help="name of the agency that receives reports")

    @transaction.atomic
    def handle(self, *, username, name, agency, **options):
        if User.objects.exists():
            self.stdout.write("Sudah ada pengguna. / There are users already.")
            return
        now = timezone.now()
        office = Agency.objects.create(
            slug=settings.PUBLIC_DESK, name=agency, kind=AgencyKind.PROTECTION_UNIT,
            area_code=settings.HOME_AREA, valid_from=SINCE,
        )  # fmt: skip
        force = TaskForce.objects.create(
            name="Gugus Tugas PP-TPPO", level=Level.CITY, area_code=settings.HOME_AREA, valid_from=SINCE
        )
        Membership.objects.create(task_force=force, agency=office, secretariat=True, valid_from=SINCE)
        password = one_time_password()
        admin = add_user(
            username=username, full_name=name, agency=office, roles=[], password=password, by=None, at=now
        )
        admin.must_change_password = True
        admin.save(update_fields=["must_change_password"])
        roles = (Role.ADMINISTRATOR, Role.SUPERVISOR)
        give_roles(user=admin, roles=roles, on=timezone.localdate(now), by=None)
        self.stdout.write(f"nama pengguna / user name: {username}\nkata sandi / password: {password}")
