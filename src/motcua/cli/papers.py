"""The papers of a dossier as files that people open, and what is to be thought of them."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from motcua.documents.api import SignatureState, Verdict, read_file, verify_upload
from motcua.dossiers import api as dossiers
from motcua.dossiers.api import Snapshot

__all__ = ["Copy", "bad_signatures", "copies", "has_pdfsig"]

GOOD = {Verdict.GENUINE, Verdict.SUPERSEDED}
PDFSIG_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Copy:
    """A readable copy of one paper."""

    path: Path
    kind: str
    code: str
    symbol: str


def copies(dossier: Snapshot, folder: Path) -> Iterator[Copy]:
    """Write the papers of a dossier into a folder and yield them, oldest first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number, paper in enumerate(dossiers.papers(dossier), start=1):
        path = folder / f"{number:02}-{paper.kind}.pdf"
        path.write_bytes(read_file((paper.sealed_file or paper.file).uid))
        yield Copy(path, str(paper.kind), paper.code, paper.symbol)


def bad_signatures(paper: Copy, *, at: datetime) -> str:
    """Return what is wrong with a paper's signatures; "" when all of them hold.

    Asked are pyHanko with the province's own roots and, where it is installed, pdfsig of poppler,
    which does not know the roots and checks the mathematics.
    """
    verdict = verify_upload(paper.path.read_bytes(), at=at)
    states = {signature.state for signature in verdict.signatures}
    if verdict.verdict not in GOOD or states != {SignatureState.VALID}:
        return f"pyHanko: {verdict.verdict}, {', '.join(sorted(states)) or '-'}"
    return _pdfsig(paper.path, expected=len(verdict.signatures)) if has_pdfsig() else ""


def has_pdfsig() -> bool:
    """Tell whether poppler's pdfsig is on this machine."""
    return shutil.which("pdfsig") is not None


def _pdfsig(path: Path, *, expected: int) -> str:
    done = subprocess.run(  # noqa: S603  # the path is ours, no shell is asked
        ["pdfsig", "-nocert", str(path)],  # noqa: S607  # from the PATH, as people run it
        capture_output=True,
        text=True,
        timeout=PDFSIG_SECONDS,
        check=False,
    )
    valid = done.stdout.count("Signature is Valid.")
    return "" if valid == expected else f"pdfsig: {valid} of {expected} signatures are valid"
