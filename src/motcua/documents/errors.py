"""What the documents room refuses."""

from motcua.kernel.errors import Conflict, Invalid, NotFound, TooLarge, Unavailable

__all__ = [
    "CertificateUnusable",
    "CodeUnknown",
    "DocumentRevoked",
    "DocumentSealed",
    "DocumentUnknown",
    "FileDamaged",
    "FileDangerous",
    "FileEmpty",
    "FileInfected",
    "FileTooLarge",
    "FileTypeRefused",
    "FileUnknown",
    "FormUnknown",
    "KeyMissing",
    "NameContradictsContent",
    "NumberTaken",
    "ReasonMissing",
    "ScannerDown",
    "StorageDown",
    "TemplateFailed",
]


class FormUnknown(NotFound):
    """No official form has this id."""

    code = "form_unknown"
    vi = "Không có biểu mẫu {form}."
    en = "There is no official form {form}."


class TemplateFailed(Invalid):
    """The template of a paper does not typeset with its data."""

    code = "template_failed"
    vi = "Không trình bày được văn bản từ mẫu: {reason}"
    en = "The template does not typeset: {reason}"


class FileUnknown(NotFound):
    """No stored file has this id."""

    code = "file_unknown"
    vi = "Không tìm thấy tệp."
    en = "There is no such file."


class FileDamaged(Conflict):
    """A stored file is missing from the storage or is not what was stored."""

    code = "file_damaged"
    vi = "Tệp lưu trữ bị thiếu hoặc đã thay đổi so với lúc lưu."
    en = "The stored file is missing or is not what was stored."


class FileEmpty(Invalid):
    """An empty file was sent."""

    code = "file_empty"
    vi = "Tệp {name} không có nội dung."
    en = "The file {name} is empty."


class FileTooLarge(TooLarge):
    """A file is larger than the limit."""

    code = "file_too_large"
    vi = "Tệp {name} vượt quá {limit_mb} MB."
    en = "The file {name} is larger than {limit_mb} MB."


class FileTypeRefused(Invalid):
    """The content of a file is of a kind that is not taken."""

    code = "file_type_refused"
    vi = "Tệp {name} không thuộc loại được nhận. Các loại được nhận: {allowed}."
    en = "The file {name} is not of a kind that is taken. Taken are: {allowed}."


class NameContradictsContent(Invalid):
    """The extension of a file says one thing and its content another."""

    code = "name_contradicts_content"
    vi = "Tên tệp {name} không khớp với nội dung: nội dung là {found}."
    en = "The name {name} contradicts the content, which is {found}."


class FileDangerous(Invalid):
    """A file holds something that could act on the reader's machine, or hides another file."""

    code = "file_dangerous"
    vi = "Tệp {name} không được nhận: {why}."
    en = "The file {name} is refused: {why}."


class FileInfected(Invalid):
    """The scanner found malware in a file."""

    code = "file_infected"
    vi = "Tệp {name} chứa mã độc ({found})."
    en = "The file {name} contains malware ({found})."


class ScannerDown(Unavailable):
    """The malware scanner does not answer; nothing unscanned is taken."""

    code = "scanner_down"
    vi = "Bộ quét mã độc không hoạt động, chưa thể nhận tệp. Vui lòng thử lại sau."
    en = "The malware scanner does not answer, so no file can be taken. Please try again later."


class StorageDown(Unavailable):
    """The service that keeps the files does not answer, or refuses us."""

    code = "storage_down"
    vi = "Kho lưu trữ tệp không hoạt động. Vui lòng thử lại sau."
    en = "The storage of files does not answer. Please try again later."


class KeyMissing(Unavailable):
    """A private key that should be in the key folder is not there or does not open."""

    code = "key_missing"
    vi = "Không mở được khóa ký {key}."
    en = "The signing key {key} does not open."


class CertificateUnusable(Conflict):
    """A certificate was revoked or is outside its validity."""

    code = "certificate_unusable"
    vi = "Chứng thư số của {holder} đã bị thu hồi hoặc hết hiệu lực."
    en = "The certificate of {holder} was revoked or is not valid at this time."


class NumberTaken(Conflict):
    """Another paper of the same book took the number first; prepare again."""

    code = "document_number_taken"
    vi = "Số văn bản {number} vừa được cấp cho văn bản khác, xin thử lại."
    en = "The number {number} was just given to another paper; try again."


class DocumentUnknown(NotFound):
    """No official document has this id."""

    code = "document_unknown"
    vi = "Không tìm thấy văn bản."
    en = "There is no such document."


class CodeUnknown(NotFound):
    """No official document has this code."""

    code = "code_unknown"
    vi = "Không có văn bản nào mang mã {typed}. Hãy kiểm tra lại từng ký tự."
    en = "No document has the code {typed}. Check each character."


class DocumentRevoked(Conflict):
    """The document was revoked or superseded already."""

    code = "document_revoked"
    vi = "Văn bản {symbol} đã bị thu hồi hoặc thay thế."
    en = "The document {symbol} was revoked or superseded already."


class DocumentSealed(Conflict):
    """The document bears the agency's seal already."""

    code = "document_sealed"
    vi = "Văn bản {symbol} đã được đóng dấu."
    en = "The document {symbol} bears the agency's seal already."


class ReasonMissing(Invalid):
    """A document cannot be revoked without a reason."""

    code = "revocation_reason_missing"
    vi = "Thu hồi văn bản phải nêu lý do."
    en = "Revoking a document needs a reason."
