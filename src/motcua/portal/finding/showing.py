"""What a procedure's page shows, in the visitor's words: from the version, or from the record."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from motcua.catalogue.api import (
    CatalogueEntry,
    Component,
    Fee,
    LimitRule,
    Post,
    Procedure,
    Service,
    Text,
    in_words,
    papers_asked,
)
from motcua.dossiers.api import FEW, LiveFigures, live_figures
from motcua.portal.finding import words
from motcua.portal.finding.words import said


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: time or fee."""

    name: str
    channel: str
    variant: str
    value: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the list."""

    name: str
    when: str
    asked: str
    law: str = ""
    reuse: bool = False
    made_of_form: bool = False
    group: str = ""


def variants(one: Procedure) -> dict[str, str]:
    """Return each case of a procedure in words: its rule, or the other cases."""
    told = {}
    for name, rule in one.variants.items():
        text = Text("Các trường hợp khác", "All other cases")
        if rule != "true":
            text = in_words(rule, one) or Text(
                "Trường hợp cần xác minh, kiểm tra thêm", "Cases that are verified or inspected"
            )
        told[name] = said(text)
    return told


def times(one: Procedure) -> list[Line]:
    """Return the limits: what the province promises, where that is shorter, and the law's."""
    cases = variants(one)
    return [
        *(_time(line, _("Promised here"), cases) for line in one.committed),
        *(_time(line, _("Limit of the law"), cases) for line in one.statutory),
    ]


def _time(line: LimitRule, name: str, cases: dict[str, str]) -> Line:
    return Line(
        name=name,
        channel=words.channel(line.channel),
        variant=cases.get(line.variant or "", ""),
        value=line.limit.label(words.language()),
        law=line.law,
    )


def fees(one: Procedure) -> list[Line]:
    """Return the fees; one that is computed says that the guide computes it."""
    cases = variants(one)
    return [
        Line(
            name=said(fee.name),
            channel=words.channel(fee.channel),
            variant=cases.get(fee.variant or "", ""),
            value=_amount(fee),
            law=fee.law,
        )
        for fee in one.fees
    ]


def _amount(fee: Fee) -> str:
    if fee.rule is not None:
        return _("Depends on your case")
    return words.money(fee.amount or Decimal(0))


def papers(one: Procedure) -> list[Paper]:
    """Return the papers in the order of the procedure."""
    return [_paper(component, one) for component in one.components]


def _paper(component: Component, one: Procedure) -> Paper:
    return Paper(
        name=said(component.name),
        when=condition(component, one),
        asked="" if component.generated_from else copies(component),
        law=component.law,
        reuse=component.reuse is not None,
        made_of_form=component.generated_from is not None,
    )


def condition(component: Component, one: Procedure) -> str:
    """Return when a paper is needed; empty when it always is."""
    if component.required == "true" or component.generated_from is not None:
        return ""
    told = in_words(component.required, one)
    return said(told) if told else _("Only in some cases: the guide tells you")


def copies(component: Component) -> str:
    """Return how many originals and copies are asked."""
    names = {
        "original": _("%(n)s original"),
        "certified": _("%(n)s certified copy"),
        "copy": _("%(n)s copy"),
    }
    if "xuất trình" in component.copies.lower():
        return _("Show the original")
    return ", ".join(names[kind] % {"n": n} for kind, n in papers_asked(component).items())


def place(post: Post) -> str:
    """Return where a step is done."""
    name, _dot, part = post.place.partition(":")
    if name == "receiving":
        return _("The one-stop desk where you filed")
    if name == "department":
        return _("A department of the province")
    return _("A division of the deciding agency") if part else _("The agency that decides")


def steps(one: Procedure) -> list[dict[str, str]]:
    """Return the process as a list of steps."""
    roles = words.roles()
    return [
        {
            "name": said(step.name),
            "place": place(step.by),
            "role": roles.get(step.by.role, ""),
            "norm": step.norm.label(words.language()),
        }
        for step in one.steps.values()
    ]


def service(one: Procedure) -> str:
    """Return the service level in words."""
    names = {
        Service.FULL: _("Fully online: file, pay and receive without going anywhere"),
        Service.PARTIAL: _("Partly online: file online, come once"),
        Service.COUNTER: _("At the one-stop desk only"),
    }
    return names[one.service]


def where(one: Procedure) -> str:
    """Return which agency decides."""
    if one.competent == "commune":
        return _("People's Committee of the commune or ward")
    return _("A department of the province; any one-stop desk receives the dossier")


def figures(one: Procedure, *, at: datetime) -> dict[str, Any]:
    """Return the live figures of the last twelve months in words."""
    found: LiveFigures = live_figures(one.code, at=at)
    names = {component.id: said(component.name) for component in one.components}
    figure = found.figure
    median = figure.median_time
    return {
        "few": figure.ended < FEW,
        "ended": figure.ended,
        "median": words.lived(median) if median is not None else "",
        "on_time": words.share(figure.on_time_rate),
        "complete": words.share(figure.complete_at_once_rate),
        "reasons": [
            {"name": names.get(reason.component, _("Other")), "count": reason.count}
            for reason in found.reasons
        ],
        "synthetic": figure.synthetic,
    }


def national(entry: CatalogueEntry) -> dict[str, Any]:
    """Return an entry of the national catalogue as its page shows it."""
    record = getattr(entry, "record", None)
    content: dict[str, Any] = dict(record.content) if record else {}
    levels, kinds = words.levels(), words.applicants()
    return {
        "levels": [levels.get(level, level) for level in entry.levels],
        "ministry": entry.get_ministry_display(),
        "terms": [_term(term) for term in entry.terms.all()],
        "papers": [_listed(paper) for paper in content.get("papers", [])],
        "results": [str(one.get("name", "")) for one in content.get("results", [])]
        or [one if isinstance(one, str) else str(one.get("name", "")) for one in entry.results],
        "law": content.get("law", []),
        "applicants": [kinds.get(kind, kind) for kind in content.get("applicants", [])],
        "performed_by": content.get("performed_by", ""),
        "flags": [_flag(flag.kind) for flag in entry.flags.all() if flag.confirmed_at is None],
        "has_record": bool(content),
    }


def _term(term: Any) -> dict[str, str]:
    units = {
        "working_day": _("working days"),
        "calendar_day": _("calendar days"),
        "hour": _("hours"),
        "month": _("months"),
        "unspecified": _("(the source gives no unit)"),
    }
    channels = {
        "online": _("Online"),
        "counter": _("At the desk"),
        "post": _("By post"),
        "any": _("Any way of filing"),
    }
    limit = ""
    if term.limit_value is not None:
        limit = f"{term.limit_value.normalize():f} {units[term.limit_unit]}"
    fee = ""
    if term.fee_amount is not None:
        fee = words.money(term.fee_amount) if term.fee_currency == "VND" else ""
        fee = fee or f"{term.fee_amount:f} {term.fee_currency}"
    return {"channel": channels[term.channel], "limit": limit, "fee": fee, "note": term.note}


def _listed(paper: dict[str, Any]) -> Paper:
    asked = []
    if paper.get("originals"):
        asked.append(_("%(n)s original") % {"n": paper["originals"]})
    if paper.get("copies"):
        asked.append(_("%(n)s copy") % {"n": paper["copies"]})
    return Paper(str(paper["name"]), "", ", ".join(asked), group=str(paper.get("group", "")))


def _flag(kind: str) -> str:
    texts = {
        "unit_missing": _("The national page gives a time without saying which days."),
        "limit_missing": _("The national page gives no time."),
        "limit_zero": _("The national page gives a time of zero."),
        "hours_unstated": _("The national page does not say whether hours are working hours."),
        "calendar_days": _("The national page counts calendar days."),
        "limit_differs": _("The time differs by way of filing."),
        "fee_differs": _("The fee differs by way of filing."),
        "fee_suspect": _("The fee on the national page looks wrong."),
        "fee_foreign": _("The fee is in a foreign currency."),
        "several_cases": _("The procedure has several cases with different times or fees."),
        "record_partial": _("The national record is known in part only."),
        "copies_suspect": _("The numbers of copies on the national page look wrong."),
        "text_cut": _("Some texts of the national page are cut off."),
    }
    return texts.get(kind, "")
