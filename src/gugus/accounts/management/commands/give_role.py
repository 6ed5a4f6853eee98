"""Where only one person could say yes: the operator gives a role, and the trail says so."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gugus.access.actions import give_roles
from gugus.access.codes import Role
from gugus.access.models import User
from gugus.accounts.actions import roles_today
from gugus.accounts.models import Session
from gugus.audit.actions import record
from gugus.base.context import speaking_for


class Command(BaseCommand):
    help = "Give a role without a second person, for an agency that has none yet. Written to the trail."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("role", choices=[role.value for role in Role])
        parser.add_argument("--because", required=True, help="why no second person could agree")

    @transaction.atomic
    def handle(self, *, username, role, because, **options):
        now = timezone.now()
        today = timezone.localdate(now)
        user = User.objects.filter(username__iexact=username, is_active=True).first()
        if user is None:
            raise CommandError(f"Tidak ada akun aktif / no open account: {username}")
        if role in roles_today(user, today):
            self.stdout.write("Sudah memilikinya. / Has it already.")
            return
        give_roles(user=user, roles=[Role(role)], on=today, by=None)
        Session.objects.filter(user=user).delete()
        with speaking_for():
            record("access.roles_set", about=user, by=None, at=now, words=because, changes={"added": [role]})
        self.stdout.write(f"{user.username}: {role}")
