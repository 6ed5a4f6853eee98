import django.db.models.deletion
from django.db import migrations, models

from gugus.access.codes import Section
from gugus.kernel.ids import new_id, new_ref

PLAIN = {one.value for one in Section}


def carry_over(apps, schema_editor):
    """Each referral that was sent before there was a ledger gets the line it rested on, marked as carried over.

    Only what stood in open columns: the words stay with the referral, sealed under its own key.
    """
    Referral = apps.get_model("referrals", "Referral")
    Ground = apps.get_model("consent", "Ground")
    for one in Referral.objects.exclude(state="draft").filter(ground=None).iterator():
        danger = one.basis == "vital_interest"
        moment = one.sent_at or one.written_at
        ground = Ground(
            id=new_id(), ref=new_ref("DS"), person_id=one.person_id, agency_id=one.agency_id, purpose="referral",
            recipient_kind="agency", recipient_id=one.to_agency_id, basis=one.basis, answer="given",
            sections=[code for code in one.sections if code in PLAIN], asked_at=moment,
            until_at=(one.ended_at or moment) if danger else None, recorded_by_id=one.written_by_id,
            recorded_at=one.written_at, carried_over=True,
        )  # fmt: skip
        ground.save(force_insert=True)
        Referral.objects.filter(pk=one.pk).update(ground=ground)


class Migration(migrations.Migration):
    dependencies = [("consent", "0003_tables"), ("referrals", "0007_way")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="ground",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consent.ground",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="override",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consent.override",
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("consent", "Consent of the survivor or guardian"),
                    ("legal_duty", "Legal duty"),
                    ("vital_interest", "Vital interest: life or safety in danger"),
                    ("override", "Sent without a basis; a second person reviews it"),
                ],
                max_length=16,
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
    ]
