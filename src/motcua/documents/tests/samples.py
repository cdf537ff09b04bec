"""One filled example of every official form; names and numbers are synthetic."""

from datetime import UTC, date, datetime

from motcua.documents.typesetting import qr_svg

AT = datetime(2026, 11, 5, 2, 5, 12, tzinfo=UTC)
DUE_AT = datetime(2026, 11, 10, 2, 5, tzinfo=UTC)
DESK = "Trung tâm Phục vụ hành chính công phường Hồng Bàng"
DOSSIER = {"code": "H24.14.2-261105-0001"}
OWNER = {
    "name": "Trần Văn Bình",
    "address": "Số 12, ngõ 34, phố Lê Chân, phường Hồng Bàng, thành phố Hải Phòng",
    "phone": "0912 345 678",
    "email": "binh@example.vn",
    "number": "031085001234",
}
PROCEDURE = {"name": "Đăng ký thành lập hộ kinh doanh", "code": "1.001612"}
CONTACT = {"name": "Lê Thị Cúc", "phone": "0225 3 123 457"}
PAPERS = [
    {"name": "Giấy đề nghị đăng ký hộ kinh doanh", "original": 1},
    {"name": "Văn bản ủy quyền của thành viên hộ gia đình", "certified": 1, "copy": 1},
]
COMMON: dict[str, object] = {"dossier": DOSSIER, "owner": OWNER, "procedure": PROCEDURE}

FACTS: dict[str, dict[str, object]] = {
    "01": {
        **COMMON,
        "receiving_unit": DESK,
        "submitter": {"name": "Trần Văn Bình"},
        "channel": "Trực tuyến",
        "components": PAPERS,
        "sets": 1,
        "limit": "3 ngày làm việc",
        "received_at": AT,
        "due_at": DUE_AT,
        "return_place": "Nhận trực tuyến; bản giấy tại bộ phận một cửa",
        "lookup": "https://motcua.example",
        "lookup_phone": "0225 3 123 456",
        "book": "01",
        "order": "12",
        "copy_for": "giao người nộp",
    },
    "02": {
        **COMMON,
        "stage": "appraisal",
        "items": PAPERS,
        "reason": "Bản chụp giấy tờ không đọc được số",
        "until": DUE_AT,
        "contact": CONTACT,
        "lookup": "https://motcua.example",
    },
    "03": {
        **COMMON,
        "submitted_at": AT,
        "reason": "Chủ hộ kinh doanh chưa đủ 18 tuổi tại thời điểm đăng ký.",
        "ground": "Nghị định 168/2025/NĐ-CP",
        "contact": CONTACT,
    },
    "04": {
        **COMMON,
        "received_at": AT,
        "due_at": DUE_AT,
        "unit_at_fault": "Phòng Kinh tế",
        "reason": "cơ quan được lấy ý kiến chưa trả lời",
        "new_due_at": datetime(2026, 11, 13, 2, 5, tzinfo=UTC),
        "return_place": DESK,
    },
    "05": {
        **COMMON,
        "received_at": AT,
        "stopped_at": DUE_AT,
        "reason": "Quá thời hạn bổ sung mà không nhận được giấy tờ bổ sung",
        "returned": PAPERS,
        "contact": CONTACT,
    },
    "06": {
        **COMMON,
        "book": "01",
        "order": "12",
        "received_at": AT,
        "due_at": DUE_AT,
        "resolving": "Ủy ban nhân dân phường Hồng Bàng",
        "coordinating": ["Chi cục Thuế khu vực III", "Công an phường Hồng Bàng"],
        "hops": [
            {"giver": "Nguyễn Thị Ánh Tuyết", "receiver": "Lê Thị Cúc", "at": AT, "result": "late"}
        ]
        * 4,
    },
    "07": {
        "year": 2026,
        "rows": [
            {
                "order": order,
                "code": f"H24.14.2-261105-{order:04d}",
                "procedure": PROCEDURE["name"],
                "sets": 1,
                "owner": OWNER["name"],
                "address": OWNER["address"],
                "phone": OWNER["phone"],
                "lead": "UBND phường Hồng Bàng",
                "received_at": AT,
                "due_at": DUE_AT,
                "returned_at": DUE_AT,
                "channel": "Trực tuyến",
                "return_channel": "Bưu chính",
            }
            for order in range(1, 15)
        ],
    },
    "fee-receipt": {
        **COMMON,
        "form_no": "01BLP",
        "serial": "HP-26E",
        "number": "0000123",
        "copy_for": "giao người nộp",
        "tax_code": "0200123456",
        "payer": OWNER,
        "lines": [{"name": "Lệ phí đăng ký hộ kinh doanh", "amount": 100_000}],
        "total": 100_000,
        "total_words": "Một trăm nghìn đồng",
        "reference": "BL-1",
        "paid_at": AT,
    },
    "hand-over": {
        "giver": "Phòng Kinh tế",
        "receiver": DESK,
        "receiver_name": "Nguyễn Thị Ánh Tuyết",
        "at": AT,
        "rows": [
            {
                "code": DOSSIER["code"],
                "content": "Đăng ký hộ kinh doanh",
                "result": "Giấy chứng nhận",
                "owner": OWNER["name"],
                "address": "Số 12 phố Lê Chân",
                "fee": 100_000,
                "postal": True,
            }
        ]
        * 3,
    },
    "transfer": {
        **COMMON,
        "from": DESK,
        "to": "Sở Tư pháp",
        "at": AT,
        "tasks": [
            {
                "unit": "Sở Tư pháp",
                "task": "Xem xét, phê duyệt",
                "limit": "2 ngày làm việc",
                "due_at": DUE_AT,
            }
        ],
    },
    "result-return": {
        **COMMON,
        "returner": CONTACT,
        "receiver": OWNER,
        "result": {
            "kind": "Giấy chứng nhận đăng ký hộ kinh doanh",
            "number": "45/GCN-UBND",
            "on": date(2026, 11, 9),
            "summary": "Chứng nhận hộ kinh doanh Trần Văn Bình",
        },
        "originals": "Không",
        "at": AT,
    },
}

RESULT_SOURCE = """#import "/decree30.typ": *
#show: official.with(title: "Giấy chứng nhận", about: "Đăng ký hộ kinh doanh")
#para[Chứng nhận hộ kinh doanh *#soft(fact("owner.name"))*, địa chỉ #soft(fact("owner.address")).]
#field("Vốn kinh doanh", money(fact("capital")))
#closing()
"""


def paper(form_id: str) -> dict[str, object]:
    """Return everything that the template of ``form_id`` reads."""
    return {
        "head": {
            "superior": "Ủy ban nhân dân thành phố Hải Phòng",
            "agency": DESK,
            "place": "Hải Phòng",
            "date": date(2026, 11, 5),
            "symbol": "12/TNHS-TTPVHCC",
        },
        "signers": [
            {
                "formula": "KT.",
                "principal": "Giám đốc",
                "position": "Phó Giám đốc",
                "name": "Nguyễn Thị Ánh Tuyết",
                "unit": DESK,
                "at": AT,
            }
        ],
        "seal": {"unit": DESK, "at": AT},
        "recipients": ["Như trên", "Lưu: VT"],
        "verify": {
            "code": "7K3M-9QXW-2T4B",
            "url": "https://motcua.example/v",
            "qr": qr_svg("https://motcua.example/v/7K3M9QXW2T4B#" + "aB3_" * 64),
        },
        "demo": True,
        "facts": FACTS[form_id],
    }
