"""Counter intake, hand over and the tracking book, through the pages."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from motcua.authority.types import Role
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.factories import ANSWERS, CODE, World
from motcua.look.api import form_for


@pytest.fixture
def world(db):
    return World.make()


@pytest.fixture
def at_desk(client, world):
    client.force_login(world.posts[world.desk.pk, Role.RECEIVER.value])
    return client


def typed(page, **changes):
    said = {
        "uid": page.context["uid"],
        "started": page.context["started"],
        "number": "031090999001",
        "name": "Phạm Văn Quầy",
        "birth_on": "1990-05-17",
        "kind": "citizen",
        "procedure": CODE,
        "paper-identity.kind": "original",
        "cash": "yes",
        "act": "accept",
    }
    said |= {
        f"q-{name}": ({True: "yes", False: "no"}[value] if isinstance(value, bool) else value)
        for name, value in ANSWERS.items()
    }
    return {**said, **changes}


def test_a_visitor_unknown_so_far_leaves_with_a_receipt(at_desk):
    page = at_desk.get(reverse("counter:home"))
    said = typed(page)
    done = at_desk.post(reverse("counter:home"), said)
    assert done.status_code == 302, done.content.decode()
    taken = at_desk.get(done.url)
    dossier = Dossier.objects.get()
    assert dossier.code in taken.content.decode()
    assert taken.context["seconds"] is not None
    receipt = at_desk.get(reverse("counter:receipt", args=[dossier.uid]))
    assert receipt.content.startswith(b"%PDF")
    again = at_desk.post(reverse("counter:home"), said)
    assert Dossier.objects.count() == 1
    assert again.status_code in {302, 422}


def test_what_is_wrong_is_told_and_nothing_is_kept(at_desk):
    page = at_desk.get(reverse("counter:home"))
    refused = at_desk.post(reverse("counter:home"), typed(page, **{"q-kind": ""}))
    assert refused.status_code == 422
    assert "031090999001" in refused.content.decode()
    assert Dossier.objects.count() == 0


def test_an_officer_without_a_desk_takes_nothing_in(client, world):
    client.force_login(world.posts[world.commune.pk, Role.CLERK.value])
    assert client.get(reverse("counter:home")).status_code == 403


def test_the_book_is_shown_and_downloaded(at_desk, world):
    dossier = world.examined()
    told = {"since": "2026-11-01", "until": "2026-11-30", "unit": world.desk.pk}
    shown = at_desk.get(reverse("counter:book"), told)
    code = Dossier.objects.get(uid=dossier.uid).code
    assert code in shown.content.decode()
    sheet = load_workbook(
        BytesIO(at_desk.get(reverse("counter:book"), {**told, "as": "xlsx"}).content)
    )
    assert [row[1].value for row in sheet.active.iter_rows()][1:] == [code]
    pdf = at_desk.get(reverse("counter:book"), {**told, "as": "pdf"})
    assert pdf.content.startswith(b"%PDF")


def test_a_result_is_handed_over_after_the_identity_was_checked(at_desk, world):
    code = Dossier.objects.get(uid=world.done().uid).code
    page = reverse("counter:return")
    assert at_desk.get(page, {"code": code}).status_code == 200
    assert at_desk.post(page, {"code": code}).status_code == 422
    assert at_desk.get(page, {"code": "H99.9-200101-0001"}).status_code == 422
    assert at_desk.post(page, {"code": code, "checked": "yes"}).status_code == 302


def test_a_schema_comes_back_as_json():
    schema = {
        "properties": {
            "ready": {"type": "boolean"},
            "pages": {"type": "integer"},
            "size": {"type": "number"},
            "names": {"type": "array", "items": {"type": "string"}},
            "kin": {
                "type": "array",
                "items": {"properties": {"name": {"type": "string"}, "age": {"type": "integer"}}},
            },
            "place": {"type": "object", "properties": {"street": {"type": "string"}}},
        }
    }
    said = {
        "q-ready": "no",
        "q-pages": "7",
        "q-size": "2,5",
        "q-names": "An\nBình",
        "q-kin": "An | 7",
        "q-place.street": "Lạch Tray",
    }
    assert form_for(schema, said).answers() == {
        "ready": False,
        "pages": 7,
        "size": 2.5,
        "names": ["An", "Bình"],
        "kin": [{"name": "An", "age": 7}],
        "place": {"street": "Lạch Tray"},
    }
