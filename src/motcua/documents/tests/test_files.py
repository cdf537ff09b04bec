import io
import os
import socket
import struct
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from motcua.documents import errors, jobs, storage
from motcua.documents.files import read_file, store_file
from motcua.documents.models import StoredFile
from motcua.documents.tests import uploads
from motcua.documents.tests.samples import AT

pytestmark = pytest.mark.django_db
BY = "person:00000000-0000-4000-8000-000000000002"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def store(content, name="đơn.pdf", **more):
    return store_file(content, name=name, by=BY, at=AT, **more)


TAKEN = {
    "a paper": ("đơn.pdf", uploads.pdf, "application/pdf"),
    "a name without extension": ("đơn", uploads.pdf, "application/pdf"),
    "a picture": ("ảnh.PNG", uploads.png, "image/png"),
    "a photograph": ("ảnh.jpeg", uploads.jpeg, "image/jpeg"),
    "a text": ("đơn.docx", uploads.docx, None),
    "a paper with data attached": (
        "hóa đơn.pdf",
        lambda: uploads.pdf_with("invoice.xml", b"<invoice/>"),
        "application/pdf",
    ),
}


@pytest.mark.parametrize("case", TAKEN)
def test_a_harmless_file_is_kept_and_read_back(case):
    name, make, media_type = TAKEN[case]
    content = make()
    row = store(content, name)
    assert read_file(row.uid) == content
    assert media_type in {None, row.media_type}


REFUSED = {
    "a program named as a paper": ("đơn.pdf", lambda: uploads.EXE, errors.FileTypeRefused),
    "a program before a paper": (
        "đơn.pdf",
        lambda: uploads.EXE + uploads.pdf(),
        errors.FileTypeRefused,
    ),
    "a web page": ("đơn.html", lambda: b"<html><script>x</script>", errors.FileTypeRefused),
    "a drawing that can run": ("a.svg", lambda: b"<svg onload='x'/>", errors.FileTypeRefused),
    "a plain archive": ("a.zip", lambda: uploads.archive(a=b"x"), errors.FileTypeRefused),
    "a paper named as a program": ("a.pdf.exe", uploads.pdf, errors.NameContradictsContent),
    "a picture named as a paper": ("a.pdf", uploads.png, errors.NameContradictsContent),
    "an archive behind a paper": (
        "a.pdf",
        lambda: uploads.pdf() + uploads.archive(a=b"x"),
        errors.FileDangerous,
    ),
    "a program behind a paper": (
        "a.pdf",
        lambda: uploads.pdf() + uploads.EXE,
        errors.FileDangerous,
    ),
    "a locked paper": ("a.pdf", uploads.locked_pdf, errors.FileDangerous),
    "a paper with a script": ("a.pdf", uploads.script_pdf, errors.FileDangerous),
    "a paper that launches": ("a.pdf", uploads.launching_pdf, errors.FileDangerous),
    "a paper that carries a program": (
        "a.pdf",
        lambda: uploads.pdf_with("x.exe", uploads.EXE),
        errors.FileDangerous,
    ),
    "a paper that carries a disguised program": (
        "a.pdf",
        lambda: uploads.pdf_with("data.xml", uploads.EXE),
        errors.FileDangerous,
    ),
    "half a paper": ("a.pdf", lambda: uploads.pdf()[:2000], errors.FileDangerous),
    "a broken paper": ("a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<\n%%EOF", errors.FileDangerous),
    "a picture bomb": ("a.png", lambda: uploads.png(50_000, 50_000), errors.FileDangerous),
    "a photograph bomb": ("a.jpg", lambda: uploads.jpeg(65_000, 65_000), errors.FileDangerous),
    "an archive behind a picture": (
        "a.png",
        lambda: uploads.png() + uploads.archive(a=b"x"),
        errors.FileDangerous,
    ),
    "a text with macros": (
        "a.docx",
        lambda: uploads.docx(**{"word/vbaProject.bin": b"x"}),
        errors.FileDangerous,
    ),
    "a text that unpacks into much": (
        "a.docx",
        lambda: uploads.docx(**{"word/media/a.bin": b"\0" * 4_000_000}),
        errors.FileDangerous,
    ),
    "a text with a template from elsewhere": (
        "a.docx",
        lambda: uploads.docx(
            **{"word/_rels/settings.xml.rels": b'attachedTemplate" TargetMode="External"'}
        ),
        errors.FileDangerous,
    ),
    "nothing": ("a.pdf", lambda: b"", errors.FileEmpty),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_file_is_refused_and_nothing_is_kept(case):
    name, make, error = REFUSED[case]
    with pytest.raises(error) as told:
        store(make(), name)
    assert not StoredFile.objects.exists()
    assert list(storage.names()) == []
    for language in ("vi", "en"):
        assert "{" not in told.value.message(language)


def test_fifty_megabytes_are_refused_before_all_is_read():
    class Endless(io.RawIOBase):
        given = 0

        def readable(self):
            return True

        def seekable(self):
            return True

        def seek(self, *_):
            return 0

        def readinto(self, into):
            self.given += len(into)
            into[:] = b"%PDF-" + b"x" * (len(into) - 5)
            return len(into) if self.given <= 50 * 1024 * 1024 else 0

    endless = Endless()
    with pytest.raises(errors.FileTooLarge):
        store(io.BufferedReader(endless))
    assert endless.given < 22 * 1024 * 1024


def test_equal_contents_lie_once_under_two_rows():
    content = uploads.pdf()
    first, second = store(content), store(io.BytesIO(content), "bản sao.pdf")
    assert first.uid != second.uid
    assert len(list(storage.names())) == 1
    assert read_file(second.uid) == content


def test_a_file_changed_on_the_disk_is_not_given_out():
    row = store(uploads.pdf())
    path = Path(default_storage.path(storage.place_of(row.sha256)))
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(errors.FileDamaged):
        read_file(row.uid)
    path.unlink()
    with pytest.raises(errors.FileDamaged):
        read_file(row.uid)


def test_an_orphan_goes_after_a_day_and_a_file_with_a_row_stays():
    row = store(uploads.pdf())
    orphan, _ = storage.hold(b"no row speaks of this")
    young, _ = storage.hold(b"nor of this, but it is young")
    later = datetime.now(UTC) + timedelta(hours=25)
    day_before = (later - timedelta(hours=26)).timestamp()
    for sha256 in (orphan, row.sha256):
        os.utime(default_storage.path(storage.place_of(sha256)), (day_before, day_before))
    now = later.timestamp()
    os.utime(default_storage.path(storage.place_of(young)), (now, now))
    assert jobs.remove_orphans(at=later) == 1
    assert {name for name, _ in storage.names()} == {young, row.sha256}


BREAKS = {
    "file_digest_is_sha256": {"sha256": "0"},
    "file_is_not_empty": {"size_bytes": 0},
    "file_has_a_name": {"name": ""},
}


@pytest.mark.parametrize(("name", "change"), BREAKS.items())
def test_the_database_refuses(name, change):
    row = store(uploads.pdf())
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        StoredFile.objects.filter(pk=row.pk).update(**change)


class Clamd(threading.Thread):
    """A server that speaks clamd's INSTREAM protocol."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = "{}:{}".format(*self.listening.getsockname())

    def run(self):
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            with client, client.makefile("rwb") as stream:
                command = stream.read(10)
                assert command == b"nINSTREAM\n"
                content = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(size)
                found = b"Eicar-Test-Signature FOUND" if uploads.EICAR in content else b"OK"
                stream.write(b"stream: " + found + b"\n")
                stream.flush()


@pytest.fixture
def scanner(settings, socket_enabled):
    server = Clamd()
    server.start()
    settings.CLAMD = server.address
    yield server
    server.listening.shutdown(socket.SHUT_RDWR)
    server.listening.close()
    server.join()


def test_a_clean_file_passes_the_scanner(scanner):
    assert store(uploads.pdf()).size_bytes > 0


def test_malware_is_named_and_refused(scanner):
    with pytest.raises(errors.FileInfected, match="Eicar"):
        store(uploads.pdf_with("note.txt", uploads.EICAR))


def test_a_scanner_that_is_down_refuses(settings, tmp_path):
    settings.CLAMD = str(tmp_path / "nobody.sock")
    with pytest.raises(errors.ScannerDown):
        store(uploads.pdf())
    assert not StoredFile.objects.exists()
