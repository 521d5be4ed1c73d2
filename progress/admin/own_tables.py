"""自分の様式の表から: a city's own table, its columns chosen, as the plan's workbook filled in."""

from collections.abc import Mapping
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from progress.plan_document.loading.sources import Source
from progress.plan_document.own_table.filling import Look, fill, look_at
from progress.plan_document.own_table.roles import ROLES
from progress.plan_document.own_table.rows import RULE
from progress.plan_document.schema.faults import DocumentRefused
from sakado_dx.files import file_answer
from sakado_dx.imports.choices import chosen_before, keep_choices
from sakado_dx.records.acting import Door
from sakado_dx.spreadsheets.forms import SheetFileField
from sakado_dx.spreadsheets.storage import facts_of, ticket

SUFFIXES = (".xlsx", ".csv")
KIND = "plan_table"  # as choices of columns are kept
GONE = "元の表が見つかりません。確認の画面を開いてから1日を過ぎています。もう一度選んでください。"


class OwnTableForm(forms.Form):
    """A table in a form of the city's own."""

    table = SheetFileField(
        label="計画の表",
        accept=",".join(SUFFIXES),
        help_text="1行に一つの施策か指標がある表（.xlsx、.csv）。10MBまで。",
    )

    def clean_table(self):
        file = self.cleaned_data["table"]
        if not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError("拡張子が .xlsx か .csv の表を選んでください。")
        return file


class OwnTableMixin:
    """For the ModelAdmin of `Plan`, beside `PlanLoadingMixin`: nothing of the plan is written here,
    only what its columns were chosen for."""

    @method_decorator(require_POST)
    def table_view(self, request: HttpRequest) -> HttpResponse:
        """What an own table is taken for: a new file, or another sheet or row of the one kept."""
        self._check_may_load(request)
        if "ticket" in request.POST:
            source = self._kept(request)
            if source is None:
                return self._documents(request, problem=GONE)
            return self._columns(request, source, source.read())
        form = OwnTableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._documents(request, table_form=form)
        file = form.cleaned_data["table"]
        data = file.read()
        return self._columns(request, Source.keep(file.name, data), data)

    @method_decorator(require_POST)
    def fill_view(self, request: HttpRequest) -> HttpResponse:
        """The plan's workbook, filled in by the columns that were chosen."""
        self._check_may_load(request)
        source = self._kept(request)
        if source is None:
            return self._documents(request, problem=GONE)
        data = source.read()
        try:
            look = self._look(request, source, data)
        except DocumentRefused:
            return self._columns(request, source, data)
        roles = _chosen(request.POST, look)
        try:
            content = fill(source.name, look, roles)
        except DocumentRefused as error:
            return self._columns(request, source, data, roles, error)
        told = {look.found.headings[column]: role for column, role in roles.items()}
        keep_choices(KIND, told, by=request.user, door=Door.ADMIN)
        return file_answer(content, f"{source.name.rpartition('.')[0]}_計画.xlsx")

    def _kept(self, request: HttpRequest) -> Source | None:
        """The table that waits for a choice; None where it is gone, or somebody else's."""
        facts = facts_of(request.POST.get("ticket", ""), request.user.pk)
        source = facts and Source(facts["name"], facts["stored"])
        try:
            return source if source and source.read() else None
        except FileNotFoundError:
            return None

    def _look(self, request: HttpRequest, source: Source, data: bytes) -> Look:
        row = request.POST.get("row", "")
        return look_at(
            source.name,
            data,
            sheet=request.POST.get("sheet", ""),
            head_row=int(row) if row.isdecimal() and len(row) < 6 else None,
            kept=partial(chosen_before, KIND),
        )

    def _columns(
        self,
        request: HttpRequest,
        source: Source,
        data: bytes,
        roles: Mapping[int, str] | None = None,
        refused: DocumentRefused | None = None,
    ) -> HttpResponse:
        context = {"title": "計画の表の読み取り", "name": source.name, "rule": RULE}
        # No yes to loading it: that asks for what was shown.
        facts = {"name": source.name, "stored": source.stored, "digest": "", "fingerprint": ""}
        context["ticket"] = ticket(**facts, user=request.user.pk)
        try:
            look = self._look(request, source, data)
        except DocumentRefused as error:
            context |= {"faults": error.faults, "row": request.POST.get("row", "")}
            return self.respond(request, "table", context, status=409 if refused else 200)
        chosen = look.roles if roles is None else roles
        context |= {
            "faults": refused.faults if refused else [],
            "look": look,
            "row": look.found.head.first,
            "roles": ROLES,
            "columns": [(*column, chosen.get(column[0], "")) for column in look.columns],
        }
        return self.respond(request, "table", context)


def _chosen(posted: Mapping[str, str], look: Look) -> dict[int, str]:
    """The role of each column as a person chose it; what is no role is none."""
    chosen = {column: posted.get(f"role_{column}", "") for column in look.found.headings}
    return {column: role if role in ROLES else "" for column, role in chosen.items()}
