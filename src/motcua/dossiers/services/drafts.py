"""What an applicant does with a draft besides saving it: take a paper out, have it checked."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from motcua.authority.api import contact_of
from motcua.authority.types import Actor
from motcua.catalogue.api import FeeDue, fees_due, lane
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Component as Wanted
from motcua.catalogue.types import Lane, Verb
from motcua.documents.api import FileDamaged, FileUnknown, picture_size, stored_file
from motcua.dossiers import store
from motcua.dossiers.models import Component, DigitisedPaper
from motcua.dossiers.rules import intake
from motcua.dossiers.rules.precheck import Attached, Fault, faults_of, wanted, with_variant
from motcua.dossiers.rules.scene import rule_facts
from motcua.dossiers.rules.status import require
from motcua.dossiers.selectors.papers import holdings
from motcua.dossiers.selectors.parts import HandedIn, handed_in
from motcua.dossiers.services.acting import read, scene_of
from motcua.dossiers.services.components import vouched_for
from motcua.dossiers.services.filing import applicant_facts
from motcua.dossiers.types import Snapshot
from motcua.kernel.errors import DomainError
from motcua.kernel.forms import compile_form


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft looked at as an officer would: faults, papers it needs, what it owes, its lane."""

    faults: tuple[Fault, ...]
    needed: tuple[Wanted, ...]
    spared: tuple[Wanted, ...]
    """Papers that the rules ask for and the State holds already, so that nobody brings them."""
    fees: tuple[FeeDue, ...]
    lane: Lane | None


def check_draft(draft: Snapshot, *, at: datetime) -> Checked:
    """Return everything that an officer would send the draft back for; nothing is written.

    The caller has checked that the draft may be seen.
    """
    procedure = procedure_of(draft.version_id)
    person = contact_of(draft.applicant_id)
    own = vouched_for(draft)
    known = {
        **draft.facts,
        "applicant": applicant_facts(person if own else replace(person, verified=False), at=at),
        "holds": sorted(holdings(person, at=at)) if own else [],
        "missing": [],
    }
    facts = with_variant(procedure, rule_facts(replace(draft, facts=known), procedure))
    wrong = compile_form(procedure.form).errors(facts["form"])
    given = handed_in(draft)
    faults = faults_of(
        procedure, facts, given={one.component for one in given}, files=_looked_at(given)
    )
    try:
        fees, way = fees_due(procedure, facts), lane(procedure, facts)
    except DomainError:
        fees, way = (), None  # An answer that they read is missing, and told at its field.
    needed = wanted(procedure, facts, wrong)
    bare = wanted(procedure, {**facts, "registry": {"holds": []}}, wrong)
    spared = tuple(one for one in bare if one not in needed)
    return Checked(faults, needed, spared, fees, way)


def _looked_at(given: Iterable[HandedIn]) -> list[Attached]:
    return [_look(one) for one in given if one.file_uid is not None]


def _look(one: HandedIn) -> Attached:
    assert one.file_uid is not None  # noqa: S101 - the caller chose those with files
    try:
        file = stored_file(one.file_uid)
        size = picture_size(one.file_uid)
    except (FileUnknown, FileDamaged):
        return Attached(one.component, str(one.file_uid), readable=False)
    side = min(size) if size else None
    return Attached(one.component, file.sha256, size_bytes=file.size_bytes, shorter_side=side)


@transaction.atomic
def drop_component(uid: UUID, *, component: str, by: Actor, at: datetime) -> Snapshot:
    """Take a paper out of a draft, with the digitised paper that only it had; harmless when gone.

    Errors: StatusForbids once it was filed; NotAllowed; DossierNotFound.
    """
    draft = read(uid)
    require(Verb.SAVE_DRAFT, draft.status)
    scene = scene_of(draft, by=by, at=at)
    intake.require_filer(scene, Verb.SAVE_DRAFT)
    rows = Component.objects.filter(dossier_id=draft.id, component=component)
    papers = list(rows.values_list("paper_id", flat=True))
    if not papers:
        return draft
    rows.delete()
    own = DigitisedPaper.objects.filter(pk__in=papers, from_dossier_id=draft.id, is_result=False)
    own.exclude(component__isnull=False).delete()
    return store.commit(draft, scene.change(Verb.SAVE_DRAFT, body={"dropped": component}))
