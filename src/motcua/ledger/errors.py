"""What the ledger refuses."""

from motcua.kernel.errors import Broken, Conflict, Invalid, NotFound, Unavailable

__all__ = [
    "EntryNotSealed",
    "LedgerBodyInvalid",
    "LedgerEntryInvalid",
    "LedgerEntryUnknown",
    "ProofInvalid",
    "SealBroken",
    "SealingKeyMissing",
    "StaleSequence",
]


class StaleSequence(Conflict):
    """Another entry was written to the stream first."""

    code = "stale_sequence"
    vi = "Hồ sơ đã có thay đổi mới hơn (chuỗi {stream}, số {seq}). Hãy tải lại rồi thử lại."
    en = "A newer entry was written to {stream} (number {seq}). Reload and try again."


class LedgerBodyInvalid(Invalid):
    """The body of an entry holds something that has no single canonical form."""

    code = "ledger_body_invalid"
    vi = "Nội dung ghi sổ không hợp lệ tại {path}: {reason}."
    en = "The body of the ledger entry is not valid at {path}: {reason}."


class LedgerEntryInvalid(Invalid):
    """A column of an entry is not what the ledger takes."""

    code = "ledger_entry_invalid"
    vi = "Bút toán không hợp lệ: {field} là {value}."
    en = "The ledger entry is not valid: {field} is {value}."


class LedgerEntryUnknown(NotFound):
    """There is no such entry."""

    code = "ledger_entry_unknown"
    vi = "Không có bút toán số {seq} trong chuỗi {stream}."
    en = "There is no entry {seq} in the stream {stream}."


class EntryNotSealed(Conflict):
    """The entry stands in no seal yet, so nothing attests it."""

    code = "entry_not_sealed"
    vi = "Bút toán số {seq} của chuỗi {stream} chưa được niêm phong."
    en = "Entry {seq} of {stream} is not sealed yet."


class ProofInvalid(Invalid):
    """The proof does not show that the entry stands in the seal."""

    code = "proof_invalid"
    vi = "Chứng cứ không hợp lệ: {reason}."
    en = "The proof is not valid: {reason}."


class SealBroken(Broken):
    """What lies under a seal is not what was sealed."""

    code = "seal_broken"
    vi = "Dữ liệu dưới niêm phong số {number} đã bị thay đổi."
    en = "What lies under seal {number} is not what was sealed."


class SealingKeyMissing(Unavailable):
    """No key to seal with lies in the key folder."""

    code = "sealing_key_missing"
    vi = "Chưa có khóa niêm phong trong {folder}."
    en = "There is no sealing key in {folder}."
