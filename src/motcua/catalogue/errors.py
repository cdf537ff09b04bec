"""What the catalogue refuses."""

from motcua.kernel.errors import Conflict, Invalid, NotFound

__all__ = [
    "CatalogueFileBroken",
    "EntryNotFound",
    "FeeNotWhole",
    "FlagConfirmedAlready",
    "FlagNotFound",
    "NoVariantFits",
    "ProcedureBroken",
    "ProcedureNotFound",
    "VersionDatesClash",
    "VersionNotFound",
]


class ProcedureBroken(Invalid):
    """The procedure has errors; nothing of it is published."""

    code = "procedure_broken"
    vi = "Thủ tục {procedure} có {count} lỗi, lỗi đầu: {first}."
    en = "The procedure {procedure} has {count} errors, the first: {first}."


class NoVariantFits(Invalid):
    """The facts fit none of the procedure's variants, so its limit is unknown."""

    code = "no_variant_fits"
    vi = "Hồ sơ không thuộc trường hợp nào của thủ tục {procedure}."
    en = "The dossier fits none of the variants of the procedure {procedure}."


class FeeNotWhole(Invalid):
    """A fee rule gave something else than a whole, non-negative number of dong."""

    code = "fee_not_whole"
    vi = "Quy tắc tính phí cho kết quả không hợp lệ: {value}."
    en = "The fee rule gave no whole amount: {value}."


class ProcedureNotFound(NotFound):
    """No version of this procedure is in force on that day."""

    code = "procedure_not_found"
    vi = "Không có thủ tục {procedure} có hiệu lực ngày {on}."
    en = "No version of the procedure {procedure} is in force on {on}."


class VersionNotFound(NotFound):
    """There is no such version."""

    code = "version_not_found"
    vi = "Không có phiên bản {version} của thủ tục."
    en = "There is no version {version} of a procedure."


class VersionDatesClash(Conflict):
    """A version may not begin before the version that it follows."""

    code = "version_dates_clash"
    vi = "Phiên bản mới của {procedure} phải có hiệu lực từ {earliest} trở đi."
    en = "A new version of {procedure} can be in force from {earliest} at the earliest."


class EntryNotFound(NotFound):
    """The national catalogue has no such procedure."""

    code = "catalogue_entry_not_found"
    vi = "Danh mục quốc gia không có thủ tục {procedure}."
    en = "The national catalogue has no procedure {procedure}."


class FlagNotFound(NotFound):
    """The entry has no such flag."""

    code = "catalogue_flag_not_found"
    vi = "Thủ tục {procedure} không có cảnh báo {flag}."
    en = "The procedure {procedure} has no flag {flag}."


class FlagConfirmedAlready(Conflict):
    """Somebody has confirmed this flag before."""

    code = "catalogue_flag_confirmed"
    vi = "Cảnh báo {flag} của thủ tục {procedure} đã được xác nhận."
    en = "The flag {flag} of the procedure {procedure} is confirmed already."


class CatalogueFileBroken(Invalid):
    """The catalogue's data file does not have the expected shape."""

    code = "catalogue_file_broken"
    vi = "Tệp danh mục {file} sai: {problem}."
    en = "The catalogue file {file} is broken: {problem}."
