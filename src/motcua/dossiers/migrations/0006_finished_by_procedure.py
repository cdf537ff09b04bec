"""The last dossiers of a procedure, found at once: what its public page counts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0005_component_checks")]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", False)),
                fields=["procedure_code", "-finished_at"],
                name="dossier_finished",
            ),
        ),
    ]
