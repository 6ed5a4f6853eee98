from django.db import migrations, models


class Migration(migrations.Migration):
    """The trail is searched by the reference of a record and walked by agency."""

    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["about_ref", "-seq"], name="audit_ref"),
        ),
    ]
