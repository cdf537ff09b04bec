"""How a signature shows itself on the paper: its place, kept when typeset, and its look.

A paper keeps places for its marks and names them in its keywords. Before the first signature each
place becomes an empty signature field, for that signature allows no new ones; each signer then
fills his own. Places and marks are in points, the origin of a place at the top left of its page.
"""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields
from pyhanko.stamp import StaticStampStyle

from motcua.documents.types import CertificateKind, KeyHolder
from motcua.documents.typesetting import ROOT, typeset_source

__all__ = ["FIELDS", "Place", "empty_field", "keep_places", "look_of", "mark_pdf", "places_in"]

PREFIX = "mark:"
MIDDLE = AxisAlignment.ALIGN_MID
FIELDS = {CertificateKind.OFFICER: "Officer", CertificateKind.SEAL: "Seal"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paper keeps room for a mark; ``page`` counts from 1."""

    kind: CertificateKind
    page: int
    x: float
    y: float
    width: float
    height: float


def places_in(reader: PdfFileReader) -> tuple[Place, ...]:
    """Return the places that a paper keeps, the officer's first."""
    trailer = reader.trailer_view
    # Brackets follow a reference to what it names; ``get`` does not.
    about = trailer["/Info"] if "/Info" in trailer else {}  # noqa: SIM401
    words = str(about.get("/Keywords", "")).split(",")
    found = {_place(word.strip()) for word in words if word.strip().startswith(PREFIX)}
    return tuple(sorted(found, key=lambda place: (place.kind, place.page, place.y)))


def _place(word: str) -> Place:
    kind, page, *numbers = word.removeprefix(PREFIX).split(":")
    x, y, width, height = map(float, numbers)
    return Place(CertificateKind(kind), int(page), x, y, width, height)


def keep_places(writer: IncrementalPdfFileWriter) -> None:
    """Make an empty signature field of each place; only right before the first signature."""
    kinds = set()
    for place in places_in(writer.prev):
        # One signature of a kind shows itself; a second officer's stands in the list of signatures.
        if place.kind in kinds:
            continue
        kinds.add(place.kind)
        page, _ = writer.find_page_for_modification(place.page - 1)  # type: ignore[no-untyped-call]  # pyHanko leaves it open
        name = f"{FIELDS[place.kind]}{len(kinds)}"
        spec = SigFieldSpec(
            name, on_page=place.page - 1, box=_box(place, _height(page.get_object()))
        )
        append_signature_field(writer, spec)


def _height(page: dict[str, list[float]]) -> float:
    return float(page["/MediaBox"][3])


def _box(place: Place, page_height: float) -> tuple[int, int, int, int]:
    """Return the place as PDF counts it, from the bottom left; pyHanko wants whole points."""
    left, top = round(place.x), round(page_height - place.y)
    return (left, top - round(place.height), left + round(place.width), top)


def empty_field(writer: IncrementalPdfFileWriter, kind: CertificateKind) -> str | None:
    """Return the name of the field that waits for a signature of this kind."""
    fields = enumerate_sig_fields(writer, filled_status=False)
    names = (str(name) for name, _, _ in fields)
    return next((name for name in names if name.startswith(FIELDS[kind])), None)


class _Drawing(PdfContent):
    """A one-page PDF as the content of a stamp, its fonts with it."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """Return the operators that draw it."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Mark"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Mark Do"


def look_of(holder: KeyHolder, *, place: Place, at: datetime) -> StaticStampStyle:
    """Return the mark of a holder's signature as pyHanko puts it on the paper."""
    return StaticStampStyle(
        border_width=0,
        background=_Drawing(mark_pdf(holder, place=place, at=at)),
        background_layout=SimpleBoxLayoutRule(MIDDLE, MIDDLE, margins=Margins()),
        background_opacity=1,
    )


def mark_pdf(holder: KeyHolder, *, place: Place, at: datetime) -> bytes:
    """Return the mark drawn on a page as large as its place, its fonts embedded."""
    facts = {
        "name": holder.name,
        "unit": holder.organisation,
        "at": at,
        "width": str(place.width),
        "height": str(place.height),
    }
    return typeset_source(_source(holder.kind), facts, at=at)


@cache
def _source(kind: CertificateKind) -> str:
    path: Path = ROOT / "marks" / f"{kind}.typ"
    return path.read_text(encoding="utf-8")
