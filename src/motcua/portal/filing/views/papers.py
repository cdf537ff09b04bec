"""The papers of a draft: the exact list, then one paper a page."""

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authority.types import Actor
from motcua.catalogue.types import Component
from motcua.documents.api import store_file, upload_limit_mb
from motcua.dossiers.api import (
    HandedIn,
    check_draft,
    content,
    drop_component,
    handed_in,
    papers_for,
    save_draft,
)
from motcua.dossiers.types import Given
from motcua.kernel.errors import DomainError
from motcua.portal.downloads import download
from motcua.portal.filing.drafts import Draft, filing_of
from motcua.portal.filing.views.pages import of_draft, show
from motcua.portal.language import said, spoken

TAKEN = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.odt,.ods"


class PaperForm(forms.Form):
    """One file of one component."""

    use_required_attribute = False
    file = forms.FileField(
        widget=forms.ClearableFileInput(attrs={"accept": f"image/*,{TAKEN}"}), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say the limits before they are met."""
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("File or photograph")
        self.fields["file"].help_text = _(
            "PDF, JPG, PNG, Word or Excel, at most %(limit)s MB. On a phone you can take a picture."
        ) % {"limit": upload_limit_mb()}


@of_draft
@require_safe
def papers(request: HttpRequest, actor: Actor, draft: Draft) -> HttpResponse:  # noqa: ARG001
    """List the papers that this dossier needs, what is there, and what is missing."""
    checked = check_draft(draft.row, at=timezone.now())
    given = {one.component: one for one in handed_in(draft.row)}
    faults = {f.field: said(f) for f in checked.faults if f.place == "components"}
    needed = [_line(one, given.get(one.id), faults) for one in checked.needed]
    names = {one.id for one in checked.needed}
    extra = [_line(one, given[one.id], {}) for one in _others(draft, given, names)]
    facts: dict[str, Any] = {
        "needed": needed,
        "extra": extra,
        "spared": [said(one.name) for one in checked.spared],
        "limit_mb": upload_limit_mb(),
        "missing": any(line["given"] is None for line in needed),
    }
    return show(request, draft, "papers", step="papers", **facts)


def _others(draft: Draft, given: dict[str, HandedIn], needed: set[str]) -> list[Component]:
    return [c for c in draft.procedure.components if c.id in given and c.id not in needed]


def _line(one: Component, given: HandedIn | None, faults: dict[str, str]) -> dict[str, Any]:
    fault = faults.get(one.id, "") if given else ""
    return {
        "id": one.id,
        "name": said(one.name),
        "copies": one.copies,
        "law": one.law,
        "certified": one.certified,
        "given": given,
        "fault": fault,
    }


@of_draft
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, actor: Actor, draft: Draft, component: str) -> HttpResponse:
    """Take a file of one component, reuse one's own paper, or take it out again."""
    one = _component(draft, component)
    form = PaperForm()
    if request.method == "POST":
        if "remove" in request.POST:
            drop_component(draft.uid, component=one.id, by=actor, at=timezone.now())
            return redirect("filing:papers", draft.uid)
        form = PaperForm(request.POST, request.FILES)
        if form.is_valid() and _taken(request, actor, draft, one, form):
            return redirect("filing:papers", draft.uid)
    given = next((each for each in handed_in(draft.row) if each.component == one.id), None)
    facts = {
        "form": form,
        "component": _line(one, given, {}),
        "own": papers_for(draft.row, one.reuse or one.id, at=timezone.now()),
    }
    status = 422 if form.is_bound else 200
    return show(request, draft, "paper", step="papers", status=status, **facts)


def _component(draft: Draft, name: str) -> Component:
    for one in draft.procedure.components:
        if one.id == name and one.generated_from is None:
            return one
    raise Http404


def _taken(
    request: HttpRequest, actor: Actor, draft: Draft, one: Component, form: PaperForm
) -> bool:
    """Keep what was handed in; tell at the field why it cannot be kept, and keep the page."""
    now = timezone.now()
    try:
        if "reuse" in request.POST:
            given = Given(one.id, paper_uid=UUID(request.POST["reuse"]))
        else:
            file = form.cleaned_data["file"]
            if file is None:
                form.add_error("file", _("Choose a file, or take a picture."))
                return False
            stored = store_file(file.file, name=file.name, by=actor.label, at=now)
            given = Given(one.id, file_uid=stored.uid)
        with transaction.atomic():  # The old file goes when the new one is there.
            drop_component(draft.uid, component=one.id, by=actor, at=now)
            save_draft(filing_of(draft.row, given=(given,)), by=actor, at=now, uid=draft.uid)
    except ValueError:
        form.add_error(None, _("Choose one of your papers."))
        return False
    except DomainError as error:
        form.add_error("file", error.message(spoken()))
        return False
    return True


@of_draft
@require_safe
def file(request: HttpRequest, actor: Actor, draft: Draft, file: str) -> HttpResponse:  # noqa: ARG001
    """Give a file of the draft to its owner."""
    return download(*content(draft.row, file))
