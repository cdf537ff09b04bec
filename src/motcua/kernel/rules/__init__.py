"""Rules in CEL: a closed set of variables, checked and bounded before anything runs."""

from motcua.kernel.rules.errors import (
    PatternRefused,
    RuleFailed,
    RuleSyntax,
    RuleTooComplex,
    RuleUnknownFunction,
    RuleUnknownVariable,
)
from motcua.kernel.rules.patterns import check_pattern
from motcua.kernel.rules.program import Rule, compile_rule, paths
from motcua.kernel.rules.samples import can_fail, can_hold, samples

__all__ = [
    "PatternRefused",
    "Rule",
    "RuleFailed",
    "RuleSyntax",
    "RuleTooComplex",
    "RuleUnknownFunction",
    "RuleUnknownVariable",
    "can_fail",
    "can_hold",
    "check_pattern",
    "compile_rule",
    "paths",
    "samples",
]
