"""A thousand canary words in all that publication must not let out: none in any Publication, none in
the open data and in the copy of the public pages.

Every text column of every table is filled with words of its own, but for those that the
allow-list names; a new text column is filled too, and fails the test until it is thought of.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from glossary.models import Term, TermAlias
from measures.models import (
    ChronologyEvent,
    EffectKind,
    EffectRating,
    Measure,
    MeasureTag,
    Plan,
    PlanWord,
    YearlyDirection,
)
from progress.approvals import verbs as approvals
from progress.corrections import verbs as corrections
from progress.decisions import evaluating
from progress.desk import verbs as desk
from progress.entry import verbs as entry
from progress.models import (
    AgendaItem,
    Contribution,
    Correction,
    DeadlineExtension,
    Decision,
    EvidenceFile,
    FollowUp,
    FollowUpEntry,
    LetterHead,
    LetterTemplate,
    Meeting,
    MeetingMember,
    Pack,
    PlanChange,
    PlanEdition,
    PlanRevision,
    ProgressNote,
    ProgressReport,
    Publication,
    ReferenceValue,
    ReportEffect,
    Retention,
    ReviewYear,
    RevisionStep,
    StatusChange,
    WarningAnswer,
)
from progress.open_data.pages import everything
from progress.plan_editions.writing import write_edition
from progress.public.addresses import PUBLIC as PUBLIC_ADDRESSES
from progress.public.tables import shown_tables
from progress.publication import verbs as publication
from progress.publication.content import FIELDS
from progress.static_site.exporting import export_site
from sakado_dx.imports.models import Import
from sakado_dx.organization.models import CityRole, OfficeDay, PowerNotice, UnsentInput, User
from tests.city import begin_review
from tests.progress.closing import close_year
from tests.progress.conftest import PAPER
from tests.progress.plan_editions.test_public_plan import API

# What a publication may hold, by table: everything else is filled with canaries.
PUBLIC = {
    "progress.progressreport": {"actual_direction", "public_text"},
    "progress.decision": {"opinion"},
    "progress.meeting": {"kind"},
    "progress.indicatorresult": {"words"},
    "organization.division": {"name", "telephone", "email"},
    "measures.plan": {"title", "city", "mark_names"},
    "measures.policy": {"name", "aim", "label"},
    "measures.direction": {"name"},
    "measures.measure": {"key", "code", "name", "group", "summary"},
    "measures.indicator": {
        "key", "name", "unit", "printed", "note", "numerator_name", "denominator_name",
    },
    "measures.measureindicator": {"label"},
    "measures.indicatortarget": {"source", "reason"},
    "measures.yearlydirection": {"printed", "resolved"},
    "measures.effectkind": {"name"},
    "measures.planword": {"word", "meaning"},
}  # fmt: skip
# Columns, or whole tables, that hold no canary, and why.
UNFILLED = {
    "measures.Plan.city_code": "room for six characters",
    "progress.EvidenceFile.kind": "room for five characters",
    "progress.ReportSnapshot": "the copy is made by closing, of what is filled",
    "progress.PlanEdition": "the copy is made as the plan takes effect, and never changed",
    "progress.Publication": "what the test looks into",
    "organization.PasswordLink": "a hash, of no report",
    "progress.Disposal": "its guard lets no row be filled from outside of its verbs",
}
LEAST = 1000
# The plan's glossary is public by itself.
GLOSSARY = {
    f"glossary.{name}"
    for name in ("Term.term", "Term.reading", "Term.explanation", "Term.source", "TermAlias.alias")
}


class Canaries:
    """Words that occur nowhere else, and where each was put."""

    def __init__(self):
        self.places: dict[str, str] = {}

    def word(self, place: str, room: int | None = None) -> str:
        text = f"カナリア{len(self.places):05}"
        self.places[text] = place
        return text[: room or len(text)]

    def text(self, place: str, words: int, room: int | None) -> str:
        """As many words as the column has room for."""
        number = min(words, max(1, (room or 1000) // 12))
        return "、".join(self.word(place) for _ in range(number))


def fill(canaries: Canaries) -> None:
    """Put canaries into every free text of every row, choices and keys left alone."""
    CityRole.objects.update(order_day=date(2020, 4, 1), order_number="第1号")  # both or neither
    year = ReviewYear.objects.filter(closed_at=None).order_by("pk")[0]
    user = User.objects.order_by("pk")[0]
    told = {"document_class": "分類", "term": "undecided"}
    Retention.objects.create(year=year, by=user, at=timezone.now(), **told)
    for model in apps.get_models():
        label = model._meta.label_lower
        if model._meta.label in UNFILLED:
            continue
        if label.split(".")[0] in ("progress", "measures", "organization", "glossary"):
            for row in model._default_manager.all():
                _fill_row(canaries, row, PUBLIC.get(label, set()))


def _fill_row(canaries: Canaries, row: models.Model, public: set[str]) -> None:
    values = {}
    for each in free_columns(row):
        room = each.max_length
        if each.name not in public and (room is None or room >= 12):
            values[each.name] = canaries.text(f"{row._meta.label}.{each.name}", 40, room)
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def free_columns(model) -> list[models.Field]:
    """The columns of a table, or of a row's table, into which people write what they like."""
    return [
        each
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField)
        and not (each.choices or each.primary_key or each.name == "search_key")
    ]


def unplanted(canaries: Canaries) -> set[str]:
    """The columns that hold neither a canary nor what may be published."""
    wanted = {
        f"{model._meta.label}.{each.name}"
        for model in apps.get_models()
        if model._meta.app_label in ("progress", "measures", "organization", "glossary")
        for each in free_columns(model)
        if each.name not in PUBLIC.get(model._meta.label_lower, ())
    }
    left = wanted - set(canaries.places.values())
    return {each for each in left if not {each, each.rpartition(".")[0]} & set(UNFILLED)}


def plant_the_rest(canaries: Canaries, world) -> None:
    """What is no text column of its own: contents of files, JSON, words that are pointed at."""
    report = ProgressReport.objects.filter(pk=world.report.pk)
    report.update(
        withheld={"outlook": canaries.word("reason of a withheld item")},
        outlook=_word_of(canaries, world, "outlook", "a withheld item"),
        second_judgement=_word_of(canaries, world, "progress", "second judgement"),
        budget_scope="全額",
        initial_budget=987_654_321,
    )
    unsent = {"text": canaries.text("unsent input", 40, 1000), "at": timezone.now().isoformat()}
    UnsentInput.objects.update(fields={"done": unsent})
    PlanChange.objects.update(after=canaries.text("what a draft of a revision says", 40, 1000))
    report.update(progress=_word_of(canaries, world, "progress", "自己評価 beside the meeting's"))
    Decision.objects.update(outlook=_word_of(canaries, world, "outlook", "the council's outlook"))
    for each in Decision.objects.filter(is_public=False).exclude(opinion=""):
        text = canaries.text("opinion that is not public", 40, 1000)
        Decision.objects.filter(pk=each.pk).update(opinion=text)
    sides = ("place", "label", "before", "after", "reason", "alone_reason")
    Correction.objects.create(
        report=world.report, kind="correct", proposed_by=world.people["secretariat"],
        proposed_at=timezone.now(), dropped_at=timezone.now(),
        **{name: canaries.text(f"progress.Correction.{name}", 5, 60) for name in sides},
    )  # fmt: skip
    for each in EvidenceFile.objects.all():
        content = canaries.text("contents of a file", 40, 1000).encode()
        name = default_storage.save("evidence.txt", ContentFile(content))
        EvidenceFile.objects.filter(pk=each.pk).update(stored_as=name)


def _word_of(canaries: Canaries, world, vocabulary: str, place: str) -> PlanWord:
    return PlanWord.objects.create(
        plan=world.plan,
        vocabulary=vocabulary,
        word=canaries.word(place),
        meaning="on_track" if vocabulary == "progress" else "continue",
        order=99,
    )


def full_report(world) -> ProgressReport:
    """The world's report with a row of everything that hangs on it, published once."""
    people, now = world.people, timezone.now()
    report = world.bring_to("returned")
    entry.submit(report, by=people["head"], version=3)
    desk.confirm(report, by=people["second_secretariat"], version=4)
    world.decide(report, opinion="内輪の意見", is_public=False)
    decision = world.decide(report, opinion="公の意見", is_public=True, manner="amended")
    evaluating.evaluate(report, by=people["secretariat"], version=5)
    acting = {"manner": "delegated", "decided_by": "副市長"}
    approvals.approve(report, by=people["secretariat"], version=6, **PAPER | acting)
    hang_rows_on(report, decision, people["reporter"], now)
    begin_review(world, decision.meeting)
    return world.fresh()


def hang_rows_on(report, decision, user, now) -> None:
    marks = {"asked_name": "人", "asked_at": now, "endorsed_name": "人", "endorsed_at": now}
    ProgressReport.objects.update(**marks)
    own = {"report": report, "by": user, "at": now}
    Contribution.objects.filter(report=report).update(
        text="記載", has_nothing=False, answered_by=user, answered_at=now
    )
    EvidenceFile.objects.create(**own, name="証拠.pdf", kind="pdf", stored_as="x", size=1)
    WarningAnswer.objects.create(**own, code="slip", answer="説明")
    ProgressNote.objects.create(
        measure=report.measure, noted_on=now.date(), text="メモ", by=user, at=now
    )
    made = Import.objects.create(
        key="x", kind="x", title="目標値", by=user, by_name="人", door="import", file_name="x.csv",
        file_hash="0", file_size=1, added=1,
    )  # fmt: skip
    ReportEffect.objects.create(**own, made=made, state="提出済み", what="判定", reason="改定")
    follow_up = FollowUp.objects.create(
        decision=decision, division=report.lead_division(now.date()), what="指摘", due=now.date()
    )
    DeadlineExtension.objects.create(
        year=report.year, division=follow_up.division, report_due=now.date(), reason="多忙"
    )
    UnsentInput.objects.create(user=user, form="report", subject=report.pk, changed_at=now)
    OfficeDay.objects.create(day=now.date(), name="臨時の閉庁")
    PowerNotice.objects.create(kind="role", user=user, by_name="人", detail="役割")
    term = Term.objects.create(plan=report.year.plan, term="用語", explanation="説明")
    TermAlias.objects.create(term=term, alias="別の表記")
    ChronologyEvent.objects.create(
        plan=report.year.plan, year=2023, month=4, event="出来事", order=1
    )
    FollowUpEntry.objects.create(follow_up=follow_up, verb="answer", text="回答", by=user, at=now)
    hang_rows_on_meeting(decision.meeting, user, now)
    plan = report.year.plan
    LetterHead.objects.create(plan=plan, sender="市長", addressee="様", contact="担当")
    words = {"subject": "件名", "body": "本文", "particulars": "記"}
    LetterTemplate.objects.create(plan=plan, kind="request", **words)
    hang_rows_on_plan(report, user, now)


def hang_rows_on_plan(report, user, now) -> None:
    """A draft of a revision, and what stands beside the plan's promises."""
    plan, measure = report.year.plan, report.measure
    edition, days = plan.editions.get(), {"document_number": "号", "withdrawn_reason": "理由"}
    revision = PlanRevision.objects.create(
        plan=plan, base=edition, title="改定", reason="趣旨", made_by=user, made_at=now, **days
    )
    PlanChange.objects.create(
        revision=revision, noun="measures", key=f'["{measure.key}"]', column="name",
        before=measure.name, after="改定後", reason="理由",
    )  # fmt: skip
    RevisionStep.objects.create(
        revision=revision,
        kind="mayor",
        is_left_out=True,
        reason="理由",
        note="備考",
        by=user,
        at=now,
    )
    MeasureTag.objects.create(measure=measure, kind="総合計画", name="柱", edition="第4次")
    ReferenceValue.objects.create(
        indicator=measure.indicators.first(), fiscal_year=2023, value=5, reason="算定の方法"
    )


def hang_rows_on_meeting(meeting, user, now) -> None:
    AgendaItem.objects.create(meeting=meeting, title="件名", point="要点", outcome="結果")
    answer = {"answer": "opinion", "comment": "意見", "answered_at": now}
    MeetingMember.objects.create(
        meeting=meeting, user=user, attendance="proxy", proxy="代理", **answer
    )
    kept = {"stored_as": "y", "size": 1, "sha256": "0", "content_sha256": "0", "as_of": now}
    Pack.objects.create(
        meeting=meeting, year=meeting.year, kind="meeting", format="pdf", title="資料", by=user,
        at=now, **kept,
    )  # fmt: skip


def test_no_canary_gets_into_any_publication(world, tmp_path):
    report = full_report(world)
    canaries = Canaries()
    ProgressReport.objects.filter(pk=report.pk).update(
        public_text="公表用の記載", actual_direction="導入・運用"
    )
    Meeting.objects.update(chair_title="部長", chair_name="議長", chair_on="2024-08-01")
    fill(canaries)
    plant_the_rest(canaries, world)
    assert sorted(unplanted(canaries)) == []
    ReviewYear.objects.update(publish_on=timezone.localdate())
    secretary = User.objects.get(pk=world.people["secretariat"].pk)
    publish_all_ways(world, secretary)
    shown = "".join(json.dumps(each.content, ensure_ascii=False) for each in editions())
    assert len(canaries.places) >= LEAST
    files = open_data()
    for text in (shown, files):
        assert {place for word, place in canaries.places.items() if word in text} == set()
    assert "I-1-1" in files and "987654321" not in files
    assert "公の意見" in shown and "公表用の記載" in shown
    assert "987654321" not in shown
    pages = "".join(public_pages(year=2023, code=world.fresh().measure.code))
    assert {place for word, place in canaries.places.items() if word in pages} - GLOSSARY == set()
    views = "".join(map(str, rows_of_views()))
    assert {place for word, place in canaries.places.items() if word in views} - GLOSSARY == set()
    assert "公の意見" in pages and "公表用の記載" in pages and "987654321" not in pages
    site = "".join(static_site(tmp_path / "site"))
    assert {place for word, place in canaries.places.items() if word in site} - GLOSSARY == set()
    assert "公の意見" in site and "公表用の記載" in site and "987654321" not in site


# What a revision that is not public changes of the plan: its end, what comes, who goes on.
WITHHELD = ("2087", "77.25", "カナリアの方向", "カナリアの概要", "2024-09-30", "カナリアの効果")


def revise(world) -> PlanEdition:
    """A revision that took effect after the year, of all that a year's reports tell of the plan."""
    plan, measure = (
        Plan.objects.filter(pk=world.plan.pk),
        Measure.objects.filter(pk=world.measure.pk),
    )
    YearlyDirection.objects.create(measure=world.measure, fiscal_year=2025, **SCHEDULED)
    EffectRating.objects.create(
        measure=world.measure,
        effect_kind=world.plan.effect_kinds.create(name="利便性"),
        mark="primary",
    )
    first = write_edition(world.plan, effective_on=date(2023, 4, 1), by="事務局")
    PlanEdition.objects.filter(pk=first.pk).update(published_on=date(2023, 4, 1))
    plan.update(last_fiscal_year=2087)
    measure.update(summary="カナリアの概要", last_day=date(2024, 9, 30))
    YearlyDirection.objects.update(printed="カナリアの方向", resolved="カナリアの方向")
    EffectKind.objects.update(name="カナリアの効果")
    world.indicator.targets.create(fiscal_year=2025, value="77.25", applies_from=2024)
    return write_edition(world.plan, effective_on=date(2024, 4, 1), by="事務局")


SCHEDULED = {"printed": "運用", "resolved": "運用"}


def found_in(texts: Iterable[str]) -> set[str]:
    whole = "".join(texts)
    return {word for word in WITHHELD if word in whole}


@pytest.mark.one_database
def test_nothing_of_a_withheld_revision_gets_out(world, tmp_path):
    world.bring_to("evaluated")
    ReviewYear.objects.update(publish_on=timezone.localdate())
    edition, secretary = revise(world), world.people["secretariat"]
    publication.publish(world.fresh(), by=secretary, version=4)

    def everywhere(folder: str) -> Iterator[str]:
        caches["public"].clear()  # what a minute does
        yield from (json.dumps(each.content, ensure_ascii=False) for each in editions())
        yield from public_pages(year=2023, code="I-1-1")
        yield from (Client().get(each).content.decode() for each in API)
        yield open_data()
        yield from static_site(tmp_path / folder)

    assert found_in(everywhere("before")) == set()
    assert found_in(map(str, rows_of_views())) == set()
    PlanEdition.objects.filter(pk=edition.pk).update(published_on=timezone.localdate())
    publication.publish(world.fresh(), by=secretary, version=5)
    assert found_in(everywhere("after")) == set(WITHHELD)
    assert found_in(map(str, rows_of_views())) == set(WITHHELD)


def public_pages(*, year: int, code: str) -> Iterator[str]:
    """What citizens read: a page of each kind, and the pictures."""
    kinds = {"fiscal_year": year, "code": code, "number": 1, "shape": "wide"}
    for each in PUBLIC_ADDRESSES:
        names = each.pattern.converters
        if "pk" in names:  # a revision's: public/test_revisions has canaries of its own
            continue
        address = reverse(f"progress:{each.name}", kwargs={name: kinds[name] for name in names})
        response = Client().get(address)
        assert response.status_code == 200, address
        yield response.content.decode()


def static_site(folder: Path) -> Iterator[str]:
    """Every file of the copy of the public pages, and its name."""
    export_site(folder)
    for path in folder.rglob("*"):
        if path.is_file():
            yield f"{path.name}\n{path.read_bytes().decode(errors='replace')}"


def rows_of_views() -> Iterator[tuple]:
    """All that the role of a site for citizens alone may read."""
    for each in shown_tables():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {each.view}")
            yield from cursor.fetchall()


def editions():
    return Publication.objects.order_by("edition")


def open_data() -> str:
    """All that stands in the files of the open data, as each of them is read; of workbooks the
    cells are those of the others (tests/progress/open_data/test_files.py)."""
    _, tables = everything(timezone.localdate())
    assert [each.rows > 0 for each in tables] == [True] * 4
    return "".join(
        file.content.decode() for each in tables for file in each.files if file.format != "xlsx"
    )


def publish_all_ways(world, secretary) -> None:
    """By the verb, again in the closed year, and by a correction: an edition each."""
    publication.publish(world.fresh(), by=secretary, version=7)
    year = ReviewYear.objects.select_related("plan").get()
    left = ProgressReport.objects.exclude(pk=world.report.pk).get()
    close_year(year, by=secretary, reasons={left.pk: "災害対応のため"})
    type(world.divisions["lead"]).objects.update(telephone="049-283-1331")
    publication.publish(world.fresh(), by=secretary, version=8)
    correction = corrections.propose_correction(
        world.fresh(),
        by=secretary,
        kind="correct",
        place="public_text",
        after="公表用の記載（訂正後）",
        reason="誤記",
    )
    corrections.confirm_correction(correction, by=world.people["second_secretariat"])
    assert editions().count() == 3
    assert StatusChange.objects.filter(verb="publish").count() == 2


def test_canary_test_sees_a_leak(world):
    """The guard of the test above: a public column is found when it holds a canary."""
    report = full_report(world)
    canaries = Canaries()
    ReviewYear.objects.update(publish_on=timezone.localdate())
    word = canaries.word("public_text")
    ProgressReport.objects.filter(pk=report.pk).update(public_text=word)
    publication.publish(world.fresh(), by=world.people["secretariat"], version=7)
    assert word in json.dumps(Publication.objects.get().content, ensure_ascii=False)
    assert set(FIELDS) & set(Publication.objects.get().content)
