"""A filing written in a file, as ``motcua dossier file`` reads it."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from motcua.catalogue.types import Channel
from motcua.cli.errors import FilingFileInvalid

if TYPE_CHECKING:
    from motcua.authority.types import Actor
    from motcua.dossiers.api import Filing, Given

__all__ = ["Written", "filed_by", "given_of", "read_filing", "wish"]

MOST_BYTES = 1_000_000


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WrittenPerson(_Strict):
    """Who files. ``number`` is the citizen's number or the tax code."""

    name: str = Field(min_length=1, max_length=300)
    number: str = Field(min_length=1, max_length=20)
    kind: Literal["citizen", "enterprise", "household"] = "citizen"
    birth_on: date | None = None
    verified: bool = False
    contact: dict[str, str] = Field(default_factory=dict)


class WrittenComponent(_Strict):
    """A paper handed in: a file beside the filing, or paper that the desk holds."""

    component: str = Field(max_length=60)
    file: Path | None = None
    kind: Literal["original", "certified", "copy", "electronic"] = "electronic"
    copies: int = Field(default=1, ge=0, le=999)


class Written(_Strict):
    """A whole filing."""

    procedure: str = Field(max_length=40)
    receiving: str = Field(max_length=60)
    applicant: WrittenPerson
    channel: Channel = Channel.ONLINE
    form: dict[str, Any] = Field(default_factory=dict)
    components: list[WrittenComponent] = Field(default_factory=list, max_length=200)
    pages: int = Field(default=0, ge=0, le=100_000)
    copies: int = Field(default=1, ge=1, le=1_000)
    receipt: bool = False


def read_filing(path: Path) -> Written:
    """Return the filing that a YAML or JSON file writes down.

    Errors: FilingFileInvalid, naming the first field that is wrong.
    """
    told = read_mapping(path)
    try:
        return Written.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise FilingFileInvalid(path=path, reason=f"{where}: {first['msg']}") from error


def read_mapping(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML or JSON file; dates become text, as JSON has none.

    Errors: FilingFileInvalid.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FilingFileInvalid(path=path, reason="> 1 MB")
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise FilingFileInvalid(path=path, reason=str(error).split("\n")[0]) from error
    if not isinstance(told, Mapping):
        raise FilingFileInvalid(path=path, reason="not a mapping")
    plain: dict[str, Any] = json.loads(json.dumps(told, default=str))
    return plain


def filed_by(written: Written, *, username: str, at: datetime) -> "tuple[int, int, Actor]":
    """Return the applicant's id, the desk's id and who files.

    Without ``username`` it is the applicant himself online, and the receiver of the desk otherwise.

    Errors: UnitUnknown, AccountUnknown, PostVacant, and those of registering a person.
    """
    from motcua.authority.api import account, actor_for_account
    from motcua.authority.types import Role
    from motcua.cli.play.cast import desk_of, holder, registered
    from motcua.cli.play.script import Person

    applicant = registered(Person(**written.applicant.model_dump()), at=at)
    desk = desk_of(written.receiving, at=at)
    if username:
        return applicant.id, desk, actor_for_account(account(username), at=at)
    if written.channel is Channel.ONLINE:
        return applicant.id, desk, applicant.actor
    return applicant.id, desk, holder(desk, Role.RECEIVER, at=at)


def wish(
    written: Written, *, applicant_id: int, desk_id: int, given: "tuple[Given, ...]"
) -> "Filing":
    """Return the filing as the dossier services take it."""
    from motcua.dossiers.api import Filing

    return Filing(
        procedure=written.procedure,
        channel=written.channel,
        applicant_id=applicant_id,
        receiving_id=desk_id,
        form=written.form,
        given=given,
        pages=written.pages,
        copies=written.copies,
        receipt=written.receipt,
    )


def given_of(
    items: list[WrittenComponent], *, beside: Path, by: "Actor", at: datetime
) -> "tuple[Given, ...]":
    """Store the files of components and return the components; paths are seen from ``beside``.

    Errors: FilingFileInvalid for a file that cannot be read; those of storing a file.
    """
    return tuple(_given(item, beside=beside, by=by, at=at) for item in items)


def _given(item: WrittenComponent, *, beside: Path, by: "Actor", at: datetime) -> "Given":
    from motcua.documents.api import store_file
    from motcua.dossiers.api import Given

    if item.file is None:
        return Given(item.component, kind=item.kind, copies=item.copies)
    path = beside / item.file
    try:
        with path.open("rb") as content:
            stored = store_file(content, name=path.name, by=by.label, at=at)
    except OSError as error:
        raise FilingFileInvalid(path=path, reason=error.strerror) from error
    return Given(item.component, file_uid=stored.uid, kind=item.kind, copies=item.copies)
