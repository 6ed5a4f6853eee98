"""Where agreements opened a person's cases, as the ledger asks; and how that closes when consent is withdrawn."""

from datetime import datetime

from django.db.models import Q

from gugus.access.codes import FieldClass, Section
from gugus.access.models import Grant, User
from gugus.agreements.models import Agreement
from gugus.audit.actions import Named, record
from gugus.cases.models import Party
from gugus.consent.models import Ground, Override
from gugus.consent.queries import counting_for
from gugus.consent.reaching import Reach
from gugus.consent.rules import kinds_of

PURPOSE = "data_sharing"
BECAUSE = "the ledger came through its gate; row security limits to what one's own agency opened"


def tell(ground: Ground | Override, at: datetime) -> list[Reach]:
    """Cases of this person that lie open by an agreement to whom the ground names. An agreement needs no override."""
    if isinstance(ground, Override) or ground.purpose not in counting_for(PURPOSE):
        return []
    rows = Party.objects.unscoped(because=BECAUSE).filter(
        person_id=ground.person_id, role="survivor", until_at=None
    )
    cases = rows.filter(case__agency_id=ground.agency_id).values_list("case_id", flat=True)
    grants = _live().filter(record_kind="case", record_id__in=list(cases)).select_related("agency")
    fitting = [one for one in grants if _names(ground, one.agency)]
    papers = Agreement.objects.unscoped(because=BECAUSE).in_bulk({one.because_id for one in fitting})
    return [
        Reach(
            kind="agreement", pk=one.pk, ref=papers[one.because_id].ref, agency=one.agency, running=True,
            had=Section.IDENTITY in one.sections and (one.field_class or 0) >= FieldClass.PERSONAL,
            said=papers[one.because_id].get_state_display(), sections=tuple(one.sections),
        )
        for one in fitting if one.because_id in papers
    ]  # fmt: skip


def end(ground: Ground | Override, reach: Reach, *, by: User, at: datetime) -> None:
    """The case and the person close to this receiver now; the worker then looks at the case anew and leaves it shut."""
    opened = Grant.objects.unscoped(because=BECAUSE).get(pk=reach.pk)
    person = Q(record_kind__in=["person", "identity"], record_id=ground.person_id)
    mine = Q(record_kind="case", record_id=opened.record_id) | person
    rows = _live().filter(mine, agency_id=opened.agency_id, because_id=opened.because_id)
    closed = rows.update(ended_at=at)
    changes = {"agency": reach.agency.slug, "grants": closed}
    about = Named("agreement", opened.because_id, reach.ref)
    record(
        "access.closed", about=about, within=Named("case", opened.record_id), by=by, at=at, changes=changes
    )


def _live():
    rows = Grant.objects.unscoped(because=BECAUSE)
    return rows.filter(because_kind="agreement", ended_at=None, user=None)


def _names(ground: Ground, agency) -> bool:
    if ground.recipient_id:
        return ground.recipient_id == agency.pk
    return ground.recipient_kind in kinds_of(agency.kind)
