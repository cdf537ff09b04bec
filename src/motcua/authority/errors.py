"""What the authority room refuses."""

from motcua.kernel.errors import Conflict, Denied, Invalid, NotFound, Unauthenticated, Unavailable


class UnitUnknown(NotFound):
    """No such unit is in force."""

    code = "unit_unknown"
    vi = "Không có cơ quan, đơn vị này: {unit}."
    en = "There is no such unit: {unit}."


class PlaceUnknown(Invalid):
    """A place of a procedure's step cannot be resolved to a unit."""

    code = "place_unknown"
    vi = "Không xác định được đơn vị thực hiện: {place}."
    en = "The place {place} does not resolve to a unit."


class UnitDataInvalid(Invalid):
    """A file of units cannot be read."""

    code = "unit_data_invalid"
    vi = "Dữ liệu đơn vị sai ở {file}, dòng {line}: {reason}."
    en = "Unit data are wrong at {file}, line {line}: {reason}."


class AccountUnknown(NotFound):
    """No such account."""

    code = "account_unknown"
    vi = "Không có tài khoản này."
    en = "There is no such account."


class NotAllowed(Denied):
    """The policy says no."""

    code = "not_allowed"
    vi = "Không có quyền thực hiện việc này ({reason})."
    en = "You are not allowed to do this ({reason})."


class NoAppointment(Denied):
    """The actor holds no such role at the unit."""

    code = "no_appointment"
    vi = "Bạn không giữ vai trò này tại đơn vị."
    en = "You do not hold this role at the unit."


class OutsideDelegation(Denied):
    """The delegation does not reach this act or procedure."""

    code = "outside_delegation"
    vi = "Việc này nằm ngoài phạm vi ủy quyền."
    en = "The act is outside the scope of the delegation."


class PostingOverlaps(Conflict):
    """The account already holds this role at this unit in a part of the period."""

    code = "posting_overlaps"
    vi = "Tài khoản đã giữ vai trò này tại đơn vị trong thời gian đó."
    en = "The account already holds this role at the unit in that period."


class DelegationRefused(Invalid):
    """A delegation that cannot stand."""

    code = "delegation_refused"
    vi = "Không thể ủy quyền: {reason}."
    en = "The delegation cannot stand: {reason}."


class AbsenceRefused(Invalid):
    """An absence or a substitution that cannot stand."""

    code = "absence_refused"
    vi = "Không thể ghi nhận vắng mặt: {reason}."
    en = "The absence cannot stand: {reason}."


class PersonUnknown(NotFound):
    """No such person."""

    code = "person_unknown"
    vi = "Không tìm thấy người này."
    en = "There is no such person."


class PersonErased(Conflict):
    """The person's data were erased."""

    code = "person_erased"
    vi = "Dữ liệu của người này đã được xóa."
    en = "The data of this person were erased."


class NumberTaken(Conflict):
    """The identity number is registered under other particulars."""

    code = "number_taken"
    vi = "Số định danh đã được đăng ký với thông tin khác."
    en = "The identity number is registered with other particulars."


class PersonInvalid(Invalid):
    """The particulars of a person are not valid."""

    code = "person_invalid"
    vi = "Thông tin không hợp lệ: {field}."
    en = "The particulars are not valid: {field}."


class KeyRingMissing(Unavailable):
    """The keys of personal data are not at hand."""

    code = "key_ring_missing"
    vi = "Chưa có khóa bảo vệ dữ liệu cá nhân; hãy chạy thiết lập hệ thống."
    en = "The keys of personal data are missing; run the set-up."


class CipherBroken(Unavailable):
    """A stored cipher does not open: another key, another row, or a changed byte."""

    code = "cipher_broken"
    vi = "Không mở được dữ liệu đã mã hóa."
    en = "Encrypted data cannot be opened."


class TokenUnknown(Unauthenticated):
    """The token is unknown, expired or revoked; which one is not told."""

    code = "token_unknown"
    vi = "Mã truy cập không hợp lệ hoặc đã hết hạn."
    en = "The token is not valid or has expired."


class ScopeUnknown(Invalid):
    """No such scope."""

    code = "scope_unknown"
    vi = "Phạm vi không tồn tại: {scope}."
    en = "There is no such scope: {scope}."


class IdempotencyKeyReused(Conflict):
    """The idempotency key was used for another request."""

    code = "idempotency_key_reused"
    vi = "Khóa chống lặp đã được dùng cho một yêu cầu khác."
    en = "The idempotency key was used for another request."


class IdempotencyKeyInvalid(Invalid):
    """The idempotency key is empty or too long."""

    code = "idempotency_key_invalid"
    vi = "Khóa chống lặp phải có từ 1 đến 200 ký tự."
    en = "The idempotency key must have 1 to 200 characters."


class ClientUnknown(NotFound):
    """No such client is open."""

    code = "client_unknown"
    vi = "Không có ứng dụng này hoặc ứng dụng đã bị khóa."
    en = "There is no such client, or it is closed."


class UnitChangeRefused(Conflict):
    """A change of units that cannot stand."""

    code = "unit_change_refused"
    vi = "Không thể thay đổi cơ quan, đơn vị: {reason}."
    en = "The units cannot be changed so: {reason}."


class KeyRingElsewhere(Conflict):
    """The key ring lies in the environment and cannot be changed from here."""

    code = "key_ring_elsewhere"
    vi = "Khóa được đặt trong biến MOTCUA_PERSON_KEYS; hãy thay ở đó rồi mã hóa lại."
    en = "The keys are set in MOTCUA_PERSON_KEYS: change them there, then encrypt anew."


class OldKeysInUse(Conflict):
    """Something was still encrypted with an old key a moment ago."""

    code = "old_keys_in_use"
    vi = "Vừa còn dữ liệu dùng khóa cũ (đã mã hóa lại); hãy thử lại sau."
    en = "Some data still used an old key (they are encrypted anew now): try again later."


class ScopeMissing(Denied):
    """The token does not reach this far; which scope would is told."""

    code = "scope_missing"
    vi = "Mã truy cập thiếu phạm vi {scope}."
    en = "The token lacks the scope {scope}."


class PageKeyInvalid(Invalid):
    """The key of a page is not one that this list gave to whoever asks."""

    code = "page_key_invalid"
    vi = "Khóa trang (after) không phải do danh sách này cấp; hãy đọc lại từ trang đầu."
    en = "The key of the page (after) was not given by this list; read it from its first page."

    def __init__(self, **facts: object) -> None:
        wrong = {"field": "after", "in": "query", "pointer": None, "code": self.code}
        super().__init__(errors=[{**wrong, "vi": self.vi, "en": self.en}], **facts)


class DelegationUnknown(NotFound):
    """There is no such delegation, or it is not yours to see."""

    code = "delegation_unknown"
    vi = "Không có ủy quyền này."
    en = "There is no such delegation."


class AbsenceUnknown(NotFound):
    """There is no such absence, or it is not yours to see."""

    code = "absence_unknown"
    vi = "Không có thông báo vắng mặt này."
    en = "There is no such absence."


class IdentityUnreadable(Invalid):
    """The identity provider's answer cannot be used."""

    code = "identity_unreadable"
    vi = "Không đọc được thông tin định danh ({claim}). Vui lòng thử lại hoặc đến Bộ phận Một cửa."
    en = "The identity could not be read ({claim}). Please try again or come to the one-stop desk."


class IdentityTooWeak(Denied):
    """The electronic identity is of too low a level."""

    code = "identity_too_weak"
    vi = "Tài khoản định danh mức {level} chưa đủ để nộp hồ sơ; cần mức {least}."
    en = "An electronic identity of level {level} is not enough here; level {least} is needed."


class RepresentationRefused(Invalid):
    """A representation cannot be granted so."""

    code = "representation_refused"
    vi = "Không ghi nhận được việc đại diện này ({reason})."
    en = "This representation cannot be granted ({reason})."


class RepresentationUnknown(NotFound):
    """There is no such representation, or it is not yours to see."""

    code = "representation_unknown"
    vi = "Không có việc đại diện này."
    en = "There is no such representation."


class RepresentationMissing(Denied):
    """Nobody files for another without the power to."""

    code = "representation_missing"
    vi = "Ông/bà chưa được ghi nhận là người đại diện của người này cho thủ tục này."
    en = "You are not known here as the representative of this person for this procedure."
