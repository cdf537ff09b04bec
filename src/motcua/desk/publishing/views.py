"""Publishing a procedure: the difference to the version in force, what stays under it, the act.

For the reform office, which prepares the list of procedures (NĐ 63/2010 Đ13(2)).
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authority.api import Actor, Denied, decide
from motcua.catalogue import api as catalogue
from motcua.catalogue.api import Change
from motcua.dossiers import api as dossiers
from motcua.kernel.errors import DomainError
from motcua.look.doors import officers


@dataclass(frozen=True, slots=True)
class Proposal:
    """A folder of a procedure beside what is in force."""

    folder: str
    code: str
    name: str
    number: int
    changes: tuple[Change, ...]
    staying: int
    is_new: bool


@officers
@require_safe
def folders(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the folders of procedures."""
    _require_publisher(actor)
    names = sorted(path.parent.name for path in _root().glob("*/procedure.yaml"))
    return render(request, "desk/publishing/folders.html", {"folders": names})


@officers
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, actor: Actor, folder: str) -> HttpResponse:
    """Show what publishing a folder would change; POST publishes it."""
    _require_publisher(actor)
    path = _root() / folder
    if not (path / "procedure.yaml").is_file():
        raise Http404
    try:
        if request.method == "POST":
            catalogue.publish(path, by=actor, at=timezone.now())
            return redirect("publishing:one", folder)
        facts = {"proposal": proposal_of(path)}
    except DomainError as error:
        told = {"told": error.message(get_language() or "vi"), "folder": folder}
        return render(request, "desk/publishing/refused.html", told, status=error.status)
    return render(request, "desk/publishing/one.html", facts)


def proposal_of(path: Path) -> Proposal:
    """Return a folder beside the newest version. Errors: those of reading the folder."""
    source = catalogue.load_folder(path)
    draft = source.procedure
    held = catalogue.versions(draft.code)
    changes: tuple[Change, ...] = ()
    if held and held[0].digest != source.digest:
        changes = catalogue.differences(catalogue.procedure(held[0].id), draft)
    return Proposal(
        folder=path.name,
        code=draft.code,
        name=draft.name.vi,
        number=held[0].number if held else 0,
        changes=changes,
        staying=sum(dossiers.in_flight(draft.code).values()),
        is_new=not held or held[0].digest != source.digest,
    )


def _root() -> Path:
    return Path(settings.ROOT) / "procedures"


def _require_publisher(actor: Actor) -> None:
    if isinstance(decide("procedure", actor, "publish", None), Denied):
        raise PermissionDenied
