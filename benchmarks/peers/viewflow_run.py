"""The five-step dossier in django-viewflow: run as a process of its own, prints seconds.

The same eight acts as ours: filed, accepted, five steps, issued.

``python -m benchmarks.peers.viewflow_run <database url> <instances>``. A human step is a ``View``
node: taken by an officer who may do it, and done, in one transaction. State of thirty answers.
"""

import json
import sys
import time
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings


def configure(url: str) -> None:
    """Set Django up with viewflow alone."""
    parts = urlsplit(url)
    settings.configure(
        SECRET_KEY="benchmark",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "viewflow",
            "viewflow.workflow",
            "benchmarks.peers.viewflow_app",
        ],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path.lstrip("/"),
                "USER": parts.username,
                "HOST": parse_qs(parts.query).get("host", [parts.hostname])[0],
                "CONN_MAX_AGE": None,
            }
        },
    )
    django.setup()


def measure(instances: int) -> float:
    """Return the seconds that the instances took from start to end, a commit at each step."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import transaction

    from benchmarks.peers.viewflow_app.flows import STEPS, FiveSteps

    call_command("migrate", verbosity=0)
    officer = get_user_model().objects.create(username="officer")
    began = time.perf_counter()
    for _ in range(instances):
        process = FiveSteps.start.run()
        for name in STEPS:
            with transaction.atomic():
                _work(process.task_set.get(flow_task=getattr(FiveSteps.instance, name)), officer)
    return time.perf_counter() - began


def _work(task, officer):
    """Take the task and do it, as the view behind its page does; leave a mark, as ours does."""
    with task.activation() as activation:
        activation.assign(officer)
        activation.start(None)
        activation.process.data["answers"][0] = task.flow_task.name
        activation.process.save()
        activation.execute()


if __name__ == "__main__":
    configure(sys.argv[1])
    print(json.dumps({"seconds": measure(int(sys.argv[2]))}))
