"""The shape of what visitors type when they look for something, and of the guide's answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.catalogue.api import Question, QuestionKind
from motcua.portal.finding.words import said

MOST_LINES = 30


class SearchForm(forms.Form):
    """Words and filters. Whatever is not understood is left out: a search never fails."""

    q = forms.CharField(required=False, max_length=200, label=_("What do you need?"))
    event = forms.CharField(required=False, max_length=40)
    field = forms.CharField(required=False, max_length=200, label=_("Field"))
    ministry = forms.CharField(required=False, max_length=20, label=_("Agency that issues it"))
    level = forms.CharField(required=False, max_length=20, label=_("Where it is settled"))
    applicant = forms.CharField(required=False, max_length=40, label=_("Who applies"))
    online = forms.BooleanField(required=False, label=_("Can be filed online here"))


class Lines(forms.CharField):
    """Several values, one a line or between commas."""

    def __init__(self, *, whole: bool, pattern: str, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 4}), max_length=2_000, **more)
        self.whole = whole
        self.one = (
            forms.IntegerField()
            if whole
            else forms.RegexField(pattern)
            if pattern
            else forms.CharField()
        )

    def clean(self, value: Any) -> list[Any]:
        """Return the values. Errors: ValidationError that names the line."""
        text = super().clean(value)
        lines = [line.strip() for line in text.replace(",", "\n").splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(_("Give at most 30 values."))
        values = []
        for line in lines:
            try:
                values.append(self.one.clean(line))
            except forms.ValidationError as error:
                told = _("“%(line)s” is not a valid value.") % {"line": line[:40]}
                raise forms.ValidationError(told) from error
        return values


YES_NO = (("yes", _("Yes")), ("no", _("No")))


class QuestionForm(forms.Form):
    """One question of the guide, as one field named ``answer``."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["answer"] = _field(question)

    def answer(self) -> Any:
        """Return the answer as plain JSON."""
        value = self.cleaned_data["answer"]
        if self.question.kind in {QuestionKind.YES_NO, QuestionKind.PRESENT}:
            return value == "yes"
        if self.question.kind is QuestionKind.DATE:
            return value.isoformat()
        return value


def _field(question: Question) -> forms.Field:
    label = said(question.text)
    kind = question.kind
    if kind in {QuestionKind.CHOICE, QuestionKind.YES_NO, QuestionKind.PRESENT}:
        choices = [(value, said(text)) for value, text in question.options] or YES_NO
        return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if kind is QuestionKind.DATE:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, widget=widget)
    if kind is QuestionKind.TEXT:
        return forms.CharField(label=label, max_length=200)
    if kind is QuestionKind.LINES:
        hint = _("One a line")
        return Lines(whole=question.whole, pattern=question.pattern, label=label, help_text=hint)
    least = question.least if question.least is not None else 0
    if kind is QuestionKind.NUMBER:
        return forms.FloatField(label=label, min_value=least, max_value=question.most)
    most = None if question.most is None else int(question.most)
    if kind is QuestionKind.COUNT:
        most, label = 50, _("%(what)s: how many?") % {"what": label}
    return forms.IntegerField(label=label, min_value=int(least), max_value=most)
