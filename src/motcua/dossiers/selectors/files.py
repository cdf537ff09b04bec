"""The files and papers of a dossier, for those who may see the dossier."""

from typing import Any
from uuid import UUID

from motcua.documents.api import OfficialDocument, StoredFile, documents_of, read_file, stored_file
from motcua.dossiers import store
from motcua.dossiers.errors import FileNotOfDossier
from motcua.dossiers.models import Component
from motcua.dossiers.types import Snapshot


def papers(found: Snapshot) -> list[OfficialDocument]:
    """Return the papers issued for a dossier, oldest first."""
    return list(documents_of(store.stream(found.uid)))


def documents_out(found: Snapshot) -> list[dict[str, Any]]:
    """Return the papers as the API shows them."""
    return [
        {
            "id": paper.uid,
            "code": paper.code,
            "kind": paper.kind,
            "symbol": paper.symbol,
            "issued_at": paper.issued_at,
            "file": file_of(paper).uid,
            "revoked": paper.revoked_at is not None,
            "url": f"/v/{paper.code}",
        }
        for paper in papers(found)
    ]


def file_of(paper: OfficialDocument) -> StoredFile:
    """Return the newest form of a paper: sealed, when it was sealed."""
    return paper.sealed_file or paper.file


def content(found: Snapshot, uid: str) -> tuple[StoredFile, bytes]:
    """Return a component or a paper of the dossier with its bytes.

    Errors: FileNotOfDossier when the file is not of this dossier.
    """
    try:
        wanted = UUID(uid)
    except ValueError as error:
        raise FileNotOfDossier(file=uid[:60]) from error
    given = Component.objects.filter(dossier_id=found.id, file_uid=wanted).exists()
    issued = any(file_of(p).uid == wanted or p.file.uid == wanted for p in papers(found))
    if not given and not issued:
        raise FileNotOfDossier(file=uid[:60])
    return stored_file(wanted), read_file(wanted)
