"""Filing: drafts, what the filing is checked against, and what it owes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from motcua.authority.api import KnownPerson, known_person, require_representation
from motcua.authority.types import Actor, ActorKind, PersonView, Role
from motcua.catalogue.api import (
    FeeDue,
    choose_variant,
    current_version,
    fees_due,
    ineligibilities,
    lane,
    missing_components,
)
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Channel, Lane, PaymentMoment, Procedure, Verb
from motcua.dossiers import store
from motcua.dossiers.errors import (
    DossierMoved,
    DraftIsAnother,
    FilingRefused,
    NotAllowed,
    StatusForbids,
)
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import intake
from motcua.dossiers.rules.scene import rule_facts
from motcua.dossiers.rules.status import require
from motcua.dossiers.selectors.papers import holdings
from motcua.dossiers.selectors.prefill import origins_of
from motcua.dossiers.services.acting import PROVINCE, read, scene_of
from motcua.dossiers.services.components import (
    attached_to,
    reuse_papers,
    save_components,
    vouched_for,
)
from motcua.dossiers.services.routing import competent_unit
from motcua.dossiers.services.words import canonical, form_digest
from motcua.dossiers.types import Change, Given, Payment, PaymentState, Snapshot, Status
from motcua.kernel.forms import compile_form


@dataclass(frozen=True, slots=True)
class Filing:
    """What somebody wants from the State, before it is a dossier.

    ``receiving_id`` is the one-stop desk, any in the province (Đ5(1b)); ``competent_id`` is the
    agency that decides, found from the desk when the procedure does not depend on a place.
    ``submitter_id`` is who files for the applicant; ``support_id`` the point that helped.
    """

    procedure: str
    channel: Channel
    applicant_id: int
    receiving_id: int
    form: Mapping[str, Any]
    given: tuple[Given, ...] = ()
    submitter_id: int | None = None
    support_id: int | None = None
    competent_id: int | None = None
    pages: int = 0
    copies: int = 1
    receipt: bool = False
    synthetic: bool = False


@transaction.atomic
def save_draft(filing: Filing, *, by: Actor, at: datetime, uid: UUID | None = None) -> Snapshot:
    """Keep an unfinished filing; nothing is checked but who may keep it.

    ``uid`` is the client's own id of the draft: the same uid again saves over it, so a weak network
    makes no second draft.

    Errors: NotAllowed, NotFound of the procedure, StatusForbids when it was filed already.
    """
    _require_filer(filing, by, at=at)
    canonical(filing.form)
    draft_uid = uid or uuid4()
    fresh = uid is None or not Dossier.objects.filter(uid=uid).exists()
    if fresh:
        version_id = current_version(filing.procedure, at.astimezone(PROVINCE).date())
        row = _row(filing, uid=draft_uid, version_id=version_id, by=by, at=at)
        fresh = _insert(row, named=uid)
    dossier = read(draft_uid)
    require(Verb.SAVE_DRAFT, dossier.status)
    scene = scene_of(dossier, by=by, at=at)
    if not fresh:
        intake.require_filer(scene, Verb.SAVE_DRAFT)
        _require_same(filing, dossier)
    change = scene.change(
        Verb.SAVE_DRAFT,
        set=_draft_values(filing, dossier, at=scene.at),
        body={"form": form_digest(dossier.applicant_id, filing.form)},
    )
    after = store.commit(dossier, change)
    save_components(after, filing.given, by=by, at=scene.at)
    return after


def _require_same(filing: Filing, dossier: Snapshot) -> None:
    """Refuse a draft's id used for another procedure or another person."""
    same = procedure_of(dossier.version_id).code == filing.procedure
    if not same or dossier.applicant_id != filing.applicant_id:
        raise DraftIsAnother(draft=str(dossier.uid))


def _require_filer(filing: Filing, by: Actor, *, at: datetime) -> None:
    """A person files for himself or for whom he represents, a desk for a visitor, a client."""
    persons = {filing.applicant_id, filing.submitter_id}
    own = by.kind is ActorKind.PERSON and by.person_id in persons
    desk = by.kind is ActorKind.OFFICER and any(
        a.unit_id in {filing.receiving_id, filing.support_id} and a.role is Role.RECEIVER
        for a in by.appointments
    )
    client = by.kind is ActorKind.CLIENT and by.has_scope("dossiers:file")
    if not (own or desk or client or by.kind is ActorKind.SYSTEM):
        raise NotAllowed(verb=Verb.FILE.value)
    code = filing.procedure
    require_representation(by, principal_id=filing.applicant_id, procedure=code, at=at)


def _row(filing: Filing, *, uid: UUID, version_id: int, by: Actor, at: datetime) -> Dossier:
    return Dossier(
        uid=uid,
        version_id=version_id,
        procedure_code=procedure_of(version_id).code,
        channel=filing.channel.value,
        applicant_id=filing.applicant_id,
        submitter_id=filing.submitter_id or filing.applicant_id,
        support_id=filing.support_id,
        receiving_id=filing.receiving_id,
        competent_id=_competent(procedure_of(version_id), filing, at=at),
        created_at=at,
        synthetic=filing.synthetic,
        facts={"filed_by": by.label},
    )


def _insert(row: Dossier, *, named: UUID | None) -> bool:
    """Write a new row; tell whether it is ours, not one just made under the same client's id."""
    if named is None:
        row.save(force_insert=True)
        return True
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if not Dossier.objects.filter(uid=named).exists():
            raise
        return False
    return True


def _competent(procedure: Procedure, filing: Filing, *, at: datetime) -> int:
    on = at.astimezone(PROVINCE).date()
    return competent_unit(
        procedure, receiving_id=filing.receiving_id, named_id=filing.competent_id, on=on
    )


def _draft_values(filing: Filing, dossier: Snapshot, *, at: datetime) -> dict[str, Any]:
    said = {"pages": filing.pages, "copies": filing.copies, "receipt": filing.receipt}
    return {
        "form": dict(filing.form),
        "facts": {**dossier.facts, **said},
        "channel": filing.channel,
        "receiving_id": filing.receiving_id,
        "competent_id": _competent(procedure_of(dossier.version_id), filing, at=at),
    }


@transaction.atomic
def file(uid: UUID, *, by: Actor, at: datetime, expected_seq: int | None = None) -> Snapshot:
    """Send a draft to the State: checked whole, charged, and put before the desk.

    Errors: FilingRefused with every error by field; NotAllowed; StatusForbids; DossierMoved.
    """
    dossier = read(uid, expected_seq=expected_seq)
    require(Verb.FILE, dossier.status)
    intake.require_filer(scene_of(dossier, by=by, at=at), Verb.FILE)
    code = procedure_of(dossier.version_id).code
    require_representation(by, principal_id=dossier.applicant_id, procedure=code, at=at)
    person = known_person(dossier.applicant_id)
    ready = checked(dossier, person=person.view, attached=attached_to(dossier), at=at)
    text = canonical(ready.form)
    after = store.commit(ready, filing_change(ready, person, by=by, at=at, text=text))
    reuse_papers(after, at=at)
    return after


@dataclass(frozen=True, slots=True)
class Ready:
    """A filing found right, before anything of it is written."""

    filing: Filing
    dossier: Snapshot
    change: Change

    @property
    def is_alone(self) -> bool:
        """Whether the dossier is all that is written: no papers with it, no result at once."""
        components = procedure_of(self.dossier.version_id).components
        reused = any(component.reuse for component in components)
        return not (self.filing.given or reused or self.dossier.lane is Lane.GREEN)


def ready(filing: Filing, *, by: Actor, at: datetime, uid: UUID | None = None) -> Ready:
    """Check whole what was never saved as a draft; nothing is written.

    Errors: as :func:`file`.
    """
    _require_filer(filing, by, at=at)
    text = canonical(filing.form)
    version_id = current_version(filing.procedure, at.astimezone(PROVINCE).date())
    person = known_person(filing.applicant_id)
    blank = _blank(filing, uid=uid or uuid4(), version_id=version_id, by=by, at=at)
    given = {item.component for item in filing.given}
    dossier = checked(blank, person=person.view, attached=given, at=at)
    return Ready(filing, dossier, filing_change(dossier, person, by=by, at=at, text=text))


def keep(one: Ready, *, by: Actor, at: datetime) -> Snapshot:
    """Write a filing that was found right; unless it is alone, in the caller's transaction.

    Errors: StatusForbids when the client's own id was filed already.
    """
    try:
        after = store.create(one.dossier, one.change, columns=_first_columns(one))
    except DossierMoved as error:
        raise StatusForbids(verb=Verb.FILE.value, status=int(Status.NEW)) from error
    if not one.is_alone:
        save_components(after, one.filing.given, by=by, at=at)
        reuse_papers(after, at=at)
    return after


def draft_exists(uid: UUID) -> bool:
    """Return whether a dossier has this id already."""
    return Dossier.objects.filter(uid=uid).exists()


def _first_columns(one: Ready) -> dict[str, Any]:
    return {
        "procedure_code": procedure_of(one.dossier.version_id).code,
        "support_id": one.filing.support_id,
        "synthetic": one.filing.synthetic,
    }


def _blank(filing: Filing, *, uid: UUID, version_id: int, by: Actor, at: datetime) -> Snapshot:
    """Return the dossier that a filing would become, before any row is written."""
    procedure = procedure_of(version_id)
    facts = {
        "filed_by": by.label,
        "pages": filing.pages,
        "copies": filing.copies,
        "receipt": filing.receipt,
    }
    return store.blank(
        uid=uid,
        version_id=version_id,
        channel=filing.channel,
        applicant_id=filing.applicant_id,
        submitter_id=filing.submitter_id or filing.applicant_id,
        receiving_id=filing.receiving_id,
        competent_id=_competent(procedure, filing, at=at),
        form=filing.form,
        facts=facts,
        created_at=at,
    )


def filing_change(
    ready: Snapshot, person: KnownPerson, *, by: Actor, at: datetime, text: str
) -> Change:
    """Return the act of filing a checked dossier: fees charged, origins written down.

    ``text`` is the form in canonical JSON.
    """
    scene = scene_of(ready, by=by, at=at)
    lines = [
        line
        for moment in (PaymentMoment.FILING, PaymentMoment.RETURN)
        for line in fees_due(scene.procedure, scene.facts(), moment)
    ]
    digest = person.digest(text)
    change = intake.file(scene, payments=charges(lines), digest=digest)
    values = {
        "facts": dict(ready.facts),
        "variant": ready.variant,
        "lane": ready.lane,
        "origins": origins_of(scene.procedure, ready.form, person.view, at=at),
    }
    return replace(change, set={**change.set, **values})


def checked(
    dossier: Snapshot, *, person: PersonView, attached: Collection[str], at: datetime
) -> Snapshot:
    """Return the dossier with what the State knows of it: applicant, holdings, variant, lane.

    The form comes first, for the rules may lean on it only when it is right.

    Errors: FilingRefused, each error naming its field or component, in both languages.
    """
    procedure = procedure_of(dossier.version_id)
    refuse_if(form_problems(procedure, dossier.form))
    own = vouched_for(dossier)
    facts = {
        **dossier.facts,
        "applicant": applicant_facts(person if own else replace(person, verified=False), at=at),
        "holds": sorted(holdings(person, at=at)) if own else [],
        "missing": [],
    }
    ready = replace(dossier, facts=facts)
    ready = replace(ready, variant=choose_variant(procedure, rule_facts(ready, procedure)))
    variables = rule_facts(ready, procedure)
    missing = missing_components(procedure, variables, attached)
    refuse_if([*eligibility_problems(procedure, variables), *missing_problems(procedure, missing)])
    return replace(ready, lane=lane(procedure, variables))


def refuse_if(problems: list[dict[str, str]]) -> None:
    """Refuse the filing when there is any problem.

    Errors: FilingRefused.
    """
    if problems:
        raise FilingRefused(count=len(problems), errors=problems)


def form_problems(procedure: Procedure, form: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what is wrong with the answers, by field."""
    return [
        {"field": str(e.path), "code": e.code, "vi": e.vi, "en": e.en}
        for e in compile_form(procedure.form).errors(form)
    ]


def eligibility_problems(procedure: Procedure, facts: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the conditions that the applicant does not meet, each with its law."""
    return [
        {
            "field": "",
            "code": f"ineligible.{condition.id}",
            "vi": condition.otherwise.vi,
            "en": condition.otherwise.en,
            "law": condition.law,
        }
        for condition in ineligibilities(procedure, facts)
    ]


def missing_problems(procedure: Procedure, missing: Iterable[str]) -> list[dict[str, str]]:
    """Return the required papers that are not there."""
    names = {component.id: component.name for component in procedure.components}
    return [
        {
            "field": f"components.{name}",
            "code": "component_missing",
            "vi": f"Thiếu thành phần hồ sơ: {names[name].vi}.",
            "en": f"Missing component: {names[name].en}.",
        }
        for name in missing
    ]


def applicant_facts(person: PersonView, *, at: datetime) -> dict[str, Any]:
    """Return what rules may read of the applicant; whole years of age at the filing."""
    on = at.astimezone(PROVINCE).date()
    born = person.birth_on
    age = 0
    if born is not None:
        age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return {"kind": person.kind.value, "age": age, "verified": person.verified}


def charges(lines: Iterable[FeeDue]) -> tuple[Payment, ...]:
    """Return fee lines as payments; a waived fee is not charged."""
    return tuple(
        Payment(
            uid=uuid4(),
            name=line.name.vi,
            amount=int(line.amount),
            moment=int(line.when),
            state=PaymentState.DUE,
        )
        for line in lines
        if line.amount > 0
    )
