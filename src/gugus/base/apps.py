import logging
import sys

from django.apps import AppConfig
from django.conf import settings

from gugus.base.logs import tell_briefly


class BaseConfig(AppConfig):
    name = "gugus.base"
    label = "base"

    def ready(self):
        if not (settings.DEBUG or settings.TESTING):
            logging.raiseExceptions = (
                False  # a message that cannot be formatted would be printed with its values
            )
            sys.excepthook = tell_briefly
