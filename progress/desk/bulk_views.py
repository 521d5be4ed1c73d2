"""Acting on many reports at once, and the list of what waits for whom."""

from functools import partial

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from progress import access
from progress.desk import bulk_pages, reminders, verbs
from progress.models import StatusChange
from progress.workflow import asking, many, posts
from sakado_dx.files import file_answer
from sakado_dx.fiscal import label_name
from sakado_dx.organization.access import secretariat_required
from sakado_dx.records import mail
from sakado_dx.records.acting import Door
from sakado_dx.records.mail import OutgoingMail
from sakado_dx.spreadsheets import writing

Verb = StatusChange.Verb
CSV_HEADINGS = (
    "課", "氏名", "メール", "作業", "施策", "期限", "残り", "画面のアドレス",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
@secretariat_required
def confirm_bulk(request, year_id):
    """Confirm submitted reports: what will happen and what is refused, then the act."""
    year = access.year_of_page(request, year_id)
    if request.method == "POST":
        act = partial(_confirm, request.standing)
        wanted = posts.wanted_of(request.POST)
        prospects = bulk_pages.to_confirm(request.standing, year, wanted)
        outcome = many.act_on(request.standing, prospects, wanted, Verb.CONFIRM, act)
        posts.say_outcome(request, outcome, "の報告を確認しました。")
        return redirect("progress:queue", year_id)
    frame = _frame(year, "まとめて確認する")
    prospects = bulk_pages.page_to_confirm(request.standing, year, request.GET.get("page"))
    context = {"year": year, "prospects": prospects, "consequences": asking.CONFIRM, **frame}
    return render(request, "progress/desk/confirm_bulk.html", context)


def _confirm(standing, report) -> None:
    verbs.confirm(report, by=standing, version=report.version, door=Door.BULK)


def _frame(year, title: str) -> dict:
    queue = ("事務局確認", reverse("progress:queue", args=[year.pk]))
    return {
        "page_title": f"{title}（{label_name(year.fiscal_year)}）",
        "breadcrumbs": [queue, (title, None)],
    }


@require_GET
@secretariat_required
def reminder_list(request, year_id):
    """What waits for whom in a year, and the mails that did not arrive."""
    year = access.year_of_page(request, year_id)
    today = timezone.localdate()
    digests = reminders.digests(today, year)
    stranded = OutgoingMail.objects.stranded(timezone.now()) | OutgoingMail.objects.given_up()
    context = {
        "year": year,
        "today": today,
        "digests": digests,
        "uses_mail": mail.is_used(),
        "steps": reminders.steps_words(),
        "undelivered": list(stranded.select_related("recipient").order_by("-pk")[:50]),
        **_frame(year, "残っている作業"),
    }
    return render(request, "progress/desk/reminder_list.html", context)


@require_GET
@secretariat_required
def reminder_export(request, year_id):
    """The same list as CSV, one line a person and thing to do: for cities without mail."""
    year = access.year_of_page(request, year_id)
    today = timezone.localdate()
    rows = [
        (
            each.division,
            str(digest.person or "（利用者の登録なし）"),
            digest.person.email if digest.person else "",
            str(each.kind),
            each.title,
            each.due.isoformat(),
            each.left(today),
            mail.link(each.path),
        )
        for digest in reminders.digests(today, year)
        for each in digest.items
    ]
    content = writing.to_csv(CSV_HEADINGS, rows)
    return file_answer(content, f"残っている作業_{year.short_label}_{today}.csv")
