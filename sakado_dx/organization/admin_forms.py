"""Forms of the admin for people and divisions: what is in force is ended, not taken back."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from sakado_dx.organization.admin_reasons import ReasonForm
from sakado_dx.organization.models import Division, User


class DivisionForm(ReasonForm):
    class Meta:
        model = Division
        fields = "__all__"  # noqa: DJ007  the admin's fieldsets name them

    def clean(self) -> dict:
        """A division neither lies in itself nor succeeds itself."""
        data = super().clean()
        if self.instance.pk:
            for name in ("parent", "successors"):
                chosen = data.get(name)
                chosen = [chosen] if isinstance(chosen, Division) else chosen or []
                if self.instance in chosen:
                    self.add_error(name, "自分自身は選べません。")
        return data


class UserForm(ReasonForm):
    """`is_own` is set by the admin: whether the person edits his own record."""

    is_own = False

    class Meta:
        model = User
        fields = ["username", "name", "reading", "email", "is_active"]

    def clean_is_active(self) -> bool:
        active = self.cleaned_data["is_active"]
        if self.is_own and not active:
            raise ValidationError("自分自身を無効にはできません。ほかの管理者に頼んでください。")
        return active


class DatedFormSet(forms.BaseInlineFormSet):
    """Rows with days; what has begun is history, and gets a last day in place of deletion."""

    def clean(self) -> None:
        super().clean()
        today = timezone.localdate()
        for form in self.deleted_forms:
            row = form.instance
            if row.pk and row.first_day <= today:
                raise ValidationError(
                    f"「{row}」は始まっているため消せません。終了日を入れて終わらせてください。"
                )
