"""The wizard: file, differences, the yes with its reason; nothing is stored before that."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from progress.imports import kept, pages, verbs, working
from progress.imports.forms import ConfirmForm, FileForm, SheetForm
from progress.imports.list_pages import TITLE as LIST
from progress.workflow import posts
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.files import file_answer
from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import TakenAlready
from sakado_dx.jobs.models import Job
from sakado_dx.jobs.running import hash_of
from sakado_dx.spreadsheets.annotating import annotated
from sakado_dx.spreadsheets.faults import Refused, SheetNotChosen
from sakado_dx.spreadsheets.storage import PrivateStorage, facts_of, ticket

TITLE = "ファイルの取込"
MOVED = (
    "確認の画面を表示した後に、{}登録内容が変わりました。まだ何も取り込んでいません。"
    "下の違いを確かめて、もう一度取り込んでください。"
)
CHANGED = (
    "この内容を調べた後に、登録内容が変わりました。取り込むときに違いが見つかれば、何も取り込みません。"
    "「もう一度確かめる」で調べ直せます。"
)


def _aims(request) -> list[pages.Aim]:
    """What this person may take in; 404 for who may nothing."""
    if not (found := pages.aims(request)):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def import_new(request):
    """Which file into which list; sent, what it would do."""
    found = _aims(request)
    if request.method != "POST":
        wanted = request.GET.get("list", "")
        first = next((each for each in found if each.list.kind == wanted), found[0])
        return _start(request, found, into=first.name)
    form = FileForm(pages.choices(found), request.POST, request.FILES)
    if not form.is_valid():
        return _start(request, found, form)
    file, storage = form.cleaned_data["file"], PrivateStorage()
    storage.save(file.read())
    facts = {"user": request.user.pk, "file": storage.name, "name": file.name}
    facts |= {"into": form.cleaned_data["into"], "sheet": "", "left_out": []}
    return _preview(request, found, facts)


def _start(request, found, form=None, *, into="", problem="", status=200):
    """The choice of list, year and file; what was chosen stays chosen."""
    form = form or FileForm(pages.choices(found), initial={"into": into})
    aim = pages.aim_of(found, form["into"].value()) or found[0]
    context = {
        "form": form,
        "problem": problem,
        "resource": aim.list.make(aim.scope),
        "page_title": TITLE,
        "breadcrumbs": _way(),
    }
    return render(request, "progress/imports/new.html", context, status=status)


def _way():
    home = ("ホーム", reverse("progress:home"))
    return [home, (LIST, reverse("progress:import_list")), (TITLE, None)]


def _facts(request, found) -> dict | None:
    """What the ticket of a POST says; None where it is nobody's, or of no list of this person."""
    facts = facts_of(request.POST.get("ticket", ""), request.user.pk)
    return facts if facts and pages.aim_of(found, facts["into"]) else None


@require_POST
def import_check(request):
    """The same file again: another sheet, another list, or without the rows that are wrong."""
    found = _aims(request)
    if (facts := _facts(request, found)) is None:
        return _start(request, found, problem=pages.GONE, status=409)
    if pages.aim_of(found, request.POST.get("into", "")):
        facts |= {"into": request.POST["into"], "sheet": "", "left_out": []}
    facts |= {"sheet": request.POST.get("sheet", facts["sheet"]), "look": 0}
    if "leave_out" in request.POST:
        facts |= {"left_out": sorted(posts.numbers(request.POST.getlist("leave_out")))}
    return _preview(request, found, facts)


def _preview(request, found, facts, form=None, *, problem="", status=200):
    """Differences and faults; of many rows first how far they are. Nothing is stored."""
    try:
        if facts.get("look"):
            looked, facts["newest"] = _kept(facts, found)
        else:
            file = pages.read(facts, found)
            if len(file.table.rows) > working.MANY:
                return _answer(working.order_look(facts, file.aim, request.user))
            looked = pages.look(file, found, request.user)
            facts["newest"] = Import.objects.newest_key()
    except SheetNotChosen as error:
        return _sheets(request, found, facts, error)
    except Refused as error:
        PrivateStorage(facts["file"]).remove()
        return _start(request, found, into=facts["into"], problem=str(error))
    return _show(request, facts, looked, form, problem=problem, status=status)


def _answer(job: Job):
    """How far it is; what came of it, where it is done already."""
    job.refresh_from_db()
    return redirect(job.result if job.is_done else job)


def _kept(facts, found) -> tuple[pages.Looked, int]:
    """What a job has found, and the newest import of then; raises Refused where it is gone."""
    try:
        return kept.kept(facts["look"], facts, found)
    except FileNotFoundError as error:
        raise Refused(pages.GONE) from error


@require_GET
def import_looked(request, pk):
    """What a file of many rows would do, once its job has found out."""
    found = _aims(request)
    jobs = Job.objects.made().filter(kind=working.LOOK, by=request.user)
    job = get_object_or_404(jobs, pk=pk)
    if done := _done_before(request, job.arguments):
        return done
    facts = {**job.arguments, "look": job.pk}
    has_changed = job.data_hash != hash_of(working.data_mark())
    return _preview(request, found, facts, problem=CHANGED if has_changed else "")


def _show(request, facts, looked, form=None, *, problem="", status=200):
    """The page of what a file would do, with a ticket to exactly that."""
    facts |= {"digest": looked.seen.digest, "mark": looked.seen.effects}
    token = ticket(**facts)
    needs_why = looked.effects.needs_reason
    if form is None or needs_why != ("why" in form.fields):
        form = ConfirmForm(initial={"ticket": token}, needs_why=needs_why)
    context = {
        "looked": looked,
        "form": form,
        "ticket": token,
        "left_out": facts["left_out"],
        "is_kept": bool(facts.get("look")),
        "problem": problem,
        "page_title": f"{TITLE}の確認（{looked.aim.title}）",
        "breadcrumbs": _way(),
    }
    return render(request, "progress/imports/preview.html", context, status=status)


def _sheets(request, found, facts, error: SheetNotChosen):
    """Which sheet is meant; and which list, where the file is plainly of another."""
    context = {
        "form": SheetForm(error.names, initial={"ticket": ticket(**facts)}),
        "ticket": ticket(**facts),
        "problem": str(error),
        "aim": pages.aim_of(found, facts["into"]),
        "other": pages.fitting_aim(facts, found),
        "page_title": f"{TITLE}：シートの選択",
        "breadcrumbs": _way(),
    }
    return render(request, "progress/imports/sheets.html", context)


@require_POST
def import_confirm(request):
    """Take in exactly what was shown; sent again, the answer of the first time."""
    found = _aims(request)
    if (facts := _facts(request, found)) is None or "digest" not in facts:
        return _start(request, found, problem=pages.GONE, status=409)
    if done := _done_before(request, facts):
        return done
    form = ConfirmForm(request.POST, needs_why="why" in request.POST)
    if not form.is_valid():
        return _preview(request, found, facts, form)
    if facts.get("look"):
        said, aim = data_of(form.cleaned_data), pages.aim_of(found, facts["into"])
        return _answer(working.order_write(facts, said, aim, request.user))
    try:
        made = _take_in(request, facts, found, form.cleaned_data)
    except (TakenAlready, Refused, NotAllowed, Incomplete) as refusal:
        # A copy of this request that was faster has changed the rows, and taken the file away.
        return _done_before(request, facts) or _refused(request, found, facts, refusal)
    PrivateStorage(facts["file"]).remove()
    return _done(request, made)


def _done_before(request, facts):
    """The answer of the first time, where this very request was answered already."""
    made = Import.objects.filter(key=facts["file"]).first()
    return _done(request, made) if made else None


def _refused(request, found, facts, refusal):
    """Why it was not taken in, beside what it would do by now."""
    if isinstance(refusal, Refused):
        return _start(request, found, into=facts["into"], problem=str(refusal), status=409)
    problem = str(refusal)
    if isinstance(refusal, verbs.Moved):
        problem = MOVED.format(pages.meanwhile(facts["newest"]))
    return _preview(request, found, facts, problem=problem, status=409)


def _take_in(request, facts, found, data) -> Import:
    file = pages.read(facts, found)
    return verbs.take_in(
        file.resource,
        file.table,
        by=request.user,
        file=file.source,
        scope=file.aim.scope_words,
        seen=verbs.Seen(facts["digest"], facts["mark"]),
        **data_of(data),
    )


def data_of(data: dict) -> dict:
    """What the form says besides its ticket."""
    return {name: data[name] for name in ("reason", "why") if name in data}


def _done(request, made: Import):
    messages.success(
        request,
        f"取り込みました。追加 {made.added}件、変更 {made.changed}件、変更なし {made.unchanged}件。",
    )
    return redirect(made)


@require_POST
def import_marked(request):
    """The person's own workbook, each wrong cell marked."""
    found = _aims(request)
    if (facts := _facts(request, found)) is None:
        return _start(request, found, problem=pages.GONE, status=409)
    try:
        if facts.get("look"):
            looked, _ = _kept(facts, found)
        else:
            looked = pages.look(pages.read(facts, found), found, request.user)
        source = looked.source
        sheet = looked.table.sheet
        content = annotated(source.content, [(sheet, each) for each in looked.outcome.faults])
    except Refused as error:
        return _start(request, found, into=facts["into"], problem=str(error), status=409)
    return file_answer(content, f"誤りの印_{source.name}")
