"""HTTP API of the catalogue: what can be filed and how. Open to all, read only."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from motcua.authority.api import After, Limit, Page, key_of_page, page, page_of
from motcua.catalogue import selectors
from motcua.catalogue.models import CatalogueEntry
from motcua.catalogue.types import (
    Channel,
    LimitRule,
    PaymentMoment,
    Procedure,
    Service,
)
from motcua.kernel.worktime import ZONE

router = Router(tags=["procedures"])
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class TextOut(Schema):
    """One text in both languages."""

    vi: str
    en: str


class VersionOut(Schema):
    """One published version of a procedure."""

    code: str
    name: TextOut
    version: int
    digest: str
    level: str
    field: str
    service: Service
    valid_from: date


class VersionPageOut(Page):
    """Procedures in force, by code."""

    items: list[VersionOut]


class LimitOut(Schema):
    """A limit for a channel and a variant; null stands for any."""

    limit: str
    channel: Channel | None
    variant: str | None
    law: str


class FeeOut(Schema):
    """A fee line; ``rule`` computes it where no ``amount`` stands. Amounts are in VND."""

    name: TextOut
    when: PaymentMoment
    amount: Decimal | None
    rule: str | None
    channel: Channel | None
    variant: str | None
    law: str


class ComponentOut(Schema):
    """A paper that a filing may need; ``required`` is CEL over the filing."""

    id: str
    name: TextOut
    required: str
    certified: bool
    reuse: str | None
    generated_from: str | None
    copies: str
    law: str


class EligibilityOut(Schema):
    """A condition of the applicant, and what is said when it fails."""

    id: str
    rule: str
    otherwise: TextOut
    law: str


class StepOut(Schema):
    """A step, who answers for it, and its norm."""

    id: str
    name: TextOut
    place: str
    role: str
    norm: str


class ProcedureOut(VersionOut):
    """Everything that one needs to file: form, papers, fees, limits, conditions, steps."""

    service_reason: TextOut | None
    competent: str
    immediate: bool
    sets: int
    applicants: list[str]
    law: list[str]
    source: str
    variants: list[str]
    statutory: list[LimitOut]
    committed: list[LimitOut]
    fees: list[FeeOut]
    components: list[ComponentOut]
    eligible: list[EligibilityOut]
    steps: list[StepOut]
    result: TextOut
    form: dict[str, Any]


class NationalEntryOut(Schema):
    """One procedure of the national catalogue, in a list."""

    code: str
    name: str
    field: str
    ministry: str
    levels: list[str]
    open_flags: int


class EntryPageOut(Page):
    """Procedures of the national catalogue."""

    items: list[NationalEntryOut]


class TermOut(Schema):
    """Limit and fee by one channel, as the source states them."""

    channel: str
    limit_value: Decimal | None
    limit_unit: str
    fee_amount: Decimal | None
    fee_currency: str
    note: str


class FlagOut(Schema):
    """A trap found in the entry; confirmed when ``confirmed_value`` is not empty."""

    kind: str
    channel: str
    blocking: bool
    evidence: dict[str, Any]
    confirmed_value: str
    confirmed_ground: str


class EntryDetailOut(Schema):
    """One procedure of the national catalogue with its traps."""

    code: str
    name: str
    field: str
    ministry: str
    levels: list[str]
    results: list[str]
    source_url: str
    terms: list[TermOut]
    flags: list[FlagOut]
    record: dict[str, Any] | None


@router.get("/procedures", response=VersionPageOut, auth=None, summary="What can be filed")
def procedures(
    request: HttpRequest,
    after: After = None,  # noqa: ARG001  (page_of reads it)
    limit: Limit = 50,
) -> dict[str, Any]:
    """List the procedures in force today, by code."""
    found = selectors.current_versions(_today())
    return page_of(request, found, limit=limit, key=lambda one: one.code, show=_listed)


def _listed(one: selectors.PublishedVersion) -> dict[str, Any]:
    return _version(selectors.procedure(one.id), one.valid_from)


@router.get("/procedures/{code}", response=ProcedureOut, auth=None, summary="How it is filed")
def procedure(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001
    """Return the version in force today with its form, papers, fees, limits and steps."""
    version_id = selectors.current_version(code, _today())
    return _whole(selectors.procedure(version_id), selectors.version(version_id).valid_from)


@router.get("/catalogue", response=EntryPageOut, auth=None, summary="Search the catalogue")
def search(
    request: HttpRequest,
    *,
    q: Words = "",
    ministry: Words = "",
    level: Words = "",
    flag: Words = "",
    after: After = None,  # noqa: ARG001  (key_of_page reads it)
    limit: Limit = 50,
) -> dict[str, Any]:
    """Find national procedures by words, accents optional; best first, then by code."""
    told = key_of_page(request)
    last = (int(told[0]), str(told[1])) if told else None
    found = selectors.search_entries(
        q, ministry=ministry, level=level, flag=flag, after=last, limit=limit + 1
    )
    return page(request, found, limit=limit, key=lambda one: (one.rank, one.code), show=asdict)


@router.get("/catalogue/{code}", response=EntryDetailOut, auth=None, summary="A national entry")
def entry(request: HttpRequest, code: str) -> dict[str, Any]:  # noqa: ARG001
    """Return limits and fees by channel as the source has them, with what is doubtful."""
    return _entry(selectors.entry(code))


def _today() -> date:
    return timezone.now().astimezone(ZONE).date()


def _version(told: Procedure, valid_from: date) -> dict[str, Any]:
    return {
        "code": told.code,
        "name": told.name,
        "version": told.version,
        "digest": told.digest,
        "level": told.level,
        "field": told.field,
        "service": told.service,
        "valid_from": valid_from,
    }


def _whole(told: Procedure, valid_from: date) -> dict[str, Any]:
    return {
        **_version(told, valid_from),
        "service_reason": told.service_reason,
        "competent": told.competent,
        "immediate": told.immediate,
        "sets": told.sets,
        "applicants": list(told.applicants),
        "law": list(told.law),
        "source": told.source,
        "variants": list(told.variants),
        "statutory": [_limit(one) for one in told.statutory],
        "committed": [_limit(one) for one in told.committed],
        "fees": list(told.fees),
        "components": list(told.components),
        "eligible": list(told.eligible),
        "steps": [
            {
                "id": one.id,
                "name": one.name,
                "place": one.by.place,
                "role": one.by.role,
                "norm": str(one.norm),
            }
            for one in told.steps.values()
        ],
        "result": told.result.name,
        "form": dict(told.form),
    }


def _limit(one: LimitRule) -> dict[str, Any]:
    return {
        "limit": str(one.limit),
        "channel": one.channel,
        "variant": one.variant,
        "law": one.law,
    }


def _entry(one: CatalogueEntry) -> dict[str, Any]:
    names = ("code", "name", "field", "ministry", "levels", "results", "source_url")
    record = getattr(one, "record", None)
    return {
        **{name: getattr(one, name) for name in names},
        "terms": list(one.terms.all()),
        "flags": list(one.flags.all()),
        "record": record.content if record else None,
    }
