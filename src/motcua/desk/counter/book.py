"""The tracking book (form 07), on the page, as XLSX and as PDF; and results handed over."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from openpyxl import Workbook

from motcua.authority.api import day_of, unit
from motcua.authority.types import Actor
from motcua.desk.counter.forms import BookForm
from motcua.dossiers import api as dossiers
from motcua.dossiers.api import BookLine
from motcua.kernel.errors import DomainError
from motcua.look.doors import officers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (
    "STT",
    "Mã hồ sơ",
    "Tên thủ tục hành chính",
    "Số bộ",
    "Tên cá nhân, tổ chức",
    "Địa chỉ",
    "Số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Nhận hồ sơ",
    "Hẹn trả kết quả",
    "Trả kết quả",
    "Phương thức nhận",
    "Phương thức trả",
    "Ghi chú",
)
"""The columns of the form. Source: TT 03/2025/TT-VPCP, mẫu số 07."""


@officers
@require_safe
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the book of a period, or give it as a file."""
    today = day_of(timezone.now())
    first = {"since": today.replace(day=1).isoformat(), "until": today.isoformat()}
    units = _units(actor)
    first["unit"] = str(units[0][0]) if units else ""
    form = BookForm(units, {**first, **request.GET.dict()})
    shown: dict[str, Any] = {"form": form, "lines": [], "query": request.GET.urlencode()}
    if not form.is_valid():
        return render(request, "desk/counter/book.html", shown, status=422)
    try:
        lines = _lines(form, actor)
    except DomainError as error:
        form.add_error(None, error.message(get_language() or "vi"))
        return render(request, "desk/counter/book.html", shown, status=422)
    kind = request.GET.get("as", "")
    if kind in {"xlsx", "pdf"}:
        return _file(form, lines, kind)
    return render(request, "desk/counter/book.html", {**shown, "lines": lines})


def _units(actor: Actor) -> list[tuple[int, str]]:
    language = get_language() or "vi"
    return [(unit_id, unit(unit_id).name(language)) for unit_id in sorted(actor.unit_ids)]


def _lines(form: BookForm, actor: Actor) -> list[BookLine]:
    told = form.cleaned_data
    return dossiers.whole_book(
        told["unit"], since=told["since"], until=form.day_after(), actor=actor
    )


def _file(form: BookForm, lines: list[BookLine], kind: str) -> HttpResponse:
    told, at = form.cleaned_data, timezone.now()
    if kind == "xlsx":
        answer = HttpResponse(workbook(lines), content_type=XLSX)
    else:
        content = dossiers.book_pdf(
            lines, unit_id=told["unit"], since=told["since"], until=form.day_after(), at=at
        )
        answer = HttpResponse(content, content_type="application/pdf")
    name = f"so-theo-doi-{told['since']}-{told['until']}.{kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def workbook(lines: list[BookLine]) -> bytes:
    """Return the lines as XLSX; a text that looks like a formula stays a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("07")
    sheet.append(HEADS)
    for line in lines:
        sheet.append([_cell(sheet, value) for value in _row(line)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _row(line: BookLine) -> list[Any]:
    local = timezone.get_default_timezone()
    times = [
        at.astimezone(local).replace(tzinfo=None) if at else None
        for at in (line.received_at, line.due_at, line.returned_at)
    ]
    return [
        line.order,
        line.code,
        line.procedure,
        line.sets,
        line.owner,
        line.address,
        line.phone,
        line.lead,
        *times,
        line.channel,
        line.return_channel,
        line.note,
    ]


@officers
@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Scan a code, check who stands there and hand the result over."""
    said = request.POST if request.method == "POST" else request.GET
    words, language = said.get("code", ""), get_language() or "vi"
    shown: dict[str, Any] = {"code": words, "faults": [], "dossier": None}
    if not words:
        return render(request, "desk/counter/return.html", shown)
    try:
        found = dossiers.dossier(str(dossiers.scanned(words, actor=actor)), actor=actor)
        shown.update(dossier=found, parties=dossiers.parties(found))
        if request.method == "POST" and said.get("checked") == "yes":
            dossiers.hand_over(found.uid, by=actor, at=timezone.now(), how="counter")
            return redirect(f"{request.path}?code={found.code}")
    except DomainError as error:
        shown["faults"] = [{"field": "code", "message": error.message(language)}]
    if request.method == "POST" and not shown["faults"]:
        text = _("Check the identity of the person first, then tick the box.")
        shown["faults"] = [{"field": "checked", "message": text}]
    status = 422 if shown["faults"] else 200
    return render(request, "desk/counter/return.html", shown, status=status)
