"""A form of each POST that is filled in and does something, for who may send it.

tests/test_parallel_posts.py sends them. An action of tests/access_table.py without a line here
fails there.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from measures.models import Indicator, Plan
from progress.corrections import verbs as corrections
from progress.entry import verbs as entry_verbs
from progress.entry.cautions import cautions_of
from progress.models import (
    Approval,
    Contribution,
    EvidenceFile,
    Letter,
    LetterTemplate,
    ProgressReport,
    ReviewYear,
)
from progress.publication import verbs as publication
from progress.sheets.pages import preview_of
from progress.year import verbs as year_verbs
from sakado_dx.organization.access import standing_of
from sakado_dx.organization.models import PowerNotice
from sakado_dx.organization.workflow import newest_link
from sakado_dx.spreadsheets.storage import PrivateStorage, ticket
from tests.post_lines import Post, Stage, nothing, of_list, pdf
from tests.post_table_admin import ADMIN
from tests.post_table_meetings import MEETINGS
from tests.post_table_retention import RETENTION
from tests.post_table_reviews import REVIEWS
from tests.post_table_revisions import REVISIONS
from tests.progress.closing import close_year, pass_due
from tests.progress.conftest import PAPER, World, make_indicator
from tests.progress.sheets.books import filled, made

PASSWORD, NEW_PASSWORD = "kaze-no-tani-07-kawa", "yama-to-umi-42-sora"


# --- The report


def report_post(verb: str, who: str, state: str, fields=lambda stage: {}, **more) -> Post:
    """A verb of the report on the version that stands."""

    def with_version(stage: Stage) -> dict[str, Any]:
        return {"version": stage.city.fresh().version} | fields(stage)

    return Post(f"/reports/{{report}}/{verb}/", who, with_version, state, **more)


def entry(stage: Stage) -> dict[str, Any]:
    world = stage.city
    return {
        "progress": world.word("順調").pk,
        "outlook": world.word("継続", "outlook").pk,
        "done": "窓口で様式を書かなくてよくした。",
        f"result-{world.indicator.pk}-value": "13",
    }


def line_of_table(stage: Stage) -> dict[str, Any]:
    report = stage.city.fresh()
    figure = f"r{report.pk}-result-{stage.city.indicator.pk}"
    return {f"version-{report.pk}": report.version, figure: "13", f"r{report.pk}-progress": "遅れ"}


def decided(city: World) -> None:
    city.decide(city.report)


def off_the_agenda(city: World) -> None:
    other = city.year.reports.exclude(pk=city.report.pk).get()
    city.report.agenda_items.update(report=other)


def with_day(city: World) -> None:
    day = date(2024, 9, 1)
    by = city.people["secretariat"]
    publication.set_days(city.year, by=by, days={"publish_on": day}, reason="議会の後")


def with_paper(stage: Stage) -> dict[str, Any]:
    return of_list(stage) | PAPER | {"document_number": "情政第8号", "manner": "own"}


def as_of_now(stage: Stage) -> dict[str, Any]:
    """The form of a recorded 起案 as it was read."""
    read = {"as_of": Approval.objects.get(pk=stage.name("approval")).at.isoformat()}
    return read | PAPER | {"manner": "own", "rank": "head", "reason": "区分の誤り"}


def asking(city: World) -> None:
    ReviewYear.objects.update(asks_endorsement=True)


def closed(city: World) -> None:
    left = ProgressReport.objects.exclude(state="evaluated")
    reasons = dict.fromkeys(left.values_list("pk", flat=True), "災害対応のため")
    close_year(city.year, by=city.people["secretariat"], reasons=reasons)


def next_year(city: World) -> dict[str, Any]:
    year = year_verbs.open_year(
        city.plan, by=city.people["secretariat"], fiscal_year=2024, report_due=date(2099, 5, 31)
    )
    return {"report": year.reports.get(measure=city.measure).pk}


def next_plan(city: World) -> None:
    """The plan of today, which no year was opened of."""
    days = {"first_fiscal_year": 2026, "last_fiscal_year": 2030}
    Plan.objects.create(title="次期計画", city=city.plan.city, **days)


def low_figure(city: World) -> None:
    results, by = city.entry("1"), city.people["reporter"]
    entry_verbs.save(city.fresh(), by=by, version=1, results=results)


def cautioned(stage: Stage) -> dict[str, Any]:
    codes = [each.warning.code for each in cautions_of(stage.city.fresh())]
    return {f"caution-{code}": "窓口を閉めていたため" for code in codes}


def note(stage: Stage) -> dict[str, Any]:
    return {"comment-note": "根拠を確かめた。", "comment-second_judgement": ""}


def file_taken_off(city) -> dict:
    EvidenceFile.objects.update(removed_at=timezone.now())
    return {}


def reason(stage: Stage) -> dict[str, Any]:
    return {"reason": "数値の根拠を書くこと。", "send_back-reason": "数値の根拠を書くこと。"}


def filled_book(stage: Stage) -> bytes:
    """The leading division's workbook with a figure in it."""
    return filled(made(stage.city), {"実績": 13})


def book_shown(stage: Stage) -> dict[str, Any]:
    """The yes to a workbook that waits."""
    city, content, storage = stage.city, filled_book(stage), PrivateStorage()
    storage.save(content)
    user, lead = city.people["reporter"], city.divisions["lead"]
    shown = preview_of(standing_of(user), city.year, lead, "記入.xlsx", content, {})
    facts = {"year": city.year.pk, "division": lead.pk, "digest": shown.digest}
    return {"ticket": ticket(user=user.pk, name="記入.xlsx", stored=storage.name, **facts)}


def answered(stage: Stage) -> dict[str, Any]:
    part = stage.name("contribution")
    return {f"version-{part}": 0, f"part-{part}-text": "市民へ知らせた。"}


REPORT = [
    report_post("edit", "reporter", "draft", entry),
    report_post("ask-head", "reporter", "draft"),
    report_post("submit", "head", "draft", lambda stage: {"without_parts": "電話で確かめたため。"}),
    report_post("withdraw", "head", "submitted"),
    report_post("comment", "secretariat", "submitted", note),
    report_post("send-back", "secretariat", "submitted", reason),
    report_post("confirm", "secretariat", "submitted"),
    report_post("unconfirm", "secretariat", "confirmed", prepare=off_the_agenda),
    report_post("evaluate", "secretariat", "confirmed", prepare=decided),
    report_post("approve", "secretariat", "evaluated", with_paper),
    report_post("content-check", "executive", "evaluated"),
    report_post("publish", "secretariat", "evaluated", prepare=with_day),
    report_post("reopen", "secretariat", "evaluated", reason),
    report_post("unlock", "secretariat", "evaluated", reason, prepare=closed),
    Post("/years/{year}/divisions/{division}/table/", "reporter", line_of_table, "draft"),
    Post("/years/{year}/divisions/{division}/workbook/store/", "reporter", book_shown, "draft"),
    Post(
        "/reports/{report}/unpublish/",
        "secretariat",
        lambda stage: {"version": stage.city.fresh().version, "unpublish-reason": "誤りのため"},
    ),
    Post(
        "/reports/{report}/withhold/",
        "secretariat",
        lambda stage: {"version": stage.city.fresh().version, "withhold-outlook": "協議中のため"},
    ),
    Post(
        "/reports/{report}/edit/",
        "reporter",
        lambda stage: {"version": 0, "unchanged": "1"},
        "draft",
        next_year,
    ),
    report_post("edit", "reporter", "draft", lambda stage: {"done": "直した。", "files": pdf()}),
    report_post("edit", "reporter", "draft", lambda stage: {"detach": stage.name("evidence")}),
    report_post(
        "edit",
        "reporter",
        "draft",
        lambda stage: {"attach_again": stage.name("evidence")},
        prepare=file_taken_off,
    ),
    Post("/reports/{report}/cautions/", "reporter", cautioned, "draft", low_figure),
    Post(
        "/reports/{report}/contributors/",
        "secretariat",
        lambda stage: {"everybody": "1"},
        prepare=lambda city: {"report": city.year.reports.exclude(pk=city.report.pk).get().pk},
    ),
    Post("/my/submit/", "head", of_list, "draft", World.answer_parts),
    Post("/my/endorse/", "department", of_list, "draft", asking),
    Post("/years/{year}/contributions/{asked}/", "other", answered),
    Post(
        "/measures/{measure}/notes/",
        "reporter",
        lambda stage: {"note-noted_on": "R5.6.1", "note-text": "説明会を開いた。"},
    ),
]

# --- The year


def dates(stage: Stage) -> dict[str, Any]:
    said = {"opened_on": "R6.4.1", "report_due": "R7.5.30", "notice": "よろしくお願いします。"}
    return said | {"as_read": year_verbs.read_mark_of(stage.city.year)}


def extended(stage: Stage) -> dict[str, Any]:
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-reason": "災害対応", "0-report_due": "R7.6.30"}
    rows["0-division"] = stage.city.divisions["lead"].pk
    return dates(stage) | {f"extension-{name}": value for name, value in rows.items()}


def later_year(city: World) -> None:
    """So that a year of the plan lies before the first one of the portal."""
    ReviewYear.objects.filter(pk=city.year.pk).update(fiscal_year=2024)


def previewed(stage: Stage) -> dict[str, Any]:
    """The yes to a file of an earlier year that waits."""
    line = "年度,施策番号,進捗,取り組んだこと,今後の方針\r\nR5,I-1-1,順調,見直した。,継続\r\n"
    storage = PrivateStorage()
    storage.save(line.encode("cp932"))
    user = stage.city.people["secretariat"].pk
    facts = {"name": "台帳.csv", "sheet": "", "stored": storage.name, "years": [2023]}
    return {"ticket": ticket(user=user, **facts), "reason": "台帳からの移行"}


def unfinished(stage: Stage) -> dict[str, Any]:
    return {f"reason-{each.pk}": "災害対応のため" for each in stage.city.year.reports.all()}


def opened(city: World) -> dict[str, Any]:
    """A year in which nothing stands yet."""
    report = ProgressReport.objects.get(pk=next_year(city)["report"])
    return {"year": report.year_id, "report": report.pk}


def left_out(city: World) -> dict[str, Any]:
    """The same, in which the measure takes no part."""
    names = opened(city)
    Contribution.objects.filter(report=names["report"]).delete()
    ProgressReport.objects.filter(pk=names["report"]).delete()
    return names


def take_out(stage: Stage) -> dict[str, Any]:
    return reason(stage) | {"version": 0}


def days_after(stage: Stage) -> dict[str, Any]:
    said = {"publish_on-publish_on": "R6.9.1", "publish_on-reason": "議会の後"}
    return said | {"as_read": publication.read_mark_of(stage.city.year)}


def redefined(city: World) -> None:
    """The indicator follows another, from the second year of a longer plan on."""
    old = make_indicator(city.plan, "I-1-1-old")
    city.indicator.reference_values.all().delete()
    Plan.objects.filter(pk=city.plan.pk).update(first_fiscal_year=2022)
    Indicator.objects.filter(pk=city.indicator.pk).update(predecessor=old)
    city.indicator.measure_indicators.update(first_fiscal_year=2023)


def over(city: World) -> None:
    pass_due(city.year)


YEAR = [
    Post("/years/open/", "secretariat", lambda stage: dates(stage) | {"fiscal_year": 2024}),
    Post("/years/{year}/change/", "secretariat", extended),
    Post("/years/{year}/undo-open/", "secretariat", reason, prepare=opened),
    Post("/years/{year}/parts/{measure}/take-out/", "secretariat", take_out, prepare=opened),
    Post("/years/{year}/parts/{measure}/add/", "secretariat", reason, prepare=left_out),
    Post(
        "/years/office-days/add/",
        "secretariat",
        lambda stage: {"day": "R6.6.3", "kind": "closed", "name": "市制施行記念日"},
    ),
    Post("/years/office-days/{office_day}/restore/", "secretariat"),
    Post(
        "/years/{year}/retention/",
        "secretariat",
        lambda stage: {"document_class": "総務―情報政策", "term": "years", "keep_years": "5"},
    ),
    Post(
        "/plan/adopt/",
        "secretariat",
        lambda stage: {"effective_on": "R8.4.1"},
        prepare=next_plan,
    ),
    Post(
        "/plan/editions/{edition}/publish-on/",
        "secretariat",
        lambda stage: {"published_on": "R5.6.1"},
    ),
    Post(
        "/indicators/{indicator}/reference-values/add/",
        "secretariat",
        lambda stage: {"fiscal_year": 2022, "value": "28", "reason": "電子申請を加えた。"},
        prepare=redefined,
    ),
    Post("/reference-values/{reference_value}/remove/", "secretariat"),
    Post("/years/history/load/", "secretariat", previewed, prepare=later_year),
    Post("/years/{year}/close/", "secretariat", unfinished, "evaluated", over),
    Post(
        "/years/{year}/unlock/",
        "secretariat",
        lambda stage: of_list(stage) | reason(stage),
        "evaluated",
        closed,
    ),
    Post("/years/{year}/confirm/", "secretariat", of_list, "submitted"),
    Post("/years/{year}/evaluate/", "secretariat", of_list, "confirmed", decided),
    Post("/years/{year}/approve/", "secretariat", with_paper, "evaluated"),
    Post("/years/{year}/content-checks/", "executive", of_list, "evaluated"),
    Post(
        "/approvals/{approval}/change/",
        "secretariat",
        as_of_now,
    ),
    Post("/years/{year}/publish/", "secretariat", of_list, "evaluated", with_day),
    Post(
        "/years/{year}/publish-on/",
        "secretariat",
        days_after,
    ),
    Post(
        "/years/{year}/remind/",
        "secretariat",
        lambda stage: {
            "to": [each.pk for each in stage.city.divisions.values()],
            "dated_on": "R8.5.1",
            "anyway": "",
        },
    ),
]

# --- Letters


def ticked(stage: Stage) -> dict[str, Any]:
    """A letter by hand to the first division that has not handed in."""
    lead = stage.city.divisions["lead"].pk
    return {"to": [lead, "members"], "dated_on": "R8.5.1", "sentence": "よろしく。", "send": ""}


def own_wording(stage: Stage) -> dict[str, Any]:
    said = {"subject": "{年度}の進捗報告（依頼）", "body": "お願いします。", "particulars": ""}
    return said | {"version": 0, "save": ""}


def with_own_wording(city: World) -> None:
    said = {"subject": "件名", "body": "本文"}
    LetterTemplate.objects.create(plan=city.plan, kind="request", **said)


LETTERS = [
    Post("/years/{year}/letters/request/", "secretariat", ticked),
    Post("/meetings/{meeting}/letter/", "secretariat", ticked),
    Post(
        "/letters/hand-over/",
        "secretariat",
        lambda stage: {"letter": stage.name("letter"), "on": "R6.5.1"},
        prepare=lambda city: {"letter": Letter.objects.to_hand_over().first().pk},
    ),
    Post("/letters/wording/request/", "secretariat", own_wording),
    Post("/letters/wording/request/restore/", "secretariat", prepare=with_own_wording),
    Post(
        "/letters/wording/head/",
        "secretariat",
        lambda stage: {"sender": "市長 見本 太郎", "addressee": "{所属}長", "contact": "企画課"},
    ),
]

# --- Corrections


def proposed(city: World) -> dict[str, Any]:
    correction = corrections.propose_correction(
        city.fresh(),
        by=city.people["second_secretariat"],
        kind="correct",
        place="effects",
        after="市民の待ち時間が減った。",
        reason="誤記",
    )
    return {"correction": correction.pk}


CORRECTIONS = [
    Post(
        "/reports/{report}/corrections/effects/",
        "secretariat",
        lambda stage: {"kind": "correct", "after": "待ち時間が減った。", "reason": "誤記"},
        "confirmed",
    ),
    Post("/corrections/{correction}/confirm/", "secretariat", state="confirmed", prepare=proposed),
    Post("/corrections/{correction}/drop/", "secretariat", state="confirmed", prepare=proposed),
]

# --- Logins


def with_password(city: World) -> None:
    user = city.people["reporter"]
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])


def new_password(stage: Stage) -> dict[str, Any]:
    return {
        "old_password": PASSWORD,
        "new_password1": NEW_PASSWORD,
        "new_password2": NEW_PASSWORD,
    }


def with_notice(city: World) -> None:
    PowerNotice.objects.create(kind="link", user=city.people["reporter"], by_name="管理者")


LOGINS = [
    Post("/accounts/powers/{city_role}/approve/", "secretariat"),
    Post("/accounts/powers/notices/", "reporter", prepare=with_notice),
    Post("/accounts/password/", "reporter", new_password, prepare=with_password),
    Post("/accounts/link/{code}/", "reporter", new_password, answers=frozenset({302, 410})),
    Post(
        "/admin/organization/user/{user}/password-link/",
        "administrator",
        lambda stage: {"after": newest_link(stage.city.people["other"])},
    ),
]

POSTS = [
    *REPORT, *YEAR, *LETTERS, *CORRECTIONS, *MEETINGS, *REVIEWS, *REVISIONS, *LOGINS, *ADMIN,
    *RETENTION,
]  # fmt: skip

# A report's way through its year, each step on what the one before left.
WAY = """
/years/{year}/contributions/{asked}/  /measures/{measure}/notes/  /reports/{report}/edit/
/reports/{report}/submit/  /reports/{report}/withdraw/
/reports/{report}/submit/  /reports/{report}/comment/  /reports/{report}/send-back/
/reports/{report}/submit/  /reports/{report}/confirm/  /reports/{report}/evaluate/
/reports/{report}/approve/  /reports/{report}/publish/  /reports/{report}/reopen/
/decisions/{decision}/follow-ups/  /follow-ups/{follow_up}/answer/
/follow-ups/{follow_up}/accept/
"""


def way() -> list[Post]:
    """The steps of WAY, of several forms of an address the first; what the last accepts is
    answered by the one before."""
    by_address = {post.address: post for post in reversed(POSTS)}
    *steps, last = [by_address[address] for address in WAY.split()]
    return [*steps, replace(last, prepare=nothing)]
