"""Posts against the staff of a province: the units where nobody holds them are named."""

from datetime import UTC, date, datetime

import pytest

from motcua.authority.api import Role, seed_staff, seed_units
from motcua.authority.models import Posting
from motcua.catalogue.staff import posts_missing
from motcua.catalogue.types import Post

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ON = date(2026, 11, 23)


@pytest.fixture
def staffed():
    seed_units(at=AT)
    seed_staff(at=AT)


@pytest.mark.usefixtures("staffed")
def test_a_staffed_province_lacks_nobody_but_what_no_commune_has(django_assert_max_num_queries):
    posts = [
        Post("receiving", "receiver"),
        Post("competent", "unit_head"),
        Post("competent", "clerk"),
        Post("competent:economy", "officer"),
        Post("department:justice", "officer"),
    ]
    with django_assert_max_num_queries(600):
        missing = posts_missing(ON)
        assert [missing(post, "commune") for post in posts] == [()] * 5
    assert posts_missing(ON)(Post("competent", "unit_head"), "department:justice") == ()
    assert len(posts_missing(ON)(Post("competent:moon", "officer"), "commune")) == 114


@pytest.mark.usefixtures("staffed")
def test_a_commune_without_a_clerk_is_named():
    clerks = Posting.objects.filter(role=Role.CLERK, unit__level="commune").order_by("unit__code")
    unit = clerks[0].unit
    clerks.filter(unit=unit).delete()
    assert posts_missing(ON)(Post("competent", "clerk"), "commune") == (unit.name_vi,)
