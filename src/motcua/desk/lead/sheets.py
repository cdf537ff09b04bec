"""The evaluation as a file: CSV for machines, XLSX for desks."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from motcua.authority.types import UnitView
from motcua.desk.lead.indicators import grades, indicators
from motcua.dossiers.api import Evaluation, Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | Decimal | None
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def answer(kind: str, found: Evaluation, *, unit: UnitView) -> HttpResponse:
    """Return the sheets as a download. Errors: Http404 for a kind that is neither."""
    rows = list(_lines(found, unit))
    name = f"{unit.code}-{found.since}-{found.until}"
    if kind == "sheet.csv":
        response = HttpResponse(_csv(rows), content_type="text/csv; charset=utf-8")
    elif kind == "sheet.xlsx":
        response = HttpResponse(_xlsx(rows), content_type=XLSX)
    else:
        raise Http404
    ending = kind.rpartition(".")[2]
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _lines(found: Evaluation, unit: UnitView) -> Iterator[list[Cell]]:
    names = [f"{each['number']}. {each['name']}" for each in indicators()]
    yield [_("Who"), _("Dossiers"), *names, _("Points"), _("Of"), _("Brought to full"), _("Class")]
    if found.sheet is not None:
        yield _line(unit.name_vi, found.sheet)
    for line in found.officers:
        yield _line(line.name, line.sheet)


def _line(name: str, sheet: Sheet) -> list[Cell]:
    scores = [sheet.scores.get(number) for number in range(1, 10)]
    grade = grades()[sheet.grade]["name"] if sheet.grade else ""
    return [name, sheet.dossiers, *scores, sheet.total, sheet.most, sheet.scaled, grade]


def _safe(cell: Cell) -> Cell:
    """Return the cell so that no spreadsheet takes a name for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def _csv(rows: list[list[Cell]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([["" if c is None else _safe(c) for c in row] for row in rows])
    return "\ufeff" + text.getvalue()


def _xlsx(rows: list[list[Cell]]) -> bytes:
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        page.set_column(0, 0, 34)
        page.set_column(1, len(rows[0]), 14)
        page.freeze_panes(1, 1)
        for number, row in enumerate(rows):
            cells = [float(c) if isinstance(c, Decimal) else c for c in row]
            page.write_row(number, 0, cells, bold if number == 0 else None)
    return content.getvalue()
