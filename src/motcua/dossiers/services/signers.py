"""Who did an act, and how he stands under a paper: name, post, and the power he used."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model

from motcua.authority.api import AccountUnknown, actor_for_account, agency_of, unit
from motcua.authority.types import Actor, ActorKind, Appointment, Level, Role
from motcua.documents.api import Signatory
from motcua.dossiers import store
from motcua.dossiers.types import Snapshot
from motcua.ledger.api import Entry, entry

POSITIONS = {
    Level.COMMUNE: "Chủ tịch Ủy ban nhân dân",
    Level.DEPARTMENT: "Giám đốc",
    Level.PROVINCE: "Chủ tịch Ủy ban nhân dân thành phố",
    Level.ONE_STOP: "Giám đốc Trung tâm",
    Level.DIVISION: "Trưởng phòng",
}
ROLES = {
    Role.RECEIVER: "Công chức tiếp nhận",
    Role.OFFICER: "Công chức",
    Role.CLERK: "Văn thư",
    Role.SUPERVISOR: "Phụ trách Bộ phận Một cửa",
}
PLATFORM = "Hệ thống"


@dataclass(frozen=True, slots=True)
class Deed:
    """The act that a paper tells of, and the officer who did it; none: the platform did."""

    at: datetime
    officer: Actor | None = None
    unit_id: int | None = None
    """The unit of the task that the act was done on, where it was done on one."""


def deed_of(dossier: Snapshot, *, seq: int | None, at: datetime) -> Deed:
    """Return the act at ``seq`` of the dossier's ledger; ``at`` stands where no act is named."""
    if seq is None:
        return Deed(at)
    act = entry(store.stream(dossier.uid), seq=seq)
    task = next((t for t in dossier.tasks if str(t.uid) == act.body.get("task")), None)
    return Deed(act.at, officer_of(act), task.unit_id if task else None)


def officer_of(act: Entry) -> Actor | None:
    """Return the officer who did an act, with the posts that he held then."""
    kind, _, uid = act.by.partition(":")
    if kind != ActorKind.OFFICER:
        return None
    account = get_user_model().objects.filter(uid=UUID(uid)).first()
    try:
        return actor_for_account(account, at=act.at) if account else None
    except AccountUnknown:
        return None


def names_of(labels: Collection[str]) -> dict[str, str]:
    """Return the names of those officers among the actors that the ledger names."""
    kinds = {label: label.partition(":") for label in labels}
    uids = [uid for kind, _, uid in kinds.values() if kind == ActorKind.OFFICER]
    found = get_user_model().objects.filter(uid__in=uids)
    names = {f"{ActorKind.OFFICER}:{account.uid}": account.get_full_name() for account in found}
    return {label: names.get(label, PLATFORM) for label in labels}


def desk_signer(deed: Deed, *, unit_id: int) -> tuple[Signatory, ...]:
    """Return the officer who signs a paper of the desk that he made himself."""
    if deed.officer is None:
        return ()
    power = _power(deed.officer, units=(deed.unit_id, unit_id), roles=tuple(ROLES))
    where = unit(power.unit_id if power else unit_id)
    position = ROLES.get(power.role, "Công chức") if power else "Công chức"
    return (Signatory(deed.officer.label, deed.officer.name, position, where.name_vi),)


def head_signer(deed: Deed, *, unit_id: int) -> tuple[Signatory, ...]:
    """Return who signs a paper of the agency: its head, or who may sign in his place; or nobody."""
    if deed.officer is None:
        return ()
    units = (unit_id, deed.unit_id)
    power = _power(deed.officer, units=units, roles=(Role.UNIT_HEAD, Role.SUPERVISOR))
    return (signatory(deed.officer, power, unit_id=unit_id),) if power else ()


def _power(
    actor: Actor, *, units: Collection[int | None], roles: Collection[Role]
) -> Appointment | None:
    held = [each for each in actor.appointments if each.role in roles]
    return next((each for unit_id in units for each in held if each.unit_id == unit_id), None)


def signatory(actor: Actor, power: Appointment | None, *, unit_id: int) -> Signatory:
    """Return who signs, with the formula of the power used (TM., KT., TL., TUQ.)."""
    view = unit(power.unit_id if power else unit_id)
    own = POSITIONS.get(view.level, "Thủ trưởng")
    role = power.role if power else Role.UNIT_HEAD
    position = own if role is Role.UNIT_HEAD else ROLES.get(role, "Công chức")
    formula, principal = str(power.formula) if power else "", own
    if view.level is Level.DIVISION and not formula:
        # The head of a division signs the agency's paper by order of its head (NĐ 30/2020 Đ13(3)).
        agency = agency_of(view.id)
        formula, principal = "TL.", POSITIONS.get(agency.level, "Thủ trưởng")
    elif formula:
        position = "Người được giao ký"
    return Signatory(
        label=actor.label,
        name=actor.name,
        position=position,
        unit=view.name_vi,
        formula=formula,
        principal=principal if formula else "",
    )
