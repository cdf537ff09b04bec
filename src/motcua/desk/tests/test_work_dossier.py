"""The page of one dossier: what it shows, each verb done and refused, and whom it lets in."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from motcua.authority.tests.factories import make_officer
from motcua.authority.types import Role
from motcua.catalogue.types import Consultation, Post, Verb
from motcua.desk.tests.test_work_list import lately, other_desk, page
from motcua.dossiers import api
from motcua.dossiers.tests.test_rest import PDF
from motcua.kernel.worktime import Limit
from motcua.ledger.api import ensure_key, key_folder, seal_all

S = api.Status


def path(dossier, *rest):
    return "/".join((f"/desk/dossiers/{dossier.uid}", *map(str, rest)))


def do(client, dossier, verb, *, task=None, seq=None, **typed):
    """Send the form of a verb as the page does."""
    prefix = f"{verb}-{task}" if task else verb
    sent = {f"{prefix}-{name}": value for name, value in typed.items()}
    sent[f"{prefix}-expected_seq"] = dossier.seq if seq is None else seq
    if task:
        sent[f"{prefix}-task"] = str(task)
    where = path(dossier, "acts", verb, task) if task else path(dossier, "acts", verb)
    return client.post(where, sent)


def fresh(world, dossier):
    return api.dossier(str(dossier.uid), actor=world.actor(world.province, Role.AUDITOR))


def done(world, client, dossier, verb, **typed):
    answer = do(client, dossier, verb, **typed)
    assert answer.status_code == 302, (answer.status_code, answer.context["tried"].errors)
    return fresh(world, dossier)


def task_of(dossier, step=""):
    return next(t.uid for t in dossier.open_tasks() if step in {"", t.step})


def accepted(world):
    return api.accept(world.filed(at=lately(60)).uid, by=world.receiver, at=lately(55))


def at_work(world):
    return api.forward(accepted(world).uid, by=world.receiver, at=lately(50))


def to_sign(world):
    dossier = at_work(world)
    for step, act in (("examine", api.forward), ("approve", api.approve)):
        dossier = act(dossier.uid, by=world.worker(dossier, step), at=lately(45))
    return dossier


def signed(world):
    dossier = to_sign(world)
    return api.sign(dossier.uid, by=world.worker(dossier, "sign"), at=lately(40))


def sealed(world):
    dossier = signed(world)
    return api.issue(dossier.uid, by=world.worker(dossier, "seal"), at=lately(35))


def test_an_officer_takes_a_dossier_from_the_worklist_to_the_signed_result(world, desk):
    desk_, economy = desk(), world.unit("economy")
    dossier = world.filed(at=lately())
    dossier = done(world, desk_, dossier, "accept")
    dossier = done(world, desk_, dossier, "forward", task=task_of(dossier))
    officer, head = desk(economy, "officer"), desk(economy, "unit_head")
    dossier = done(world, officer, dossier, "claim", task=task_of(dossier))
    dossier = done(world, officer, dossier, "forward", task=task_of(dossier))
    dossier = done(world, head, dossier, "approve", task=task_of(dossier))
    chief = desk(world.commune, "unit_head")
    assert chief.get(path(dossier, "preview")).content.startswith(b"%PDF")
    assert "as it will be signed" in page(chief, path(dossier, "sign"))
    assert desk_.get(path(dossier, "sign")).status_code == 404
    dossier = done(world, chief, dossier, "sign", task=task_of(dossier), sure="on")
    dossier = done(world, desk(world.commune, "clerk"), dossier, "issue", task=task_of(dossier))
    dossier = done(world, desk_, dossier, "hand_over", task=task_of(dossier), how="counter")
    assert dossier.status is S.RETURNED
    assert "Result handed over" in page(desk_, path(dossier))


def test_a_supplement_is_asked_by_the_checklist_and_taken_at_the_counter(world, desk):
    client, dossier = desk(), world.filed(at=lately())
    assert client.post(
        path(dossier, "checks"), {"check_identity": "wrong", "reason_identity": "Ảnh mờ"}
    ).status_code == 302  # fmt: skip
    shown = page(client, path(dossier))
    assert "Căn cước: Ảnh mờ" in shown
    assert "Điều 17 khoản 2 Nghị định số 61/2018/NĐ-CP" in shown
    dossier = done(
        world, client, dossier, "ask_supplement", items=["identity"], reason="Ảnh mờ", others="Ký"
    )
    assert dossier.status is S.SUPPLEMENT
    assert "Ảnh mờ" in page(client, path(dossier))
    dossier = done(world, client, dossier, "supplement", kind_identity="original")
    assert dossier.status is S.NEW


def test_a_paper_scanned_at_the_counter_is_shown_on_the_page(world, desk):
    client, dossier = desk(), world.filed(at=lately())
    dossier = done(world, client, dossier, "ask_supplement", items=["identity"], reason="Mờ")
    scan = SimpleUploadedFile("cc.pdf", PDF, content_type="application/pdf")
    dossier = done(world, client, dossier, "supplement", file_identity=scan)
    line = next(each for each in api.components(dossier) if each.wanted.id == "identity")
    where = path(dossier, "files", line.file.uid)
    assert where in page(client, path(dossier))
    answer = client.get(where)
    assert answer.content == PDF
    assert other_desk(world).get(where).status_code == 404


def test_a_reason_is_wanted_for_a_component_that_is_not_right(world, desk):
    dossier = world.filed(at=lately())
    answer = desk().post(path(dossier, "checks"), {"check_identity": "wrong"})
    assert answer.status_code == 422
    clerk = desk(world.commune, "clerk").post(path(dossier, "checks"), {})
    assert clerk.status_code == 403


@pytest.mark.parametrize(
    ("stage", "verb", "who", "typed", "status"),
    [
        ("filed", "refuse", "receiver", {"reason": "Sai", "sure": "on"}, S.NOT_ACCEPTED),
        ("filed", "withdraw", "receiver", {"reason": "Rút", "sure": "on"}, S.WITHDRAWN),
        ("at_work", "refuse", "examiner", {"reason": "Sai", "sure": "on"}, S.DONE),
        ("at_work", "stop", "examiner", {"reason": "Dừng", "sure": "on"}, S.STOPPED),
        ("at_work", "ask_payment", "examiner", {}, S.PAYMENT),
        ("at_work", "ask_payment", "examiner", {"name": "Phí", "amount": "1000"}, S.PAYMENT),
        (
            "at_work", "consult", "examiner",
            {"place": "department:justice", "question": "Hỏi", "days": "2"}, S.PROCESSING,
        ),
        ("sealed", "correct", "head", {"reason": "Sai tên", "sure": "on"}, S.DONE),
    ],
)  # fmt: skip
def test_each_verb_is_done_by_its_form_and_refused_without_it(  # noqa: PLR0917 - a table
    world, desk, stage, verb, who, typed, status
):
    client, stranger = _client(world, desk, who), desk(world.commune, "officer")
    dossier = world.filed(at=lately()) if stage == "filed" else globals()[stage](world)
    bare = do(client, dossier, verb, **({} if typed else {"name": "x"}))
    if verb != "ask_payment" or not typed:
        assert bare.status_code == 422, bare.content.decode()[:500]
    assert do(stranger, dossier, verb, **typed).status_code in {403, 404, 409}
    if verb != "ask_payment" or not typed:
        assert fresh(world, dossier).seq == dossier.seq
    dossier = fresh(world, dossier)
    if dossier.status is not S.PAYMENT:
        dossier = done(world, client, dossier, verb, **typed)
    assert dossier.status is status


def _client(world, desk, who):
    economy = world.unit("economy")
    return {
        "receiver": desk,
        "examiner": lambda: desk(economy, "officer"),
        "head": lambda: desk(world.commune, "unit_head"),
    }[who]()


def test_a_task_is_given_to_an_officer_of_its_post(world, desk):
    economy = world.unit("economy")
    second = make_officer(economy, Role.OFFICER)
    dossier, head = at_work(world), desk(economy, "unit_head")
    task = task_of(dossier)
    dossier = done(world, head, dossier, "assign", task=task, officer=str(second.pk))
    assert dossier.open_tasks()[0].officer_id == second.pk
    assert do(head, dossier, "assign", task=task, officer="1").status_code == 422
    taken = do(desk(economy, "officer"), dossier, "forward", task=task)
    assert taken.status_code == 409


def test_a_step_is_sent_back_with_a_reason(world, desk):
    dossier = to_sign(world)
    client = desk(world.commune, "unit_head")
    assert do(client, dossier, "send_back", task=task_of(dossier)).status_code == 422
    dossier = done(world, client, dossier, "send_back", task=task_of(dossier), reason="Xem lại")
    assert dossier.open_tasks()[0].step == "approve"


def test_an_opinion_is_given_by_who_was_asked(world, desk):
    dossier = at_work(world)
    asked = Consultation(Post("department:justice", "officer"), Limit.parse("2 working days"))
    dossier = api.consult(
        dossier.uid, asked=asked, question="Ý kiến?", by=world.worker(dossier, "examine"),
        at=lately(40),
    )  # fmt: skip
    question = next(t.uid for t in dossier.open_tasks() if t.kind is api.TaskKind.CONSULTATION)
    justice = desk(world.unit("justice"), "officer")
    assert "Ý kiến?" in page(justice, path(dossier))
    typed = {"agrees": "yes", "opinion": "Đồng ý"}
    dossier = done(world, justice, dossier, "answer", task=question, **typed)
    assert "Đồng ý" in page(desk(world.unit("economy"), "officer"), path(dossier))


def test_a_fee_is_recorded_at_the_desk(world, desk):
    dossier = api.submit(world.filing(), by=world.receiver, at=lately())
    client = desk()
    shown = page(client, path(dossier))
    assert "50.000" in shown
    assert "not yet paid" in shown
    due = str(dossier.payments[0].uid)
    dossier = done(world, client, dossier, "record_payment", payment=due, reference="BL 7")
    assert dossier.payments[0].state is api.PaymentState.PAID


def test_an_apology_moves_the_appointment_once(world, desk):
    dossier = at_work(world)
    client = desk(world.commune, "unit_head")
    to = (dossier.due_at + timedelta(days=5)).date().isoformat()
    dossier = done(world, client, dossier, "apologise", reason="Chậm", to=to, sure="on")
    assert dossier.rebooked
    assert do(client, dossier, "apologise", reason="Chậm", to=to, sure="on").status_code == 409


def test_what_was_typed_is_kept_when_somebody_was_faster(world, desk):
    client, dossier = desk(), world.filed(at=lately())
    api.accept(dossier.uid, by=world.actor(world.desk, Role.RECEIVER), at=lately(5))
    answer = do(client, dossier, "refuse", reason="Thiếu căn cước", sure="on")
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Thiếu căn cước" in shown
    assert "What changed while you worked on it" in shown
    assert "Accepted" in shown
    assert fresh(world, dossier).status is S.ACCEPTED


def test_an_act_sent_twice_is_done_once(world, desk):
    client, dossier = desk(), world.filed(at=lately())
    for _ in range(2):
        assert do(client, dossier, "accept").status_code == 302
    assert fresh(world, dossier).seq == dossier.seq + 1


@pytest.mark.parametrize("verb", ["nothing", "file", "rate", "recount"])
def test_a_verb_that_is_no_officers_is_not_there(world, desk, verb):
    assert do(desk(), world.filed(at=lately()), verb).status_code == 404


def test_a_page_says_why_its_date_and_proves_its_history(world, desk):
    dossier = accepted(world)
    ensure_key(key_folder())
    seal_all(at=timezone.now(), keys=key_folder())
    shown = page(desk(), path(dossier))
    assert "Why this date?" in shown
    assert "Verify the history now" in shown
    verified = page(desk(), path(dossier), verify="1")
    assert "The history is whole" in verified
    assert desk().get(path(dossier, "slip")).content.startswith(b"%PDF")


def test_a_paper_is_shown_in_the_page_and_nowhere_else(world, desk):
    dossier = signed(world)
    paper = api.papers(dossier)[0]
    answer = desk().get(path(dossier, "files", paper.file.uid))
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    download = desk().get(path(dossier, "files", paper.file.uid), {"download": "1"})
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert desk().get(path(dossier, "files", dossier.uid)).status_code == 404


@pytest.mark.parametrize(
    "rest", ["", "/sign", "/preview", "/slip", "/files/{uid}", "/proofs/1.json", "?verify=1"]
)
def test_a_dossier_is_not_there_for_officers_of_other_units(world, desk, rest):
    dossier = to_sign(world)
    assert desk() is not None
    where = path(dossier) + rest.format(uid=dossier.uid)
    assert other_desk(world).get(where).status_code == 404
    assert Client().get(where).status_code == 302


def test_no_verb_is_done_from_another_unit(world, desk):
    dossier, foreign = world.filed(at=lately()), other_desk(world)
    assert desk() is not None
    for verb in Verb:
        assert do(foreign, dossier, verb.value).status_code == 404
    assert foreign.post(path(dossier, "checks"), {}).status_code == 404
    assert fresh(world, dossier).seq == dossier.seq


def test_an_auditor_reads_everything_and_changes_nothing(world, desk):
    dossier = world.filed(at=lately())
    client = desk(world.province, "auditor")
    assert "Nothing on this dossier waits for you now." in page(client, path(dossier))
    for verb, typed in (("accept", {}), ("refuse", {"reason": "x", "sure": "on"})):
        assert do(client, dossier, verb, **typed).status_code == 403


def test_the_page_costs_the_same_whatever_the_archive_holds(
    world, desk, django_assert_max_num_queries
):
    client, dossier = desk(world.unit("economy"), "officer"), at_work(world)
    page(client, path(dossier))
    for _ in range(4):
        sealed(world)
    with django_assert_max_num_queries(32):
        page(client, path(dossier))
