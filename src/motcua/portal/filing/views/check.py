"""The end of a filing: checked as an officer would, declared, sent once, confirmed."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.authority.api import contact_of, unit
from motcua.authority.types import Actor
from motcua.catalogue.api import procedure as procedure_of
from motcua.catalogue.types import PaymentMoment
from motcua.dossiers.api import (
    Checked,
    PaymentState,
    Snapshot,
    Status,
    check_draft,
    dossier,
    handed_in,
    papers,
    send,
    status_name,
)
from motcua.dossiers.errors import DossierMoved, FilingRefused, StatusForbids
from motcua.look.doors import citizens
from motcua.portal.account.words import PAPERS
from motcua.portal.filing.drafts import Draft
from motcua.portal.filing.steps import fault_url, lines_of, question_url, screen_title
from motcua.portal.filing.views.pages import of_draft, show
from motcua.portal.language import said, spoken
from motcua.portal.refusals import refusals_told


class DeclarationForm(forms.Form):
    """The applicant stands for what he says (NĐ 61/2018 Đ11)."""

    use_required_attribute = False
    declared = forms.BooleanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say the declaration in the visitor's language."""
        super().__init__(*args, **kwargs)
        self.fields["declared"].label = _(
            "I declare that what I have said and handed in is true, and I answer for it by law."
        )
        self.fields["declared"].error_messages["required"] = _(
            "Tick the declaration before you send."
        )


@of_draft
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, actor: Actor, draft: Draft) -> HttpResponse:
    """Show everything once more, with what would be sent back; send when nothing would."""
    checked = check_draft(draft.row, at=timezone.now())
    form = DeclarationForm(request.POST) if request.method == "POST" else DeclarationForm()
    if form.is_bound and form.is_valid() and not checked.faults:
        try:
            send(draft.uid, by=actor, at=timezone.now())
        except (StatusForbids, DossierMoved):
            return redirect("filing:sent", draft.uid)  # The other press of the button sent it.
        except FilingRefused:
            return redirect("filing:check", draft.uid)  # What was right a moment ago no longer is.
        return redirect("filing:sent", draft.uid)
    status = 422 if form.is_bound else 200
    return show(
        request, draft, "check", step="check", status=status, **_facts(draft, checked, form)
    )


def _facts(draft: Draft, checked: Checked, form: DeclarationForm) -> dict[str, Any]:
    held = draft.held(at=timezone.now())
    sections = [
        {
            "title": screen_title(screen),
            "lines": lines_of(screen.fields, draft.answers, held),
            "href": question_url(draft, screen.number) + "?back=check",
        }
        for screen in draft.screens()
    ]
    names = {one.id: said(one.name) for one in draft.procedure.components}
    return {
        "form": form,
        "faults": [{"message": said(f), "href": fault_url(draft, f)} for f in checked.faults],
        "sections": sections,
        "given": [{"name": names[one.component], "file": one} for one in handed_in(draft.row)],
        "fees": [_fee(fee) for fee in checked.fees],
        "green": checked.lane == "green",
        "person": contact_of(draft.row.applicant_id),
        "agency": unit(draft.row.competent_id).name(spoken()),
        "desk": unit(draft.row.receiving_id).name(spoken()),
        "paper_receipt": bool(draft.row.facts.get("receipt")),
    }


def _fee(fee: Any) -> dict[str, Any]:
    when = {
        PaymentMoment.FILING: _("when you file"),
        PaymentMoment.SUPPLEMENT: _("when the agency asks"),
        PaymentMoment.RETURN: _("when you get the result"),
    }[fee.when]
    return {"name": said(fee.name), "amount": fee.amount, "when": when}


@citizens
@refusals_told
@require_safe
def sent(request: HttpRequest, actor: Actor, uid: UUID) -> HttpResponse:
    """Confirm what was sent, and tell what happens next."""
    row = dossier(str(uid), actor=actor)
    if row.status is Status.DRAFT:
        return redirect("filing:resume", uid)
    procedure = procedure_of(row.version_id)
    facts = {
        "row": row,
        "procedure_name": said(procedure.name),
        "status": status_name(row.status, spoken()),
        "desk": unit(row.receiving_id).name(spoken()),
        "owed": [p for p in row.payments if _owed_now(row, p)],
        "seen_until": next((task.due_at for task in row.open_tasks()), None),
        "papers": [
            {"name": PAPERS[p.kind], "code": p.code, "file": (p.sealed_file or p.file).uid}
            for p in papers(row)
            if p.revoked_at is None and p.kind in PAPERS
        ],
        "done": row.status in {Status.DONE, Status.RETURNED},
        "waiting": row.status is Status.NEW,
    }
    return render(request, "portal/filing/sent.html", facts)


def _owed_now(row: Snapshot, payment: Any) -> bool:
    ends = {int(PaymentMoment.FILING)}
    if row.status is Status.DONE:
        ends.add(int(PaymentMoment.RETURN))
    return payment.state is PaymentState.DUE and payment.moment in ends
