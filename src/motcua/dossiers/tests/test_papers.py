"""What stands on the papers of a dossier, and who signs them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.authority.api import unit
from motcua.authority.types import Level
from motcua.catalogue.types import Channel
from motcua.documents.api import revoke_certificate
from motcua.dossiers import api
from motcua.dossiers.selectors.files import papers
from motcua.dossiers.services.papers import draft_of, seat_of
from motcua.dossiers.services.signers import Deed, deed_of
from motcua.dossiers.tests.factories import AT
from motcua.dossiers.types import Given

HOUR = timedelta(hours=1)


def issued(dossier, *, at=AT + 3 * HOUR):
    """Settle the outbox and return the dossier's papers by kind."""
    api.drain(at=at)
    return {paper.kind: paper for paper in papers(dossier)}


def accepted(world, **changes):
    filed = world.filed(**changes)
    return api.accept(filed.uid, by=world.receiver, at=AT + timedelta(minutes=5))


def shown(dossier, form, *, seq=None):
    return draft_of(dossier, form, deed=deed_of(dossier, seq=seq or dossier.seq, at=AT))


def test_the_receiver_signs_the_receipt_that_he_gives(world):
    dossier = accepted(world)
    (signer,) = issued(dossier)["01"].signers
    assert signer["name"] == world.receiver.name
    assert signer["position"] == "Công chức tiếp nhận"


def test_who_took_the_money_and_who_handed_over_sign_their_slips(world):
    after = api.hand_over(world.done().uid, by=world.receiver, at=AT + HOUR)
    found = issued(after)
    for kind in ("fee-receipt", "result-return"):
        assert [signer["name"] for signer in found[kind].signers] == [world.receiver.name]
    told = shown(after, "result-return").facts
    assert world.receiver.name in told["returner"]["name"]
    assert told["at"] == AT + HOUR


def test_the_receipt_lists_the_form_itself_and_every_kind_of_paper(world):
    told = shown(accepted(world), "01").facts
    assert told["components"] == [
        {"name": "Đơn (lập từ biểu mẫu điện tử)", "original": 1},
        {"name": "Căn cước", "original": 1},
    ]
    assert told["sets"] == 1


def test_what_came_online_is_listed_as_electronic(world):
    given = (Given("identity", kind="electronic"),)
    filed = world.filed(by=world.applicant, channel=Channel.ONLINE, given=given)
    dossier = api.accept(filed.uid, by=world.receiver, at=AT + timedelta(minutes=5))
    told = shown(dossier, "01").facts
    assert [row.get("electronic") for row in told["components"]] == [1, 1]
    assert told["online"]


def test_a_request_names_kind_and_number_of_what_is_missing(world):
    filed = world.filed()
    dossier = api.ask_supplement(
        filed.uid, items=("proof", "Ảnh 3x4"), reason="Thiếu", by=world.receiver, at=AT + HOUR
    )
    draft = shown(dossier, "02")
    assert draft.facts["items"] == [
        {"name": "Giấy tờ chứng minh", "original": 1},
        {"name": "Ảnh 3x4"},
    ]
    assert draft.facts["contact"]["name"] == world.receiver.name
    assert draft.issuer.name == world.desk.name_vi


def test_nd61_2018_dieu_19_a_refusal_after_appraisal_goes_out_from_the_agency(world):
    dossier = world.examined()
    examiner = world.worker(dossier, "examine")
    after = api.refuse(dossier.uid, reason="Không đủ điều kiện", by=examiner, at=AT + HOUR)
    draft = shown(after, "03")
    assert draft.issuer.name == world.commune.name_vi
    assert draft.signers[0].name == examiner.name


def test_an_officer_who_is_not_the_head_does_not_sign_for_the_agency(world):
    dossier = world.examined()
    examiner = world.worker(dossier, "examine")
    after = api.stop(dossier.uid, reason="Người nộp đã mất", by=examiner, at=AT + HOUR)
    draft = shown(after, "05")
    assert draft.signers == ()
    assert draft.facts["drafted_by"] == examiner.name


@pytest.mark.parametrize("form", ["01", "05", "06", "result-return"])
def test_what_the_platform_did_bears_no_officer(world, form):
    draft = draft_of(world.done(), form, deed=Deed(AT))
    assert draft.signers == ()
    assert "drafted_by" not in draft.facts


def test_a_revoked_certificate_does_not_hold_the_paper_back(world):
    first = issued(accepted(world))["01"]
    holder = first.signers[0]["label"]
    revoke_certificate(holder, at=AT + HOUR, reason="Mất khóa")
    again = accepted(world)
    assert issued(again, at=AT + 4 * HOUR)["01"].signers == []


@pytest.mark.parametrize(
    ("level", "name", "seat"),
    [
        (Level.COMMUNE, "Ủy ban nhân dân phường An Biên", "An Biên"),
        (Level.COMMUNE, "Ủy ban nhân dân phường 12", "Phường 12"),
        (Level.COMMUNE, "Ủy ban nhân dân đặc khu Cát Hải", "Cát Hải"),
        (Level.PROVINCE, "Ủy ban nhân dân thành phố Hải Phòng", "Hải Phòng"),
        (Level.PROVINCE, "Another body", "Another body"),
    ],
)
def test_decree_30_2020_annex_1_a_paper_is_dated_at_its_agency_s_own_place(
    world, level, name, seat
):
    view = replace(unit(world.desk.pk), level=level, name_vi=name)
    assert seat_of(view) == seat
