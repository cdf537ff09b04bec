"""The ways round: supplements, payments, consultations, apologies, ends before the end."""

from datetime import timedelta

import pytest

from motcua.authority.api import AddDayOff, change_calendar, forget
from motcua.authority.types import SYSTEM
from motcua.catalogue.types import Channel, Consultation, Post
from motcua.documents.api import documents_of
from motcua.dossiers import api, errors
from motcua.dossiers.services.acting import PROVINCE
from motcua.dossiers.services.papers import control_slip
from motcua.dossiers.services.signers import Deed, signatory
from motcua.dossiers.tests.factories import ANSWERS, AT, stranger
from motcua.dossiers.types import Outcome, Status, TaskKind
from motcua.kernel.worktime import Limit

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def economy(world):
    return world.actor(world.unit("economy"), "officer")


def head(world):
    return world.actor(world.commune, "unit_head")


def asked(world, dossier, *, at=AT + HOUR, **more):
    return api.ask_supplement(dossier.uid, items=("proof",), reason="Thiếu giấy tờ", at=at, **more)


def test_nd61_2018_dieu_17_1_an_incomplete_filing_is_sent_back_once_before_acceptance(world):
    dossier = asked(world, world.filed(), by=world.receiver)
    assert dossier.status is Status.SUPPLEMENT
    assert dossier.clock is None
    dossier = api.supplement(dossier.uid, by=world.applicant, at=AT + DAY)
    assert dossier.status is Status.NEW
    with pytest.raises(errors.SupplementAskedBefore):
        asked(world, dossier, by=world.receiver, at=AT + DAY)
    dossier = api.accept(dossier.uid, by=world.receiver, at=AT + DAY + HOUR)
    assert dossier.clock["received_at"] == (AT + DAY + HOUR).isoformat()


def test_nd61_2018_dieu_19_4_the_limit_restarts_when_the_complete_file_comes_back(world):
    dossier = world.examined()
    due = dossier.due_at
    dossier = asked(world, dossier, by=economy(world))
    dossier = api.supplement(dossier.uid, by=world.applicant, at=AT + 2 * DAY)
    assert dossier.status is Status.PROCESSING
    assert dossier.original_due_at == due
    assert dossier.due_at > dossier.statistics_due_at > due
    assert dossier.clock["restarted_at"] == (AT + 2 * DAY).isoformat()


def test_nd61_2018_dieu_19_4_a_supplement_after_three_working_days_needs_sector_law(world):
    dossier = world.examined()
    late = AT + 7 * DAY
    with pytest.raises(errors.SupplementTooLate):
        asked(world, dossier, by=economy(world), at=late)
    dossier = asked(world, dossier, by=economy(world), at=late, sector_law="Luật Đất đai Đ1")
    assert dossier.status is Status.SUPPLEMENT


def test_a_payment_stops_the_clock_and_sets_it_going_again(world):
    dossier = world.examined()
    due = dossier.due_at
    dossier = api.ask_payment(dossier.uid, by=economy(world), at=AT + 2 * DAY)
    assert dossier.status is Status.PAYMENT
    with pytest.raises(errors.StatusForbids):
        api.forward(dossier.uid, by=economy(world), at=AT + 2 * DAY)
    owed = dossier.payments[-1]
    with pytest.raises(errors.PaymentUnknown):
        api.record_payment(
            dossier.uid,
            payment=owed.uid,
            amount=1,
            reference="x",
            by=world.receiver,
            at=AT + 3 * DAY,
        )
    dossier = world.paid(dossier, at=AT + 3 * DAY)
    assert dossier.status is Status.PROCESSING
    assert dossier.due_at == dossier.statistics_due_at > due


def test_a_fee_at_filing_is_paid_before_acceptance(world):
    dossier = api.submit(world.filing(), by=world.receiver, at=AT)
    with pytest.raises(errors.PaymentDue):
        api.accept(dossier.uid, by=world.receiver, at=AT)


def test_nd61_2018_dieu_19_5_a_silent_agency_does_not_hold_up_the_lead(world):
    dossier = world.examined(form={**ANSWERS, "ask_justice": True})
    question = next(t for t in dossier.open_tasks() if t.kind is TaskKind.CONSULTATION)
    with pytest.raises(errors.ConsultationPending):
        api.forward(dossier.uid, by=economy(world), at=AT + HOUR)
    dossier = api.forward(dossier.uid, by=economy(world), at=question.due_at + HOUR)
    assert [t.step for t in dossier.open_tasks()] == ["approve"]
    silent = api.timeline(dossier)[-1].body["silent"]
    assert silent == [question.unit_id]


def test_an_agency_that_was_asked_answers_and_the_step_goes_on(world):
    dossier = world.examined()
    asked_of = Consultation(
        of=Post("department:justice", "officer"), norm=Limit.parse("1 working day")
    )
    dossier = api.consult(
        dossier.uid, asked=asked_of, question="Có ý kiến gì?", by=economy(world), at=AT + HOUR
    )
    question = next(t for t in dossier.open_tasks() if t.kind is TaskKind.CONSULTATION)
    justice = world.actor(question.unit_id, "officer")
    with pytest.raises(errors.NoTask):
        api.answer(
            dossier.uid,
            task=question.uid,
            opinion="Có",
            agrees=True,
            by=economy(world),
            at=AT + HOUR,
        )
    dossier = api.answer(
        dossier.uid, task=question.uid, opinion="Không", agrees=True, by=justice, at=AT + HOUR
    )
    dossier = api.forward(dossier.uid, by=economy(world), at=AT + 2 * HOUR)
    assert [t.step for t in dossier.open_tasks()] == ["approve"]


def test_two_branches_run_side_by_side_and_join(world):
    dossier = world.examined(form={**ANSWERS, "split": True})
    assert {t.step for t in dossier.open_tasks()} == {"examine", "survey"}
    culture = world.actor(world.unit("culture"), "officer")
    dossier = api.forward(dossier.uid, by=culture, at=AT + HOUR)
    assert [t.step for t in dossier.open_tasks()] == ["examine"]
    dossier = api.forward(dossier.uid, by=economy(world), at=AT + HOUR)
    assert [t.step for t in dossier.open_tasks()] == ["approve"]


def test_a_step_that_comes_back_counts_from_where_it_stood(world):
    dossier = world.examined()
    first = dossier.open_tasks()[0]
    dossier = api.forward(dossier.uid, by=economy(world), at=first.opened_at + 2 * DAY)
    boss = world.actor(world.unit("economy"), "unit_head")
    back_at = first.opened_at + 3 * DAY
    with pytest.raises(errors.ReasonMissing):
        api.send_back(dossier.uid, reason=" ", by=boss, at=back_at)
    dossier = api.send_back(dossier.uid, reason="Chưa đủ căn cứ", by=boss, at=back_at)
    again = dossier.open_tasks()[0]
    assert again.step == "examine"
    assert again.first_opened_at == first.opened_at
    assert again.due_at > first.due_at
    assert again.officer_id == economy(world).account_id


def test_nd61_2018_dieu_19_9_one_apology_at_latest_a_day_before(world):
    dossier = world.examined()
    to = dossier.due_at + 3 * DAY
    day_of_due = dossier.due_at - HOUR
    words = {"reason": "Chờ xác minh", "by": head(world)}
    with pytest.raises(errors.ApologyTooLate):
        api.apologise(dossier.uid, to=to, at=day_of_due, **words)
    with pytest.raises(errors.NewDateNotLater):
        api.apologise(dossier.uid, to=dossier.due_at, at=AT + DAY, **words)
    with pytest.raises(errors.NotAllowed):
        api.apologise(dossier.uid, to=to, at=AT + DAY, reason="x", by=economy(world))
    after = api.apologise(dossier.uid, to=to, at=AT + DAY, **words)
    assert after.appointment_at >= to
    assert after.due_at == dossier.due_at == after.original_due_at
    with pytest.raises(errors.RebookedBefore):
        api.apologise(dossier.uid, to=to + DAY, at=AT + DAY, **words)


def test_an_applicant_takes_the_dossier_back_and_a_stranger_does_not(world):
    dossier = world.examined()
    with pytest.raises(errors.NotAllowed):
        api.withdraw(dossier.uid, by=stranger(), at=AT + HOUR)
    dossier = api.withdraw(dossier.uid, by=world.applicant, at=AT + HOUR)
    assert (dossier.status, dossier.outcome) == (Status.WITHDRAWN, Outcome.WITHDRAWN)
    assert dossier.open_tasks() == ()


def test_nd61_2018_dieu_17_1_a_refusal_at_the_desk_ends_the_dossier(world):
    dossier = api.refuse(world.filed().uid, reason="Sai thẩm quyền", by=world.receiver, at=AT)
    assert (dossier.status, dossier.outcome) == (Status.NOT_ACCEPTED, Outcome.NOT_ACCEPTED)


def test_nd61_2018_dieu_19_8_a_refusal_after_appraisal_is_a_result(world):
    dossier = api.refuse(
        world.examined().uid, reason="Không đủ điều kiện", by=economy(world), at=AT + HOUR
    )
    assert (dossier.status, dossier.outcome) == (Status.DONE, Outcome.REFUSED)
    dossier = api.hand_over(dossier.uid, by=world.receiver, at=AT + 2 * HOUR)
    assert dossier.status is Status.RETURNED


def test_a_dossier_that_waits_too_long_is_stopped_by_the_version_rule(world):
    dossier = asked(world, world.examined(), by=economy(world))
    assert api.close_waiting(at=AT + 3 * DAY) == 0
    assert api.close_waiting(at=AT + 30 * DAY) == 1
    assert api.close_waiting(at=AT + 30 * DAY) == 0
    after = api.dossier(str(dossier.uid), actor=world.applicant)
    assert (after.status, after.outcome) == (Status.STOPPED, Outcome.STOPPED)


def test_nd61_2018_dieu_21_an_error_of_the_agency_is_mended_by_a_new_result(world):
    dossier = world.done()
    after = api.correct(
        dossier.uid, reason="Sai loại", form={"kind": "a"}, by=head(world), at=AT + DAY
    )
    assert after.status is Status.DONE
    assert after.result_uid != dossier.result_uid
    old, new = documents_of(f"dossier:{dossier.uid}")
    assert old.superseded_by_id == new.pk


def test_a_rating_is_given_once_and_by_the_applicant(world):
    dossier = world.done()
    with pytest.raises(errors.NotAllowed):
        api.rate(dossier.uid, scores={7: 2}, by=world.receiver, at=AT + DAY)
    with pytest.raises(errors.RatingInvalid):
        api.rate(dossier.uid, scores={7: 3}, by=world.applicant, at=AT + DAY)
    api.rate(dossier.uid, scores={3: 2, 7: 1}, by=world.applicant, at=AT + DAY)
    with pytest.raises(errors.RatedBefore):
        api.rate(dossier.uid, scores={7: 2}, by=world.applicant, at=AT + DAY)


@pytest.mark.parametrize("change", [{"kind": "a"}])
def test_a_green_dossier_is_decided_without_a_human(db, change):
    from motcua.dossiers.tests.factories import World

    world = World.make(verified=True)
    dossier = api.submit(
        world.filing(channel=Channel.ONLINE, form={**ANSWERS, **change}, given=()),
        by=world.applicant,
        at=AT,
    )
    assert dossier.status is Status.RETURNED
    assert dossier.code
    assert {e.by for e in api.timeline(dossier)[1:]} == {"system"}
    assert api.papers(dossier)[0].kind == "result"


def test_what_one_dossier_gave_the_next_does_not_ask_again(world):
    first = world.done()
    assert first.facts["holds"] == []
    second = api.submit(world.filing(), by=world.receiver, at=AT + DAY)
    assert second.facts["holds"] == ["test.certificate"]


def test_a_filing_is_refused_whole_with_every_error_in_both_languages(world):
    with pytest.raises(errors.FilingRefused) as refusal:
        api.submit(world.filing(form={**ANSWERS, "kind": "z", "more": 1}), by=world.receiver, at=AT)
    fields = {error["field"] for error in refusal.value.errors}
    assert any("kind" in field for field in fields)
    assert all(error["vi"] and error["en"] for error in refusal.value.errors)
    assert api.dossiers(world.receiver) == []


def test_a_missing_component_is_named(world):
    with pytest.raises(errors.FilingRefused) as refusal:
        api.submit(world.filing(given=()), by=world.receiver, at=AT)
    assert [error["field"] for error in refusal.value.errors] == ["components.identity"]


def test_the_outbox_makes_the_papers_of_the_acts(world):
    dossier = world.examined()
    api.apologise(dossier.uid, to=dossier.due_at + DAY, reason="Chậm", by=head(world), at=AT + DAY)
    while api.drain(at=AT + DAY):
        continue
    kinds = [paper.kind for paper in api.papers(dossier)]
    assert kinds == ["fee-receipt", "01", "04"]
    assert api.drain(at=AT + DAY) == 0


def test_nobody_sees_what_is_not_his(world):
    dossier = world.examined()
    for actor in (world.applicant, world.receiver, economy(world)):
        assert api.dossier(dossier.code, actor=actor).uid == dossier.uid
    with pytest.raises(errors.DossierNotFound):
        api.dossier(dossier.code, actor=stranger())
    assert api.dossiers(stranger()) == []
    assert api.progress(dossier.code).status is Status.PROCESSING


def test_the_worklist_shows_each_post_its_own_tasks(world):
    dossier = world.examined()
    assert [item.dossier for item in api.worklist(economy(world))] == [dossier.uid]
    assert api.worklist(world.receiver) == []
    assert api.worklist(stranger()) == []


def test_a_date_explains_itself(world):
    explained = api.why_this_date(world.examined())
    assert explained.lines
    assert all(line.vi and line.en for line in explained.lines)


def test_warnings_and_escalations_are_given_once(world):
    task = world.examined().open_tasks()[0]
    assert api.warn_before_due(at=task.due_at - HOUR) == 1
    assert api.warn_before_due(at=task.due_at - HOUR) == 0
    assert api.escalate_overdue(at=task.due_at + HOUR) == 1
    assert api.escalate_overdue(at=task.due_at + HOUR) == 0


def test_an_apology_is_drafted_in_time(world):
    dossier = world.examined()
    assert api.draft_apologies(at=AT + HOUR) == 0
    at = dossier.due_at - DAY
    assert api.draft_apologies(at=at) == 1
    assert api.draft_apologies(at=at) == 0


def test_a_day_is_counted_with_both_clocks(world):
    world.done()
    assert api.count_day(AT.date()) == 1
    assert api.count_day(AT.date()) == 1


def test_an_officer_is_assigned_only_to_a_post_that_he_holds(world):
    dossier = world.examined()
    task = dossier.open_tasks()[0]
    boss = world.actor(world.unit("economy"), "unit_head")
    with pytest.raises(errors.NotAllowed):
        api.assign(
            dossier.uid, task=task.uid, officer_id=world.receiver.account_id, by=boss, at=AT + HOUR
        )
    officer = economy(world).account_id
    dossier = api.assign(dossier.uid, task=task.uid, officer_id=officer, by=boss, at=AT + HOUR)
    assert dossier.open_tasks()[0].officer_id == officer
    with pytest.raises(errors.TaskTaken):
        api.claim(dossier.uid, task=task.uid, by=economy(world), at=AT + HOUR)


def test_a_stale_reader_is_told(world):
    dossier = world.examined()
    with pytest.raises(errors.DossierMoved):
        api.forward(dossier.uid, by=economy(world), at=AT + HOUR, expected_seq=dossier.seq - 1)


def test_a_changed_calendar_moves_the_running_dossiers_and_lists_them(world):
    dossier = world.examined()
    friday = dossier.due_at.astimezone(PROVINCE).date()
    change_calendar(
        AddDayOff(on=friday, reason_vi="Bão", reason_en="Storm", source="test"),
        by=SYSTEM,
        at=AT + HOUR,
    )
    forget()
    (moved,) = api.follow_calendar([dossier.competent_id], at=AT + 2 * HOUR)
    assert (moved.before, moved.code) == (dossier.due_at, dossier.code)
    after = api.dossier(dossier.code, actor=world.applicant)
    assert after.due_at == moved.after > moved.before
    assert after.original_due_at == dossier.due_at
    assert api.follow_calendar([dossier.competent_id], at=AT + 3 * HOUR) == []


def test_form_06_says_of_each_hand_over_whether_it_was_in_time(world):
    dossier = world.examined()
    late = dossier.open_tasks()[0].due_at + HOUR
    dossier = api.forward(dossier.uid, by=economy(world), at=late)
    hops = control_slip(dossier, Deed(late))["hops"]
    assert [hop["result"] for hop in hops] == ["", "before", "late"]
    examiner, receiver = economy(world).name, world.receiver.name
    assert hops[0]["giver"] == world.citizen.name
    assert receiver in hops[0]["receiver"]
    assert receiver in hops[1]["giver"]
    assert examiner in hops[1]["receiver"]
    assert examiner in hops[2]["giver"]
    assert [hop["note"] for hop in hops] == ["Tiếp nhận", "Thẩm định", "Duyệt"]


def test_nd30_2020_dieu_13_a_division_head_signs_by_order_of_the_agency_head(world):
    economy_head = world.actor(world.unit("economy"), "unit_head")
    power = economy_head.appointments[0]
    signer = signatory(economy_head, power, unit_id=power.unit_id)
    assert (signer.formula, signer.principal) == ("TL.", "Chủ tịch Ủy ban nhân dân")
    assert signer.position == "Trưởng phòng"
