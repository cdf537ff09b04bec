"""Every filing of the demonstration, played by the seeded officers from filing to its end."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.db import transaction

from motcua.authority import api as authority
from motcua.authority.models import Account
from motcua.authority.types import SYSTEM, Actor, ActorKind, PersonKind, Role
from motcua.catalogue import api as catalogue
from motcua.documents import api as documents
from motcua.dossiers import api as dossiers
from motcua.dossiers.types import Given, Outcome, PaymentState, Snapshot, Status, TaskKind
from motcua.kernel.errors import DomainError

ROOT = Path(__file__).parent.parent
AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
"""A Monday, 09:00 in the province."""
MINUTES = timedelta(minutes=10)
ENDS = {
    "refuse": {Outcome.REFUSED, Outcome.NOT_ACCEPTED},
    "withdraw": {Outcome.WITHDRAWN},
    "stop": {Outcome.STOPPED},
    "hand_over": {Outcome.GRANTED},
}
"""What the last telling act of a play makes of the dossier; the green lane has none."""


class Play:
    """One filing being played; the clock goes on by ten minutes an act."""

    def __init__(self, source: Any, filing: dict[str, Any]) -> None:
        self.filing, self.at = filing, AT
        self.procedure = source.procedure
        (self.case,) = [one for one in source.cases if one.name == filing["case"]]
        self.person = self._person(filing["applicant"])
        self.desk = self._desk()
        self.dossier: Snapshot = self._filed()

    def _person(self, told: dict[str, Any]) -> Any:
        kind = PersonKind(told.get("kind", "citizen"))
        born = told.get("birth_on")
        return authority.register_person(
            kind=kind,
            name=told["name"],
            number=told.get("citizen_id") or told["tax_code"],
            birth_on=date.fromisoformat(born) if born else None,
            contact={key: told[key] for key in ("phone", "email", "address")},
            verified=self.case.filing.verified,
            by=SYSTEM,
            at=AT,
        )

    def _desk(self) -> int:
        agency = authority.unit_by_slug(self.filing["receiving"], on=AT.date())
        return authority.one_stop_of(agency.id, on=AT.date()).id

    def _filed(self) -> Snapshot:
        case, told = self.case.filing, self.filing
        changed = {**case.form, **told.get("form", {})}
        held = {one.id for one in self.procedure.components if one.reuse in case.holds}
        given = [Given(name, kind="original") for name in case.documents]
        given += [Given(name, kind="electronic") for name in held]
        filing = dossiers.Filing(
            procedure=self.procedure.code,
            channel=case.channel,
            applicant_id=self.person.pk,
            receiving_id=self.desk,
            form={name: value for name, value in changed.items() if value is not None},
            given=tuple(given),
            pages=case.pages,
            copies=case.copies,
            synthetic=True,
        )
        by = self.applicant if str(case.channel) == "online" else self.receiver
        return dossiers.submit(filing, by=by, at=self.at)

    @property
    def applicant(self) -> Actor:
        person = self.person
        return Actor(kind=ActorKind.PERSON, uid=person.uid, person_id=person.pk, name=person.name)

    @property
    def receiver(self) -> Actor:
        return self.officer(self.desk, "receiver")

    def officer(self, unit_id: int, role: str) -> Actor:
        found = authority.officers_of(unit_id, Role(role), AT.date())[0]
        return authority.actor_for_account(Account.objects.get(pk=found.account_id), at=self.at)

    def task(self, step: str, kind: TaskKind = TaskKind.STEP, unit_id: int | None = None) -> Any:
        return next(
            task
            for task in self.dossier.open_tasks()
            if task.step == step and task.kind is kind and unit_id in (None, task.unit_id)
        )

    def act(self, told: dict[str, Any]) -> None:
        self.at += MINUTES
        self.dossier = getattr(self, told["do"], self.work)(told)
        if told["do"] == "accept" and self.dossier.status is Status.ACCEPTED:
            self.hand_on(told["at"])

    def hand_on(self, step: str) -> None:
        """The desk hands an accepted dossier on, unless the step is over already."""
        if any(task.step == step for task in self.dossier.open_tasks()):
            self.at += MINUTES
            self.dossier = self.work({"at": step, "do": "forward"})

    def work(self, told: dict[str, Any]) -> Snapshot:
        task = self.task(told["at"])
        by = self.officer(task.unit_id, task.role)
        more: dict[str, Any] = {"reason": told["reason"]["vi"]} if "reason" in told else {}
        if told["do"] in {"forward", "approve", "sign", "issue", "hand_over", "send_back"}:
            more["task"] = task.uid
        if told["do"] == "ask_supplement":
            more["items"] = tuple(told["items"])
        return getattr(dossiers, told["do"])(self.dossier.uid, by=by, at=self.at, **more)

    def answer(self, told: dict[str, Any]) -> Snapshot:
        place = authority.place_unit(
            told["of"],
            competent_id=self.dossier.competent_id,
            receiving_id=self.dossier.receiving_id,
            on=AT.date(),
        )
        task = self.task(told["at"], TaskKind.CONSULTATION, place)
        by = self.officer(task.unit_id, task.role)
        opinion = told["text"]["vi"]
        return dossiers.answer(
            self.dossier.uid, task=task.uid, opinion=opinion, agrees=True, by=by, at=self.at
        )

    def supplement(self, told: dict[str, Any]) -> Snapshot:
        given = tuple(Given(name, kind="original") for name in told["documents"])
        by = self.applicant if str(self.case.filing.channel) == "online" else self.receiver
        return dossiers.supplement(self.dossier.uid, by=by, at=self.at, given=given)

    def record_payment(self, told: dict[str, Any]) -> Snapshot:
        for owed in [one for one in self.dossier.payments if one.state is PaymentState.DUE]:
            self.dossier = dossiers.record_payment(
                self.dossier.uid,
                payment=owed.uid,
                amount=owed.amount,
                reference=str(uuid4()),
                by=self.receiver,
                at=self.at,
            )
        return self.dossier

    def withdraw(self, told: dict[str, Any]) -> Snapshot:
        reason = told["reason"]["vi"]
        return dossiers.withdraw(self.dossier.uid, by=self.applicant, at=self.at, reason=reason)

    def stop(self, told: dict[str, Any]) -> Snapshot:
        self.at += timedelta(days=45)
        reason = "Quá thời hạn chờ người nộp"
        return dossiers.stop(self.dossier.uid, reason=reason, by=SYSTEM, at=self.at)

    def apologise(self, told: dict[str, Any]) -> Snapshot:
        head = self.officer(self.dossier.competent_id, "unit_head")
        assert self.dossier.due_at is not None
        to = self.dossier.due_at + timedelta(days=told["days"])
        reason = told["reason"]["vi"]
        return dossiers.apologise(self.dossier.uid, to=to, reason=reason, by=head, at=self.at)

    def rate(self, told: dict[str, Any]) -> Snapshot:
        scores = {7: told["score"]}
        return dossiers.rate(self.dossier.uid, scores=scores, by=self.applicant, at=self.at)


@pytest.fixture
def province(db: None) -> None:
    authority.seed_units(at=AT)
    authority.seed_calendars(at=AT)
    authority.seed_staff(at=AT)
    documents.ensure_authority(at=AT - timedelta(days=1))
    for folder in sorted(ROOT.glob("procedures/*/procedure.yaml")):
        catalogue.publish(folder.parent, by=SYSTEM, at=AT)


def filings() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    for path in sorted(ROOT.glob("scenarios/filings/*.yaml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        source = catalogue.load_folder(ROOT / "procedures" / read["procedure"])
        for name, filing in read["filings"].items():
            yield f"{path.stem} {name}", source, filing


def played(source: Any, filing: dict[str, Any]) -> Snapshot:
    play = Play(source, filing)
    for act in filing["play"]:
        try:
            play.act(act)
        except DomainError as error:
            raise AssertionError(f"{act}: {error} {error.facts}") from error
    return play.dossier


@pytest.mark.usefixtures("province")
def test_every_filing_of_the_demonstration_comes_to_its_end():
    for name, source, filing in filings():
        with transaction.atomic():
            dossier = played(source, filing)
            ends = [ENDS[act["do"]] for act in filing["play"] if act["do"] in ENDS]
            assert dossier.outcome in (ends[-1] if ends else {Outcome.GRANTED}), name
            assert dossier.status is not Status.PROCESSING, name
            transaction.set_rollback(True)


@pytest.mark.usefixtures("province")
def test_a_result_is_reused_by_a_later_dossier_of_the_same_person():
    """The land certificate of 1.012785 makes its copy unnecessary for the permit of 1.013225."""
    told = {name: (source, filing) for name, source, filing in filings()}
    played(*told["1.012785 happy"])
    source, filing = told["1.013225 happy"]
    papers = [one.id for one in source.procedure.components if one.reuse == "land.certificate"]
    play = Play(source, filing)
    assert set(play.dossier.facts["holds"]) >= {"land.certificate"}
    assert papers == ["land_right"]
