"""A small province at work: units, officers, a citizen, one published procedure."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from motcua.authority.api import actor_for_account, forget, seed_calendars
from motcua.authority.models import Account, Person, Unit
from motcua.authority.services.people import verify_person
from motcua.authority.tests.factories import (
    make_account,
    make_officer,
    make_person,
    make_province,
    make_unit,
)
from motcua.authority.types import SYSTEM, Actor, ActorKind, Level, Role
from motcua.catalogue.models import ProcedureVersion
from motcua.catalogue.source import load_folder
from motcua.catalogue.types import Channel
from motcua.documents.api import ensure_authority
from motcua.dossiers import api
from motcua.dossiers.services.filing import Filing
from motcua.dossiers.types import Given, Snapshot

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""A Monday, 09:00 in the province."""

CODE = "9.000001"
FOLDER = Path(__file__).parent / "procedure"
ANSWERS: dict[str, Any] = {"kind": "b", "verify": False, "split": False, "ask_justice": False}


def publish(folder: Path = FOLDER, *, valid_from: date = date(2020, 1, 1)) -> ProcedureVersion:
    """Publish the procedure of a folder without asking whether the whole province has officers."""
    source = load_folder(folder)
    return ProcedureVersion.objects.create(
        uid=uuid4(),
        code=source.procedure.code,
        number=1,
        digest=source.digest,
        folder=folder.name,
        files=dict(source.files),
        valid_from=valid_from,
        published_by="system",
        published_at=AT,
    )


@dataclass
class World:
    """A province with one commune, one department, one officer for each post, one citizen."""

    province: Unit
    commune: Unit
    desk: Unit
    version: ProcedureVersion
    citizen: Person
    posts: dict[tuple[int, str], Account] = field(default_factory=dict)

    @classmethod
    def make(cls, *, verified: bool = False) -> "World":
        """Make it all."""
        ensure_authority(at=AT - timedelta(days=30))
        province = make_province()
        seed_calendars(at=AT)
        forget()
        commune = Unit.objects.get(slug="commune", parent=province)
        desk = Unit.objects.get(slug="one-stop", parent=commune)
        world = cls(province, commune, desk, publish(), make_person())
        if verified:
            verify_person(world.citizen.pk, ground="test", by=SYSTEM, at=AT)
        for unit in Unit.objects.all():
            for role in _roles(unit):
                world.posts[unit.pk, role.value] = make_officer(unit, role)
        return world

    def unit(self, slug: str) -> Unit:
        """Return a part of the commune, or a department."""
        return Unit.objects.filter(slug=slug).exclude(level=Level.PROVINCE).order_by("-pk")[0]

    def actor(self, unit: Unit | int, role: Role | str, *, at: datetime = AT) -> Actor:
        """Return the officer of a post as an actor."""
        key = unit if isinstance(unit, int) else unit.pk
        return actor_for_account(self.posts[key, str(role)], at=at)

    @property
    def receiver(self) -> Actor:
        """Return the receiver at the commune's desk."""
        return self.actor(self.desk, Role.RECEIVER)

    @property
    def applicant(self) -> Actor:
        """Return the citizen as an actor."""
        return Actor(
            kind=ActorKind.PERSON, uid=self.citizen.uid, person_id=self.citizen.pk, name="Thử"
        )

    def filing(self, **changes: Any) -> Filing:
        """Return a filing of the citizen at the commune's desk."""
        values: dict[str, Any] = {
            "procedure": CODE,
            "channel": Channel.COUNTER,
            "applicant_id": self.citizen.pk,
            "receiving_id": self.desk.pk,
            "form": ANSWERS,
            "given": (Given("identity", kind="original"),),
        }
        return Filing(**{**values, **changes})

    def filed(self, *, by: Actor | None = None, at: datetime = AT, **changes: Any) -> Snapshot:
        """File a dossier and pay what falls due at filing."""
        dossier = api.submit(self.filing(**changes), by=by or self.receiver, at=at)
        return self.paid(dossier, at=at)

    def paid(self, dossier: Snapshot, *, at: datetime = AT) -> Snapshot:
        """Pay everything that the dossier owes."""
        for payment in dossier.payments:
            if payment.state is api.PaymentState.DUE:
                dossier = api.record_payment(
                    dossier.uid,
                    payment=payment.uid,
                    amount=payment.amount,
                    reference=str(uuid4()),
                    by=self.receiver,
                    at=at,
                )
        return dossier

    def worker(self, dossier: Snapshot, step: str) -> Actor:
        """Return the officer whose post has the open task of a step."""
        task = next(t for t in dossier.open_tasks() if t.step == step)
        return self.actor(task.unit_id, task.role)

    def examined(self, **changes: Any) -> Snapshot:
        """Return a dossier that lies with the examiner."""
        dossier = self.filed(**changes)
        api.accept(dossier.uid, by=self.receiver, at=AT + timedelta(minutes=5))
        return api.forward(dossier.uid, by=self.receiver, at=AT + timedelta(minutes=10))

    def signed(self) -> Snapshot:
        """Return a dossier whose result the head has signed."""
        dossier = self.examined()
        for step, act in (("examine", api.forward), ("approve", api.approve), ("sign", api.sign)):
            at = AT + timedelta(minutes=20)
            dossier = act(dossier.uid, by=self.worker(dossier, step), at=at)
        return dossier

    def done(self) -> Snapshot:
        """Return a dossier whose result is issued."""
        dossier = self.signed()
        clerk = self.worker(dossier, "seal")
        return api.issue(dossier.uid, by=clerk, at=AT + timedelta(minutes=30))


def _roles(unit: Unit) -> tuple[Role, ...]:
    if unit.level == Level.ONE_STOP:
        return (Role.RECEIVER,)
    if unit.level == Level.PROVINCE:
        return (Role.UNIT_HEAD, Role.AUDITOR, Role.OPERATOR, Role.SUPERVISOR)
    if unit.level == Level.DIVISION:
        return (Role.OFFICER, Role.UNIT_HEAD)
    return (Role.UNIT_HEAD, Role.CLERK, Role.OFFICER)


def stranger() -> Actor:
    """Return an officer of nowhere."""
    return actor_for_account(make_account(), at=AT)


def uid() -> UUID:
    """Return a fresh id."""
    return uuid4()


def make_other_commune(world: World) -> Actor:
    """Return the receiver at the desk of another commune of the province."""
    commune = make_unit(parent=world.province, slug="other-commune")
    desk = make_unit(parent=commune, slug="other-one-stop", level=Level.ONE_STOP)
    return actor_for_account(make_officer(desk, Role.RECEIVER), at=AT)
