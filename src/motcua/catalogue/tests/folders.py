"""A small sound procedure, and ways to break it."""

import json

from motcua.catalogue.source import Source, load_files

PROCEDURE = """\
code: "1.999001"
name: {vi: Đăng ký quầy hàng, en: Stall registration}
field: stalls
level: commune
competent: commune
service: full
applicants: [citizen, household]
law: [168/2025/NĐ-CP]
source: https://example.vn/1.999001

facts:
  seasonal_trades: ["4781"]

limits:
  statutory: 3 working days
  committed: 4 working hours

fees:
  - {name: {vi: Lệ phí, en: Fee}, amount: 50_000 VND, when: filing, channel: counter, law: NQ 1}
  - {same: true, amount: 0 VND, channel: online}

components:
  - id: application
    name: {vi: Giấy đề nghị, en: Application}
    generated_from: form
  - id: mandate
    name: {vi: Văn bản ủy quyền, en: Mandate}
    required: form.owner_kind == "household"
  - id: identity
    name: {vi: Căn cước, en: Identity card}
    required: "!applicant.verified"
    reuse: population.identity

eligible:
  - id: age
    rule: applicant.age >= 18
    otherwise: {vi: Phải đủ 18 tuổi, en: Must be 18 or older}
    law: 168/2025/NĐ-CP Đ18

lanes:
  green: applicant.verified && size(missing) == 0 && form.owner_kind == "person"
  red: form.trades.exists(t, t in facts.seasonal_trades)

process:
  receive:
    name: {vi: Tiếp nhận, en: Receive}
    by: receiving.receiver
    norm: 1 working hour
    do: [accept, ask_supplement, refuse]
    next: examine
  examine:
    name: {vi: Thẩm định, en: Examine}
    by: competent:economy.officer
    norm: 1 working hour
    do: [forward, ask_supplement, refuse]
    consult:
      of: department:finance.officer
      norm: 1 working hour
      if: '!has(form.tax_code)'
    next: sign
  sign:
    name: {vi: Ký, en: Sign}
    by: competent.unit_head
    norm: 30 working minutes
    do: [sign, send_back]
    next: seal
  seal:
    name: {vi: Đóng dấu, en: Seal}
    by: competent.clerk
    norm: 15 working minutes
    do: [issue]
    next: hand_over
  hand_over:
    name: {vi: Trả kết quả, en: Hand over}
    by: receiving.receiver
    norm: 15 working minutes
    do: [hand_over]

result:
  id: certificate
  name: {vi: Giấy chứng nhận, en: Certificate}
"""

FORM = json.dumps(
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "required": ["owner_kind", "trades"],
        "properties": {
            "owner_kind": {
                "title": "Chủ quầy",
                "x-title-en": "Owner",
                "x-page": 1,
                "enum": ["person", "household"],
            },
            "trades": {
                "title": "Ngành",
                "x-title-en": "Trades",
                "x-page": 1,
                "type": "array",
                "minItems": 1,
                "items": {"type": "string"},
            },
            "tax_code": {
                "title": "Mã số thuế",
                "x-title-en": "Tax code",
                "x-page": 1,
                "type": "string",
                "x-source": "enterprise.tax_code",
            },
        },
    },
    ensure_ascii=False,
    indent=2,
)

CASES = """\
- case: a verified citizen is registered at once
  at: 2026-03-04 09:10
  filing: {channel: online, form: {owner_kind: person, trades: ["4711"], tax_code: "1"}}
  expect: {lane: green, fee: 0 VND, tasks: [], due: 2026-03-04 14:40}

- case: a household at the counter goes the whole way
  at: 2026-03-04 09:10
  filing:
    channel: counter
    applicant: {kind: household, verified: false}
    form: {owner_kind: household, trades: ["4711"]}
    documents: [mandate, identity]
  expect:
    lane: yellow
    fee: 50_000 VND
    tasks: [receive, examine, sign, seal, hand_over]
    consulted: [department:finance]
    statutory_due: 2026-03-09 17:00
    result: certificate

- case: seventeen is too young
  at: 2026-03-04 09:10
  filing: {channel: online, applicant: {age: 17}, form: {owner_kind: person, trades: ["4711"]}}
  expect: {ineligible: [age], accepted: false}

- case: a household without a mandate is told before it sends
  at: 2026-03-04 09:10
  filing: {channel: online, form: {owner_kind: household, trades: ["4781"]}}
  expect: {missing: [mandate], lane: red}

- case: an empty list of trades is an error of the form
  at: 2026-03-04 09:10
  filing: {channel: online, form: {owner_kind: person, trades: []}}
  expect: {errors: [trades]}
"""

FILES = {
    "procedure.yaml": PROCEDURE,
    "form.schema.json": FORM,
    "result.typ": "= Giấy chứng nhận\n",
    "cases.yaml": CASES,
}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    """Return the folder with one text replaced in one file; the text must be there."""
    assert old in FILES[name], old
    return {**FILES, name: FILES[name].replace(old, new, 1)}


def source(files: dict[str, str] | None = None) -> Source:
    """Return what the folder says."""
    return load_files(files or FILES, folder="procedures/stall")
