from django.db import migrations

from gugus.reintegration.tables import shipped

# A version that reintegrations may rest on is never rewritten: a change is the next number.
STAYS = """
create function reintegration_rules_stay() returns trigger language plpgsql as $$
begin
    if current_user <> 'gugus_app' then
        if tg_op = 'DELETE' then return old; end if;
        return new;
    end if;
    raise exception 'a version of the rules stays as it is' using errcode = 'insufficient_privilege';
end $$;
create trigger rules_stay before update or delete on reintegration_monitoringrules
    for each row execute function reintegration_rules_stay();
"""


def seed(apps, schema_editor):
    apps.get_model("reintegration", "MonitoringRules").objects.create(**shipped())


class Migration(migrations.Migration):
    dependencies = [("reintegration", "0003_rules_and_corrections")]

    operations = [
        migrations.RunPython(seed, migrations.RunPython.noop),
        migrations.RunSQL(STAYS, "drop function reintegration_rules_stay cascade"),
    ]
