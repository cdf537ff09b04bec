"""The door of the documents room: the only module that other rooms import."""

from motcua.documents.certificates import (
    ensure_authority,
    revocation_list,
    revoke_certificate,
    trusted_roots,
)
from motcua.documents.errors import CertificateUnusable, FileDamaged, FileUnknown, NumberTaken
from motcua.documents.files import (
    files_of,
    files_stored_by,
    forget_files,
    picture_size,
    read_file,
    store_file,
    stored_file,
)
from motcua.documents.models import OfficialDocument, StoredFile
from motcua.documents.rotation import (
    certificates_in_use,
    renew_certificate,
    rotate_issuing_authority,
    rotate_statement_key,
)
from motcua.documents.rules import amount_in_words, shown_code
from motcua.documents.selectors import (
    document,
    document_by_code,
    proof_of_issue,
    stored_digests,
    verify_code,
)
from motcua.documents.services import (
    COMMIT_SQL,
    commit_document,
    commit_parameters,
    documents_of,
    issue,
    prepare_document,
    preview_document,
    revoke,
    seal_issued,
    supersede,
)
from motcua.documents.signing import seal_document, sign_document
from motcua.documents.statements import published_keys, revocations
from motcua.documents.storage import opened as open_content
from motcua.documents.storage import put as put_content
from motcua.documents.types import (
    CertificateKind,
    Draft,
    Issuer,
    KeyHolder,
    PaperKind,
    PreparedDocument,
    Sealing,
    Signatory,
    SignatureFound,
    SignatureState,
    UploadVerdict,
    Verdict,
    VerifiedDocument,
)
from motcua.documents.typesetting import FORMS, form_source, qr_svg, typeset, typeset_source
from motcua.documents.verification import upload_limit_mb, verify_upload

__all__ = [
    "COMMIT_SQL",
    "FORMS",
    "CertificateKind",
    "CertificateUnusable",
    "Draft",
    "FileDamaged",
    "FileUnknown",
    "Issuer",
    "KeyHolder",
    "NumberTaken",
    "OfficialDocument",
    "PaperKind",
    "PreparedDocument",
    "Sealing",
    "Signatory",
    "SignatureFound",
    "SignatureState",
    "StoredFile",
    "UploadVerdict",
    "Verdict",
    "VerifiedDocument",
    "amount_in_words",
    "certificates_in_use",
    "commit_document",
    "commit_parameters",
    "document",
    "document_by_code",
    "documents_of",
    "ensure_authority",
    "files_of",
    "files_stored_by",
    "forget_files",
    "form_source",
    "issue",
    "open_content",
    "picture_size",
    "prepare_document",
    "preview_document",
    "proof_of_issue",
    "published_keys",
    "put_content",
    "qr_svg",
    "read_file",
    "renew_certificate",
    "revocation_list",
    "revocations",
    "revoke",
    "revoke_certificate",
    "rotate_issuing_authority",
    "rotate_statement_key",
    "seal_document",
    "seal_issued",
    "shown_code",
    "sign_document",
    "store_file",
    "stored_digests",
    "stored_file",
    "supersede",
    "trusted_roots",
    "typeset",
    "typeset_source",
    "upload_limit_mb",
    "verify_code",
    "verify_upload",
]
