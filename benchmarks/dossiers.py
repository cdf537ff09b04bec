"""Acts per second beside TPC-B, and a dossier of five steps beside two workflow engines.

All on one server with full durability, in one run. The paper of a result is typeset and signed
outside the clock where the peer makes none (its own cost: ``benchmarks.documents``, and the green
lane in ``benchmarks.green``); that it is registered, with its number and ledger entry, is timed.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from django.db import connection

from benchmarks.peers import spiff_run
from motcua.authority.tests.factories import make_officer, make_unit
from motcua.authority.types import Actor, Level, Role
from motcua.catalogue.types import Channel
from motcua.cli.postgres import embedded_programs
from motcua.documents.api import PreparedDocument, Sealing
from motcua.dossiers import api, store
from motcua.dossiers.rules import result
from motcua.dossiers.services import results
from motcua.dossiers.services.acting import scene_of
from motcua.dossiers.tests.factories import AT, World, publish
from motcua.dossiers.types import Snapshot

Row = dict[str, object]
FOLDERS = Path(__file__).parent / "procedures"
ANSWERS = {"answers": [f"answer {n}" for n in range(30)]}
CLIENTS = (1, 2, 8)
SCALE = 10
"""Branches of TPC-B, and communes of ours: as many books of numbers as it has hot rows."""
TURNS = 3
WARM = 3
"""Dossiers that each client does before the clock starts; pgbench runs too long to notice."""


def run(*, dossiers: int = 720, instances: int = 150, seconds: int = 4) -> list[Row]:
    """Return one row a figure: name, value, unit, what it is measured against, and the ratio."""
    world = World.make()
    for folder in ("three-acts", "five-steps"):
        publish(FOLDERS / folder)
    _pgbench("-i", "-q", "-s", str(SCALE))
    offices = [_office(world, number) for number in range(SCALE)]
    rows = [
        _beside_tpc_b(offices, clients, dossiers=dossiers, seconds=seconds) for clients in CLIENTS
    ]
    return rows + _five_steps(world, instances)


def _pgbench(*words: str) -> str:
    program = embedded_programs() / "pgbench"
    done = subprocess.run(
        [program, *words, os.environ["DATABASE_URL"]], capture_output=True, text=True, check=True
    )
    return done.stdout


def _tpc_b(clients: int, seconds: int) -> float:
    out = _pgbench("-n", "-c", str(clients), "-j", str(min(clients, 2)), "-T", str(seconds))
    line = next(line for line in out.splitlines() if line.startswith("tps ="))
    return float(line.split()[2])


def _filing(world: World, code: str) -> Any:
    return world.filing(procedure=code, channel=Channel.ONLINE, form=ANSWERS, given=())


def _office(world: World, number: int) -> World:
    """Return a commune of its own, with a desk, a head and a clerk."""
    commune = make_unit(parent=world.province, slug=f"commune-{number}")
    desk = make_unit(parent=commune, slug=f"desk-{number}", level=Level.ONE_STOP)
    posts = [(desk, Role.RECEIVER), (commune, Role.UNIT_HEAD), (commune, Role.CLERK)]
    officers = {(unit.pk, role.value): make_officer(unit, role) for unit, role in posts}
    return replace(world, commune=commune, desk=desk, posts=officers)


def _beside_tpc_b(offices: list[World], clients: int, *, dossiers: int, seconds: int) -> Row:
    """Measure both in turns, so that a neighbour's noise meets both; medians of the turns."""
    ours, theirs = [], []
    for _ in range(TURNS):
        ours.append(_acts(offices, clients, dossiers=dossiers // TURNS))
        theirs.append(_tpc_b(clients, seconds))
    name = f"acts (accept, forward, sign), {clients} client{'s' if clients > 1 else ''}"
    against = f"pgbench TPC-B, scale {SCALE}"
    return _row(name, median(ours), "acts/s", against, median(theirs))


def _acts(offices: list[World], clients: int, *, dossiers: int) -> float:
    """Return accept, forward and sign in acts a second, each with its ledger entry, durable."""
    share = dossiers // clients
    work = [[_ready(offices[n % SCALE]) for n in range(share + WARM)] for _ in range(clients)]
    connection.close()
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(clients + 1)
    workers = [context.Process(target=_client, args=(mine, gate)) for mine in work]
    for worker in workers:
        worker.start()
    gate.wait()
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    spent = time.perf_counter() - began
    assert all(worker.exitcode == 0 for worker in workers)
    return 3 * share * clients / spent


def _row(name: str, value: float, unit: str, against: str, reference: float) -> Row:
    return {
        "name": name,
        "value": round(value),
        "unit": unit,
        "against": f"{against}: {reference:,.0f}/s",
        "ratio": round(value / reference, 2),
    }


@dataclass(frozen=True, slots=True)
class Ready:
    """A filed dossier, who will act on it, and the paper to be signed, made beforehand."""

    uid: UUID
    receiver: Actor
    head: Actor
    paper: PreparedDocument


def _ready(office: World) -> Ready:
    dossier = api.submit(_filing(office, "9.100003"), by=office.applicant, at=AT)
    head = office.actor(office.commune, Role.UNIT_HEAD)
    return Ready(dossier.uid, office.receiver, head, _paper(office, dossier))


def _paper(world: World, dossier: Snapshot) -> PreparedDocument:
    scene = scene_of(dossier, by=world.actor(world.commune, Role.UNIT_HEAD), at=AT)
    made = results.make_result(scene, signers=(), sealing=Sealing.UNSEALED)
    # A book of its own: papers that wait side by side would all claim the same next number.
    return replace(made, book=replace(made.book, series=str(dossier.id), number=1))


def _client(mine: list[Ready], gate: Any) -> None:
    connection.ensure_connection()
    _act_on(mine[:WARM])
    gate.wait()
    _act_on(mine[WARM:])
    connection.close()


def _act_on(ready: list[Ready]) -> None:
    for one in ready:
        api.accept(one.uid, by=one.receiver, at=AT)
    for one in ready:
        api.forward(one.uid, by=one.receiver, at=AT)
    for one in ready:
        _sign(one.uid, one.paper, by=one.head)


def _sign(uid: UUID, paper: PreparedDocument, *, by: Actor) -> None:
    dossier = store.load(uid)
    scene = scene_of(dossier, by=by, at=AT)
    change = result.sign(scene, document=paper.uid, digest=paper.file.sha256)
    store.commit(dossier, change, document=paper)


def _five_steps(world: World, instances: int) -> list[Row]:
    """Measure a dossier from filing to issue; each engine from start to end."""
    officers = _officers(world)
    url = os.environ["DATABASE_URL"]
    rates: dict[str, list[float]] = {"ours": [], "spiff": [], "flow": []}
    for turn in range(TURNS):
        share = range(instances // TURNS)
        papers = [_spare_paper(world, f"F{turn}-{number}") for number in share]
        began = time.perf_counter()
        for paper in papers:
            _whole(world, officers, paper)
        rates["ours"].append(len(papers) / (time.perf_counter() - began))
        rates["spiff"].append(len(papers) / spiff_run.measure(url, instances=len(papers)))
        rates["flow"].append(_viewflow(url, max(len(papers) // 3, 10)))
    ours, spiff, flow = (median(rates[name]) for name in ("ours", "spiff", "flow"))
    name = "a dossier of five steps, filed to issued"
    return [
        _row(name, ours, "dossiers/s", "SpiffWorkflow, restored and stored a step", spiff),
        _row(name, ours, "dossiers/s", "viewflow", flow),
    ]


def _viewflow(url: str, instances: int) -> float:
    command = [sys.executable, "-m", "benchmarks.peers.viewflow_run"]
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS benchmark_viewflow")
        cursor.execute("CREATE DATABASE benchmark_viewflow")
    other = url.replace("/dossiers?", "/benchmark_viewflow?")
    done = subprocess.run(
        [*command, other, str(instances)], capture_output=True, text=True, check=True
    )
    return instances / float(json.loads(done.stdout)["seconds"])


def _spare_paper(world: World, series: str) -> PreparedDocument:
    dossier = api.save_draft(_filing(world, "9.100005"), by=world.applicant, at=AT)
    made = _paper(world, store.load(dossier.uid))
    return replace(made, book=replace(made.book, series=series))


def _officers(world: World) -> dict[str, Actor]:
    economy, culture = world.unit("economy"), world.unit("culture")
    return {
        "desk": world.receiver,
        "check": world.actor(economy, Role.OFFICER),
        "examine": world.actor(culture, Role.OFFICER),
        "review": world.actor(economy, Role.UNIT_HEAD),
        "decide": world.actor(world.commune, Role.UNIT_HEAD),
        "clerk": world.actor(world.commune, Role.CLERK),
    }


def _whole(world: World, officers: dict[str, Actor], paper: PreparedDocument) -> None:
    """File, accept, five steps, issue: eight acts, each committed by itself."""
    dossier = api.submit(_filing(world, "9.100005"), by=world.applicant, at=AT)
    uid = dossier.uid
    later = AT + timedelta(hours=1)
    api.accept(uid, by=officers["desk"], at=AT)
    steps: list[tuple[str, Callable[..., Snapshot]]] = [
        ("desk", api.forward),
        ("check", api.forward),
        ("examine", api.forward),
        ("review", api.approve),
        ("decide", api.forward),
    ]
    for who, verb in steps:
        dossier = verb(uid, by=officers[who], at=later)
    scene = scene_of(dossier, by=officers["clerk"], at=later)
    change = result.decide_green(scene, document=paper.uid, digest=paper.file.sha256)
    after = store.commit(store.load(uid), change, document=paper)
    assert after.sealed
