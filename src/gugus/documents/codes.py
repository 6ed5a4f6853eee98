"""What a document is written as, where it stands, why a number was struck out."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(TextChoices):
    PDF = "pdf", _("PDF, to print and sign")
    DOCX = "docx", _("Word (DOCX), to go on writing")


class State(TextChoices):
    ASKED = "asked", pgettext_lazy("document", "asked for")
    MAKING = "making", pgettext_lazy("document", "being made")
    READY = "ready", pgettext_lazy("document", "ready")
    FAILED = "failed", pgettext_lazy("document", "could not be made")
    PURGED = "purged", pgettext_lazy("document", "file deleted")


class VoidCode(TextChoices):
    """Why a numbered letter counts no more; its number stays in the register, struck out."""

    MISTAKE = "mistake", _("written by mistake")
    REPLACED = "replaced", _("replaced by another letter")
    NOT_SENT = "not_sent", _("not signed or not sent")


MEDIA_TYPES = {
    Form.PDF: "application/pdf",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
UNFINISHED = (State.ASKED, State.MAKING)
