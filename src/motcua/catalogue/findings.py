"""What `motcua check` can find: every code with its severity, its two texts and what to do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from motcua.catalogue.types import Text

__all__ = ["CODES", "Finding", "Severity", "finding"]


class Severity(StrEnum):
    """An error stops the publication; a warning is for a human to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one line of one file."""

    file: str
    line: int
    code: str
    severity: Severity
    vi: str
    en: str
    hint: Text

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}[{self.code}] {self.en}"


class _Said(NamedTuple):
    severity: Severity
    vi: str
    en: str
    do_vi: str
    do_en: str


def finding(code: str, file: str, line: int, **facts: object) -> Finding:
    """Return the finding of a code, its texts filled with the facts."""
    said = CODES[code]
    vi, en, do_vi, do_en = (text.format(**facts) for text in said[1:])
    return Finding(file, line, code, said.severity, vi, en, Text(do_vi, do_en))


def _error(vi: str, en: str, do_vi: str, do_en: str) -> _Said:
    return _Said(Severity.ERROR, vi, en, do_vi, do_en)


def _warning(vi: str, en: str, do_vi: str, do_en: str) -> _Said:
    return _Said(Severity.WARNING, vi, en, do_vi, do_en)


_SHAPE = {
    "file_missing": _error(
        "thiếu tệp {name}", "the file {name} is missing", "thêm tệp", "add the file"
    ),
    "file_too_large": _error(
        "tệp lớn hơn {limit} byte",
        "the file is larger than {limit} bytes",
        "tách nội dung",
        "a procedure is text: move the rest out",
    ),
    "yaml_broken": _error(
        "YAML sai: {problem}", "broken YAML: {problem}", "sửa cú pháp", "mend the syntax"
    ),
    "json_broken": _error(
        "JSON sai: {problem}", "broken JSON: {problem}", "sửa cú pháp", "mend the syntax"
    ),
    "wrong_shape": _error(
        "cần {expected}",
        "{expected} is expected here",
        "xem docs/reference/procedures.md",
        "see docs/reference/procedures.md",
    ),
    "unknown_key": _error(
        "không có khóa '{key}'",
        "there is no key '{key}'",
        "có các khóa: {allowed}",
        "there are: {allowed}",
    ),
    "missing_key": _error(
        "thiếu khóa '{key}'", "the key '{key}' is missing", "thêm khóa", "add it"
    ),
    "duplicate_key": _error(
        "khóa '{key}' có hai lần", "the key '{key}' stands twice", "bỏ một", "remove one"
    ),
    "unknown_word": _error(
        "'{word}' không thuộc: {allowed}",
        "'{word}' is none of: {allowed}",
        "chọn một trong các giá trị",
        "take one of them",
    ),
    "text_one_language": _error(
        "thiếu tiếng '{language}'",
        "the text lacks its '{language}'",
        "viết {{vi: ..., en: ...}}",
        "write {{vi: ..., en: ...}}",
    ),
    "limit_unreadable": _error(
        "không đọc được thời hạn '{text}'",
        "'{text}' is no limit",
        "viết đủ đơn vị, ví dụ '3 working days'; không đoán đơn vị",
        "write the unit, as in '3 working days'; it is never guessed",
    ),
    "money_unreadable": _error(
        "không đọc được số tiền '{text}'",
        "'{text}' is no amount",
        "viết '50_000 VND', đồng nguyên",
        "write '50_000 VND', whole dong",
    ),
    "name_malformed": _error(
        "'{text}' không đúng dạng {form}",
        "'{text}' is not {form}",
        "đổi tên",
        "rename it",
    ),
    "fee_one_of": _error(
        "một khoản thu có đúng một trong 'amount' và 'rule'",
        "a fee has exactly one of 'amount' and 'rule'",
        "bỏ một",
        "give one of them",
    ),
    "same_first": _error(
        "'same' cần một dòng trước đó",
        "'same' needs a line before it",
        "viết đủ dòng đầu",
        "write the first line in full",
    ),
    "twice": _error(
        "'{id}' có hai lần", "'{id}' stands twice", "đổi tên một cái", "rename one of them"
    ),
    "instant_unreadable": _error(
        "không đọc được thời điểm '{text}'",
        "'{text}' is no instant",
        "viết 2026-03-04 09:10",
        "write 2026-03-04 09:10",
    ),
}

_FORM = {
    "form_invalid": _error(
        "biểu mẫu không phải JSON Schema hợp lệ: {problem}",
        "the form is no valid JSON Schema: {problem}",
        "sửa form.schema.json",
        "mend form.schema.json",
    ),
    "form_open": _error(
        "biểu mẫu nhận cả trường lạ",
        "the form takes fields that it does not name",
        'thêm "additionalProperties": false',
        'add "additionalProperties": false',
    ),
    "field_keyword_missing": _error(
        "trường '{field}' thiếu '{keyword}'",
        "the field '{field}' lacks '{keyword}'",
        "thêm từ khóa",
        "add it",
    ),
    "field_unused": _error(
        "trường '{field}' được hỏi mà không dùng",
        "the field '{field}' is asked and never used",
        'bỏ câu hỏi, hoặc ghi "x-record": true nếu sổ cần giữ',
        'drop the question, or say "x-record": true when the register keeps it',
    ),
    "field_held_by_state": _error(
        "Nhà nước đã có '{field}' ({source}) mà vẫn hỏi lại",
        "the State already holds '{field}' ({source}) and it is asked again",
        'khai "x-source" để điền sẵn (NĐ 224/2026 Đ18(4)); người chưa có dữ liệu: "none"',
        'name its "x-source" to prefill it (NĐ 224/2026 Đ18(4)); "none" for one not yet known',
    ),
    "field_source_unknown": _error(
        "không có nguồn dữ liệu '{source}'",
        "there is no data source '{source}'",
        "xem danh sách nguồn trong docs/reference/procedures.md",
        "docs/reference/procedures.md lists the sources",
    ),
}

_RULES = {
    "rule_syntax": _error(
        "quy tắc sai cú pháp: {problem}",
        "the rule cannot be read: {problem}",
        "sửa quy tắc CEL",
        "mend the CEL",
    ),
    "rule_unknown_variable": _error(
        "quy tắc dùng tên lạ '{name}'",
        "the rule names '{name}', which does not exist",
        "tên được dùng: {allowed}",
        "these exist here: {allowed}",
    ),
    "rule_too_complex": _error(
        "quy tắc quá phức tạp",
        "the rule is too complex",
        "tách ra, hoặc đưa hằng số vào facts",
        "split it, or move constants to facts",
    ),
    "rule_never_holds": _error(
        "quy tắc không bao giờ đúng",
        "the rule can never hold",
        "so với các giá trị mà biểu mẫu cho phép; nếu vẫn đúng, viết một tình huống chứng minh",
        "compare it with what the form allows; if it is right, write a case in which it holds",
    ),
    "rule_always_holds": _warning(
        "quy tắc luôn đúng",
        "the rule always holds",
        "bỏ quy tắc, hoặc xem lại",
        "drop the rule, or look at it again",
    ),
    "rule_fails": _error(
        "quy tắc hỏng với hồ sơ hợp lệ {filing}: {problem}",
        "the rule breaks on the valid filing {filing}: {problem}",
        "chặn trường không bắt buộc bằng has(...)",
        "guard optional fields with has(...)",
    ),
    "no_variant_fits": _error(
        "hồ sơ hợp lệ không thuộc trường hợp nào: {filing}",
        "no variant fits this valid filing: {filing}",
        'thêm trường hợp cuối có quy tắc "true"',
        'end with a variant whose rule is "true"',
    ),
    "variant_unknown": _error(
        "không có trường hợp '{name}'",
        "there is no variant '{name}'",
        "khai trong variants",
        "declare it under variants",
    ),
    "fact_unused": _warning(
        "hằng số '{name}' không được dùng",
        "the constant '{name}' is never used",
        "bỏ hằng số",
        "remove it",
    ),
}

_PROCESS = {
    "step_unknown": _error(
        "không có bước '{name}'", "there is no step '{name}'", "sửa tên bước", "mend the name"
    ),
    "step_unreachable": _error(
        "không đường nào tới bước '{name}'",
        "no way leads to the step '{name}'",
        "nối 'next' tới bước này, hoặc bỏ bước",
        "lead a 'next' to it, or remove it",
    ),
    "step_without_exit": _error(
        "từ bước '{name}' không tới được điểm kết thúc",
        "no way leads from the step '{name}' to an end",
        "mở một đường ra khỏi vòng",
        "open a way out of the circle",
    ),
    "step_may_stick": _error(
        "bước '{name}' có thể không còn bước sau: các điều kiện không phủ hết",
        "the step '{name}' may find no next step: its conditions do not cover every filing",
        "thêm dòng cuối không có 'if'",
        "end with a line without 'if'",
    ),
    "join_never_completes": _error(
        "bước '{name}' chờ '{waits}' mà bước ấy không luôn chạy cùng",
        "the step '{name}' waits for '{waits}', which does not always run beside it",
        "chỉ chờ các bước bắt đầu song song và cùng dẫn tới đây",
        "wait only for steps that start side by side and lead here",
    ),
    "join_missing": _error(
        "bước '{name}' mở nhiều lần: {waits} chạy song song và cùng dẫn tới",
        "the step '{name}' would open more than once: {waits} run side by side and lead to it",
        "thêm join: [{waits}]",
        "add join: [{waits}]",
    ),
    "verb_not_of_post": _error(
        "'{verb}' không phải việc của '{role}'",
        "'{verb}' is not for a '{role}' to do",
        "được làm: {allowed}",
        "may do: {allowed}",
    ),
    "verb_never_listed": _error(
        "'{verb}' không khai ở bước",
        "'{verb}' is not listed at a step",
        "bỏ đi: việc của người nộp, hoặc việc bước nào cũng có",
        "drop it: it is the applicant's, or it belongs to every step",
    ),
    "step_leaving_verb": _error(
        "bước '{name}' cần đúng một việc kết thúc bước, nay có: {verbs}",
        "the step '{name}' needs exactly one verb that ends it, and has: {verbs}",
        "một trong: accept, forward, approve, sign, issue, hand_over",
        "one of: accept, forward, approve, sign, issue, hand_over",
    ),
    "way_without": _error(
        "có đường tới điểm kết thúc '{end}' mà không qua '{verb}'",
        "a way to the end '{end}' never passes '{verb}'",
        "mọi đường đều qua accept, sign, issue, hand_over theo thứ tự",
        "every way passes accept, sign, issue, hand_over in this order",
    ),
    "place_unknown": _error(
        "không có nơi '{place}'",
        "there is no place '{place}'",
        "receiving, competent, competent:<phòng>, department:<sở>",
        "receiving, competent, competent:<division>, department:<slug>",
    ),
    "post_empty": _error(
        "không ai giữ vị trí '{post}' tại: {units}",
        "nobody holds the post '{post}' at: {units}",
        "bố trí người, hoặc đổi vị trí của bước",
        "post somebody there, or give the step to another post",
    ),
}

_NUMBERS = {
    "norms_exceed_limit": _error(
        "định mức các bước cộng lại {norms} > thời hạn {limit} ({way})",
        "the norms add up to {norms}, more than the limit of {limit} ({way})",
        "rút định mức (TT 01/2018 Đ8)",
        "shorten the norms (TT 01/2018 Đ8)",
    ),
    "committed_longer": _error(
        "thời hạn cam kết {committed} dài hơn quy định {statutory}",
        "the committed limit {committed} is longer than the statutory {statutory}",
        "cam kết không được dài hơn luật",
        "a promise is never longer than the law's limit",
    ),
    "immediate_needs_same_day": _error(
        "thủ tục trả ngay mà thời hạn quy định là {limit}",
        "an immediate procedure whose statutory limit is {limit}",
        "đặt statutory: same day (NĐ 61/2018 Đ17(4))",
        "say statutory: same day (NĐ 61/2018 Đ17(4))",
    ),
    "fee_without_law": _error(
        "khoản thu '{name}' thiếu căn cứ",
        "the fee '{name}' has no law",
        "thêm law: số văn bản và điều",
        "add law: the act and its article",
    ),
    "limit_absent": _error(
        "không thời hạn quy định nào áp dụng cho: {filing}",
        "no statutory limit fits: {filing}",
        "thêm một dòng không nêu kênh và trường hợp",
        "add a line without channel and variant",
    ),
    "law_missing": _warning(
        "'{name}' thiếu căn cứ pháp lý",
        "'{name}' has no legal basis",
        "thêm law",
        "add law",
    ),
}

_PROOF = {
    "template_broken": _error(
        "mẫu kết quả không dựng được: {problem}",
        "the result's template does not render: {problem}",
        "sửa {name}",
        "mend {name}",
    ),
    "template_not_checked": _warning(
        "chưa dựng thử mẫu kết quả",
        "the result's template was not rendered",
        "chạy trong môi trường có bộ dàn trang",
        "run it where the typesetter is at hand",
    ),
    "case_failed": _error(
        "tình huống '{case}': {what} cần {expected}, nhưng là {got}",
        "case '{case}': {what} should be {expected}, and is {got}",
        "sửa thủ tục hoặc tình huống",
        "mend the procedure or the case",
    ),
    "case_broken": _error(
        "tình huống '{case}' không chạy được: {problem}",
        "case '{case}' does not run: {problem}",
        "sửa thủ tục hoặc tình huống",
        "mend the procedure or the case",
    ),
    "cases_none": _error(
        "không có tình huống nào",
        "there are no cases",
        "viết ít nhất một tình huống được nhận và một bị trả",
        "write at least one that is accepted and one that is not",
    ),
    "cases_no_acceptance": _warning(
        "không tình huống nào được nhận",
        "no case is accepted",
        "thêm một tình huống đi hết quy trình",
        "add one that goes the whole way",
    ),
}

CODES = _SHAPE | _FORM | _RULES | _PROCESS | _NUMBERS | _PROOF
