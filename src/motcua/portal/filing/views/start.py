"""The beginning of a filing: what is needed, where, for whom; or an open draft to go on with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authority.api import contact_of, day_of
from motcua.authority.types import Actor
from motcua.catalogue.api import ProcedureNotFound, current_version
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Channel, Procedure
from motcua.documents.api import upload_limit_mb
from motcua.dossiers.api import Filing, Snapshot, check_draft, own_drafts, prefill, save_draft
from motcua.dossiers.errors import DraftIsAnother, StatusForbids
from motcua.kernel.forms import compile_form
from motcua.look.doors import citizens
from motcua.portal.filing.drafts import Draft, draft_of, filing_of
from motcua.portal.filing.places import (
    Place,
    Whom,
    applicant_of,
    likely_place,
    place_of,
    places,
    whom_for,
)
from motcua.portal.filing.steps import next_url, where
from motcua.portal.filing.tokens import read_guide_token
from motcua.portal.filing.views.pages import of_draft, show
from motcua.portal.language import said
from motcua.portal.refusals import refusals_told


class PlaceForm(forms.Form):
    """Where the dossier is handed in, and whether a paper receipt is wanted."""

    use_required_attribute = False
    whom = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    place = forms.ChoiceField()
    receipt = forms.ChoiceField(widget=forms.RadioSelect)
    draft = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        found: tuple[Place, ...],
        procedure: Procedure,
        *,
        whom: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the places found, and the people for whom one may file."""
        super().__init__(**kwargs)
        people = self.fields["whom"]
        assert isinstance(people, forms.ChoiceField)  # noqa: S101 - declared above
        people.label = _("For whom do you file?")
        people.choices = list((whom or {}).items())
        people.error_messages["invalid_choice"] = _("Choose a person from the list.")
        if len(whom or {}) < 2:
            del self.fields["whom"]
        place, receipt = self.fields["place"], self.fields["receipt"]
        assert isinstance(place, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(receipt, forms.ChoiceField)  # noqa: S101 - declared above
        place.choices = [("", _("Choose")), *((one.value, one.name) for one in found)]
        commune = procedure.competent == "commune"
        place.label = _("Commune that settles it") if commune else _("Desk that takes it")
        place.help_text = _("The one-stop desk there receives your dossier.")
        place.error_messages["required"] = _("Choose where you file.")
        place.error_messages["invalid_choice"] = _("Choose a place from the list.")
        receipt.label = _("Receipt")
        receipt.choices = [
            ("no", _("Electronic receipt only")),
            ("yes", _("Also a paper receipt, to be collected at the desk")),
        ]


@citizens
@refusals_told
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, actor: Actor, code: str = "") -> HttpResponse:
    """Show what is needed before one begins, and begin; an open draft is offered first."""
    now = timezone.now()
    code, answers = _asked_for(request, code)
    try:
        procedure = procedure_of(current_version(code, day_of(now)))
    except ProcedureNotFound as error:
        raise Http404 from error
    found = places(procedure, on=day_of(now))
    whom = whom_for(actor, procedure, at=now)
    form = _place_form(request, actor, found, procedure, {k: v.name for k, v in whom.items()})
    if request.method == "POST" and form.is_valid():
        applicant = whom.get(form.cleaned_data.get("whom", ""), whom[""])
        return _begun(form.cleaned_data, actor, applicant, procedure, answers, at=now)
    facts = {
        "procedure": procedure,
        "procedure_name": said(procedure.name),
        "form": form,
        "drafts": own_drafts(actor, procedure=procedure.code),
        "components": [
            {"name": said(one.name), "always": one.required == "true"}
            for one in procedure.components
            if one.generated_from is None
        ],
        "person": applicant_of(actor),
        "limit_mb": upload_limit_mb(),
        "prefilled": bool(answers),
    }
    status = 422 if form.is_bound else 200
    return render(request, "portal/filing/start.html", facts, status=status)


def _asked_for(request: HttpRequest, code: str) -> tuple[str, dict[str, Any]]:
    """Return the procedure, and the answers that a guide found."""
    token = request.GET.get("guide", "")
    told = read_guide_token(token)
    if told is not None and code in {"", told[0]}:
        return told
    return code or request.GET.get("procedure", ""), {}


def _place_form(
    request: HttpRequest,
    actor: Actor,
    found: tuple[Place, ...],
    procedure: Procedure,
    whom: Mapping[str, str],
) -> PlaceForm:
    if request.method == "POST":
        return PlaceForm(found, procedure, whom=whom, data=request.POST)
    likely = likely_place(found, applicant_of(actor))
    initial = {
        "place": likely.value if likely else "",
        "receipt": "no",
        "draft": uuid4(),
        "whom": "",
    }
    return PlaceForm(found, procedure, whom=whom, initial=initial)


def _begun(
    told: Mapping[str, Any],
    actor: Actor,
    applicant: Whom,
    procedure: Procedure,
    answers: Mapping[str, Any],
    *,
    at: datetime,
) -> HttpResponse:
    place = place_of(told["place"], procedure, on=day_of(at))
    if place is None or actor.person_id is None:
        raise BadRequest
    form = compile_form(procedure.form)
    known = {name: value for name, value in answers.items() if form.knows(name)}
    own = applicant.person_id == actor.person_id
    held = prefill(procedure, applicant_of(actor), at=at, form=known) if own else {}
    filled = {**known, **{name: one["value"] for name, one in held.items()}}
    wish = Filing(
        procedure=procedure.code,
        channel=Channel.ONLINE,
        applicant_id=applicant.person_id,
        submitter_id=actor.person_id,
        receiving_id=place.desk.id,
        form=form.trimmed(filled),
        receipt=told["receipt"] == "yes",
    )
    try:
        row = save_draft(wish, by=actor, at=at, uid=told["draft"] or uuid4())
    except StatusForbids:
        return redirect("filing:sent", told["draft"])
    except DraftIsAnother:
        row = save_draft(wish, by=actor, at=at, uid=uuid4())
    return redirect("filing:resume", row.uid)


@of_draft
@require_safe
def resume(request: HttpRequest, actor: Actor, draft: Draft) -> HttpResponse:  # noqa: ARG001
    """Lead to the first page that is not right yet."""
    return redirect(next_url(draft, check_draft(draft.row, at=timezone.now()).faults))


@of_draft
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, actor: Actor, draft: Draft) -> HttpResponse:
    """Change where the dossier is handed in."""
    now = timezone.now()
    found = places(draft.procedure, on=day_of(now))
    if request.method == "POST":
        form = PlaceForm(found, draft.procedure, data=request.POST)
        if form.is_valid():
            _moved(draft, form.cleaned_data, actor, at=now)
            return redirect(_after_place(draft.uid, actor))
    else:
        here = _desk_of(draft.row, found)
        receipt = "yes" if draft.row.facts.get("receipt") else "no"
        form = PlaceForm(found, draft.procedure, initial={"place": here, "receipt": receipt})
    facts = {"form": form, "person": contact_of(draft.row.applicant_id)}
    return show(
        request, draft, "place", step="place", status=422 if form.is_bound else 200, **facts
    )


def _moved(draft: Draft, told: Mapping[str, Any], actor: Actor, *, at: datetime) -> None:
    chosen = place_of(told["place"], draft.procedure, on=day_of(at))
    if chosen is None:
        raise BadRequest
    wish = filing_of(
        draft.row,
        receiving_id=chosen.desk.id,
        competent_id=None,
        receipt=told["receipt"] == "yes",
    )
    save_draft(wish, by=actor, at=at, uid=draft.uid)


def _after_place(uid: UUID, actor: Actor) -> str:
    return where(draft_of(uid, actor=actor), "place").onward


def _desk_of(row: Snapshot, found: tuple[Place, ...]) -> str:
    return next((one.value for one in found if one.desk.id == row.receiving_id), "")
