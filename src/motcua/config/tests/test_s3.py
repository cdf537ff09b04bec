"""Files in S3, over the real wire: another process answers on 127.0.0.1."""

import subprocess
import sys
from datetime import timedelta

import boto3
import httpx
import pytest
from django.core.files.storage import default_storage

from motcua.cli.tests.conftest import free_port, wait_a_little
from motcua.config.environment import files_storage
from motcua.documents import errors, jobs
from motcua.documents.files import read_file, store_file
from motcua.documents.models import StoredFile
from motcua.documents.storage import place_of
from motcua.documents.tests import uploads
from motcua.documents.tests.samples import AT

pytestmark = pytest.mark.django_db
BUCKET = "motcua"
ACCESS = {
    "AWS_ACCESS_KEY_ID": "k",
    "AWS_SECRET_ACCESS_KEY": "s",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    """A service that speaks S3."""
    port, log = free_port(), tmp_path_factory.mktemp("s3") / "log"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as server:
        try:
            yield _answering(f"http://127.0.0.1:{port}", server, log)
        finally:
            server.terminate()


def _answering(address, server, log):
    while server.poll() is None:
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            wait_a_little()
        else:
            return address
    raise AssertionError(log.read_text())


@pytest.fixture
def bucket(endpoint, settings, monkeypatch):
    """An empty bucket that the settings name."""
    for name, value in ACCESS.items():
        monkeypatch.setenv(name, value)
    made = boto3.resource("s3", endpoint_url=endpoint).create_bucket(Bucket=BUCKET)
    use(settings, endpoint)
    yield made
    made.objects.all().delete()


def use(settings, endpoint):
    settings.FILES_BUCKET, settings.FILES_ENDPOINT = BUCKET, endpoint
    storage = files_storage(BUCKET, endpoint=endpoint)
    settings.STORAGES = {**settings.STORAGES, "default": storage}


def store(content):
    return store_file(content, name="đơn.pdf", by="system", at=AT)


def test_a_file_is_stored_and_read_back(bucket):
    content = uploads.pdf()
    row = store(content)
    assert [each.key for each in bucket.objects.all()] == [place_of(row.sha256)]
    assert read_file(row.uid) == content


def test_the_same_content_lies_there_once(bucket):
    first, second = store(uploads.pdf()), store(uploads.pdf())
    assert first.uid != second.uid
    assert len(list(bucket.objects.all())) == 1


@pytest.mark.parametrize("change", ["missing", "changed"])
def test_a_missing_or_changed_object_is_told(bucket, change):
    row = store(uploads.pdf())
    thing = bucket.Object(place_of(row.sha256))
    if change == "missing":
        thing.delete()
    else:
        thing.put(Body=b"another")
    with pytest.raises(errors.FileDamaged):
        read_file(row.uid)


def test_a_service_that_is_away_is_told_and_no_row_is_written(bucket, settings):
    row = store(uploads.pdf())
    use(settings, f"http://127.0.0.1:{free_port()}")
    with pytest.raises(errors.StorageDown):
        read_file(row.uid)
    with pytest.raises(errors.StorageDown):
        store(uploads.pdf())
    assert StoredFile.objects.count() == 1


def test_the_clean_up_removes_orphans_alone(bucket):
    row = store(uploads.pdf())
    bucket.Object(place_of("0" * 64)).put(Body=b"orphan")
    written = default_storage.get_modified_time(place_of(row.sha256))
    jobs.remove_orphans(at=written + timedelta(days=2))
    assert [each.key for each in bucket.objects.all()] == [place_of(row.sha256)]
