"""Fill the tables of clocks and holidays; what an official changed stays as it is."""

from django.core.management.base import BaseCommand

from gugus.tasks.seeds import seed_clocks, seed_holidays


class Command(BaseCommand):
    help = "Add the clocks of the law and the public holidays of 2020 to 2030 that are not there yet."

    def handle(self, *args, **options):
        clocks, days = seed_clocks(), seed_holidays(2020, 2030)
        if options["verbosity"]:
            self.stdout.write(f"{clocks} clocks, {days} holidays added.")
