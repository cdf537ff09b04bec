"""Conditions in words: when a paper is needed, as a person would say it.

The usual shapes of a rule are put into words; a rule of another shape gives none, for a wrong word
is worse than none.
"""

import re
from collections.abc import Mapping
from typing import Any

from motcua.catalogue.types import Procedure, Text

__all__ = ["in_words"]

OR, AND = Text(" hoặc ", " or "), Text(" và ", " and ")
NOT_VERIFIED = Text(
    "người nộp chưa có tài khoản định danh điện tử mức độ 2",
    "the applicant has no electronic identity of level 2",
)
KINDS = {
    "citizen": Text("người nộp là cá nhân", "the applicant is a person"),
    "enterprise": Text(
        "người nộp là doanh nghiệp, tổ chức", "the applicant is an enterprise or organisation"
    ),
    "household": Text("người nộp là hộ gia đình", "the applicant is a household"),
}
COMPARED = {
    "==": Text("{field} là “{value}”", "{field} is “{value}”"),
    "!=": Text("{field} khác “{value}”", "{field} is other than “{value}”"),
    ">=": Text("{field} từ {value} trở lên", "{field} is {value} or more"),
    ">": Text("{field} trên {value}", "{field} is over {value}"),
    "<=": Text("{field} đến {value}", "{field} is {value} or less"),
    "<": Text("{field} dưới {value}", "{field} is under {value}"),
}
_COMPARISON = re.compile(
    r"""form\.(\w+)\s*(==|!=|>=|<=|>|<)\s*(?:["']([^"']*)["']|(\d+(?:\.\d+)?)|facts\.(\w+))"""
)
_YES = re.compile(r"(!?)\s*form\.(\w+)")
_KIND = re.compile(r"""applicant\.kind\s*==\s*["'](\w+)["']""")


def in_words(rule: str, procedure: Procedure) -> Text | None:
    """Return when a rule holds, in both languages; None when it cannot be said."""
    for sign, joint in (("||", OR), ("&&", AND)):
        if sign in rule:
            return _joined([in_words(part, procedure) for part in _parts(rule, sign)], joint)
    return _atom(rule.strip(), procedure)


def _parts(rule: str, sign: str) -> list[str]:
    """Return the parts of a rule; one with brackets is left whole and has no words."""
    return ["()"] if "(" in rule else rule.split(sign)


def _joined(parts: list[Text | None], joint: Text) -> Text | None:
    said = [part for part in parts if part is not None]
    if len(said) != len(parts):
        return None
    return Text(joint.vi.join(one.vi for one in said), joint.en.join(one.en for one in said))


def _atom(rule: str, procedure: Procedure) -> Text | None:
    if rule == "!applicant.verified":
        return NOT_VERIFIED
    if kind := _KIND.fullmatch(rule):
        return KINDS.get(kind[1])
    if compared := _COMPARISON.fullmatch(rule):
        return _compared(compared, procedure)
    if said := _YES.fullmatch(rule):
        return _said(said, procedure)
    return None


def _field(name: str, procedure: Procedure) -> Mapping[str, Any]:
    fields = procedure.form["properties"]
    told: Mapping[str, Any] = fields.get(name, {}) if isinstance(fields, Mapping) else {}
    return told


def _title(told: Mapping[str, Any]) -> Text:
    return Text(f"“{told['title']}”", f"“{told.get('x-title-en', told['title'])}”")


def _said(said: re.Match[str], procedure: Procedure) -> Text | None:
    told = _field(said[2], procedure)
    if told.get("type") != "boolean":
        return None
    title = _title(told)
    answer = Text("không", "no") if said[1] else Text("có", "yes")
    return Text(f"{title.vi}: {answer.vi}", f"{title.en}: {answer.en}")


def _compared(compared: re.Match[str], procedure: Procedure) -> Text | None:
    name, sign, text, number, fact = compared.groups()
    told = _field(name, procedure)
    if not told:
        return None
    value = text if text is not None else number or procedure.facts.get(fact or "")
    if isinstance(value, list | dict) or value is None:
        return None
    label = told.get("x-labels", {}).get(value, {"vi": str(value), "en": str(value)})
    title, pattern = _title(told), COMPARED[sign]
    return Text(
        pattern.vi.format(field=title.vi, value=label["vi"]),
        pattern.en.format(field=title.en, value=label["en"]),
    )
