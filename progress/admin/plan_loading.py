"""計画の読込: the documents, what each would change, and the yes to exactly that."""

import hashlib
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET, require_POST

from progress.admin.own_tables import OwnTableForm
from progress.plan_document.checks.checking import by_weight, check_document
from progress.plan_document.loading.comparing import compare
from progress.plan_document.loading.loading import InForce, Loaded, LoadedMeanwhile, load_file
from progress.plan_document.loading.opening import SUFFIXES, open_document
from progress.plan_document.loading.sources import Source, fixture_paths
from progress.plan_document.loading.telling import Teller
from progress.plan_document.schema.faults import DocumentRefused
from progress.plan_document.sheets.workbook import blank_workbook
from progress.revisions.drafting import draft_from_document
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.files import file_answer
from sakado_dx.fiscal import current_fiscal_year
from sakado_dx.imports.recording import SourceFile, TakenAlready
from sakado_dx.records.acting import Door, acting
from sakado_dx.spreadsheets.json_text import MOST_BYTES
from sakado_dx.spreadsheets.storage import facts_of, ticket

GONE = (
    "読み込む文書が見つかりません。既に読み込まれたか、確認の画面を開いてから1日を過ぎています。"
    "もう一度文書を選んでください。"
)
OTHER_BYTES = "表示した後に、文書の中身が変わりました。下の内容を確かめ直してください。"


class DocumentForm(forms.Form):
    """A document from somewhere else."""

    document = forms.FileField(
        label="計画の文書",
        help_text=(
            "計画のブック（.xlsx）か、JSON（.json）。10MBまで。書き方は、ブックのシート「使い方」と "
            "fixtures/README.md にあります。"
        ),
        error_messages={"required": "文書を選んでください。", "empty": "文書が空です。"},
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_document(self):
        file = self.cleaned_data["document"]
        if not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError("拡張子が .xlsx か .json の文書を選んでください。")
        if file.size > MOST_BYTES:
            raise forms.ValidationError("文書が大きすぎます。10MBまでにしてください。")
        return file


class Listed(NamedTuple):
    """A document of fixtures/ on the list."""

    name: str
    title: str
    state: str


def listed(source: Source) -> Listed:
    """A document's title, and in a word what loading it would do."""
    try:
        comparison = compare(open_document(source.name, source.read()).document)
    except DocumentRefused as error:
        return Listed(source.name, "－", f"読み込めません（誤り {len(error.faults)}件）")
    stored = "変更なし" if comparison.is_empty else "変更あり"
    return Listed(source.name, comparison.title, "未登録" if comparison.is_new else stored)


class PlanLoadingMixin:
    """For the ModelAdmin of `Plan`, which draws the pages with `respond`."""

    @method_decorator(require_GET)
    def documents_view(self, request: HttpRequest) -> HttpResponse:
        """The documents of fixtures/, and a form for another one."""
        self._check_may_load(request)
        return self._documents(request, DocumentForm())

    @method_decorator(require_GET)
    def blank_view(self, request: HttpRequest) -> HttpResponse:
        """A workbook to fill in, for a plan that begins this year."""
        self._check_may_load(request)
        content = blank_workbook(current_fiscal_year())
        return file_answer(content, "計画のひな形.xlsx")

    @method_decorator(require_GET)
    def document_view(self, request: HttpRequest, file: str) -> HttpResponse:
        """What a document of fixtures/ would change."""
        self._check_may_load(request)
        source = Source(file)
        try:
            return self._preview(request, source, source.read())
        except FileNotFoundError:
            raise Http404 from None

    @method_decorator(require_POST)
    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Keep an uploaded document and show what it would change."""
        self._check_may_load(request)
        form = DocumentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._documents(request, form)
        file = form.cleaned_data["document"]
        data = file.read()
        return self._preview(request, Source.keep(file.name, data), data)

    @method_decorator(require_POST)
    def load_view(self, request: HttpRequest) -> HttpResponse:
        """Load the very bytes and changes that were shown, or say what is different now."""
        self._check_may_load(request)
        facts = facts_of(request.POST.get("ticket", ""), request.user.pk)
        if facts is None:
            return self._documents(request, DocumentForm(), GONE)
        source = Source(facts["name"], facts["stored"])
        try:
            data = source.read()
        except FileNotFoundError:
            return self._documents(request, DocumentForm(), GONE)
        if digest(data) != facts["digest"]:
            return self._preview(request, source, data, OTHER_BYTES)
        try:
            self._load(request, source, data, facts["fingerprint"])
        except LoadedMeanwhile as error:
            return self._preview(request, source, data, str(error))
        except InForce as error:
            return self._draft(request, source, data, error)
        except TakenAlready as error:
            messages.success(request, f"「{error.made.file_name}」は、既に読み込まれています。")
        except DocumentRefused:
            return self._preview(request, source, data, "計画の登録内容が変わりました。")
        source.forget()
        return redirect("admin:measures_plan_documents")

    def _load(self, request: HttpRequest, source: Source, data: bytes, expected: str) -> None:
        reason, said = f"文書「{source.name}」の読込", {"by": request.user, "door": Door.LOAD}
        file = SourceFile(source.name, data, source.stored)
        document = open_document(source.name, data).document
        with acting(request.user, Door.LOAD, reason):
            loaded = load_file(document, file, expected=expected, reason=reason, **said)
            self._log(request, source, loaded)
        messages.success(
            request, f"計画「{loaded.plan}」を文書「{source.name}」から読み込みました。"
        )

    def _draft(self, request: HttpRequest, source: Source, data: bytes, in_force: InForce):
        """A plan in force is not overwritten: what differs becomes the draft of a revision."""
        document = open_document(source.name, data).document
        said = {"by": request.user, "title": source.name[:100], "door": Door.LOAD}
        try:
            made = draft_from_document(in_force.plan, document, **said)
        except (NotAllowed, Incomplete) as refusal:
            return self._preview(request, source, data, f"{in_force}{refusal}")
        messages.success(
            request,
            f"「{in_force.plan}」は施行中のため、何も上書きせず、文書との違いを、見直しの案"
            f"「{made}」にしました。",
        )
        source.forget()
        return redirect("admin:measures_plan_documents")

    def _log(self, request: HttpRequest, source: Source, loaded: Loaded) -> None:
        counts = [f"{each.label} {each.counts}" for each in Teller(loaded.comparison).sections()]
        log = self.log_addition if loaded.comparison.is_new else self.log_change
        log(request, loaded.plan, f"文書「{source.name}」を読込。{'；'.join(counts)}")

    def _check_may_load(self, request: HttpRequest) -> None:
        if not request.user.has_perm("measures.import_plan"):
            raise PermissionDenied

    def _documents(
        self,
        request: HttpRequest,
        form: DocumentForm | None = None,
        problem: str = "",
        table_form: OwnTableForm | None = None,
    ):
        form, table_form = form or DocumentForm(), table_form or OwnTableForm()
        context = {
            "title": "計画の読込",
            "form": form,
            "table_form": table_form,
            "errors": form.errors or table_form.errors,
            "problem": problem,
            "documents": [listed(Source(path.name)) for path in fixture_paths()],
        }
        return self.respond(request, "documents", context, status=409 if problem else 200)

    def _preview(self, request: HttpRequest, source: Source, data: bytes, problem: str = ""):
        context = {"title": f"計画の読込：{source.name}", "problem": problem, "name": source.name}
        try:
            document, notices = open_document(source.name, data)
            comparison = compare(document)
        except DocumentRefused as error:
            source.forget()
            return self.respond(request, "document", context | {"faults": error.faults})
        facts = {"name": source.name, "stored": source.stored, "user": request.user.pk}
        facts |= {"digest": digest(data), "fingerprint": comparison.fingerprint}
        context |= {
            "comparison": comparison,
            "in_force": not comparison.is_new and comparison.stored.plan.editions.exists(),
            "sections": Teller(comparison).sections(),
            "notices": notices,
            "findings": by_weight(check_document(document)),
            "ticket": ticket(**facts),
        }
        return self.respond(request, "document", context, status=409 if problem else 200)


def digest(data: bytes) -> str:
    """What tells one document's bytes from another's."""
    return hashlib.sha256(data).hexdigest()
