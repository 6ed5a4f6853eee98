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
    WAITING = "waiting", _("waiting for the virus scanner")


class Lost(TextChoices):
    """What an uploaded PDF had and the kept copy has not."""

    SIGNATURE = "signature", _("digital signature")
    SCRIPTS = "scripts", _("scripts and actions")
    LINKS = "links", _("links")
    FILES = "files", _("files within")
    FORM = "form", _("fields to fill in")
    NOTES = "notes", _("notes on the margin")
    MEDIA = "media", _("sound and film")
    METADATA = "metadata", _("data about author and program")


class RemovalCode(TextChoices):
    WRONG_RECORD = "wrong_record", _("It belongs to another record")
    WRONG_FILE = "wrong_file", _("The wrong file was chosen")
    TOO_MUCH = "too_much", _("It shows more than is needed")
    WITHDRAWN = "withdrawn", _("The person withdrew consent")
    DUPLICATE = "duplicate", _("It is there twice")
    FORGOTTEN = "forgotten", _("The record was made anonymous")


ENDINGS = {MediaType.PDF: ".pdf", MediaType.JPEG: ".jpg", MediaType.PNG: ".png", MediaType.TEXT: ".txt"}
