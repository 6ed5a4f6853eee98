"""What stands in the sheet of consent that `documents` makes: the text as read out and the answer; never the name."""

from datetime import datetime

from django.utils.translation import get_language

from gugus.access.codes import Section
from gugus.access.viewer import Viewer
from gugus.consent import queries
from gugus.consent.codes import Basis
from gugus.consent.gate import ground_for
from gugus.consent.models import Ground, Purpose
from gugus.consent.showing import shown


def gather_sheet(viewer: Viewer, ref: str, at: datetime) -> dict:
    """One line of the ledger as a sheet to sign."""
    ground, _sight = ground_for(viewer, ref, at=at)
    language = get_language() or "id"
    purpose = Purpose.objects.filter(code=ground.purpose).order_by("-valid_from").first()
    text = ground.text or queries.text_on(at)
    line = shown([ground], at)[0]
    sections = dict(Section.choices)
    return {
        "ref": ground.ref,
        "subject": "Lembar persetujuan (informed consent)",
        "text": text.text_in(language) if text else "",
        "text_version": str(text.number) if text else "",
        "facts": [
            ["Orang (kode)", ground.person.ref],
            [
                "Untuk",
                f"{purpose.words_in(language)}. {purpose.plain_in(language)}" if purpose else line.purpose,
            ],
            ["Penerima", line.recipient],
            ["Meliputi", ", ".join(str(sections.get(one, one)) for one in ground.sections)],
            ["Berlaku sampai", ground.until_at],
            ["Jawaban", _answer(ground)],
            ["Ditanyakan", ground.asked_at],
            *([["Pendapat anak", ground.get_child_view_display()]] if ground.child_view else []),
            ["Bahasa dan juru bahasa", ground.language],
        ],
        "child": bool(ground.child_view),
    }


def _answer(ground: Ground) -> str:
    by_consent = ground.basis == Basis.CONSENT
    return ground.get_answer_display() if by_consent else ground.get_basis_display()
