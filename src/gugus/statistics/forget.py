"""What is left in the figures: the counts themselves. A fact of a forgotten record loses its key and its day.

The rows stay, so that no figure changes; they lead to no record, and the month is the smallest time they know. Nobody
reads a row: the web process only counts, and small counts are hidden from everybody but the agency itself (ADR 0015).
"""

from datetime import datetime
from uuid import UUID

from django.db import connection

from gugus.statistics.keeping import keep_record

# Facts by the table whose rows they were counted from.
FACTS = (
    ("intake.Report", "report", "statistics_reportfact"),
    ("cases.Case", "case", "statistics_casefact"),
    ("cases.Party", "", "statistics_survivorfact"),
    ("referrals.Referral", "referral", "statistics_referralfact"),
    ("care.ServiceLine", "serviceline", "statistics_servicefact"),
)
RECORDS = {"intake.Report", "cases.Case"}
MORE = {
    "statistics_survivorfact": ", case_id = gen_random_uuid()",
    "statistics_casefact": ", closed_on = date_trunc('month', closed_on)::date",
    "statistics_referralfact": ", answer_due_at = date_trunc('month', answer_due_at)",
}


def beforehand(touched: dict[str, list[UUID]]) -> None:
    """Count once more while the record still tells: an event may be on its way."""
    for label, kind, _table in FACTS:
        for key in touched.get(label, ()) if kind else ():
            keep_record(kind, key)


def besides(touched: dict[str, list[UUID]], at: datetime) -> None:
    """Cut the facts of a whole file off from it. Of a person alone nothing changes: the file still counts."""
    if not RECORDS & touched.keys():
        return
    with connection.cursor() as cursor:
        for label, _kind, table in FACTS:
            cursor.execute(
                f'update {table} set id = gen_random_uuid(), "on" = date_trunc(\'month\', "on")::date'
                f"{MORE.get(table, '')} where id = any(%s)",
                [touched.get(label, [])],
            )
