"""What the record tells of columns that hold codes, years and rows of other tables."""

import ast
import json
from pathlib import Path

import pytest

from measures.models import ChronologyEvent, IndicatorTarget, Measure
from progress.audit.words import in_words
from progress.judging import warnings
from progress.models import (
    Correction,
    MeasureReview,
    PlanEdition,
    PlanRevision,
    ReportSnapshot,
    StatusChange,
    WarningAnswer,
)
from sakado_dx.imports.models import ColumnChoice, Import
from sakado_dx.organization.models import Division
from sakado_dx.records.models import AuditRecord


def told(model, **columns) -> list[str]:
    """What the record of a new row with these columns says of them."""
    record = AuditRecord(
        table_name=model._meta.db_table, row_key="7", operation="insert", actor_name="甲",
        after=json.dumps({"id": 7, **columns}), door="page", at="2024-04-01T00:00Z",
    )  # fmt: skip
    (line,) = in_words([record])
    return [change.after for change in line.changes]


@pytest.mark.parametrize(
    ("model", "column", "stored", "expected"),
    [
        (ReportSnapshot, "state", "evaluated", "評価済み"),
        (ReportSnapshot, "meaning", "slightly_late", "やや遅れ"),
        (ReportSnapshot, "outlook_meaning", "continue", "継続"),
        (ReportSnapshot, "whose", "meeting", "会議の確認結果"),
        (ReportSnapshot, "meaning", "of_another_program", "of_another_program"),
        (WarningAnswer, "code", "tenfold-12", "前年度の10倍以上の値"),
        (WarningAnswer, "code", "all-met", "すべて達成した目標"),
        (WarningAnswer, "code", "same-issues", "前年度と同じ文章"),
        (ColumnChoice, "roles", {"課名": "divisions"}, "課名：所管課"),
        (MeasureReview, "directions", {"2026": "拡充"}, "R8：拡充"),
        (MeasureReview, "targets", {"I-1": {"value": "80"}}, "I-1：80"),
        (MeasureReview, "targets", {"I-1": {"year": "2027"}}, "I-1：R9"),
        (MeasureReview, "targets", {"I-1": {"withdrawn": "廃止"}}, "I-1：取下げ（廃止）"),
        (StatusChange, "said", {"id_issues": "人手。", "result-3": "12件"}, "課題：人手。\n実績：12件"),
        (PlanRevision, "left", [{"noun": "measures", "label": "施策", "title": "I-1"}], "施策　I-1"),
        (ChronologyEvent, "year", 2022, "2022"),
        (IndicatorTarget, "applies_from", 2026, "令和8年度（R8）"),
        (IndicatorTarget, "applies_from", 0, "0"),
    ],
)  # fmt: skip
def test_codes_and_years_are_told_in_words(db, model, column, stored, expected):
    assert told(model, **{column: stored}) == [expected]


def test_outcome_of_an_edition_is_told_in_words(db):
    made = {
        "what": "made", "measure_id": 3, "measure": "I-1 窓口", "year_id": 4, "year": "R8",
        "said": ["目標80 → 90"],
    }  # fmt: skip
    assert told(PlanEdition, outcome=[made]) == ["I-1 窓口 R8：報告を作りました、目標80 → 90"]


def test_published_table_is_told_place_by_place(db):
    def text(*pieces):
        return {"pieces": [{"kind": "same", "text": each} for each in pieces]}

    grid = {"title": "目標", "headings": ["R8"], "cells": [text("90")]}
    table = {
        "name": "新旧対照表", "headings": ["該当箇所", "改定後", "改定前", "改定の理由"], "line": "新規1件",
        "rows": [{"place": "I-1 窓口\n概要", "left": [text("新", "しい"), grid], "right": [text("古い")]}],
    }  # fmt: skip
    assert told(PlanRevision, public_table=table) == [
        "新旧対照表：新規1件\nI-1 窓口　概要：改定後 新しい、目標 R8 90　改定前 古い"
    ]


def test_code_that_another_column_says_is_told_by_it(db):
    assert told(Correction, place="public_text", label="公表用の記載") == ["公表用の記載"] * 2
    assert told(Import, kind="progress.systems", title="情報システム") == ["情報システム"] * 2


def test_policy_of_a_copy_is_told_by_its_name(world):
    policy = world.measure.direction.policy
    assert told(ReportSnapshot, policy=policy.pk) == [str(policy)]
    assert told(ReportSnapshot, policy=0) == []


@pytest.mark.parametrize(
    ("field", "noun", "labels"),
    [
        (Measure.related, "関連する施策", ["個別施策", "関連する施策"]),
        (Measure.successors, "引き継ぐ施策", ["個別施策", "引き継ぐ施策"]),
        (Division.successors, "引継ぎ先", ["所管課", "引継ぎ先"]),
    ],
)
def test_rows_between_two_rows_are_told_by_both(world, field, noun, labels):
    first, second = (
        field.rel.model.objects.order_by("pk")[:2]
        if field.rel.model is Division
        else Measure.objects.order_by("pk")[:2]
    )
    AuditRecord.objects.all().delete()
    getattr(first, field.field.name).add(second)
    line = in_words(list(AuditRecord.objects.order_by("pk")))[0]
    assert (line.noun, line.title) == (noun, f"{first} → {second}")
    assert [change.label for change in line.changes] == labels


def test_each_warning_has_words_for_what_it_is_about():
    tree = ast.parse(Path(warnings.__file__).read_text())
    pairs = [each.elts for each in ast.walk(tree) if isinstance(each, ast.Tuple)]
    codes = {
        pair[0].value
        for pair in pairs
        if isinstance(pair[0], ast.Constant) and isinstance(pair[0].value, str)
    }
    assert {*codes, "same", "slip"} == set(warnings.CAUSES)
