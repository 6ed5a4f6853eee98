from django.db import migrations

# Art. 18: she may have been forced to an offence. Police, prosecutor, court and everybody else on the case get no row of
# such a warning; the agency that answers for the case, and legal aid and LPSK to whom justice was opened, read it.
HER_SIDE = """
create policy her_side_alone on cases_flag as restrictive for select to gugus_app using (
  kind <> 'non_punishment' or gugus_owns('case', case_id)
  or (gugus_may('case', case_id, 'justice') and exists (select 1 from directory_agency a
      where a.id = (select gugus_agency()) and a.kind in ('legal_aid', 'witness_protection')))
)
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_closing_with_a_second_person"), ("access", "0013_locks_of_ceilings")]

    operations = [migrations.RunSQL(HER_SIDE, "drop policy her_side_alone on cases_flag")]
