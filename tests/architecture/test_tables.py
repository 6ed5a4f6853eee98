"""Every table is locked by row security, or is reference data with a reason."""

import pytest
from django.apps import apps
from django.db import connection, models

from gugus.base.scoped import ScopedManager

REFERENCE = {
    "base_datakey": "wrapped keys; worthless without the key file, and each locked row guards its own key's use",
    "base_cache": "counters of sign-in attempts",
    "places_area": "public list of areas",
    "places_areachange": "public list of areas",
    "places_loadedlist": "which list of areas was loaded",
    "places_boundary": "public shapes of areas",
    "places_areaname": "public short names of areas",
    "directory_agency": "public offices",
    "directory_taskforce": "public bodies",
    "directory_membership": "public bodies",
    "access_user": "staff register; every colleague must be nameable",
    "access_roleassignment": "staff register",
    "access_employment": "staff register",
    "accounts_session": "needed before anybody is known; keys are digests, contents are sealed",
    "access_apikey": "digests of keys; needed before anybody is known",
    "tasks_clock": "deadlines of the law",
    "tasks_holiday": "public holidays",
    "gugus_people_links": "names of tables; no rights for the application role",
    "gugus_acl_tables": "names of tables; no rights for the application role",
    "care_assessmentinstrument": "domains and sentences of the sheet of assessment; no word about anybody",
    "consent_purpose": "what data are used for; editable, no word about anybody",
    "consent_legalduty": "duties of the law; editable, no word about anybody",
    "consent_number": "numbers of the rules; editable",
    "consent_informationtext": "what is read out to everybody",
    "reintegration_monitoringrules": "schedules of visits and stop rule; no word about anybody",
    "trail_threshold": "from when on a figure is shown; no word about anybody",
    "audit_installation": "the name of the installation",
    "audit_signingkey": "public keys, given to everybody; only the worker may add",
    "audit_anchor": "roots of the trail, printed and given to others; only the worker may add",
    "audit_unsealed": "row numbers; no rights for the application role",
}
FOREIGN = ("django_", "auth_", "account_", "mfa_", "socialaccount_", "procrastinate_")


def tables() -> dict[str, tuple[bool, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity, relforcerowsecurity from pg_class "
            "where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
        )
        return {name: (on, forced) for name, on, forced in cursor.fetchall() if not name.startswith(FOREIGN)}


def test_every_table_is_locked_or_reference_data(db):
    open_tables = {name for name, (on, forced) in tables().items() if not (on and forced)}

    assert open_tables - REFERENCE.keys() == set()


def test_the_list_of_reference_data_is_true(db):
    locked = {name for name, (on, _) in tables().items() if on}

    assert locked & REFERENCE.keys() == set()
    assert REFERENCE.keys() - tables().keys() == set()


def test_no_policy_speaks_to_the_public(db):
    with connection.cursor() as cursor:
        cursor.execute("select tablename, policyname from pg_policies where 'public' = any(roles)")

        assert cursor.fetchall() == []


def test_the_application_role_owns_nothing_and_bypasses_nothing(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper or rolbypassrls from pg_roles where rolname in ('gugus_app', 'gugus_worker')"
        )
        assert cursor.fetchall() == [(False,), (False,)]

        cursor.execute("select count(*) from pg_class where pg_get_userbyid(relowner) = 'gugus_app'")
        assert cursor.fetchone() == (0,)


def test_definer_functions_fix_their_search_path(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "select proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace "
            "and proname not like 'procrastinate%%' "
            "and not coalesce(proconfig @> array['search_path=public, pg_temp'], false)"
        )

        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    "model", [m for m in apps.get_models() if m.__module__.startswith("gugus.")], ids=lambda m: m._meta.label
)
def test_a_locked_table_refuses_unscoped_reads_in_python_too(model):
    if model._meta.db_table in REFERENCE:
        return

    manager = model._default_manager
    # The application role cannot read these at all, so there is nothing to scope.
    writes_only = model._meta.db_table.startswith(
        ("people_searchtoken", "base_keytrace", "outbox_", "audit_seal", "statistics_")
    )

    assert isinstance(manager, ScopedManager) or writes_only
    assert isinstance(model._base_manager, models.Manager)
