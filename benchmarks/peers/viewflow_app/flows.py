"""A dossier accepted, done in five steps and issued: human work, so ``View`` nodes."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.flow.views import UpdateProcessView
from viewflow.workflow.models import Process

STEPS = ("accept", "step_1", "step_2", "step_3", "step_4", "step_5", "issue")
PAGE = UpdateProcessView.as_view(fields=[])


class FiveSteps(flow.Flow):
    """Filing, acceptance, five steps, issue; thirty answers in the process's own JSON."""

    process_class = Process
    start = flow.StartHandle(this.begin).Next(this.accept)
    accept = flow.View(PAGE).Next(this.step_1)
    step_1 = flow.View(PAGE).Next(this.step_2)
    step_2 = flow.View(PAGE).Next(this.step_3)
    step_3 = flow.View(PAGE).Next(this.step_4)
    step_4 = flow.View(PAGE).Next(this.step_5)
    step_5 = flow.View(PAGE).Next(this.issue)
    issue = flow.View(PAGE).Next(this.end)
    end = flow.End()

    def begin(self, activation):
        """Write the answers down."""
        activation.process.data = {"answers": [f"answer {n}" for n in range(30)]}
        activation.process.save()
        return activation.process
