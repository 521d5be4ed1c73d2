"""A thousand canary words in all that publication must not let out: none in any Publication.

Every text column of every table is filled with words of its own, but for those that the
allow-list names; a new text column is filled too, and fails the test until it is thought of.
"""

import json
from datetime import date

from django.apps import apps
from django.db import models
from django.utils import timezone

from progress import workflow
from progress.models import (
    Contribution,
    EvidenceFile,
    FollowUp,
    FollowUpEntry,
    ProgressNote,
    ProgressReport,
    Publication,
    ReviewYear,
    StatusChange,
    WarningAnswer,
)
from progress.publishing import FIELDS
from sakado_dx.organization.models import User

# What a publication may hold, by table: everything else is filled with canaries.
PUBLIC = {
    "progress.progressreport": {"actual_direction", "public_text"},
    "progress.decision": {"opinion"},
    "progress.indicatorresult": {"words"},
    "organization.division": {"name", "telephone", "email"},
    "measures.plan": {"title", "city"},
    "measures.policy": {"name", "aim"},
    "measures.direction": {"name"},
    "measures.measure": {"key", "code", "name", "group", "summary"},
    "measures.indicator": {"key", "name", "unit", "printed", "note"},
    "measures.measureindicator": {"label"},
    "measures.indicatortarget": {"source"},
    "measures.yearlydirection": {"printed", "resolved"},
    "measures.effectkind": {"name"},
    "measures.planword": {"word", "meaning"},
}
LEAST = 1000


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
    for model in apps.get_models():
        label = model._meta.label_lower
        if label.split(".")[0] in ("progress", "measures", "organization", "glossary"):
            for row in model._default_manager.all():
                _fill_row(canaries, row, PUBLIC.get(label, set()))


def _fill_row(canaries: Canaries, row: models.Model, public: set[str]) -> None:
    values = {}
    for each in row._meta.concrete_fields:
        free = isinstance(each, models.CharField | models.TextField) and not each.choices
        if free and not each.primary_key and each.name not in public | {"search_key"}:
            room = each.max_length
            if room is None or room >= 12:
                place = f"{row._meta.label}.{each.name}"
                values[each.name] = canaries.text(place, 40, room)
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def full_report(world) -> ProgressReport:
    """The world's report with a row of everything that hangs on it, published once."""
    people, now = world.people, timezone.now()
    report = world.bring_to("returned")
    workflow.submit(report, by=people["head"], version=3)
    workflow.confirm(report, by=people["second_secretariat"], version=4)
    world.decide(report, opinion="内輪の意見", is_public=False)
    decision = world.decide(report, opinion="公の意見", is_public=True, manner="amended")
    workflow.evaluate(report, by=people["secretariat"], version=5)
    paper = {"document_number": "7", "approver": "副市長", "approved_on": date(2024, 8, 1)}
    workflow.approve(report, by=people["secretariat"], version=6, **paper)
    hang_rows_on(report, decision, people["reporter"], now)
    return world.fresh()


def hang_rows_on(report, decision, user, now) -> None:
    own = {"report": report, "by": user, "at": now}
    Contribution.objects.filter(report=report).update(
        text="記載", answered_by=user, answered_at=now
    )
    EvidenceFile.objects.create(**own, name="証拠.pdf", kind="pdf", stored_as="x", size=1)
    WarningAnswer.objects.create(**own, code="slip", answer="説明")
    ProgressNote.objects.create(
        measure=report.measure, noted_on=now.date(), text="メモ", by=user, at=now
    )
    follow_up = FollowUp.objects.create(
        decision=decision, division=report.lead_division(now.date()), what="指摘", due=now.date()
    )
    FollowUpEntry.objects.create(follow_up=follow_up, verb="answer", text="回答", by=user, at=now)


def withheld_reasons(canaries: Canaries, world) -> None:
    """A canary as the reason of an item that is withheld; the others stay public."""
    reasons = {"outlook": canaries.word("withheld reason")}
    ProgressReport.objects.filter(pk=world.report.pk).update(withheld=reasons)


def test_no_canary_gets_into_any_publication(world):
    report = full_report(world)
    canaries = Canaries()
    ProgressReport.objects.filter(pk=report.pk).update(
        public_text="公表用の記載", actual_direction="導入・運用"
    )
    fill(canaries)
    for text in ("内輪の意見", "公の意見"):
        assert world.report.decisions.filter(opinion=text).exists()
    withheld_reasons(canaries, world)
    ReviewYear.objects.update(publish_on=timezone.localdate())
    secretary = User.objects.get(pk=world.people["secretariat"].pk)
    publish_all_ways(world, secretary)
    shown = "".join(json.dumps(each.content, ensure_ascii=False) for each in editions())
    assert len(canaries.places) >= LEAST
    leaked = {place for word, place in canaries.places.items() if word in shown}
    assert leaked == set()
    assert "公の意見" in shown and "内輪の意見" not in shown and "公表用の記載" in shown


def editions():
    return Publication.objects.order_by("edition")


def publish_all_ways(world, secretary) -> None:
    """By the verb, again in the closed year, and by a correction: an edition each."""
    workflow.publish(world.fresh(), by=secretary, version=7)
    year = ReviewYear.objects.select_related("plan").get()
    left = ProgressReport.objects.exclude(pk=world.report.pk).get()
    workflow.close_year(year, by=secretary, reasons={left.pk: "災害対応のため"})
    type(world.divisions["lead"]).objects.update(telephone="049-283-1331")
    workflow.publish(world.fresh(), by=secretary, version=8)
    correction = workflow.propose_correction(
        world.fresh(),
        by=secretary,
        kind="correct",
        place="public_text",
        after="公表用の記載（訂正後）",
        reason="誤記",
    )
    workflow.confirm_correction(correction, by=world.people["second_secretariat"])
    assert editions().count() == 3
    assert StatusChange.objects.filter(verb="publish").count() == 2


def test_canary_test_sees_a_leak(world):
    """The guard of the test above: a public column is found when it holds a canary."""
    report = full_report(world)
    canaries = Canaries()
    ReviewYear.objects.update(publish_on=timezone.localdate())
    word = canaries.word("public_text")
    ProgressReport.objects.filter(pk=report.pk).update(public_text=word)
    workflow.publish(world.fresh(), by=world.people["secretariat"], version=7)
    assert word in json.dumps(Publication.objects.get().content, ensure_ascii=False)
    assert set(FIELDS) & set(Publication.objects.get().content)
