"""What can be wrong with a rule: all but ``RuleFailed`` before it is published."""

from motcua.kernel.errors import Invalid

__all__ = [
    "PatternRefused",
    "RuleFailed",
    "RuleSyntax",
    "RuleTooComplex",
    "RuleUnknownFunction",
    "RuleUnknownVariable",
]


class RuleSyntax(Invalid):
    """A text is not a rule."""

    code = "rule_syntax"
    vi = "Quy tắc “{rule}” sai cú pháp: {why}."
    en = "The rule “{rule}” is not well formed: {why}."


class RuleUnknownVariable(Invalid):
    """A rule reads what no rule of its kind may read."""

    code = "rule_unknown_variable"
    vi = "Quy tắc “{rule}” dùng biến không có: {names}; chỉ có: {known}."
    en = "The rule “{rule}” reads unknown variables: {names}; there are only: {known}."


class RuleUnknownFunction(Invalid):
    """A rule calls a function that rules do not have."""

    code = "rule_unknown_function"
    vi = "Quy tắc “{rule}” gọi hàm không có: {name}."
    en = "The rule “{rule}” calls an unknown function: {name}."


class RuleTooComplex(Invalid):
    """A rule would cost more than a rule may."""

    code = "rule_too_complex"
    vi = "Quy tắc “{rule}” quá phức tạp: {why}."
    en = "The rule “{rule}” is too complex: {why}."


class RuleFailed(Invalid):
    """A rule has no answer for these facts."""

    code = "rule_failed"
    vi = "Không tính được quy tắc “{rule}”: {why}."
    en = "The rule “{rule}” has no answer: {why}."


class PatternRefused(Invalid):
    """A regular expression is not understood or could cost too much."""

    code = "pattern_refused"
    vi = "Biểu thức chính quy “{pattern}” không được chấp nhận: {why}."
    en = "The regular expression “{pattern}” is not accepted: {why}."
