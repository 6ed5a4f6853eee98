"""What leaves the desk as a file: cells that a spreadsheet cannot run, and a line in the trail."""

from datetime import datetime
from typing import Any

from gugus.access.models import User
from gugus.audit.actions import record

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|")


def neutral(value: Any) -> str:
    """A cell as text that no spreadsheet takes for a formula."""
    text = (
        " ".join(map(str, value)) if isinstance(value, (list, tuple)) else "" if value is None else str(value)
    )
    return f"'{text}" if text.startswith(DANGEROUS) else text


def read_register(*, by: User, at: datetime, form: str, number: int) -> None:
    """The register left as paper or file."""
    record("privacy.register_exported", by=by, at=at, changes={"form": form, "records": number})


def read_inventory(*, by: User, at: datetime, form: str, digest: str) -> None:
    """The inventory left as paper or file."""
    record("privacy.inventory_exported", by=by, at=at, changes={"form": form, "digest": digest[:16]})
