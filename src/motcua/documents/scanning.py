"""The malware scanner: ClamAV's daemon by its INSTREAM protocol, when a setting names it.

A scanner that does not answer refuses: nothing unscanned comes in where scanning is asked for.
"""

from typing import BinaryIO

import clamd
from django.conf import settings

from motcua.documents.errors import FileInfected, FileTooLarge, ScannerDown

__all__ = ["scan"]

TIMEOUT_SECONDS = 30


def scan(file: BinaryIO, *, name: str) -> None:
    """Refuse ``file`` when the scanner finds something; do nothing where no scanner is named.

    Errors: FileInfected, ScannerDown, FileTooLarge when it is beyond the scanner's own limit.
    """
    if not settings.CLAMD:
        return
    file.seek(0)
    try:
        state, found = _scanner(settings.CLAMD).instream(file)["stream"]
    except clamd.BufferTooLongError as error:
        raise FileTooLarge(name=name, limit_mb=settings.FILE_LIMIT_MB) from error
    except (clamd.ClamdError, OSError, KeyError, TypeError, ValueError) as error:
        raise ScannerDown(scanner=settings.CLAMD) from error
    if state == "FOUND":
        raise FileInfected(name=name, found=found)
    if state != "OK":
        raise ScannerDown(scanner=settings.CLAMD)


def _scanner(address: str) -> clamd.ClamdNetworkSocket | clamd.ClamdUnixSocket:
    """Return a connection to ``host:port``, or to a socket by its path."""
    if address.startswith("/"):
        return clamd.ClamdUnixSocket(address, timeout=TIMEOUT_SECONDS)
    host, _, port = address.rpartition(":")
    return clamd.ClamdNetworkSocket(host or address, int(port or 3310), timeout=TIMEOUT_SECONDS)
