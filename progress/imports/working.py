"""Files of many rows: looked at, and taken in, by a process that tells how far it is."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from progress.imports import kept, pages, verbs
from progress.workflow.refusals import Incomplete, NotAllowed
from sakado_dx.imports.models import Import
from sakado_dx.imports.recording import TakenAlready
from sakado_dx.jobs.models import Job
from sakado_dx.jobs.running import Unmakeable, Work, ask
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.models import AuditRecord
from sakado_dx.spreadsheets.faults import Refused
from sakado_dx.spreadsheets.storage import PrivateStorage

LOOK, WRITE = "import_look", "import_write"
MANY = 1000  # rows; on a busy machine these take some two seconds
ASKED = ("user", "file", "name", "into", "sheet", "left_out")  # of a ticket, what a look needs
READING, WRITING = "ファイルを読んでいます", "書込み中"
AFTER_ROWS = "行のほかへの影響を調べています"
MOVED = (
    "確認の画面を表示した後に、{}登録内容が変わりました。まだ何も取り込んでいません。"
    "確認の画面に戻り、もう一度確かめてください。"
)


def order_look(facts: Mapping[str, Any], aim: pages.Aim, by: User) -> Job:
    """The job that finds out what a file would do; or that did so, where nothing has changed."""
    return ask(
        LOOK,
        title=f"{facts['name'][-60:]}の確認（{aim.title}）"[:200],
        arguments={name: facts[name] for name in ASKED},
        data=data_mark(),
        by=by,
        back=f"{reverse('progress:import_new')}?list={aim.list.kind}",
    )


def order_write(facts: Mapping[str, Any], said: Mapping[str, str], aim: pages.Aim, by: User) -> Job:
    """The job that takes in what the look `facts["look"]` has shown."""
    return ask(
        WRITE,
        title=f"{facts['name'][-60:]}の取込（{aim.title}）"[:200],
        arguments={"facts": dict(facts), "said": dict(said)},
        data=data_mark(),
        by=by,
        back=reverse("progress:import_looked", args=[facts["look"]]),
    )


def data_mark() -> str:
    """A text that is another one as soon as anything recorded is changed; 1 query."""
    return str(AuditRecord.objects.order_by("-pk").values_list("pk", flat=True).first())


def look(work: Work) -> None:
    """The job: what the file would do, kept for its page."""
    found = aims_of(work.by)
    work.at(2, READING)
    try:
        file = pages.read(work.arguments, found)
        looked = pages.look(file, found, work.by, _telling(work))
    except Refused as refusal:
        raise Unmakeable(str(refusal)) from refusal
    kept.keep(work.job.pk, looked)
    work.done(reverse("progress:import_looked", args=[work.job.pk]))


def write(work: Work) -> None:
    """The job: all rows with their import and the job's end, or nothing."""
    facts, said = work.arguments["facts"], work.arguments["said"]
    work.at(5, READING)
    try:
        file = pages.read(facts, aims_of(work.by))
        work.at(20, WRITING)
        with acting(work.by, Door.IMPORT, said["reason"], import_key=facts["file"]):
            work.done(_taken_in(file, facts, said, work.by).get_absolute_url())
    except TakenAlready as error:
        work.done(error.made.get_absolute_url())
    except verbs.Moved as refusal:
        raise Unmakeable(MOVED.format(pages.meanwhile(facts["newest"]))) from refusal
    except (Refused, NotAllowed, Incomplete) as refusal:
        raise Unmakeable(str(refusal)) from refusal
    PrivateStorage(facts["file"]).remove()


def _taken_in(file: pages.ReadFile, facts: dict, said: dict, by: User) -> Import:
    seen = verbs.Seen(facts["digest"], facts["mark"])
    own = {"by": by, "file": file.source, "scope": file.aim.scope_words, "seen": seen}
    return verbs.take_in(file.resource, file.table, **own, **said)


def aims_of(user: User) -> list[pages.Aim]:
    """What this person may take in, as by now."""
    request = HttpRequest()  # the admin's pages ask it for the person's rights
    request.user = user
    return pages.aims(request)


def _telling(work: Work) -> verbs.Tell:
    """Tells each per cent once."""
    told = 0

    def tell(row: int, rows: int) -> None:
        nonlocal told
        per_cent = 10 + 80 * row // rows
        if per_cent > told:
            told = per_cent
            counted = f"行を確かめています（{row:,}／{rows:,}行）"
            work.at(per_cent, counted if row < rows else AFTER_ROWS)

    return tell
