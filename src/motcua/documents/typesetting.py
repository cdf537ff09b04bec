"""Papers from templates: one warm Typst compiler a thread, fixed fonts, PDF/A-2b.

The same source, data and instant give the same bytes. A template reads only the folder ``typst/``
and its data; data never becomes code, for it comes in as JSON.
"""

import io
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import segno
import typst
from django.conf import settings

from motcua.documents.errors import FormUnknown, TemplateFailed
from motcua.documents.rules import template_json

__all__ = ["FORMS", "UNDATED", "form_source", "qr_svg", "typeset", "typeset_source"]

ROOT = Path(__file__).parent / "typst"
FORMS = tuple(sorted(path.stem for path in (ROOT / "forms").glob("*.typ")))
"""Ids of the official forms: 01 to 07 of Circular 03/2025/TT-VPCP, and the desk's other papers."""

UNDATED = datetime(2025, 7, 1, tzinfo=UTC)
"""The instant that a draft bears when the caller names none; never the clock."""

_threads = threading.local()


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of the compiler itself, and those of the setting; never the machine's."""
    folders = [str(folder) for folder in settings.FONT_FOLDERS]
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def _compiler() -> typst.Compiler:
    """Return this thread's compiler; it keeps what templates and fonts cost to load."""
    held: typst.Compiler | None = getattr(_threads, "compiler", None)
    if held is None:
        # Packages from the network are no part of a paper: the package folder is one that is empty.
        nowhere = str(ROOT / "packages")
        held = _threads.compiler = typst.Compiler(
            root=str(ROOT),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            package_path=nowhere,
            package_cache_path=nowhere,
        )
    return held


@cache
def form_source(form_id: str) -> str:
    """Return the Typst source of an official form.

    Errors: FormUnknown.
    """
    if form_id not in FORMS:
        raise FormUnknown(form=form_id)
    return (ROOT / "forms" / f"{form_id}.typ").read_text(encoding="utf-8")


def typeset(form_id: str, data: Mapping[str, object], *, at: datetime = UNDATED) -> bytes:
    """Return an official form as PDF/A-2b, typeset as of ``at``.

    Errors: FormUnknown, TemplateFailed.
    """
    return typeset_source(form_source(form_id), data, at=at)


def typeset_source(source: str, data: Mapping[str, object], *, at: datetime = UNDATED) -> bytes:
    """Return the paper that a Typst ``source`` makes of ``data``, as PDF/A-2b.

    Errors: TemplateFailed.
    """
    if '"@' in source or "\\u{40}" in source:
        raise TemplateFailed(reason="a template imports no package")
    try:
        paper = _compile(source, template_json(data), at=at)
    except typst.TypstError as error:
        raise TemplateFailed(reason=str(error)) from error
    if not isinstance(paper, bytes):
        raise TemplateFailed(reason="the template makes no paper")
    return paper


def _compile(source: str, data: str, *, at: datetime) -> object:
    """Return what the compiler gives; a compiler that broke is dropped, not used again."""
    try:
        return _compiler().compile(
            source.encode(),
            format="pdf",
            pdf_standards=["a-2b"],
            sys_inputs={"data": data},
            timestamp=int(at.timestamp()),
        )
    except BaseException as error:
        # A panic of the Rust code is no Exception in Python: it would pass every handler above.
        if type(error).__name__ != "PanicException":
            raise
        _threads.compiler = None
        raise TemplateFailed(reason="the typesetter broke on this text") from error


def qr_svg(text: str) -> str:
    """Return the QR of ``text`` as SVG, error level M.

    The mask is fixed: choosing the best of the eight costs four times as much, and signed text is
    noise already.
    """
    drawn = io.BytesIO()
    code = segno.make_qr(text, error="m", mask=2, boost_error=False)
    code.save(drawn, kind="svg", xmldecl=False, border=2)
    return drawn.getvalue().decode()
