"""Derive all facts anew, for instance after a restore or a changed rule."""

from time import monotonic

from django.core.management.base import BaseCommand
from django.db import transaction

from gugus.statistics.keeping import rebuild


class Command(BaseCommand):
    help = "Derive the facts behind the figures anew from the records."

    def handle(self, **options):
        started = monotonic()
        with transaction.atomic():
            written = rebuild()
        self.stdout.write(f"{written} facts in {monotonic() - started:.1f} s.")
