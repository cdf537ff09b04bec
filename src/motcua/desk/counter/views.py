"""Counter intake on one screen, by keyboard alone, and its receipt."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authority.api import day_of, find_person, require
from motcua.authority.types import Actor, PersonKind
from motcua.catalogue.api import Wanted, current_version, find_procedures
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import Procedure
from motcua.desk.counter.forms import PapersForm, PersonForm
from motcua.desk.counter.intake import Typed, desk_of, papers_given, take_in
from motcua.documents.api import FileUnknown, PaperKind
from motcua.dossiers import api as dossiers
from motcua.kernel.errors import DomainError
from motcua.look.api import SchemaForm, form_for
from motcua.look.doors import officers

CLOCK = "counter.started"


@officers
@require_http_methods(["GET", "POST"])
def intake(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One screen: person, procedure, answers, papers, fee; accept at once."""
    desk_id = desk_of(actor)
    if desk_id is None:
        raise PermissionDenied
    screen = _screen(request, at=timezone.now())
    if request.method == "POST" and request.POST.get("act") == "accept":
        done = _accept(request, screen, actor=actor, desk_id=desk_id)
        if done is not None:
            return done
        return render(request, "desk/counter/intake.html", screen, status=422)
    screen["known"] = _known(screen["person"], actor=actor)
    return render(request, "desk/counter/intake.html", screen)


def _screen(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    said = request.POST if request.method == "POST" else request.GET
    language = get_language() or "vi"
    words = said.get("procedure", "").strip()
    found = _procedure(words, at=at) if words else None
    typed = said if request.method == "POST" else None
    fresh = said.get("uid") or str(uuid4())
    return {
        "person": PersonForm(said if said.get("number") else None),
        "words": found.code if found else words,
        "procedure": found,
        "name": (found.name.en if language.startswith("en") else found.name.vi) if found else "",
        "choices": find_procedures(Wanted(words="" if found else words), on=day_of(at), limit=12),
        "questions": form_for(found.form, typed, language) if found else None,
        "papers": _papers(found, request, language) if found else None,
        "uid": fresh,
        "started": said.get("started") or signing.dumps(at.isoformat(), salt=CLOCK),
        "faults": [],
        "cash": said.get("cash", "yes" if typed is None or "look" in said.get("act", "") else ""),
        "english": language.startswith("en"),
    }


def _papers(found: Procedure, request: HttpRequest, language: str) -> PapersForm:
    said = (request.POST, request.FILES) if request.method == "POST" else ()
    return PapersForm(found.components, language, *said)


def _procedure(words: str, *, at: datetime) -> Procedure | None:
    """Return the procedure of a code, or the only one that a few letters can mean."""
    on = day_of(at)
    code = words.split(" ", maxsplit=1)[0]
    try:
        return procedure_of(current_version(code, on))
    except DomainError:
        here = [one for one in find_procedures(Wanted(words=words), on=on) if one.executable]
    return procedure_of(current_version(here[0].code, on)) if len(here) == 1 else None


def _known(form: PersonForm, *, actor: Actor) -> Any:
    if not form.is_bound or not form.is_valid():
        return None
    require("person", actor, "look_up", None)
    kind = PersonKind(form.cleaned_data.get("kind") or PersonKind.CITIZEN)
    try:
        return find_person(form.cleaned_data["number"], kind=kind)
    except DomainError as error:
        form.add_error("number", error.message(get_language() or "vi"))
        return None


def _accept(
    request: HttpRequest, screen: dict[str, Any], *, actor: Actor, desk_id: int
) -> HttpResponse | None:
    """Take the dossier in and show its receipt; ``None`` when something was wrong, and told."""
    person, questions, papers = screen["person"], screen["questions"], screen["papers"]
    if questions is None or not all(form.is_valid() for form in (person, questions, papers)):
        if questions is None:
            screen["faults"] = [{"field": "procedure", "message": _("Choose a procedure.")}]
        return None
    at = timezone.now()
    try:
        typed = Typed(
            uid=UUID(screen["uid"]),
            person=person.cleaned_data,
            procedure=screen["procedure"].code,
            answers=questions.answers(),
            given=papers_given(papers.cleaned_data, by=actor, at=at),
            desk_id=desk_id,
            cash=request.POST.get("cash") == "yes",
        )
        taken = take_in(typed, by=actor, at=at)
    except (DomainError, ValueError) as error:
        _tell(error, screen, questions)
        return None
    dossiers.drain(at=at)  # The receipt is wanted while the visitor still stands here.
    request.session[f"counter.{taken.uid}"] = _seconds(screen["started"], at=timezone.now())
    return redirect(reverse("counter:taken", args=[taken.uid]))


def _tell(error: Exception, screen: dict[str, Any], questions: SchemaForm) -> None:
    language = get_language() or "vi"
    if not isinstance(error, DomainError):
        screen["faults"] = [{"field": "number", "message": str(error)}]
        return
    listed = error.facts.get("errors")
    for one in listed if isinstance(listed, list) else ():
        said = one if isinstance(one, dict) else {"path": one.path, "vi": one.vi, "en": one.en}
        path = str(said.get("path") or said.get("pointer") or said.get("field") or "")
        text = said.get(language[:2]) or said.get("message") or said.get("vi") or ""
        questions.tell(path.removeprefix("/form"), str(text))
    screen["faults"] = [{"field": "number", "message": error.message(language)}]


def _seconds(started: str, *, at: datetime) -> int | None:
    """Return the time from the empty screen to the receipt; nothing when the mark is not ours."""
    try:
        begun = datetime.fromisoformat(signing.loads(started, salt=CLOCK))
    except signing.BadSignature:
        return None
    return round((at - begun).total_seconds())


@officers
@require_safe
def taken(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """The dossier just taken in: its code, its due time, how long it took, its receipt."""
    found = dossiers.dossier(str(uid), actor=actor)
    shown = {"dossier": found, "seconds": request.session.get(f"counter.{uid}")}
    return render(request, "desk/counter/taken.html", shown)


@officers
@require_safe
def receipt(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """The receipt (form 01) as PDF. Errors: FileUnknown while there is none."""
    del request
    found = dossiers.dossier(str(uid), actor=actor)
    kinds = [paper for paper in dossiers.papers(found) if paper.kind == PaperKind.RECEIPT]
    if not kinds:
        raise FileUnknown(file=str(uid))
    file = kinds[-1].sealed_file or kinds[-1].file
    _stored, content = dossiers.content(found, str(file.uid))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.code}.pdf"'
    return answer
