"""Answering a request for a supplement: the very answers and papers that were asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Component
from motcua.documents.api import store_file, upload_limit_mb
from motcua.dossiers.api import Snapshot, Status, dossier, handed_in, supplement
from motcua.dossiers.errors import FilingRefused
from motcua.dossiers.types import Given
from motcua.kernel.errors import DomainError
from motcua.kernel.forms import Form, compile_form
from motcua.look.doors import citizens
from motcua.portal.account.acts import show
from motcua.portal.account.words import asked_items
from motcua.portal.filing.forms import ScreenForm
from motcua.portal.filing.screens import Screen
from motcua.portal.filing.views.papers import TAKEN
from motcua.portal.language import said, spoken
from motcua.portal.refusals import refusals_told


@dataclass
class Wanted:
    """One paper asked for; ``kept`` is the id of a file that came with an earlier try."""

    component: Component
    name: str
    bound: forms.BoundField
    kept: str = ""
    kept_name: str = ""


class FilesForm(forms.Form):
    """A file for each paper asked for."""

    use_required_attribute = False

    def __init__(self, components: Iterable[Component], *args: Any, **kwargs: Any) -> None:
        """Ask for each."""
        super().__init__(*args, **kwargs)
        self.components = list(components)
        hint = _(
            "PDF, JPG, PNG, Word or Excel, at most %(limit)s MB. On a phone you can take a picture."
        ) % {"limit": upload_limit_mb()}
        for one in self.components:
            self.fields[f"file.{one.id}"] = forms.FileField(
                label=said(one.name),
                help_text=hint,
                required=False,
                widget=forms.ClearableFileInput(attrs={"accept": f"image/*,{TAKEN}"}),
            )


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, sorted: papers, questions, and words that name neither."""

    reason: str
    components: tuple[Component, ...]
    screen: Screen | None
    others: tuple[str, ...]


def asked_of(found: Snapshot) -> Asked:
    """Return the last request typed to components and fields.

    A request that names nothing that the procedure knows opens every paper.
    """
    procedure = procedure_of(found.version_id)
    form = compile_form(procedure.form)
    reason, items = asked_items(found)
    names = {_plain(item) for item in items}
    papers = [c for c in procedure.components if c.generated_from is None]
    components = tuple(c for c in papers if c.id in names)
    fields = tuple(f for f in form.asked(found.form) if len(f.path) == 1 and f.path[0] in names)
    known = {c.id for c in components} | {f.path[0] for f in fields}
    others = tuple(item for item in items if _plain(item) not in known)
    screen = Screen(0, "", "", fields) if fields else None
    if not components and not fields:
        components = tuple(papers)
    return Asked(reason, components, screen, others)


def _plain(item: str) -> str:
    """Return the component or top field that an item names: ``form.x``, ``/x/0`` or ``x``."""
    text = item.removeprefix("components.").removeprefix("form.").lstrip("/")
    return text.split("/")[0].split(".")[0]


@citizens
@refusals_told
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Hand in what was asked for; nothing typed or uploaded is lost when something is wrong."""
    found = dossier(str(uid), actor=actor)
    if found.status is not Status.SUPPLEMENT:
        return redirect("account:dossier", uid)
    asked = asked_of(found)
    form = compile_form(procedure_of(found.version_id).form)
    if request.method != "POST":
        return _page(
            request, found, asked, FilesForm(asked.components), _questions(form, asked, found)
        )
    files = FilesForm(asked.components, request.POST, request.FILES)
    questions = _questions(form, asked, found, data=request.POST.dict())
    kept = _kept(request, files, actor)
    right = files.is_valid() and not files.errors and (questions is None or questions.is_valid())
    if right and _handed_in(uid, actor, files, questions, kept, at=timezone.now()):
        return redirect("account:dossier", uid)
    return _page(request, found, asked, files, questions, kept, status=422)


def _questions(
    form: Form, asked: Asked, found: Snapshot, data: dict[str, str] | None = None
) -> ScreenForm | None:
    if asked.screen is None:
        return None
    return ScreenForm(form, asked.screen, answers=found.form, data=data)


def _kept(request: HttpRequest, files: FilesForm, actor: Actor) -> dict[str, str]:
    """Store each new file, and go on with those of an earlier try; tell what cannot be taken."""
    kept = {}
    files.is_valid()
    for one in files.components:
        before = request.POST.get(f"kept.{one.id}", "")
        if before:
            kept[one.id] = before[:40]
        upload = files.cleaned_data.get(f"file.{one.id}")
        if not upload:
            continue
        try:
            stored = store_file(upload.file, name=upload.name, by=actor.label, at=timezone.now())
            kept[one.id] = str(stored.uid)
        except DomainError as error:
            files.add_error(f"file.{one.id}", error.message(spoken()))
    return kept


def _handed_in(
    uid: UUID,
    actor: Actor,
    files: FilesForm,
    questions: ScreenForm | None,
    kept: dict[str, str],
    *,
    at: datetime,
) -> bool:
    """Send it; tell what the whole filing still lacks."""
    try:
        given = tuple(Given(name, file_uid=UUID(file)) for name, file in kept.items())
        form = questions.said() if questions else None
        supplement(uid, form=form, given=given, by=actor, at=at)
    except FilingRefused as error:
        for one in error.errors:
            files.add_error(None, one[spoken()])
        return False
    except ValueError:
        files.add_error(None, _("Upload the file again."))
        return False
    except DomainError as error:
        files.add_error(None, error.message(spoken()))
        return False
    return True


def _page(
    request: HttpRequest,
    found: Snapshot,
    asked: Asked,
    files: FilesForm,
    questions: ScreenForm | None,
    kept: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    before = {one.component: one for one in handed_in(found)}
    facts = {
        "asked": asked,
        "files": files,
        "questions": questions,
        "wanted": [
            Wanted(one, said(one.name), files[f"file.{one.id}"], (kept or {}).get(one.id, ""))
            for one in asked.components
        ],
        "before": before,
    }
    return show(request, found, "supplement", status=status, **facts)
