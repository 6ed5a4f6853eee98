from django.db import migrations

from gugus.base.rls import AllowDelete


class Migration(migrations.Migration):
    """Removing a link to an agency's sign-in service deletes its row."""

    dependencies = [("accounts", "0003_resets"), ("socialaccount", "0001_initial")]

    operations = [AllowDelete("socialaccount_socialaccount")]
