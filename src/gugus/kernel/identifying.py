"""What in a text could tell who somebody is, found by its form: numbers of papers, phones, references of files.

A name cannot be found like this; whoever writes is asked to leave it out. For texts that a whole task force reads.
"""

import re

_PATTERNS = {
    "nik": re.compile(r"(?<!\d)\d{4}[ .\-]?\d{4}[ .\-]?\d{4}[ .\-]?\d{4}(?!\d)"),
    "phone": re.compile(r"(?<!\d)(?:\+?62|0)[ .\-]?8\d(?:[ .\-]?\d){6,10}(?!\d)"),
    "passport": re.compile(r"\b[A-Z]{1,2}\d{6,8}\b"),
    "file": re.compile(r"\b(?:K|P|R|L|S|F|AS|PP|SI|PM)-[0-9A-Z]{4}-[0-9A-Z]{4}\b"),
}


def found_in(*texts: str | None) -> list[str]:
    """Codes of what these texts hold: nik, phone, passport, file (the reference of a case, person or report)."""
    whole = "\n".join(text for text in texts if text)
    return [code for code, pattern in _PATTERNS.items() if pattern.search(whole)]
