"""The cost of a paper: typesetting, one signature, and the whole way to an issued document.

Each signature stands beside a bare P-256 signature of the same bytes in the same run. What is
issued stays, under a unit of its own; run it on a database of its own.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median, quantiles
from time import perf_counter
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from motcua.documents import api

AT = datetime(2026, 11, 5, 2, 5, 12, tzinfo=UTC)
BY = "officer:6f1c1f0e-3b1e-4f5e-9d0a-0d4f3f0b6c11"
SOURCE = """#import "/decree30.typ": *
#show: official.with(title: "Giấy chứng nhận", about: "Đăng ký hộ kinh doanh")
#para[Chứng nhận hộ kinh doanh *#soft(fact("owner.name"))*, địa chỉ #soft(fact("owner.address")).]
#field("Vốn kinh doanh", money(fact("capital")))
#closing()
"""
QR_TEXT = "https://motcua.example/v/7K3M9QXW2T4B#" + "aB3_" * 64
Row = dict[str, object]


def run(*, rounds: int = 60) -> list[Row]:
    """Return one row a figure: name, value, unit, what it is measured against, and the ratio."""
    api.ensure_authority(at=AT)
    draft = _draft()
    pdf = api.typeset_source(SOURCE, _paper(draft, 0), at=AT)
    return [*_typesetting(draft, rounds), *_signing(draft, pdf, rounds), *_issuing(draft, rounds)]


def _draft() -> api.Draft:
    name = "Ủy ban nhân dân phường Hồng Bàng"
    issuer = api.Issuer(uid=uuid4(), code="H24.14.2", name=name, place="Hải Phòng", symbol="UBND")
    signer = api.Signatory(label=BY, name="Phạm Văn Dũng", position="Chủ tịch", unit=name)
    return api.Draft(
        kind=api.PaperKind.RESULT,
        subject=f"dossier:{uuid4()}",
        issuer=issuer,
        signers=(signer,),
        facts={"owner": {"name": "Trần Văn Bình", "address": "Số 12 phố Lê Chân"}, "capital": 1},
        source=SOURCE,
        series="GCN",
        dossier_code="H24.14.2-261105-0001",
    )


def _paper(draft: api.Draft, turn: int) -> dict[str, object]:
    """Return what the template reads; each turn another name, so that nothing is remembered."""
    verify = {"code": "7K3M-9QXW-2T4B", "url": "https://x/v", "qr": api.qr_svg(f"{QR_TEXT}{turn}")}
    owner = {"name": f"Trần Văn Bình {turn}", "address": "Số 12 phố Lê Chân"}
    head = {"agency": draft.issuer.name, "place": "Hải Phòng", "date": "2026-11-05"}
    return {"head": head, "verify": verify, "facts": {"owner": owner, "capital": turn}}


def _timed(act: Callable[[int], object], rounds: int) -> list[float]:
    """Return the milliseconds of each round, after three that are not counted."""
    taken = []
    for turn in range(-3, rounds):
        began = perf_counter()
        act(turn)
        if turn >= 0:
            taken.append((perf_counter() - began) * 1000)
    return taken


def _row(name: str, taken: list[float], *, against: str = "", reference: float = 0) -> Row:
    middle, late = median(taken), quantiles(taken, n=100)[98]
    return {
        "name": name,
        "value": round(middle, 2),
        "unit": f"ms (median of {len(taken)}; p99 {late:.1f})",
        "against": f"{against}: {reference:.3f} ms" if against else "",
        "ratio": round(middle / reference, 1) if reference else "",
    }


def _typesetting(draft: api.Draft, rounds: int) -> list[Row]:
    papers = [_paper(draft, turn) for turn in range(rounds + 3)]
    receipts = [
        {**paper, "facts": {**_receipt(), "order": str(n)}} for n, paper in enumerate(papers)
    ]
    result = _timed(lambda turn: api.typeset_source(SOURCE, papers[turn], at=AT), rounds)
    receipt = _timed(lambda turn: api.typeset("01", receipts[turn], at=AT), rounds)
    code = _timed(lambda turn: api.qr_svg(f"{QR_TEXT}{turn}"), rounds)
    return [
        _row("documents: typeset a result, PDF/A-2b, one page", result),
        _row("documents: typeset a receipt (form 01), one page", receipt),
        _row("documents: draw a QR (version 13)", code),
    ]


def _receipt() -> dict[str, object]:
    return {
        "owner": {"name": "Trần Văn Bình", "address": "Số 12 phố Lê Chân"},
        "components": [{"name": f"Giấy tờ {number}", "original": 1} for number in range(6)],
        "received_at": AT,
        "due_at": AT,
    }


def _signing(draft: api.Draft, pdf: bytes, rounds: int) -> list[Row]:
    key = generate_private_key(SECP256R1())
    bare = median(_timed(lambda _: key.sign(pdf, ECDSA(SHA256())), rounds))
    officer = draft.signers[0].holder
    signed = api.sign_document(pdf, holder=officer, at=AT)
    first = _timed(lambda _: api.sign_document(pdf, holder=officer, at=AT), rounds)
    seal = _timed(lambda _: api.seal_document(signed, holder=draft.issuer.holder, at=AT), rounds)
    against = "bare P-256 signature of the same bytes"
    return [
        _row("documents: sign (PAdES B-B)", first, against=against, reference=bare),
        _row("documents: seal a signed paper", seal, against=against, reference=bare),
    ]


def _issuing(draft: api.Draft, rounds: int) -> list[Row]:
    issue = _timed(lambda _: api.issue(draft, by=BY, at=AT), rounds)
    issued = api.issue(draft, by=BY, at=AT)
    content = api.read_file(issued.file.uid)
    check = _timed(lambda _: api.verify_upload(content, at=AT), rounds)
    return [
        _row("documents: typeset, sign, seal, store, register (green path)", issue),
        _row("documents: check an uploaded paper", check),
    ]
