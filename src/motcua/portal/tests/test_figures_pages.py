"""The public figures as page, CSV and JSON."""

import csv
from datetime import timedelta

import pytest
from django.core.cache import cache

from motcua.dossiers.tests.factories import AT, World
from motcua.dossiers.tests.test_figures import lived


@pytest.fixture
def busy(db):
    """Make a commune with six ended dossiers, of which two were late."""
    cache.clear()
    world = World.make()
    for number in range(6):
        begin = AT - timedelta(days=20)
        lived(world, begin=begin, due=1 if number < 2 else 5, synthetic=True)
    return world


@pytest.mark.parametrize(
    ("by", "period"), [("agency", "year"), ("procedure", "quarter"), ("x", "nonsense")]
)
def test_the_page_shows_rates_definitions_and_that_they_are_synthetic(client, busy, by, period):
    page = client.get("/figures/", {"by": by, "period": period}).text
    assert "66,7%" in page
    assert "giả định" in page
    assert "766/QĐ-TTg" in page


def test_the_files_say_what_the_page_says(client, busy):
    told = client.get("/figures.json").json()
    assert [one["on_time"] for one in told["figures"]] == [4]
    rows = list(csv.DictReader(client.get("/figures.csv").content.decode("utf-8-sig").splitlines()))
    assert [(row["ended"], row["on_time"], row["synthetic"]) for row in rows] == [
        ("6", "4", "True")
    ]


def test_an_empty_province_shows_no_figures(client, db):
    cache.clear()
    page = client.get("/figures/", headers={"accept-language": "en"})
    assert "Not enough dossiers yet." in page.text
    assert client.get("/figures.json").json()["figures"] == []


def test_the_page_costs_few_queries(client, busy, django_assert_max_num_queries):
    client.get("/figures/")
    cache.clear()
    with django_assert_max_num_queries(6):
        client.get("/figures/", {"by": "procedure"})
