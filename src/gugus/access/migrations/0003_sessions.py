from django.db import migrations

from gugus.base.rls import AllowDelete


class Migration(migrations.Migration):
    """Signing out and dropping a second factor delete rows; nothing else of the web process does."""

    dependencies = [
        ("access", "0002_locks"),
        ("sessions", "0001_initial"),
        ("account", "0001_initial"),
        ("mfa", "0001_initial"),
    ]

    operations = [AllowDelete("django_session", "mfa_authenticator", "account_emailaddress")]
