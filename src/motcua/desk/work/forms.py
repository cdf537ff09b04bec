"""One small form a verb. A form checks shape; whether the act may be done, the rules say."""

from datetime import datetime, time
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from motcua.authority.api import day_of, officers_of, parts_of, province
from motcua.authority.types import Level, Role
from motcua.catalogue.types import Consultation, Post
from motcua.desk.work.page import DossierPage, language
from motcua.documents.api import store_file
from motcua.dossiers.api import Given, PaymentState
from motcua.kernel.worktime import Limit

Choice = tuple[str, str]
MOST_REASON = 4000
MOST_FILE = 25 * 1024 * 1024


class ActForm(forms.Form):
    """What every verb is sent with: the state that the officer saw, and the task."""

    expected_seq = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    task = forms.UUIDField(widget=forms.HiddenInput, required=False)
    on_task: ClassVar[bool] = False
    """Whether the verb is done on a named task."""

    def __init__(self, *args: Any, page: DossierPage, task: UUID | None = None, **kwargs: Any):
        kwargs.setdefault("initial", {})
        kwargs["initial"] |= {"expected_seq": page.found.seq, "task": task}
        super().__init__(*args, **kwargs)
        self.page = page
        self.prepare(page)

    def prepare(self, page: DossierPage) -> None:
        """Fill in what the dossier knows already."""

    def facts(self) -> dict[str, Any]:
        """Return the arguments of the verb."""
        task = self.cleaned_data["task"]
        return {"task": task} if self.on_task and task else {}


class OnTask(ActForm):
    """A verb that needs nothing but its task."""

    on_task = True


class Grave(ActForm):
    """A verb that cannot be undone; the officer says that he knows."""

    sure = forms.BooleanField(label=_("I know that this cannot be undone"))
    field_order = ("reason", "to", "field", "value", "sure")


class Reasoned(Grave):
    """A verb that ends something and says why."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant reads this. Name the law that it rests on."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST_REASON,
    )

    def facts(self) -> dict[str, Any]:
        """Return the reason."""
        return super().facts() | {"reason": self.cleaned_data["reason"]}


class SendBack(OnTask):
    """Give the step back, with a reason for the colleague."""

    reason = forms.CharField(
        label=_("What has to be mended"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=MOST_REASON,
    )

    def facts(self) -> dict[str, Any]:
        """Return the reason."""
        return super().facts() | {"reason": self.cleaned_data["reason"]}


class SignPaper(Grave):
    """Sign, having seen the paper."""

    on_task = True


class AskSupplement(ActForm):
    """Ask once and completely, as the checklist says."""

    items = forms.MultipleChoiceField(
        label=_("Papers to hand in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("Other things to mend"),
        help_text=_("One thing a line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    reason = forms.CharField(
        label=_("Reason, as it will stand on the request"),
        help_text=_("A supplement is asked once only; name everything that is missing."),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=MOST_REASON,
    )
    sector_law = forms.CharField(
        label=_("Sector law that allows it later than three working days"),
        required=False,
        max_length=300,
    )

    def prepare(self, page: DossierPage) -> None:
        """Offer every component; tick what the checklist found wanting."""
        items, reason = page.draft
        names = [(each.id, getattr(each.name, language())) for each in page.procedure.components]
        self.fields["items"].choices = names  # type: ignore[attr-defined]  # a choice field
        self.initial.update(items=items, reason=reason)
        if page.found.accepted_at is None:
            del self.fields["sector_law"]

    def facts(self) -> dict[str, Any]:
        """Return items, reason and the law."""
        data = self.cleaned_data
        others = [line.strip()[:240] for line in data["others"].splitlines() if line.strip()]
        return {
            "items": (*data["items"], *others),
            "reason": data["reason"],
            "sector_law": data.get("sector_law", ""),
        }


class TakeSupplement(ActForm):
    """Take at the counter what was asked for."""

    KINDS: ClassVar[list[tuple[str, Any]]] = [
        ("", _("Not handed in")),
        ("original", _("Original")),
        ("certified", _("Certified copy")),
        ("copy", _("Plain copy")),
        ("electronic", _("Electronic file")),
    ]

    def prepare(self, page: DossierPage) -> None:
        """Ask for each component that was asked of the applicant how it came."""
        for line in page.components:
            name = getattr(line.wanted.name, language())
            self.fields[f"kind_{line.wanted.id}"] = forms.ChoiceField(
                label=name, choices=self.KINDS, required=False
            )
            self.fields[f"file_{line.wanted.id}"] = forms.FileField(
                label=_("Scan of: %(name)s") % {"name": name}, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse files that are too large to keep."""
        data: dict[str, Any] = super().clean() or {}
        for name, value in data.items():
            if name.startswith("file_") and value is not None and value.size > MOST_FILE:
                self.add_error(name, _("The file is larger than 25 MB."))
        return data

    def facts(self) -> dict[str, Any]:
        """Return what was handed in, its files kept."""
        return {"given": tuple(self._given())}

    def _given(self) -> list[Given]:
        told = []
        for line in self.page.components:
            key = line.wanted.id
            kind, file = self.cleaned_data[f"kind_{key}"], self.cleaned_data[f"file_{key}"]
            if kind or file:
                told.append(Given(key, file_uid=self._kept(file), kind=kind or "electronic"))
        return told

    def _kept(self, file: Any) -> UUID | None:
        if file is None:
            return None
        by = self.page.actor.label
        kept: UUID = store_file(file.read(), name=file.name, by=by, at=self.page.at).uid
        return kept


class AskPayment(ActForm):
    """Ask for a financial obligation: one line in words, or the procedure's own fees."""

    name = forms.CharField(
        label=_("What is to be paid"),
        help_text=_("Leave both empty to ask for the fees that the procedure itself names."),
        required=False,
        max_length=240,
    )
    amount = forms.IntegerField(
        label=_("Amount (VND)"), required=False, min_value=1, max_value=10**13
    )

    def clean(self) -> dict[str, Any]:
        """Want both, or none."""
        data: dict[str, Any] = super().clean() or {}
        if bool(data.get("name")) != bool(data.get("amount")) and not self.errors:
            self.add_error("amount" if data.get("name") else "name", _("Fill in both or none."))
        return data

    def facts(self) -> dict[str, Any]:
        """Return the amounts, or nothing for the version's own."""
        data = self.cleaned_data
        return {"amounts": {data["name"]: data["amount"]} if data["name"] else None}


class RecordPayment(ActForm):
    """Record that a fee was paid at the desk."""

    payment = forms.ChoiceField(label=_("Fee paid"))
    reference = forms.CharField(label=_("Number of the receipt or transfer"), max_length=80)

    def prepare(self, page: DossierPage) -> None:
        """Offer the lines that are due."""
        due = [each for each in page.found.payments if each.state is PaymentState.DUE]
        lines = [(str(p.uid), f"{p.name}: {p.amount:,} đ".replace(",", ".")) for p in due]
        self.fields["payment"].choices = lines  # type: ignore[attr-defined]  # a choice field

    def facts(self) -> dict[str, Any]:
        """Return the line, its own amount and the reference."""
        uid = UUID(self.cleaned_data["payment"])
        amount = next(p.amount for p in self.page.found.payments if p.uid == uid)
        return {
            "payment": uid, "amount": amount, "reference": self.cleaned_data["reference"],
        }  # fmt: skip


class Assign(OnTask):
    """Give a task to an officer of its post."""

    officer = forms.ChoiceField(label=_("Officer"))

    def prepare(self, page: DossierPage) -> None:
        """Offer the officers who hold the post of the task."""
        wanted = str(self.data.get("task") or self.initial.get("task") or "")
        task = next((t for t in page.found.open_tasks() if str(t.uid) == wanted), None)
        on = day_of(page.at)
        held = officers_of(task.unit_id, Role(task.role), on) if task else ()
        people = [(str(each.account_id), each.name or each.username) for each in held]
        self.fields["officer"].choices = people  # type: ignore[attr-defined]  # a choice field

    def facts(self) -> dict[str, Any]:
        """Return the officer's account."""
        return super().facts() | {"officer_id": int(self.cleaned_data["officer"])}


class Consult(ActForm):
    """Ask another agency, with content and deadline."""

    place = forms.ChoiceField(label=_("Whom to ask"))
    question = forms.CharField(
        label=_("Question"), widget=forms.Textarea(attrs={"rows": 4}), max_length=MOST_REASON
    )
    days = forms.IntegerField(
        label=_("Working days to answer"), min_value=1, max_value=60, initial=3
    )
    law = forms.CharField(label=_("Legal basis"), required=False, max_length=120)

    def prepare(self, page: DossierPage) -> None:
        """Offer the divisions of the agency and the departments of the province."""
        on, name = day_of(page.at), language()
        own = parts_of(page.found.competent_id, on=on)
        others = parts_of(province(on=on).id, on=on)
        places = [(f"competent:{u.slug}", u.name(name)) for u in own if u.level is Level.DIVISION]
        places += [
            (f"department:{u.slug}", u.name(name)) for u in others if u.level is Level.DEPARTMENT
        ]
        self.fields["place"].choices = places  # type: ignore[attr-defined]  # a choice field

    def facts(self) -> dict[str, Any]:
        """Return the question as the process writes questions."""
        data = self.cleaned_data
        norm = Limit.parse(f"{data['days']} working days")
        post = Post(data["place"], Role.OFFICER.value)
        asked = Consultation(of=post, norm=norm, law=data["law"])
        return {"asked": asked, "question": data["question"]}


class Answer(OnTask):
    """Give the opinion that was asked."""

    agrees = forms.ChoiceField(
        label=_("Your opinion"),
        choices=[("yes", _("Agree")), ("no", _("Disagree"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Grounds"), widget=forms.Textarea(attrs={"rows": 4}), max_length=MOST_REASON
    )

    def facts(self) -> dict[str, Any]:
        """Return the opinion."""
        data = self.cleaned_data
        return super().facts() | {"opinion": data["opinion"], "agrees": data["agrees"] == "yes"}


class Apologise(Reasoned):
    """Apologise before the appointment and make a new one, once."""

    to = forms.DateField(
        label=_("New appointment"),
        help_text=_("It can be moved once only (Decree 61/2018, article 19, clause 9)."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def prepare(self, page: DossierPage) -> None:
        """Draft the letter's reason, for the officer to complete."""
        step = next((page.procedure.steps[t.step].name.vi for t in page.found.open_tasks()), "")
        self.initial["reason"] = (
            f"Hồ sơ đang ở bước “{step}”, cần thêm thời gian để giải quyết đúng quy định."
        )

    def facts(self) -> dict[str, Any]:
        """Return the new appointment, at the end of a working afternoon."""
        day = datetime.combine(self.cleaned_data["to"], time(17), timezone.get_default_timezone())
        return super().facts() | {"to": day}


class HandOver(OnTask):
    """Give the result to the applicant."""

    how = forms.ChoiceField(
        label=_("How the result is returned"),
        choices=[
            ("counter", _("At the counter")),
            ("electronic", _("Electronically")),
            ("post", _("By post")),
        ],
    )

    def facts(self) -> dict[str, Any]:
        """Return the way."""
        return super().facts() | {"how": self.cleaned_data["how"]}


class Correct(Reasoned):
    """Mend an error of the agency: one answer set right, or the paper made anew."""

    field = forms.ChoiceField(label=_("Answer to set right"), required=False)
    value = forms.CharField(label=_("Right value"), required=False, max_length=1000)

    def prepare(self, page: DossierPage) -> None:
        """Offer the answers that are words."""
        words = [each for each in page.answers if isinstance(each.value, str)]
        names = [(each.name, getattr(each.title, language())) for each in words]
        self.fields["field"].choices = [("", "—"), *names]  # type: ignore[attr-defined]  # a choice

    def facts(self) -> dict[str, Any]:
        """Return the reason and the answer set right."""
        data = self.cleaned_data
        form = {data["field"]: data["value"]} if data["field"] else None
        return super().facts() | {"form": form}
