"""Every open column that could hold words about somebody says why it may be open. Otherwise: SealedField.

Columns with choices, references (`…_ref`), kinds of records (`…_kind`) and codes (`…_code`) are not asked. If this test
names a column of yours: seal it, or give it choices, or write it down here with the reason.
"""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

OPEN = {
    "codes of the law's lists, which actions and forms check": """
        cases.Case.exploitation cases.Case.risk cases.Incident.country cases.Incident.modus
        cases.Incident.recruitment_channel cases.Party.relation cases.RouteLeg.country cases.RouteLeg.transport
        justice.Charge.provision justice.Charge.aggravations justice.Protection.kinds justice.Hearing.zone
        restitution.LedgerLine.head
        care.ServiceLine.service care.ServiceLine.section care.ServiceLine.code cases.ChronologyEntry.section
        care.Appointment.code care.DomainScore.domain care.DomainScore.section care.Goal.domain care.Goal.section
        care.PlanStep.section care.NeedsAssessment.instrument care.NeedsAssessment.profession
        intake.Mention.sex intake.Mention.nationality intake.Mention.home_area intake.Report.channel
        intake.Report.danger_signs intake.Report.country intake.Report.reporter_role
        people.Person.nationality people.Person.home_area people.Person.education people.Person.disability
        agreements.Agreement.scope_area agreements.Agreement.scope_form agreements.Agreement.scope_service
        referrals.Move.code referrals.Referral.code referrals.Referral.service referrals.Referral.sections
        shelter.Stay.code shelter.Stay.ground
        shelter.Placement.code
        conferences.Conference.code conferences.Invitation.code conferences.Shown.basis
        meetings.Item.count meetings.Item.source meetings.Meeting.code meetings.Meeting.number
        meetings.Point.recommendation
        repatriation.Repatriation.code repatriation.Repatriation.from_point repatriation.Repatriation.from_area
        repatriation.Repatriation.to_point repatriation.Repatriation.to_area repatriation.Leg.transport
        repatriation.Leg.from_point repatriation.Leg.from_area repatriation.Leg.to_point repatriation.Leg.to_area
        repatriation.Leg.from_zone repatriation.Leg.to_zone repatriation.Handover.point repatriation.Handover.area
        repatriation.Handover.zone repatriation.Cost.currency repatriation.Cost.payer
        repatriation.HandedPerson.sex
        reintegration.Reintegration.risk reintegration.Reintegration.code reintegration.PreparationStep.step
        reintegration.Placement.overridden reintegration.MonitoringVisit.needs reintegration.VisitRecord.needs
        reintegration.OutcomeAnswer.indicator
        followup.Line.code
        transfers.Transfer.code transfers.Transfer.risk transfers.Step.code
        referrals.Referral.age_band referrals.Referral.sex referrals.Referral.accessibility
        referrals.Referral.language
        screening.Assessment.acts screening.Assessment.means screening.Assessment.purposes
        screening.Assessment.exploitation screening.Assessment.ruled_out screening.Assessment.circumstances
        screening.Assessment.direction screening.Assessment.indicators screening.Assessment.proposed
        screening.EvidenceItem.source screening.EvidenceItem.strength screening.IdentificationDecision.elements
        access.Grant.basis notices.Notice.code
        consent.Ground.purpose consent.Ground.duty consent.LegalDuty.agency_kinds
        consent.LegalDuty.code consent.Number.code consent.Override.purpose consent.Override.why_none
        consent.Purpose.also_by consent.Purpose.code consent.Recall.duty consent.Withdrawal.code
        consent.Withdrawal.kept
        outbox.Event.topic people.SearchToken.purpose tasks.Clock.code tasks.Clock.step base.KeyTrace.what
    """,
    "codes and area codes of a public directory, which actions and forms check": """
        providers.Offering.service providers.Offering.accessibility providers.Offering.areas
    """,
    "a figure as it was shown: protected counts with definition, period, versions, digests; never an exact count": """
        figures.Snapshot.period figures.Snapshot.query_version figures.Snapshot.definitions_version
        figures.Snapshot.content figures.Snapshot.digest figures.Snapshot.values_digest
        figures.Recount.found_digest figures.Recount.lines
    """,
    "what offices and papers published to everybody; forms say: no word about a person; notes are sealed": """
        figures.Published.topic figures.Published.topic_key figures.Published.period figures.Published.period_key
        figures.Published.value_words figures.Published.unit figures.Published.source
        figures.Published.publication figures.Resolution.topic_key figures.Resolution.period_key
    """,
    "words for everybody, searched for signs of persons and approved by a second one; signs are codes": """
        publication.Publication.title publication.Publication.body publication.Publication.title_en
        publication.Publication.body_en
        publication.Publication.looked_at
    """,
    "reports of a task force: titles and captions, checked for numbers and files; texts and reasons are sealed": """
        reporting.ForceReport.title reporting.ForceReport.digest reporting.ForceReport.files
        reporting.Chapter.code reporting.Chapter.title reporting.Chapter.hint
        reporting.ChapterFigure.digest reporting.ChapterFigure.caption
        reporting.UpwardReport.digest reporting.UpwardReport.key_name
        reporting.UpwardReport.parcel_sha256 reporting.ReportParcel.sha256
        reporting.KnownSender.name reporting.KnownSender.public reporting.KnownSender.key_name
        reporting.KnownSender.area_codes
    """,
    "the matrix of a public plan: strategies, activities, indicators, targets; forms say: no name of a person": """
        actionplan.Plan.title actionplan.Plan.basis_words actionplan.Strategy.name actionplan.Programme.name
        actionplan.Activity.name actionplan.Indicator.name actionplan.Indicator.unit
        actionplan.Indicator.baseline_words actionplan.Target.words actionplan.Target.reason
        actionplan.Achieved.words actionplan.PeriodReport.period
    """,
    "public offices: their own numbers and the name of the house; a private number and an address are sealed": """
        providers.Offering.title providers.Offering.phone providers.Offering.duty_phone
    """,
    "code names of houses, of their rooms and beds; the address is sealed": """
        shelter.House.name shelter.Room.name shelter.Bed.name
    """,
    "how a list is read: codes of columns, ids of persons who were recognised": """
        groups.Load.meanings groups.Load.known
    """,
    "a code of the law's list of transports": """
        groups.HandOrder.transport
    """,
    "keyed digests of one group or agency: a second row of the same person, the meaning of a heading": """
        groups.Member.marks groups.Heading.heading_digest
    """,
    "partial ISO dates": """
        cases.Incident.from_on cases.Incident.to_on cases.RouteLeg.on intake.Report.happened_on
    """,
    "the name of a language (people speak it by thousands); forms say so": """
        people.Person.language
    """,
    "the number of a paper between agencies, and names of its steps": """
        agreements.Agreement.number agreements.Step.verb
    """,
    "the language of an explanation (people speak it by thousands); forms say so": """
        consent.Ground.language
    """,
    "public offices, public law, calendars: no word about a person's case": """
        directory.Agency.slug directory.Agency.name directory.Agency.name_en directory.Agency.phone
        directory.Agency.email directory.Agency.services directory.Agency.capacity_note
        directory.TaskForce.name directory.TaskForce.legal_basis taskforce.LegalBasis.number
        taskforce.LegalBasis.title taskforce.Position.office taskforce.Frequency.source
        tasks.Clock.words_id tasks.Clock.words_en tasks.Clock.legal_basis tasks.Clock.provision tasks.Clock.reason
        consent.InformationText.text_en consent.InformationText.text_id consent.LegalDuty.legal_basis
        consent.LegalDuty.plain_en consent.LegalDuty.plain_id consent.LegalDuty.reason consent.LegalDuty.words_en
        consent.LegalDuty.words_id consent.Number.legal_basis consent.Number.reason consent.Number.words_en
        consent.Number.words_id consent.Purpose.plain_en consent.Purpose.plain_id consent.Purpose.reason
        consent.Purpose.words_en consent.Purpose.words_id
        care.AssessmentInstrument.domains care.AssessmentInstrument.reason
        reintegration.MonitoringRules.basis reintegration.MonitoringRules.reason
        tasks.Holiday.name screening.IdentificationDecision.outside_body screening.IdentificationDecision.instrument
        screening.IdentificationDecision.instrument_version access.MatrixVersion.content
        retention.RetentionRule.basis_id retention.RetentionRule.basis_en retention.RetentionRule.reason
        documents.Letterhead.over documents.Letterhead.name documents.Letterhead.address documents.Letterhead.phone
        documents.Letterhead.email documents.Letterhead.place documents.Letterhead.pattern documents.Letterhead.unit
        documents.Letterhead.codes documents.Document.number documents.Document.template_version
    """,
    "staff register: every colleague must be nameable": """
        documents.Signer.full_name documents.Signer.nip documents.Signer.rank documents.Signer.position
        access.User.password access.User.username access.User.full_name access.User.title access.User.email
        access.User.language exchange.Export.language access.ApiKey.name access.ApiKey.hint accounts.Acceptance.language
        accounts.Acceptance.version
    """,
    "keyed digests, keys' names, signatures: nothing can be read from them": """
        repatriation.Handover.digest repatriation.Signature.digest
        conferences.Conference.digest documents.Document.digest documents.Document.measure documents.Document.sha256
        meetings.Invitation.link_digest meetings.Meeting.digest meetings.Meeting.roll_digest
        guests.GuestPass.link_digest guests.GuestPass.code_digest guests.GuestPass.session_digest
        intake.Report.caller_digest intake.Report.return_digest files.Attachment.sha256 files.Attachment.signatures
        notices.Address.code_digest notices.Address.refused_digest notices.Dispatch.provider_digest
        notices.ProviderReceipt.event_digest notices.ProviderReceipt.provider_digest
        exchange.Export.sha256 retention.Certificate.digest retention.Certificate.previous retention.Run.digest
        approvals.Request.digest accounts.Acceptance.digest audit.Anchor.root audit.Anchor.text audit.SigningKey.name
        audit.SigningKey.public audit.SigningKey.text base.DataKey.kek base.KeyTrace.kek base.KeyTrace.caller
    """,
    "keys that programs choose, to repeat a write safely": """
        access.IdempotentWrite.key approvals.Request.key exchange.Export.key documents.Document.key
    """,
    "the trail: verbs, sign-in names, reasons by code; sealed values only as keyed digests (tests/audit)": """
        audit.Entry.verb audit.Entry.actor audit.Entry.reason audit.Entry.changes
    """,
    "random names of messages towards a server": """
        notices.Dispatch.key notices.ProviderReceipt.dispatch_key
    """,
    "facts for whoever decides or hears of it: codes, references, counts, moments": """
        transfers.Preview.facts transfers.Stub.facts
        approvals.Request.facts outbox.Event.facts outbox.Delivery.subscriber tasks.Task.title_params
        exchange.Export.filters exchange.Export.listed exchange.Export.problem
    """,
    "certificates of forgetting: references, counts, tables; a test of theirs searches them for words": """
        cases.Case.certificate intake.Report.certificate people.Person.certificate retention.Certificate.text
        retention.Item.gone
    """,
    "how an office processes data and what it promises; forms say: no word about a person": """
        privacy.AssessmentVersion.necessity privacy.AssessmentVersion.opinion
        privacy.AssessmentVersion.risks privacy.AssessmentVersion.scope privacy.PrivacyNotice.contact
        privacy.PrivacyNotice.text_en privacy.PrivacyNotice.text_id privacy.RecordVersion.abroad_words
        privacy.RecordVersion.basis_words privacy.RecordVersion.function privacy.RecordVersion.joint
        privacy.RecordVersion.measures privacy.RecordVersion.purpose privacy.RecordVersion.reason
        privacy.RecordVersion.recipients privacy.RecordVersion.retention privacy.RecordVersion.title
    """,
    "codes, references and fields of a register": """
        privacy.BreachNote.code privacy.BreachNote.facts privacy.ProcessingRecord.key
        privacy.RequestFile.role
    """,
    "a fingerprint of the inventory": """
        privacy.AssessmentVersion.inventory_digest
    """,
    "the kind of an error, never its words": """
        outbox.Delivery.last_error
    """,
    "signed and short-lived: user, language, messages of references": """
        accounts.Session.session_data accounts.Session.session_key accounts.Session.device
    """,
}
REASONS = {column: reason for reason, columns in OPEN.items() for column in columns.split()}
# Whole contexts whose texts are codes, areas and counts by construction.
CONTEXTS = {"statistics": "codes and areas of figures", "places": "public list of areas"}
NAMES = ("ref", "kind")


def open_columns() -> set[str]:
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith("gugus.") or model._meta.app_label in CONTEXTS:
            continue
        for field in model._meta.concrete_fields:
            kind = field.base_field if isinstance(field, ArrayField) else field
            words = isinstance(kind, (models.CharField, models.TextField, models.JSONField))
            named = field.name in NAMES or field.name.endswith(("_ref", "_kind", "_code"))
            if words and not kind.choices and not named:
                found.add(f"{model._meta.label}.{field.name}")
    return found


@pytest.mark.parametrize("column", sorted(open_columns()))
def test_an_open_column_of_words_says_why_it_is_open(column):
    assert column in REASONS, f"{column} is open: seal it, or write down in this test why it may be"


def test_no_reason_outlives_its_column():
    models_there = {model._meta.label for model in apps.get_models()}

    assert {one for one in REASONS.keys() - open_columns() if one.rpartition(".")[0] in models_there} == set()
