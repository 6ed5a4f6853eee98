"""What is known of how a survivor may be reached safely: the warnings that stand on the case."""

from gugus.cases.models import Case, Flag

KINDS = ("unsafe_contact", "threat", "how_to_meet")


def warnings_of(case: Case) -> list[Flag]:
    """Live warnings about contact, threats and how to approach her; every agency on the case reads them. One query."""
    rows = Flag.objects.unscoped(because="the case came through its gate").filter(case=case, kind__in=KINDS)
    return list(rows.filter(resolved_at=None).order_by("raised_at"))
