"""Does a text that is meant for many readers point to a person by mistake? Looks at its shape only; nothing is kept.

For texts of the task force's room (recommendations, minutes, reports), in which nobody may be named. What is found is
told to the writer as a code; the text itself is never repeated. A name without any mark around it cannot be found.
"""

import re

NIK = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
PHONE = re.compile(r"(?<![\d/.-])(?:\+?62|0)[ -]?8(?:[ .-]?\d){7,11}(?!\d)")
PASSPORT = re.compile(r"\b[A-Z]{1,2} ?\d{7}\b")
MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
WHO = r"(?:korban|penyintas|anak|saksi|pelapor|pelaku|tersangka|terdakwa|klien|victim|survivor|child|witness|suspect)"
CALLED = r"(?:bernama|berinisial|inisial|atas nama|a\.?n\.|named|called|initials?)"
NAMED = re.compile(rf"\b{WHO}\b(?:\W+\w+){{0,3}}\W+{CALLED}\W+\w", re.IGNORECASE)
RECORD = re.compile(r"\b(?:K|L|P|R|S|F|AS|PP|SI|PM)-[0-9A-Z]{4}-[0-9A-Z]{4}\b")

LOOKS = {"nik": NIK, "phone": PHONE, "passport": PASSPORT, "mail": MAIL, "named": NAMED, "record": RECORD}


def points_to_a_person(text: str) -> list[str]:
    """Codes of what in a text points to a person (the keys of LOOKS); empty when nothing does."""
    return [code for code, looks in LOOKS.items() if looks.search(text or "")]
