"""Import and export pages of the Django admin: file, differences, confirmation.

django-import-export gives the addresses, the permissions and the buttons; the pages are ours,
since its own need inline scripts and say of a fault only its row.
"""

from typing import Any

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin

from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import SourceFile, TakenAlready, Target, importing
from sakado_dx.records.acting import Door
from sakado_dx.spreadsheets.cp932 import LettersLost
from sakado_dx.spreadsheets.faults import Refused, SheetNotChosen
from sakado_dx.spreadsheets.formats import FORMATS
from sakado_dx.spreadsheets.forms import (
    Choices,
    SheetChoiceForm,
    SheetConfirmForm,
    SheetExportForm,
    SheetImportForm,
)
from sakado_dx.spreadsheets.outcomes import Outcome
from sakado_dx.spreadsheets.reading import read_book
from sakado_dx.spreadsheets.resources import SheetResource
from sakado_dx.spreadsheets.storage import PrivateStorage, facts_of, ticket
from sakado_dx.spreadsheets.tables import Table, table_of

GONE = (
    "取り込むファイルが見つかりません。既に取り込まれたか、確認の画面を開いてから1日を過ぎています。"
    "もう一度ファイルを選んでください。"
)
MOVED = (
    "確認の画面を表示した後に、{}登録内容が変わりました。まだ何も取り込んでいません。"
    "下の違いを確かめて、もう一度取り込んでください。"
)
# Nobody has given a reason yet when the differences are worked out; nothing of it is kept.
PREVIEW = "取込内容の確認"


class SheetAdminMixin(ImportExportMixin):
    """Mix in before `ModelAdmin`; name `resource_classes`, and what they are made for."""

    resource_classes: list[type[SheetResource]] = []
    formats = FORMATS
    scope_label = "計画"
    # Where every change has a record of its own, the admin's log need not repeat it.
    logs_changes = True

    def scopes(self, request: HttpRequest) -> Choices:
        """What a sheet can belong to (a plan, a year), the usual one first."""
        raise NotImplementedError

    def resource_kwargs(self, scope: str) -> dict[str, Any]:
        """What a resource is made with, for one of the scopes."""
        raise NotImplementedError

    # Import

    def import_action(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self._import_form(request)
        if request.method != "POST":
            return self._page(request, form=form)
        if "ticket" in request.POST:
            return self._preview_of_sheet(request)
        if not form.is_valid():
            return self._page(request, form=form)
        file = form.cleaned_data["import_file"]
        storage = PrivateStorage()
        storage.save(file.read())
        return self._preview(request, self._facts(request, form, storage.name, file.name))

    def _facts(self, request: HttpRequest, form, stored: str, name: str) -> dict[str, Any]:
        data = form.cleaned_data
        return {
            "user": request.user.pk,
            "file": stored,
            "name": name,
            "scope": data["scope"],
            "list": int(data["list"]),
            "sheet": "",
        }

    def _preview_of_sheet(self, request: HttpRequest) -> HttpResponse:
        facts = facts_of(request.POST["ticket"], request.user.pk)
        if facts is None:
            return self._page(request, problem=GONE)
        return self._preview(request, facts | {"sheet": request.POST.get("sheet", "")})

    def _preview(
        self, request: HttpRequest, facts: dict[str, Any], confirm_form=None, problem: str = ""
    ) -> HttpResponse:
        """The page of differences and faults; nothing stays in the database."""
        try:
            resource, table = self._resource(facts), self._table(facts)
        except SheetNotChosen as error:
            return self._page(request, sheet_form=_sheet_form(error, facts), problem=str(error))
        except Refused as error:
            PrivateStorage(facts["file"]).remove()
            return self._page(request, problem=str(error))
        outcome = resource.take_in(table, dry_run=True, by=request.user, reason=PREVIEW)
        if outcome.is_sound and outcome.changes_something:
            seen = {"digest": outcome.digest, "newest": Import.objects.newest_key()}
            token = ticket(**facts | seen)
            confirm_form = confirm_form or SheetConfirmForm(initial={"ticket": token})
        else:
            confirm_form = None
            PrivateStorage(facts["file"]).remove()
        return self._page(
            request,
            outcome=outcome,
            confirm_form=confirm_form,
            file_name=facts["name"],
            problem=problem,
        )

    def _resource(self, facts: dict[str, Any]) -> SheetResource:
        return self.resource_classes[facts["list"]](**self.resource_kwargs(facts["scope"]))

    def _source(self, facts: dict[str, Any]) -> SourceFile:
        """The waiting file; its name in the storage is the key of the import it becomes."""
        try:
            content = PrivateStorage(facts["file"]).read()
        except FileNotFoundError as error:
            raise Refused(GONE) from error
        return SourceFile(facts["name"], content, facts["file"])

    def _table(self, facts: dict[str, Any], source: SourceFile | None = None) -> Table:
        resource, source = self._resource(facts), source or self._source(facts)
        return table_of(
            read_book(source.name, source.content),
            title=resource.title,
            headings=resource.headings,
            required=resource.needed_headings,
            figures=resource.figure_headings,
            sheet=facts["sheet"],
        )

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = SheetConfirmForm(request.POST)
        facts = facts_of(request.POST.get("ticket", ""), request.user.pk)
        if facts is None:
            return self._page(request, problem=GONE)
        if not form.is_valid():
            return self._preview(request, facts, confirm_form=form)
        if made := Import.objects.filter(key=facts["file"]).first():
            return self._done(request, made)
        try:
            source = self._source(facts)
            resource, table = self._resource(facts), self._table(facts, source)
        except Refused as error:
            return self._page(request, problem=str(error))
        into = Target(resource.kind, resource.title, dict(self.scopes(request))[facts["scope"]])
        reason = form.cleaned_data["reason"]
        try:
            with importing(request.user, Door.IMPORT, reason, into=into, file=source) as rows:
                outcome = self._store(request, resource, table, reason, facts)
                if outcome is None:
                    transaction.set_rollback(True)
                else:
                    outcome.count(rows)
        except TakenAlready as error:
            return self._done(request, error.made)
        if outcome is None:
            return self._preview(request, facts, problem=MOVED.format(_meanwhile(facts)))
        PrivateStorage(facts["file"]).remove()
        return self._done(request, rows.made)

    def _store(self, request, resource, table: Table, reason: str, facts) -> Outcome | None:
        """What was stored; None where it is not what the person had seen."""
        outcome = resource.take_in(table, dry_run=False, by=request.user, reason=reason)
        if outcome.digest != facts["digest"] or not outcome.is_sound:
            return None
        if self.logs_changes:
            message = f"「{facts['name']}」から一括取込。理由：{reason}"
            for flag, rows in ((ADDITION, outcome.added), (CHANGE, outcome.changed)):
                instances = [row.instance for row in rows]
                LogEntry.objects.log_actions(request.user.pk, instances, flag, message)
        return outcome

    def _done(self, request: HttpRequest, made: Import) -> HttpResponse:
        text = (
            f"取り込みました。追加 {made.added}件、変更 {made.changed}件、"
            f"変更なし {made.unchanged}件。"
        )
        messages.success(request, text)
        return HttpResponseRedirect(self._list_url())

    def _import_form(self, request: HttpRequest) -> SheetImportForm:
        lists = [(str(i), each.title) for i, each in enumerate(self.resource_classes)]
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        return SheetImportForm(self.scopes(request), self.scope_label, lists, *data)

    def _page(self, request: HttpRequest, **context) -> HttpResponse:
        scopes = self.scopes(request)
        if not scopes:
            context["problem"] = (
                f"{self.scope_label}がまだ登録されていません。先に登録してください。"
            )
        elif "form" not in context:
            lists = [(str(i), each.title) for i, each in enumerate(self.resource_classes)]
            context["form"] = SheetImportForm(scopes, self.scope_label, lists)
        context |= {"title": f"{self.opts.verbose_name}の取込", "lists": self._lists(scopes)}
        return self._respond(request, self.import_template_name, context)

    def _lists(self, scopes: Choices) -> list[SheetResource]:
        if not scopes:
            return []
        made_for = self.resource_kwargs(scopes[0][0])
        return [each(**made_for) for each in self.resource_classes]

    # Export

    def export_action(self, request: HttpRequest) -> HttpResponse:
        if not self.has_export_permission(request):
            raise PermissionDenied
        scopes = self.scopes(request)
        form = SheetExportForm(
            self.get_export_formats(),
            self.resource_classes,
            scopes=scopes,
            scope_label=self.scope_label,
            data=request.POST or None,
        )
        if scopes and form.is_valid():
            try:
                return self._file(request, form)
            except LettersLost as lost:
                form.add_error("format", f"{lost}ほかの形式を選んでください。")
        context = {"title": f"{self.opts.verbose_name}の書出し", "form": form, "scopes": scopes}
        return self._respond(request, self.export_template_name, context)

    def _file(self, request: HttpRequest, form: SheetExportForm) -> HttpResponse:
        chosen = self.choose_export_resource_class(form, request)
        resource = chosen(**self.resource_kwargs(form.cleaned_data["scope"]))
        file_format = self.get_export_formats()[int(form.cleaned_data["format"])]()
        same = chosen._meta.model is self.model
        dataset = resource.export(self.get_export_queryset(request) if same else None)
        name = f"{resource.title}_{timezone.localdate():%Y%m%d}.{file_format.get_extension()}"
        response = HttpResponse(
            file_format.export_data(dataset), content_type=file_format.get_content_type()
        )
        response["Content-Disposition"] = content_disposition_header(True, name)
        return response

    def _respond(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        shared = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "list_url": self._list_url(),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, [template], shared | context)

    def _list_url(self) -> str:
        return reverse("admin:{}_{}_changelist".format(*self.get_model_info()))


def _meanwhile(facts: dict[str, Any]) -> str:
    """Whose imports came first, where it was an import."""
    made = Import.objects.made_after(facts["newest"])
    names = "、".join(f"{each.by_name}さんが「{each.file_name}」を取り込み" for each in made)
    return f"{names}、" if names else ""


def _sheet_form(error: SheetNotChosen, facts: dict[str, Any]) -> SheetChoiceForm:
    return SheetChoiceForm(error.names, initial={"ticket": ticket(**facts)})
