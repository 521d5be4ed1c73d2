"""Why something was changed in the admin: asked by its forms, kept with the audit record."""

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.db import IntegrityError, models
from django.http import HttpRequest, HttpResponse

from sakado_dx.organization.admin_marks import MEANWHILE, READ, hold, read_mark_of
from sakado_dx.organization.importers.staff import LeftUnheld
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.reasons import MOST_LETTERS

REASON = "change_reason"
OWN = {REASON, READ}
MEND = "change_mend"  # sent by who wants the form back, with all that was typed
NEEDED = "変更の理由を入力してください。操作の記録に残ります。"
NOT_YET = "まだ保存していません。内容を直して、もう一度保存してください。"


class ReasonForm(forms.ModelForm):
    """A form of the admin with the reason of the change; `needs_reason`, `read_mark`, of the
    row as it is now, and why it was `refused` as it was stored, are set by its page."""

    needs_reason, read_mark, refused = False, "", ""
    change_reason = forms.CharField(
        label="理由",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="例：令和9年4月1日 人事異動（発令番号）、計画の見直し、誤記の訂正。操作の記録に残ります。",
    )

    change_read = forms.CharField(label="", required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[READ].initial = self.read_mark

    def clean(self) -> dict:
        data = super().clean()
        if data.get(READ) and data[READ] != self.read_mark:
            self.data = self.data.copy()  # who has been told may save
            self.data[READ] = self.read_mark
            self.add_error(None, MEANWHILE)
        if self.needs_reason and not data.get(REASON) and REASON not in self.errors:
            self.add_error(REASON, NEEDED)
        if self.refused:
            self.add_error(None, self.refused)
        if MEND in self.data:
            self.add_error(None, NOT_YET)
        return data


class WithReason:
    """For a ModelAdmin whose `form` is a ReasonForm: each save says why, and the audit records of
    all rows that it changes keep it."""

    form = ReasonForm

    def needs_reason(self, obj: models.Model | None) -> bool:
        """Whether nothing is saved without a reason; `obj` is None for a new row."""
        return True

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.needs_reason = self.needs_reason(obj)
        form.refused = getattr(request, "refused", "")
        if obj is not None:
            form.read_mark = self._read_mark(request, obj, form)
        return form

    def _read_mark(self, request: HttpRequest, obj: models.Model, form: type) -> str:
        """As it is before anything of the request is stored."""
        if not hasattr(request, "read_mark"):
            request.read_mark = read_mark_of(self, request, obj, form)
        return request.read_mark

    def get_fieldsets(self, request: HttpRequest, obj=None) -> list:
        """Django's with the reason at the end; without it where nothing may be saved."""
        own = [
            (title, options | {"fields": [name for name in options["fields"] if name not in OWN]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        writes = self.has_change_permission(request, obj) if obj else True
        return [*own, ("変更の理由", {"fields": [REASON, READ]})] if writes else own

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        page = super().changeform_view
        if request.method != "POST":
            return page(request, object_id, form_url, extra_context)
        try:
            with acting(request.user, Door.ADMIN, _reason_in(request)):
                hold(self, request, object_id)
                return page(request, object_id, form_url, extra_context)
        except LeftUnheld as refusal:
            request.refused = f"まだ保存していません。{refusal}"
            return page(request, object_id, form_url, extra_context)
        except IntegrityError:  # another has stored the same at the same moment
            request.POST = request.POST.copy()
            request.POST[MEND] = "1"
            return page(request, object_id, form_url, extra_context)

    def construct_change_message(self, request: HttpRequest, form, formsets, add=False):
        """The reason is no change of the row."""
        form.changed_data[:] = [name for name in form.changed_data if name not in OWN]
        return super().construct_change_message(request, form, formsets, add)


def _reason_in(request: HttpRequest) -> str:
    """As it was sent, for the records of what is saved; what the form refuses saves nothing, but
    PostgreSQL takes no NUL even then."""
    return request.POST.get(REASON, "").replace("\0", "").strip()


class ReasonActionForm(ActionForm):
    """Why an action is done to all rows that are ticked."""

    change_reason = forms.CharField(label="理由：", required=False, max_length=MOST_LETTERS)
