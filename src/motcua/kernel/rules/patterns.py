"""Regular expressions of rules and forms, bounded before they are compiled."""

import re
from math import prod

import cel

from motcua.kernel.rules.errors import PatternRefused

__all__ = ["check_pattern"]

_COUNTED = re.compile(r"\{([0-9]+)(?:,([0-9]*))?\}")
_LONGEST = 300
_MOST_REPEATED = 20_000
# One engine judges all patterns: it is linear in the text, and knows no look-around.
_TRIAL = cel.compile("''.matches(pattern)")


def check_pattern(pattern: str) -> None:
    """Refuse a pattern that is malformed, too long, or multiplies its counted repetitions.

    Errors: PatternRefused.
    """
    if len(pattern) > _LONGEST:
        raise PatternRefused(
            pattern=pattern[:60], why={"vi": "quá dài", "en": f"longer than {_LONGEST} characters"}
        )
    counts = (max(int(low), int(high or 0), 1) for low, high in _COUNTED.findall(pattern))
    if prod(counts) > _MOST_REPEATED:
        raise PatternRefused(
            pattern=pattern, why={"vi": "lặp lại quá nhiều", "en": "it repeats too much"}
        )
    try:
        _TRIAL.execute({"pattern": pattern})
    except (RuntimeError, ValueError) as error:
        why = {"vi": "sai cú pháp hoặc quá lớn", "en": "malformed or too large"}
        raise PatternRefused(pattern=pattern, why=why) from error
