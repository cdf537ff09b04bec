"""What a notice says, in plain words: the dossier's code and what to do, nothing of its content."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """What one kind of event says in both languages."""

    vi: str
    en: str

    def in_language(self, language: str, *, code: str) -> str:
        """Return the sentence about one dossier."""
        return (self.en if language == "en" else self.vi).format(code=code)


FOR_PEOPLE: Final = {
    "filed": Words(
        "Hồ sơ {code} đã được gửi. Bộ phận Một cửa sẽ kiểm tra và báo lại.",
        "Dossier {code} was sent. The one-stop desk will check it and tell you.",
    ),
    "accepted": Words(
        "Hồ sơ {code} đã được tiếp nhận. Ngày hẹn trả kết quả có trong tài khoản.",
        "Dossier {code} was accepted. The day of the result is in your account.",
    ),
    "refused": Words(
        "Hồ sơ {code} chưa được chấp nhận. Lý do có trong tài khoản.",
        "Dossier {code} was refused. The reason is in your account.",
    ),
    "supplement_asked": Words(
        "Hồ sơ {code} cần bổ sung. Mời xem danh sách trong tài khoản và gửi lại một lần.",
        "Dossier {code} lacks something. See the list in your account and send it at once.",
    ),
    "supplemented": Words(
        "Phần bổ sung của hồ sơ {code} đã đến nơi.",
        "What you added to dossier {code} has arrived.",
    ),
    "payment_asked": Words(
        "Hồ sơ {code} có khoản phải nộp. Mời nộp trong tài khoản hoặc tại Bộ phận Một cửa.",
        "Dossier {code} has something to pay: in your account or at the one-stop desk.",
    ),
    "paid": Words(
        "Đã nhận tiền nộp cho hồ sơ {code}. Biên lai có trong tài khoản.",
        "The payment for dossier {code} has come. The receipt is in your account.",
    ),
    "result_ready": Words(
        "Hồ sơ {code} đã có kết quả.",
        "The result of dossier {code} is ready.",
    ),
    "handed_over": Words(
        "Kết quả hồ sơ {code} đã được trả. Mời đánh giá sự phục vụ trong tài khoản.",
        "The result of dossier {code} was handed over. You can rate the service in your account.",
    ),
    "withdrawn": Words("Hồ sơ {code} đã được rút.", "Dossier {code} was withdrawn."),
    "stopped": Words(
        "Hồ sơ {code} đã dừng giải quyết. Lý do có trong tài khoản.",
        "Work on dossier {code} has stopped. The reason is in your account.",
    ),
    "apologised": Words(
        "Xin lỗi: hồ sơ {code} chậm. Ngày hẹn mới có trong tài khoản.",
        "We are sorry: dossier {code} is late. The new day is in your account.",
    ),
    "corrected": Words(
        "Kết quả hồ sơ {code} đã được đính chính.",
        "The result of dossier {code} was corrected.",
    ),
    "recounted": Words(
        "Ngày hẹn trả kết quả hồ sơ {code} đã thay đổi theo lịch làm việc.",
        "The day of the result of dossier {code} has moved with the working calendar.",
    ),
}
"""Kinds that the applicant and who filed for him are told."""

FOR_OFFICERS: Final = {
    "assigned": Words("Hồ sơ {code} được giao cho bạn.", "Dossier {code} was assigned to you."),
    "task_opened": Words("Hồ sơ {code} đến lượt bạn.", "Dossier {code} is yours to work on."),
    "answered": Words(
        "Hồ sơ {code}: đã có ý kiến trả lời.", "Dossier {code}: an opinion has come."
    ),
}
"""Kinds that the officer who holds the task is told, in his account only."""

TITLE: Final = Words("Hồ sơ {code}", "Dossier {code}")


def sentence(kind: str, *, language: str, code: str) -> str:
    """Return what a notice says."""
    words = FOR_PEOPLE.get(kind) or FOR_OFFICERS[kind]
    return words.in_language(language, code=code).replace("  ", " ")
