"""What a file can be, and what a scanner said of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MediaType(TextChoices):
    PDF = "application/pdf", _("PDF")
    JPEG = "image/jpeg", _("JPEG picture")
    PNG = "image/png", _("PNG picture")
    TEXT = "text/plain", _("Text")


class ScanState(TextChoices):
    NOT_SCANNED = "not_scanned", _("not scanned for viruses")
    CLEAN = "clean", _("scanned, nothing found")
    INFECTED = "infected", _("virus found")


class RemovalCode(TextChoices):
    WRONG_RECORD = "wrong_record", _("It belongs to another record")
    WRONG_FILE = "wrong_file", _("The wrong file was chosen")
    TOO_MUCH = "too_much", _("It shows more than is needed")
    WITHDRAWN = "withdrawn", _("The person withdrew consent")
    DUPLICATE = "duplicate", _("It is there twice")


ENDINGS = {MediaType.PDF: ".pdf", MediaType.JPEG: ".jpg", MediaType.PNG: ".png", MediaType.TEXT: ".txt"}
