"""A file from its order to its bytes; and the job that keeps it."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.db import DatabaseError
from django.utils import timezone

from progress.charts.cache import Chart, NotDrawn, drawn, size_of
from progress.charts.failed import failed_picture
from progress.models import Pack
from progress.pack import pages, printing
from progress.pack.gathering import Material, gather
from progress.pack.orders import Format, Kind, Order
from progress.pack.paper_word import to_word
from progress.pack.printing import Printed, Sheets
from progress.pack.public import gather_public, why_none
from progress.pack.workbook import to_xlsx
from sakado_dx import event_log
from sakado_dx.jobs.running import Unmakeable, Work
from sakado_dx.records.acting import Door, acting
from sakado_dx.records.chain import current_head
from sakado_dx.records.heads import UnreadableHead, seal_and_keep

FOLDER = "private/packs"
Step = Callable[[int, str], object]


def make(work: Work) -> None:
    """The job: make the file, keep it, and write its row and the job's end together."""
    order = Order.of(work.arguments)
    if order.format == Format.PDF and (refusal := printing.why_not()):
        raise Unmakeable(refusal)
    work.at(2, "操作の記録を封印しています")
    at, head = timezone.now(), sealed_head()
    printed = bytes_of(order, at, head, work.at)
    work.at(95, "保存しています")
    stored_as = work.keep(f"{FOLDER}/{uuid4().hex}", printed.content)
    with acting(work.by, Door.PAGE):
        Pack.objects.create(
            year=order.year,
            meeting=order.meeting,
            kind=order.kind,
            format=order.format,
            title=order.title,
            marking=order.marking,
            name=name_of(order, at),
            stored_as=stored_as,
            size=len(printed.content),
            pages=printed.pages,
            sha256=hashlib.sha256(printed.content).hexdigest(),
            content_sha256=printed.content_sha256,
            audit_head=head,
            as_of=at,
            by=work.by,
            at=timezone.now(),
        )
        work.done(work.job.back)


def sealed_head() -> str:
    """Seal what is not sealed, and the record's head then; the last head where that fails."""
    try:
        head = seal_and_keep()
    except (UnreadableHead, OSError, DatabaseError) as error:
        event_log.record("audit_not_sealed", level=logging.ERROR, fault=type(error).__name__)
        head = current_head()
    return str(head) if head else ""


def bytes_of(
    order: Order, at: datetime, head: str, step: Step = lambda per_cent, phase: None
) -> Printed:
    """The file that an order asks for. Raises Unmakeable."""
    if order.format == Format.PDF:
        # What was gathered is let go before the pages are laid out, which takes the most memory.
        return printing.to_pdf(_sheets(order, at, head, step), step)
    step(8, "内容を集めています")
    material = gather(order, at, timezone.localdate(at))
    step(50, "ファイルにしています")
    if order.format == Format.XLSX:
        return to_xlsx(material, head)
    return to_word(material)


def _sheets(order: Order, at: datetime, head: str, step: Step) -> Sheets:
    step(8, "内容を集めています")
    day, own = timezone.localdate(at), {"at": at, "audit_head": head}
    if order.is_public:
        public = gather_public(order, at, day)
        if refusal := why_none(public):
            raise Unmakeable(refusal)
        context = pages.cover_of(public)
        return printing.sheets_of("progress/pack/public.html", context, {}, **own)
    material = gather(order, at, day)
    if order.kind == Kind.BALLOT:
        context = pages.ballot_of(material)
        template = "progress/pack/ballot.html"
        return printing.sheets_of(template, context, {}, **own, is_filed=False)
    pictures = _drawn(material, step)
    step(65, "文章を並べています")
    context = pages.context_of(material)
    return printing.sheets_of("progress/pack/pack.html", context, pictures, **own)


def _drawn(material: Material, step: Step) -> dict[str, bytes]:
    """The pictures by their addresses."""
    pictures = {}
    for place, (address, (chart, shape)) in enumerate(material.pictures.items()):
        step(15 + 50 * place // len(material.pictures), "図を描いています")
        pictures[address] = _picture(chart, shape)
    return pictures


def _picture(chart: Chart, shape: str) -> bytes:
    """The chart, or the sentence that stands in its place."""
    try:
        return drawn(chart, shape)
    except NotDrawn:
        return failed_picture(*size_of(chart, shape))


def name_of(order: Order, at: datetime) -> str:
    """The name under which the file is given out."""
    whole = order.title.replace("　", "_")
    return f"{whole}_{timezone.localtime(at):%Y%m%d_%H%M}.{order.format}"
