"""What the posts of a unit finished last, found at once: what its forecasts are told from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_finished_by_procedure")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["unit", "-closed_at"],
                name="task_history",
            ),
        ),
    ]
