"""Valid things of the documents room for tests."""

from typing import Any
from uuid import UUID

from motcua.documents.tests.samples import AT, FACTS, RESULT_SOURCE
from motcua.documents.types import Draft, Issuer, PaperKind, Signatory

BY = "officer:00000000-0000-4000-8000-000000000001"
WARD = Issuer(
    uid=UUID("00000000-0000-4000-8000-0000000000aa"),
    code="H24.14.2",
    name="Ủy ban nhân dân phường Hồng Bàng",
    superior="Ủy ban nhân dân thành phố Hải Phòng",
    place="Hải Phòng",
    symbol="UBND",
)
DEPUTY = Signatory(
    label=BY,
    name="Phạm Văn Dũng",
    position="Phó Chủ tịch",
    unit=WARD.name,
    formula="KT.",
    principal="Chủ tịch",
)


def draft(kind: PaperKind = PaperKind.RESULT, **facts: Any) -> Draft:
    """Return a paper ready to be issued."""
    given: dict[str, Any] = {
        "kind": kind,
        "subject": "dossier:00000000-0000-4000-8000-0000000000dd",
        "issuer": WARD,
        "signers": (DEPUTY,),
        "facts": FACTS["01"] | {"capital": 50_000_000} if kind == "result" else FACTS[kind],
        "source": RESULT_SOURCE if kind == "result" else "",
        "series": "GCN" if kind == "result" else "",
        "dossier_code": "H24.14.2-261105-0001",
        "recipients": ("Như trên", "Lưu: VT"),
    }
    return Draft(**given | facts)


__all__ = ["AT", "BY", "DEPUTY", "WARD", "draft"]
