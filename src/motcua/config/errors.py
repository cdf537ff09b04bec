"""What the edge refuses before a room is asked, in the same words as the rooms."""

from motcua.kernel.errors import (
    Denied,
    DomainError,
    Invalid,
    NotFound,
    TooMany,
    Unavailable,
    Unsupported,
)

__all__ = [
    "AddressUnknown",
    "AskedTooOften",
    "ContentTypeRefused",
    "CsrfRefused",
    "DatabaseAway",
    "Failed",
    "JsonUnreadable",
    "MethodRefused",
    "Misshapen",
    "RequestUnreadable",
    "SecondFactorMissing",
]


class RequestUnreadable(DomainError):
    """The request cannot be read as HTTP to this site."""

    code = "request_unreadable"
    status = 400
    vi = "Không đọc được yêu cầu: hãy kiểm tra tên máy chủ, địa chỉ và nội dung gửi lên."
    en = "The request cannot be read: check its host, its address and its body."


class JsonUnreadable(Invalid):
    """The body is no JSON that is read the same everywhere."""

    code = "json_unreadable"
    status = 400
    vi = "Nội dung gửi lên không phải là JSON hợp lệ: {reason}."
    en = "The body is not valid JSON: {reason}."


class CsrfRefused(Denied):
    """A signed-in browser sent a write without the token of its page."""

    code = "csrf_refused"
    vi = "Yêu cầu bị từ chối vì thiếu mã CSRF: hãy tải lại trang rồi thử lại."
    en = "The request is refused because its CSRF token is missing: reload the page and try again."


class SecondFactorMissing(Denied):
    """An officer who signs has to add a second factor first."""

    code = "second_factor_missing"
    vi = "Cán bộ ký phải bật xác thực hai lớp trước khi dùng API."
    en = "An officer who signs must add a second factor before using the API."


class AddressUnknown(NotFound):
    """The API has no such address."""

    code = "address_unknown"
    vi = "API không có địa chỉ này."
    en = "The API has no such address."


class MethodRefused(DomainError):
    """The address does not take this method."""

    code = "method_refused"
    status = 405
    vi = "Địa chỉ này không nhận phương thức {method}."
    en = "This address does not take the method {method}."


class ContentTypeRefused(Unsupported):
    """The body comes in a form that is not read here."""

    code = "content_type_refused"
    vi = "Nội dung phải được gửi dưới dạng {taken}."
    en = "The body must be sent as {taken}."


class Misshapen(Invalid):
    """The request has parts of the wrong shape; ``errors`` lists them by field."""

    code = "misshapen"
    vi = "Yêu cầu không đúng định dạng."
    en = "The request has the wrong shape."


class AskedTooOften(TooMany):
    """An address that is open to all was asked too often from one place."""

    code = "asked_too_often"
    vi = "Quá nhiều yêu cầu từ địa chỉ của bạn; hãy thử lại sau {seconds} giây."
    en = "Too many requests from your address; try again in {seconds} seconds."


class DatabaseAway(Unavailable):
    """The database does not answer, or broke the work off; the log knows it by the reference."""

    code = "database_away"
    vi = "Cơ sở dữ liệu tạm thời không trả lời (mã tra cứu {reference}); hãy gửi lại sau."
    en = "The database does not answer now (reference {reference}); send again later."


class Failed(DomainError):
    """Something happened that nobody foresaw; the log knows it by the reference."""

    code = "failed"
    status = 500
    vi = "Hệ thống gặp lỗi (mã tra cứu {reference}); hãy kiểm tra trước khi gửi lại."
    en = "The system failed (reference {reference}); look before you try again."
