"""Fill an empty database with the invented world of the demo."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gugus.access.models import User
from gugus.demo.accounting import account_for
from gugus.demo.agreeing import enact_agreements
from gugus.demo.as_of import as_of
from gugus.demo.cast import START
from gugus.demo.conferring import confer
from gugus.demo.enacting import Stage, enact_report
from gugus.demo.enacting_cases import ask_today, enact_case, join_case
from gugus.demo.families import ask_together
from gugus.demo.gathering import gather
from gugus.demo.giving_away import give_away
from gugus.demo.grouping import expect_group
from gugus.demo.imagine import imagine_world
from gugus.demo.lettering import write_letters
from gugus.demo.measuring import show_figures
from gugus.demo.outside import answer_from_outside
from gugus.demo.planning_action import plan_action
from gugus.demo.planning_care import plan_care
from gugus.demo.prosecuting import prosecute
from gugus.demo.providing import expect_people, fill_directory
from gugus.demo.publishing import tell_everybody
from gugus.demo.recommending import recommend
from gugus.demo.restituting import restitute
from gugus.demo.returning import bring_home
from gugus.demo.sending_home import send_home
from gugus.demo.settling import settle_cast
from gugus.demo.sheltering import open_houses
from gugus.demo.structuring import structure
from gugus.demo.told import choose_for
from gugus.outbox.models import Event
from gugus.statistics.keeping import rebuild

NEWS = timedelta(days=21)


class Command(BaseCommand):
    help = "Load the demo: invented people, invented numbers. Twice is once. Never in production."

    def add_arguments(self, parser):
        parser.add_argument("--until", type=datetime.fromisoformat, help="pretend that today is this day")

    def handle(self, *, until, **options):
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("The demo is for GUGUS_MODE=demo only.")
        if User.objects.exists():
            self.stdout.write("The demo is already there.")
            return
        today = until.date() if until else timezone.localdate()
        with transaction.atomic():
            self._load(today)

    def _load(self, today):
        zone = timezone.get_current_timezone()
        agencies, users = settle_cast(datetime.combine(START, time(8), zone))
        stage = Stage(agencies, users)
        end = min(timezone.now(), datetime.combine(today + timedelta(days=1), time(0), zone))
        imagined = (as_of(told, end) for told in imagine_world(until=today))
        world = [told for told in imagined if told]  # nothing of this evening before it is evening
        for number, told in enumerate(sorted(world, key=lambda one: one.received_at), start=1):
            report = enact_report(stage, told)
            if told.case:
                enact_case(stage, told, report, until=end)
            elif told.joins in stage.cases:
                join_case(stage, told, report)
            if number % 50 == 0:
                self.stdout.write(f"{number} of {len(world)} reports")
        choose_for(users, at=end)
        ask_today(stage, at=end - timedelta(hours=1))
        ask_together(stage, at=end - timedelta(minutes=40))
        answer_from_outside(stage, at=end)
        enact_agreements(stage, until=end)
        confer(stage, at=end)
        gather(stage, at=end)
        restitute(stage, at=end)
        plan_care(stage, at=end)
        prosecute(stage, at=end)
        fill_directory(agencies, users, at=end - timedelta(hours=2))
        open_houses(stage, at=end - timedelta(minutes=5))
        expect_people(users, at=end - timedelta(minutes=50))
        bring_home(stage, at=end - timedelta(minutes=30))
        send_home(stage, at=end)
        expect_group(stage, at=end - timedelta(minutes=10))
        give_away(stage, at=end - timedelta(hours=1))
        write_letters(stage, at=end)
        structure(stage, at=end - timedelta(hours=3))
        recommend(stage, at=end)
        plan_action(stage, at=end)
        # What happened long ago was dealt with long ago; only the last weeks still reach the desks as news.
        Event.objects.filter(at__lt=end - NEWS).update(settled_at=end)
        rebuild()
        show_figures(stage, at=end)
        account_for(stage, at=end)
        tell_everybody(stage, at=end)
        self.stdout.write(f"{len(world)} reports, {len(stage.cases)} cases, {len(stage.persons)} persons")
