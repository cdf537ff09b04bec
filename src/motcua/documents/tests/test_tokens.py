"""The PKCS#11 way, with SoftHSM where it is installed (``apt install softhsm2``)."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from motcua.documents import api, errors, tokens
from motcua.documents.tests.factories import AT, DEPUTY
from motcua.documents.types import KeyHolder, SignatureState

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so")
MODULE = next((path for path in MODULES if Path(path).exists()), "")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not MODULE, reason="no SoftHSM: apt install softhsm2, then run it again"),
]


@pytest.fixture
def token(tmp_path, settings, monkeypatch):
    """A token that holds the deputy's key and certificate."""
    pkcs11 = pytest.importorskip("pkcs11", reason="no python-pkcs11: uv sync --extra pkcs11")
    util = pytest.importorskip("pkcs11.util.ec")
    conf, store = tmp_path / "softhsm2.conf", tmp_path / "tokens"
    store.mkdir()
    conf.write_text(f"directories.tokendir = {store}\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    pins = ["--so-pin", "1234", "--pin", "1234"]
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "motcua", *pins],
        check=True,
        capture_output=True,
    )
    key, certificate = _own_certificate()
    with pkcs11.lib(MODULE).get_token(token_label="motcua").open(rw=True, user_pin="1234") as open_:
        made = util.decode_ec_private_key(
            key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        )
        open_.create_object(
            {**made, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: DEPUTY.label}
        )
        shown = pytest.importorskip("pkcs11.util.x509").decode_x509_certificate(
            certificate.public_bytes(Encoding.DER)
        )
        open_.create_object(
            {**shown, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: DEPUTY.label}
        )
    roots = tmp_path / "roots.pem"
    roots.write_bytes(certificate.public_bytes(Encoding.PEM))
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_PIN = MODULE, "motcua", "1234"
    settings.TRUSTED_ROOTS = str(roots)
    yield
    tokens.token_signer.cache_clear()
    tokens._session.cache_clear()


def _own_certificate():
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, DEPUTY.name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, True, True, False, False), critical=True
        )
    )
    return key, builder.sign(key, SHA256())


def test_a_key_on_a_token_signs_and_a_missing_one_is_told(token):
    """One test, for a process opens the module of a token only once."""
    signed = api.sign_document(api.typeset("03", {}), holder=DEPUTY.holder, at=AT)
    (found,) = api.verify_upload(signed, at=AT + timedelta(days=1)).signatures
    assert (found.signer, found.state) == (DEPUTY.name, SignatureState.VALID)
    nobody = KeyHolder(label="officer:nobody", name="x", organisation="x")
    with pytest.raises(errors.KeyMissing):
        api.sign_document(api.typeset("03", {}), holder=nobody, at=AT)
