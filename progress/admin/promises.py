"""The forms of the admin keep the promises of a plan in force: what is changed of them is refused
beside its field, with the way that is open, and nothing is saved."""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from measures.models import IndicatorTarget
from progress.plan_editions.promises import FREE, in_force, plan_of, promised, refusal

NEW_ROW, GONE_ROW = "行の追加", "行の削除"


def keeping(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """A form of a row of the plan that refuses what only a revision changes."""
    return type(form.__name__, (KeepsPromises, form), {})


def keeping_rows(formset: type[forms.BaseInlineFormSet]) -> type[forms.BaseInlineFormSet]:
    """The same for the rows below one."""
    return type(formset.__name__, (KeepsRows, formset), {})


class KeepsPromises:
    """For a ModelForm, before it. A new row is one more promise."""

    def clean(self) -> dict:
        data = super().clean()
        plan = plan_of(self.instance) or _plan_in(self.cleaned_data)
        if self.has_changed() and plan and in_force(plan):
            if self.instance.pk is None:
                self.add_error(None, refusal([NEW_ROW]))
            _refuse_columns(self)
        return data


def _plan_in(data: dict):
    """The plan that a new row is said to belong to."""
    rows = (data.get(name) for name in ("plan", "policy", "direction"))
    return next((plan_of(row) for row in rows if row), None)


def _stored(value: object) -> object:
    """As the row holds it: a blank year is 0 there, and a row its number."""
    return getattr(value, "pk", value)


def _refuse_columns(form: forms.ModelForm) -> None:
    names = {field.name for field in form._meta.model._meta.get_fields()}
    before = {
        name: form.initial.get(name)
        for name in form.changed_data
        if name in names and _stored(form.cleaned_data.get(name)) != form.initial.get(name)
    }
    for name in promised(form._meta.model, before):
        form.add_error(name, refusal([str(form.fields[name].label)]))


class KeepsRows:
    """For a formset of the rows below a row of the plan."""

    def clean(self) -> None:
        super().clean()
        touched = list(self._touched())
        plan = plan_of(self.instance) if touched else None
        if plan is None or not in_force(plan):
            return
        for form, what in touched:
            if what:
                raise ValidationError(refusal([what]))
            _refuse_columns(form)

    def _touched(self) -> Iterator[tuple[forms.ModelForm, str]]:
        """The forms that would write, and what beside a changed column."""
        for form in self.forms:
            if self.model not in FREE or _is_beside(form):
                continue
            if form.instance.pk and self.can_delete and self._should_delete_form(form):
                yield form, GONE_ROW
            elif form.has_changed() and not self._should_delete_form(form):
                yield form, "" if form.instance.pk else NEW_ROW


def _is_beside(form: forms.ModelForm) -> bool:
    """A 現状値, before and after."""
    if form._meta.model is not IndicatorTarget:
        return False
    baseline = IndicatorTarget.Role.BASELINE
    stood = form.initial.get("role", baseline) if form.instance.pk else baseline
    return stood == baseline == form.cleaned_data.get("role")


def keeps(row: Model) -> bool:
    """Whether a row stands for good, as a promise of a plan in force."""
    plan = plan_of(row) if type(row) in FREE else None
    return plan is not None and in_force(plan)
