"""Keys on a PKCS#11 token or hardware module, instead of key files.

Key and certificate of a holder bear the holder's label (``officer:<uuid>``, ``unit:<uuid>``) on
the token. Certificates there are somebody else's: MOTCUA_TRUSTED_ROOTS names the roots to trust.
"""

import asyncio
import threading
from functools import cache
from typing import Any

from django.conf import settings
from pyhanko.sign.signers.pdf_cms import Signer

from motcua.documents.errors import KeyMissing
from motcua.documents.types import KeyHolder

__all__ = ["TOKEN", "is_configured", "token_signer"]

TOKEN = threading.Lock()
"""A session of a token serves one signature at a time."""


def is_configured() -> bool:
    """Say whether a setting names a token."""
    return bool(settings.PKCS11_MODULE)


@cache
def _session(module: str, token: str) -> Any:
    """Open the token, once a process."""
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import open_pkcs11_session

    return open_pkcs11_session(
        module, token_criteria=TokenCriteria(label=token), user_pin=settings.PKCS11_PIN
    )


@cache
def token_signer(holder: KeyHolder) -> Signer:
    """Return the signer of a holder whose key lies on the token.

    Errors: KeyMissing when the token does not open, or has no such key or certificate.
    """
    try:
        from pkcs11.exceptions import PKCS11Error
        from pyhanko.sign.general import SigningError
        from pyhanko.sign.pkcs11 import PKCS11Signer
    except ImportError as error:
        raise KeyMissing(key="pkcs11") from error
    try:
        signer = PKCS11Signer(
            _session(settings.PKCS11_MODULE, settings.PKCS11_TOKEN),
            cert_label=holder.label,
            key_label=holder.label,
            embed_roots=False,
            use_raw_mechanism=True,  # not every token hashes; all sign a digest
        )
        asyncio.run(signer.ensure_objects_loaded())  # type: ignore[no-untyped-call]  # no types there
    except (PKCS11Error, SigningError, RuntimeError) as error:
        raise KeyMissing(key=holder.label) from error
    return signer
