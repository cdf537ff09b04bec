"""The doctor: grades, and a check that fails is a finding."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from motcua.cli import doctor
from motcua.cli.doctor import Grade, examine

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


@pytest.mark.parametrize(("days", "grade"), [(-1, Grade.BAD), (29, Grade.WARN), (31, Grade.OK)])
def test_certificates_are_graded_by_the_days_left(days, grade, settings, tmp_path):
    settings.KEYS_ROOT = tmp_path
    (tmp_path / "unit.crt").write_bytes(certificate(until=AT + timedelta(days=days)))
    assert [f.grade for f in only(doctor.certificates)] == [grade]


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
