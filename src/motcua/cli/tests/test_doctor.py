"""The doctor: grades, and a check that fails is a finding."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection

from motcua.cli import doctor
from motcua.cli.doctor import Grade, examine
from motcua.documents.api import ensure_authority
from motcua.documents.models import SigningCertificate
from motcua.ledger import api as ledger
from motcua.ledger.tests.factories import settle

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def only(check, *, at=AT):
    return list(examine((check,), at=at))


@pytest.mark.django_db
def test_a_migrated_database_is_well():
    assert [f.grade for f in only(doctor.tables)] == [Grade.OK]


@pytest.mark.django_db
def test_a_server_that_may_forget_is_bad():
    found = {f.subject: f for f in only(doctor.server, at=datetime.now(UTC))}
    assert found["PostgreSQL"].grade is Grade.OK
    # The server of the tests runs without fsync.
    assert found["fsync, synchronous_commit"].grade is Grade.BAD


@pytest.mark.django_db
def test_a_clock_that_is_off_is_bad():
    assert Grade.BAD in [
        f.grade for f in only(doctor.server, at=datetime.now(UTC) - timedelta(hours=1))
    ]


@pytest.mark.django_db
def test_a_province_without_worker_is_warned_of():
    assert [f.grade for f in only(doctor.worker)] == [Grade.WARN, Grade.OK]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "act",
    ["DISABLE TRIGGER USER", "ENABLE TRIGGER ledger_entry_is_never_changed"],
)
def test_a_ledger_whose_guard_is_off_is_bad(act):
    assert [f.grade for f in only(doctor.guards)] == [Grade.OK]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ledger_entry {act}")
    (found,) = only(doctor.guards)
    assert found.grade is Grade.BAD
    assert "ledger_entry_is_never_changed" in found.text


GRADES = [(-1, Grade.BAD), (0, Grade.BAD), (29, Grade.WARN), (31, Grade.OK)]


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "grade"), GRADES)
def test_certificate_files_are_graded_by_the_days_left(days, grade, settings, tmp_path):
    settings.KEYS_ROOT = tmp_path
    (tmp_path / "unit.crt").write_bytes(certificate(until=AT + timedelta(days=days)))
    found = {f.subject: f.grade for f in only(doctor.certificates)}
    assert found["unit.crt"] is grade


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "grade"), GRADES)
def test_certificates_of_the_database_are_graded_by_the_days_left(days, grade):
    ensure_authority(at=AT - timedelta(days=3000))
    SigningCertificate.objects.filter(kind="issuing").update(valid_until=AT + timedelta(days=days))
    ailing = [] if grade is Grade.OK else [("issuing (authority:issuing)", grade)]
    found = [(f.subject, f.grade) for f in only(doctor.certificates)]
    assert found[:-1] == ailing
    assert found[-1][1] is Grade.OK
    SigningCertificate.objects.filter(kind="issuing").update(retired_at=AT)
    assert [f.grade for f in only(doctor.certificates)] == [Grade.OK]


@pytest.mark.django_db
def test_a_province_without_certificates_is_warned_of():
    assert [f.grade for f in only(doctor.certificates)] == [Grade.WARN]


@pytest.mark.django_db(transaction=True)
def test_a_tail_without_seal_is_warned_of_when_it_is_old(tmp_path):
    assert [f.grade for f in only(doctor.seals)] == [Grade.OK]
    ledger.ensure_key(tmp_path)
    before = AT - timedelta(minutes=16)
    ledger.record("test:1", kind="test.done", by="system", at=before, body={})
    (late,) = only(doctor.seals)
    assert (late.grade, "16 min" in late.text or "16 phút" in late.text) == (Grade.WARN, True)
    settle()
    ledger.seal_all(at=AT, keys=tmp_path)
    assert [f.grade for f in only(doctor.seals)] == [Grade.OK]
    ledger.record("test:9", kind="test.done", by="system", at=AT, body={})
    assert [f.grade for f in only(doctor.seals, at=AT + timedelta(minutes=15))] == [Grade.OK]
    assert [f.grade for f in only(doctor.seals, at=AT + timedelta(minutes=16))] == [Grade.WARN]


def certificate(*, until):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "synthetic")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(until - timedelta(days=365))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def test_a_check_that_cannot_be_made_is_a_bad_finding():
    def broken(*, at):
        raise OSError("no such disk\nand more")
        yield

    assert only(broken) == [doctor.Finding(Grade.BAD, "broken", "OSError: no such disk")]
