"""The leader's board: load, forecast of lateness, proposals to rebalance."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.authority.api import NotAllowed, day_of, unit, units_named
from motcua.authority.types import Actor
from motcua.desk.lead import charts
from motcua.desk.lead.forms import AssignForm
from motcua.desk.lead.units import looked_at, name_of, page_of, role_name, step_name
from motcua.desk.work.doors import told
from motcua.dossiers.api import (
    LEAST_PAST,
    Board,
    BoardTask,
    Load,
    Proposal,
    led_units,
    may_assign,
)
from motcua.dossiers.api import assign as assign_task
from motcua.dossiers.api import board as board_of
from motcua.dossiers.api import proposals as proposals_of
from motcua.kernel.errors import DomainError
from motcua.look.doors import officers

SHOWN = 100


@require_safe
@officers
@told
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the units that the officer leads or oversees, and what is his own."""
    on = day_of(timezone.now())
    mine = [unit(each) for each in led_units(actor, on=on)]
    text = request.GET.get("q", "").strip()
    found = units_named(text, on=on) if text and mine else ()
    if len(mine) == 1 and not text and not request.GET:
        return redirect("lead:board", unit=mine[0].uid)
    own = [unit(each) for each in sorted(actor.unit_ids)]
    return render(
        request,
        "desk/lead/home.html",
        {
            "mine": [(each, name_of(each.id)) for each in mine],
            "own": [(each, name_of(each.id)) for each in own],
            "found": [(each, name_of(each.id)) for each in found],
            "q": text,
        },
    )


@require_safe
@officers
@told
def board(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Show the load of each officer and the dossiers by risk."""
    look = looked_at(unit, actor)
    told = board_of(look.unit.id, actor=actor, at=look.at)
    tasks = [_task(each) for each in told.tasks[:SHOWN]]
    loads = [_load(each) for each in told.loads]
    more = _totals(told) | {
        "tasks": tasks,
        "loads": loads,
        "chart": charts.load(loads),
        "chart_rows": [[row["who"], row["open"], row["due_today"], row["late"]] for row in loads],
        "chart_columns": [_("Officer"), _("Open"), _("Due today"), _("Late")],
        "least": LEAST_PAST,
        "shown": SHOWN,
    }
    return render(request, "desk/lead/board.html", page_of(look, "board", **more))


def _totals(told: Board) -> dict[str, Any]:
    return {
        "open": sum(load.open for load in told.loads),
        "due_today": sum(load.due_today for load in told.loads),
        "late": sum(load.late for load in told.loads),
        "waiting": sum(load.waiting for load in told.loads),
        "expected_late": told.expected_late,
        "unknown": sum(task.forecast is None and not task.waiting for task in told.tasks),
        "past": told.past,
        "cut": told.cut,
    }


def _load(load: Load) -> dict[str, Any]:
    return {
        "who": load.officer or _("Nobody yet"),
        "post": f"{role_name(load.post[1])}, {name_of(load.post[0])}",
        "absent": load.absent,
        "open": load.open,
        "due_today": load.due_today,
        "late": load.late,
        "waiting": load.waiting,
        "median": _hours(load.median_seconds),
        "closed": load.closed,
        "expected_late": load.expected_late,
    }


def _task(task: BoardTask) -> dict[str, Any]:
    told = task.forecast
    return {
        "task": task,
        "step": step_name(task.version_id, task.step),
        "who": task.officer or _("Nobody yet"),
        "percent": round(100 * told.late) if told else None,
        "left": _hours(told.left) if told else None,
        "tone": _tone(told.late) if told else "neutral",
        "samples": told.samples if told else 0,
    }


def _tone(chance: float) -> str:
    return "bad" if chance >= 0.5 else "warn" if chance >= 0.2 else "good"


def _hours(seconds: int | None) -> str | None:
    """Return working time as hours with one decimal."""
    if seconds is None:
        return None
    return _("%(hours)s working hours") % {"hours": f"{seconds / 3600:.1f}"}


@require_safe
@officers
@told
def proposals(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Show which tasks to give to whom, and what each move is expected to gain."""
    look = looked_at(unit, actor)
    found = proposals_of(look.unit.id, actor=actor, at=look.at)
    rows = [_proposal(each, actor) for each in found]
    chosen = next((r for r in rows if str(r["task"].task) == request.GET.get("confirm")), None)
    more = {"proposals": rows, "chosen": chosen}
    return render(request, "desk/lead/proposals.html", page_of(look, "proposals", **more))


def _proposal(proposal: Proposal, actor: Actor) -> dict[str, Any]:
    task = proposal.task
    return {
        "task": task,
        "step": step_name(task.version_id, task.step),
        "source": task.officer or _("Nobody yet"),
        "target": proposal.target,
        "target_id": proposal.target_id,
        "before": proposal.before,
        "after": proposal.after,
        "gain": proposal.before - proposal.after,
        "may": may_assign(actor, task),
    }


@require_POST
@officers
@told
def assign(request: HttpRequest, actor: Actor, unit: UUID) -> HttpResponse:
    """Give one task to one officer; what came between is told, nothing is overwritten."""
    form = AssignForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This proposal is no longer known. Choose again."))
        return redirect("lead:proposals", unit=unit)
    facts = form.cleaned_data
    try:
        assign_task(
            facts["dossier"],
            task=facts["task"],
            officer_id=facts["officer"],
            by=actor,
            at=timezone.now(),
            expected_seq=facts["seq"],
        )
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, error.message(request.LANGUAGE_CODE))
    else:
        messages.success(request, _("The dossier was given to its new officer."))
    return redirect("lead:proposals", unit=unit)
