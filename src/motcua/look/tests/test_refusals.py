"""A refusal of a room, let through by a view, is a page and no fault."""

import pytest
from django.test import RequestFactory

from motcua.authority.api import NotAllowed
from motcua.authority.errors import UnitUnknown
from motcua.look.refusals import RefusalPages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("error", "status"), [(UnitUnknown(unit="x"), 404), (NotAllowed(), 403), (ValueError(), None)]
)
def test_a_refusal_becomes_its_page_and_a_fault_stays_one(error, status):
    request = RequestFactory().get("/nowhere/")
    page = RefusalPages(lambda _: None).process_exception(request, error)
    assert (page.status_code if page else None) == status
