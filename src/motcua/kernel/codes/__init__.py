"""The codes of the State: agencies, dossiers, people, enterprises."""

from motcua.kernel.codes.agency import AgencyCode, AgencyCodeInvalid
from motcua.kernel.codes.citizen import (
    CitizenId,
    CitizenIdInvalid,
    CitizenIdMismatch,
    Sex,
)
from motcua.kernel.codes.dossier import (
    CounterInvalid,
    DossierCode,
    DossierCodeInvalid,
)
from motcua.kernel.codes.provinces import PROVINCES
from motcua.kernel.codes.tax import TaxCode, TaxCodeInvalid

__all__ = [
    "PROVINCES",
    "AgencyCode",
    "AgencyCodeInvalid",
    "CitizenId",
    "CitizenIdInvalid",
    "CitizenIdMismatch",
    "CounterInvalid",
    "DossierCode",
    "DossierCodeInvalid",
    "Sex",
    "TaxCode",
    "TaxCodeInvalid",
]
