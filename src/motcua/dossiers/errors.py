"""What can go wrong with a dossier, each told in the reader's language."""

from motcua.kernel.errors import Conflict, Denied, Invalid, NotFound, Unavailable


class DossierNotFound(NotFound):
    """No dossier bears this code or id, or it is not yours to see."""

    code = "dossier_not_found"
    vi = "Không tìm thấy hồ sơ {reference}."
    en = "No dossier {reference} was found."


class StatusForbids(Conflict):
    """The verb can do nothing in the status that the dossier is in."""

    code = "status_forbids"
    vi = "Không thể thực hiện “{verb}” khi hồ sơ ở trạng thái {status}."
    en = "“{verb}” cannot be done while the dossier is in status {status}."


class DossierMoved(Conflict):
    """Somebody else acted on the dossier since it was read."""

    code = "dossier_moved"
    vi = "Hồ sơ vừa được người khác xử lý (thứ tự {expected} đã cũ); hãy tải lại."
    en = "Somebody else has just acted on this dossier (sequence {expected} is stale); reload it."


class ActBeforeLast(Conflict):
    """An act may not be dated before the one that came before it."""

    code = "act_before_last"
    vi = "Thời điểm thực hiện không được trước lần xử lý gần nhất ({last})."
    en = "An act cannot be dated before the last one ({last})."


class TaskTaken(Conflict):
    """The task is closed already, or another officer has it."""

    code = "task_taken"
    vi = "Bước “{step}” đã được cán bộ khác nhận hoặc đã xong."
    en = "Step “{step}” is done already or another officer has it."


class NoTask(Denied):
    """No open task of the dossier lets this actor do the verb."""

    code = "no_task"
    vi = "Bạn không có việc nào trên hồ sơ này cho phép “{verb}”."
    en = "You have no task on this dossier that allows “{verb}”."


class NotAllowed(Denied):
    """The actor has no right to do this."""

    code = "act_not_allowed"
    vi = "Bạn không có quyền thực hiện “{verb}” trên hồ sơ này."
    en = "You have no right to do “{verb}” on this dossier."


class FilingRefused(Invalid):
    """The filing has errors; nothing was saved. ``errors`` lists them by field."""

    code = "filing_refused"
    vi = "Hồ sơ còn {count} lỗi cần sửa trước khi nộp."
    en = "The filing has {count} errors to mend before it can be sent."


class ReasonMissing(Invalid):
    """The act needs a reason in words."""

    code = "act_reason_missing"
    vi = "Phải ghi rõ lý do khi thực hiện “{verb}”."
    en = "“{verb}” needs a reason in words."


class SupplementAskedBefore(Conflict):
    """A supplement is asked once at intake, once in appraisal (NĐ 61/2018 Đ11(2c), Đ17(2a))."""

    code = "supplement_asked_before"
    vi = "Đã yêu cầu bổ sung một lần ở giai đoạn này (NĐ 61/2018 Điều 11 khoản 2 điểm c)."
    en = "A supplement has been asked once at this stage already (NĐ 61/2018 Đ11(2c))."


class SupplementTooLate(Conflict):
    """In appraisal a supplement is asked within three working days (NĐ 61/2018 Đ19(4))."""

    code = "supplement_too_late"
    vi = "Đã quá 3 ngày làm việc từ khi tiếp nhận ({until}); cần dẫn căn cứ luật chuyên ngành."
    en = "Three working days have passed ({until}); name the sector law that allows it."


class PaymentDue(Conflict):
    """A fee that falls due at this moment is not paid."""

    code = "payment_due"
    vi = "Còn {amount} đồng phí, lệ phí chưa nộp."
    en = "Fees of {amount} VND are not yet paid."


class PaymentUnknown(Invalid):
    """The payment is not one that the dossier waits for, or the amount differs."""

    code = "payment_unknown"
    vi = "Khoản thanh toán {payment} không khớp với khoản phải nộp của hồ sơ."
    en = "Payment {payment} is not one that this dossier waits for, or its amount differs."


class DossierStillOpen(Conflict):
    """A person cannot be erased while a dossier of his is open or still owes him a paper."""

    code = "dossier_still_open"
    vi = "Chưa thể xóa dữ liệu: hồ sơ {dossiers} chưa kết thúc."
    en = "The person cannot be erased yet: not at its end is {dossiers}."


class PaymentPaidBefore(Conflict):
    """The payment was recorded before; nothing changes."""

    code = "payment_paid_before"
    vi = "Khoản thanh toán {payment} đã được ghi nhận trước đó."
    en = "Payment {payment} was recorded before."


class ConsultationPending(Conflict):
    """An opinion asked of another agency is still out and its deadline has not passed."""

    code = "consultation_pending"
    vi = "Còn chờ ý kiến phối hợp đến {until}."
    en = "An opinion is still awaited until {until}."


class ApologyTooLate(Conflict):
    """The apology goes out at latest one day before the due date (NĐ 61/2018 Đ19(9))."""

    code = "apology_too_late"
    vi = "Phiếu xin lỗi phải gửi chậm nhất 01 ngày trước ngày hẹn trả ({due})."
    en = "The apology must go out at latest one day before the appointment ({due})."


class RebookedBefore(Conflict):
    """The date may be moved once (NĐ 61/2018 Đ19(9))."""

    code = "rebooked_before"
    vi = "Hồ sơ đã được hẹn lại một lần (NĐ 61/2018 Điều 19 khoản 9)."
    en = "This dossier has been re-booked once already (NĐ 61/2018 Đ19(9))."


class NewDateNotLater(Invalid):
    """The new appointment must lie after the old one."""

    code = "new_date_not_later"
    vi = "Ngày hẹn lại phải sau ngày hẹn cũ ({due})."
    en = "The new appointment must lie after the old one ({due})."


class ResultMissing(Conflict):
    """Nothing has been signed that could be issued or handed over."""

    code = "result_missing"
    vi = "Hồ sơ chưa có kết quả đã ký."
    en = "The dossier has no signed result yet."


class LeadsNowhere(Conflict):
    """No rule of the step leads on from here."""

    code = "leads_nowhere"
    vi = "Quy trình không có bước tiếp theo phù hợp sau “{step}”."
    en = "No next step of the process fits after “{step}”."


class NoDesk(Invalid):
    """Dossiers are filed at a one-stop desk that is in force."""

    code = "no_desk"
    vi = "{unit} không phải là Bộ phận Một cửa đang hoạt động."
    en = "{unit} is no one-stop desk in force."


class DraftIsAnother(Conflict):
    """The id belongs to a draft of another procedure or another person."""

    code = "draft_is_another"
    vi = "Mã {draft} thuộc về bản nháp của thủ tục hoặc người nộp khác."
    en = "The id {draft} belongs to a draft of another procedure or person."


class TextRefused(Invalid):
    """A text is longer than is kept, or holds characters that no text holds."""

    code = "text_refused"
    vi = "Nội dung chữ quá dài (tối đa {most} ký tự) hoặc có ký tự không hợp lệ."
    en = "The text is too long (at most {most} characters) or holds invalid characters."


class FormUnreadable(Invalid):
    """The answers cannot be written down the same everywhere: too large, too deep, or no text."""

    code = "form_unreadable"
    vi = "Nội dung tờ khai quá lớn, lồng quá sâu hoặc có giá trị không hợp lệ."
    en = "The answers are too large, nested too deep, or hold values that cannot be kept."


class AmountsInvalid(Invalid):
    """A financial obligation has a name and a positive amount in whole VND."""

    code = "amounts_invalid"
    vi = "Khoản phải nộp cần có tên và số tiền nguyên dương."
    en = "Each obligation needs a name and a positive whole amount."


class WebhookExists(Conflict):
    """The client has this address already."""

    code = "webhook_exists"
    vi = "Địa chỉ nhận thông báo này đã được đăng ký."
    en = "This webhook address is registered already."


class ComponentUnknown(Invalid):
    """The procedure has no such component."""

    code = "component_unknown"
    vi = "Thủ tục không có thành phần hồ sơ “{component}”."
    en = "The procedure has no component “{component}”."


class CheckReasonMissing(Invalid):
    """A component that is not right bears the reason."""

    code = "check_reason_missing"
    vi = "Hãy ghi rõ thành phần “{component}” chưa hợp lệ ở điểm nào."
    en = "Say what is wrong with component “{component}”."


class RatedBefore(Conflict):
    """A dossier is rated once."""

    code = "rated_before"
    vi = "Hồ sơ này đã được đánh giá."
    en = "This dossier has been rated already."


class RatingInvalid(Invalid):
    """Each indicator is rated 0, 1 or 2 (TT 01/2018/TT-VPCP Đ13)."""

    code = "rating_invalid"
    vi = "Điểm của chỉ số {indicator} phải là 0, 1 hoặc 2."
    en = "Indicator {indicator} must be rated 0, 1 or 2."


class PaperNotFound(NotFound):
    """The applicant has no such paper, or it no longer holds."""

    code = "paper_not_found"
    vi = "Không tìm thấy giấy tờ {paper} còn hiệu lực của người nộp."
    en = "The applicant has no valid paper {paper}."


class WebhookAddressRefused(Invalid):
    """The address is no public HTTP address."""

    code = "webhook_address_refused"
    vi = "Địa chỉ nhận thông báo {url} không được chấp nhận."
    en = "The webhook address {url} is not accepted."


class WebhookNotFound(NotFound):
    """The client has no such webhook."""

    code = "webhook_not_found"
    vi = "Không tìm thấy địa chỉ nhận thông báo {webhook}."
    en = "No webhook {webhook} was found."


class FileNotOfDossier(NotFound):
    """The dossier has no file with this id."""

    code = "file_not_of_dossier"
    vi = "Hồ sơ không có tệp {file}."
    en = "The dossier has no file {file}."


class ClientsOnly(Denied):
    """Webhooks belong to programs that come with a token."""

    code = "clients_only"
    vi = "Chỉ ứng dụng có mã truy cập mới đăng ký được địa chỉ nhận thông báo."
    en = "Only programs that come with a token can have webhooks."


class ApplicantMissing(Invalid):
    """Nobody is named in whose name the dossier is filed."""

    code = "applicant_missing"
    vi = "Phải nêu người nộp hồ sơ."
    en = "Name the applicant of the dossier."


class BookNotYours(Denied):
    """Only the unit, those above it and the overseers read a tracking book."""

    code = "book_not_yours"
    vi = "Bạn không được xem sổ theo dõi hồ sơ của đơn vị này."
    en = "You may not read the tracking book of this unit."


class BookPeriodInvalid(Invalid):
    """The period of a tracking book is empty, backwards or too long."""

    code = "book_period_invalid"
    vi = "Kỳ của sổ phải có ít nhất 1 và nhiều nhất {days} ngày."
    en = "The period of a book has at least 1 and at most {days} days."


class BookTooLong(Invalid):
    """More lines than one print holds."""

    code = "book_too_long"
    vi = "Sổ có hơn {lines} dòng; hãy chọn kỳ ngắn hơn."
    en = "The book has more than {lines} lines; choose a shorter period."


class ComplaintOpen(Conflict):
    """A complaint about the dossier waits for its answer already."""

    code = "complaint_open"
    vi = "Phản ánh trước của bạn về hồ sơ này đang chờ trả lời."
    en = "Your earlier complaint about this dossier is still waiting for its answer."


class ComplaintNotFound(NotFound):
    """There is no such complaint, or it is not yours to see."""

    code = "complaint_not_found"
    vi = "Không tìm thấy phản ánh {complaint}."
    en = "No complaint {complaint} was found."


class ComplaintAnswered(Conflict):
    """A complaint is answered once."""

    code = "complaint_answered"
    vi = "Phản ánh này đã được trả lời."
    en = "This complaint has been answered already."


class ComplaintEmpty(Invalid):
    """A complaint, and its answer, say something."""

    code = "complaint_empty"
    vi = "Hãy viết nội dung."
    en = "Write what you want to say."


class GatewayUnavailable(Unavailable):
    """The payment gateway is not connected or does not answer; nothing was charged by us."""

    code = "gateway_unavailable"
    vi = "Cổng thanh toán đang gián đoạn. Ông/bà chưa bị trừ tiền; vui lòng thử lại sau."
    en = "The payment gateway does not answer. Nothing was charged; please try again later."


class GatewayUnproven(Invalid):
    """What came in the gateway's name does not bear its signature."""

    code = "gateway_unproven"
    vi = "Không xác thực được thông báo của cổng thanh toán; không có gì thay đổi."
    en = "The message is not proven to come from the payment gateway; nothing was changed."


class OrderNotFound(NotFound):
    """There is no such order, or it is not yours to see."""

    code = "order_not_found"
    vi = "Không tìm thấy giao dịch {order}."
    en = "No payment order {order} was found."


class OrderMismatch(Invalid):
    """The gateway speaks of another amount than the order."""

    code = "order_mismatch"
    vi = "Số tiền {told} không khớp với số tiền phải nộp {owed}."
    en = "The amount {told} is not the amount owed, {owed}."
