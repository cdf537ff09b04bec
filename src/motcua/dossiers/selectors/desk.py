"""What stands on an officer's page of one dossier; the caller has checked that it may be seen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model

from motcua.authority.api import contact_of
from motcua.authority.types import ActorKind, PersonView
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.api import required_components
from motcua.catalogue.types import Component as Wanted
from motcua.catalogue.types import Text, Verb
from motcua.documents.api import StoredFile, stored_file
from motcua.dossiers.models import Component, ComponentCheck, Dossier, FeePayment, Remark
from motcua.dossiers.models import Task as TaskRow
from motcua.dossiers.rules.scene import rule_facts
from motcua.dossiers.selectors.prefill import DECLARED
from motcua.dossiers.selectors.worklist import officer_names
from motcua.dossiers.types import FieldOrigin, Snapshot, Task, TaskKind
from motcua.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer of the form, with its question and where it came from."""

    name: str
    title: Text
    value: Any
    label: Text | None
    """What a choice is called, for an answer that was chosen from a list."""
    origin: FieldOrigin | None

    @property
    def from_registry(self) -> bool:
        """Whether the State held the answer, and nobody typed it."""
        return self.origin is not None and self.origin["source"] != DECLARED


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component: what is wanted, what was handed in, and the officer's word on it."""

    wanted: Wanted
    required: bool
    given: Component | None
    file: StoredFile | None
    check: ComponentCheck | None
    earlier: tuple[UUID, ...] = ()

    @property
    def reused(self) -> bool:
        """Whether the State had digitised the paper for an earlier dossier."""
        given = self.given
        return bool(given and given.paper and given.paper.from_dossier_id != given.dossier_id)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task, who holds or held it, and what it was closed by."""

    task: Task
    step: Text
    officer: str
    verb: str
    closed_at: datetime | None
    question: str = ""
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Parties:
    """The applicant and who submitted for him, in clear for those who handle the dossier."""

    applicant: PersonView | None
    submitter: PersonView | None
    same: bool = True


def answers(found: Snapshot) -> list[AnswerLine]:
    """Return the answers of the form in the order of the questions."""
    properties = procedure_of(found.version_id).form.get("properties", {})
    specs: Mapping[str, Any] = properties if isinstance(properties, Mapping) else {}
    origins = Dossier.objects.values_list("origins", flat=True).get(pk=found.id)
    names = [name for name in specs if name in found.form]
    names += [name for name in found.form if name not in specs]
    return [_answer(name, specs.get(name, {}), found, origins) for name in names]


def _answer(
    name: str, spec: Mapping[str, Any], found: Snapshot, origins: Mapping[str, FieldOrigin]
) -> AnswerLine:
    title = str(spec.get("title", name))
    return AnswerLine(
        name=name,
        title=Text(vi=title, en=str(spec.get("x-title-en", title))),
        value=found.form[name],
        label=_label(spec, found.form[name]),
        origin=origins.get(name),
    )


def _label(spec: Mapping[str, Any], value: Any) -> Text | None:
    labels = spec.get("x-labels")
    said = labels.get(str(value)) if isinstance(labels, Mapping) else None
    return Text(vi=str(said["vi"]), en=str(said["en"])) if isinstance(said, Mapping) else None


def components(found: Snapshot) -> list[ComponentLine]:
    """Return every component that is wanted or was handed in, in the version's order."""
    procedure = procedure_of(found.version_id)
    rows = Component.objects.filter(dossier_id=found.id).select_related("paper").order_by("id")
    given: dict[str, list[Component]] = {}
    for row in rows:
        given.setdefault(row.component, []).append(row)
    checks = {c.component: c for c in ComponentCheck.objects.filter(dossier_id=found.id)}
    needed = _needed(found)
    return [
        _component(wanted, needed, given.get(wanted.id, []), checks.get(wanted.id))
        for wanted in procedure.components
        if wanted.id in needed or wanted.id in given or wanted.id in checks
    ]


def _needed(found: Snapshot) -> set[str]:
    procedure = procedure_of(found.version_id)
    try:
        return {each.id for each in required_components(procedure, rule_facts(found, procedure))}
    except DomainError:
        # An erased form answers no rule; what was handed in is still shown.
        return set()


def _component(
    wanted: Wanted, needed: set[str], rows: list[Component], check: ComponentCheck | None
) -> ComponentLine:
    newest = rows[-1] if rows else None
    uid = newest.file_uid if newest else None
    return ComponentLine(
        wanted=wanted,
        required=wanted.id in needed,
        given=newest,
        file=stored_file(uid) if uid else None,
        check=check,
        earlier=tuple(row.file_uid for row in rows[:-1] if row.file_uid and row.file_uid != uid),
    )


def supplement_draft(found: Snapshot, lines: list[ComponentLine]) -> tuple[tuple[str, ...], str]:
    """Return what a request for a supplement would ask: the components, and why, with their law.

    It names everything that is missing or was found wrong, for it may be asked once only
    (NĐ 61/2018 Đ11(2c), Đ17(2a)). In Vietnamese, the language of the paper (form 02).
    """
    wrong = [line for line in lines if _is_wanting(line)]
    said = [f"- {line.wanted.name.vi}{_law(line)}: {_why(line)}" for line in wrong]
    if not said:
        return (), ""
    stage = STAGES["intake" if found.accepted_at is None else "appraisal"]
    words = ["Đề nghị bổ sung, hoàn thiện hồ sơ như sau:", *said, f"Căn cứ: {stage}."]
    return tuple(line.wanted.id for line in wrong), "\n".join(words)


STAGES = {
    "intake": "Điều 17 khoản 2 Nghị định số 61/2018/NĐ-CP (hướng dẫn một lần, đầy đủ)",
    "appraisal": "Điều 19 khoản 4 Nghị định số 61/2018/NĐ-CP",
}


def _is_wanting(line: ComponentLine) -> bool:
    if line.check is not None:
        return not line.check.valid
    return line.required and line.given is None


def _law(line: ComponentLine) -> str:
    return f" ({line.wanted.law})" if line.wanted.law else ""


def _why(line: ComponentLine) -> str:
    return line.check.reason if line.check and line.check.reason else "chưa có trong hồ sơ"


def tasks(found: Snapshot) -> list[TaskLine]:
    """Return every task of the dossier, oldest first, with who holds it."""
    steps = procedure_of(found.version_id).steps
    rows = {row.uid: row for row in TaskRow.objects.filter(dossier_id=found.id)}
    names = officer_names(task.officer_id for task in found.tasks)
    words = _words(found)
    return [
        TaskLine(
            task=task,
            step=steps[task.step].name,
            officer=names.get(task.officer_id or 0, ""),
            verb=rows[task.uid].verb,
            closed_at=rows[task.uid].closed_at,
            question=words.get((Verb.CONSULT, task.opened_at), ""),
            opinion=words.get((Verb.ANSWER, rows[task.uid].closed_at), ""),
        )
        for task in found.tasks
    ]


def _words(found: Snapshot) -> dict[tuple[str, datetime | None], str]:
    rows = Remark.objects.filter(dossier_id=found.id, verb__in=[Verb.CONSULT, Verb.ANSWER])
    return {(row.verb, row.at): row.text for row in rows}


def consultations(lines: list[TaskLine]) -> list[TaskLine]:
    """Return the opinions asked among the tasks."""
    return [line for line in lines if line.task.kind is TaskKind.CONSULTATION]


def payments(found: Snapshot) -> list[FeePayment]:
    """Return the fee lines of a dossier, oldest first."""
    return list(FeePayment.objects.filter(dossier_id=found.id).order_by("id"))


def parties(found: Snapshot) -> Parties:
    """Return the applicant and the submitter; nobody when their data were erased."""
    applicant = _person(found.applicant_id)
    if found.submitter_id == found.applicant_id:
        return Parties(applicant, applicant)
    return Parties(applicant, _person(found.submitter_id), same=False)


def _person(person_id: int) -> PersonView | None:
    try:
        return contact_of(person_id)
    except DomainError:
        return None


def actor_names(found: Snapshot, labels: set[str]) -> dict[str, str]:
    """Return the names behind the ledger's labels, as those who see the dossier may know them."""
    named = dict(_officer_labels(labels))
    shown = parties(found)
    for person in (shown.submitter, shown.applicant):
        if person is not None:
            named[f"{ActorKind.PERSON}:{person.uid}"] = person.name
    return named


def _officer_labels(labels: set[str]) -> Iterator[tuple[str, str]]:
    prefix = f"{ActorKind.OFFICER}:"
    uids = [label.removeprefix(prefix) for label in labels if label.startswith(prefix)]
    for row in get_user_model().objects.filter(uid__in=uids) if uids else ():
        yield f"{prefix}{row.uid}", row.get_full_name() or row.username
