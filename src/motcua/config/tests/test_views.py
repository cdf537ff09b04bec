"""Pages of no room: the front door, health, errors, and the headers of all."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.db import DatabaseError
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "word"), [("vi", "Đăng nhập"), ("en", "Sign in"), ("fr", "Đăng nhập")]
)
def test_the_front_door_speaks_the_language_of_the_visitor(client, language, word):
    page = client.get("/", headers={"accept-language": language})
    assert page.status_code == 200
    assert word in page.text


def test_the_web_process_says_that_it_lives_without_the_database(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_the_site_is_ready_when_every_migration_is_there(client):
    assert client.get("/readyz").json() == {"status": "ok"}


def test_the_site_is_not_ready_without_database(client, monkeypatch):
    def broken(connection):
        raise DatabaseError

    monkeypatch.setattr("motcua.config.views.missing_migrations", broken)
    assert client.get("/readyz").status_code == 503


def test_the_site_is_not_ready_while_migrations_are_missing(client, monkeypatch):
    monkeypatch.setattr("motcua.config.views.missing_migrations", lambda connection: 2)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["count"]) == (503, 2)


@pytest.mark.django_db
def test_no_page_runs_or_loads_what_is_not_ours(client):
    headers = client.get("/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.django_db
def test_https_is_promised_for_a_year_when_it_is_on(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    header = client.get("/", secure=True).headers["Strict-Transport-Security"]
    assert header.startswith("max-age=31536000")


def test_a_page_that_is_not_there_says_so_in_both_languages(client):
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert "Không tìm thấy" in page.text
    assert "Not found" in page.text


def test_a_fault_shows_no_inside(monkeypatch):
    def broken(connection):
        raise RuntimeError("031301003021")

    monkeypatch.setattr("motcua.config.views.missing_migrations", broken)
    page = Client(raise_request_exception=False).get("/readyz")
    assert page.status_code == 500
    assert "Something went wrong" in page.text
    assert "031301003021" not in page.text


@pytest.mark.django_db
def test_the_description_of_the_api_needs_no_other_site(client):
    page = client.get("/api/v1/docs")
    assert "swagger-ui" in page.text
    asked = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert asked
    assert [address for address in asked if not address.startswith("/static/")] == []
    scripts = re.findall(r"<script([^>]*)>", page.text)
    # What is not JSON comes from a file: our policy runs nothing written into a page.
    assert all("src=" in tag or "application/json" in tag for tag in scripts)
    for address in asked:
        assert finders.find(address.removeprefix("/static/")), address
