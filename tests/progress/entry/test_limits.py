"""Two limits of a text: its own at submission, 32,767 letters at any save."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from measures.models import Indicator
from progress.entry import contribution_verbs, verbs
from progress.judging.completeness import ResultEntry
from progress.models import Contribution, IndicatorResult, ProgressReport
from progress.models.report_fields import FIELDS, LINE, MOST_LETTERS, TEXT
from progress.workflow.refusals import Incomplete

TEXTS = [each for each in FIELDS if each.kind in (LINE, TEXT)]


@pytest.mark.parametrize("field", TEXTS, ids=lambda each: each.name)
def test_draft_keeps_a_long_text_and_submission_refuses_it_in_words(world, field):
    report = world.bring_to("draft")
    long = {field.name: "長" * MOST_LETTERS}
    verbs.save(report, by=world.people["reporter"], version=1, fields=long)
    assert getattr(world.fresh(), field.name) == long[field.name]
    with pytest.raises(Incomplete) as refusal:
        verbs.submit(world.fresh(), by=world.people["head"], version=2)
    assert [tuple(each) for each in refusal.value.missing] == [
        (
            field.name,
            f"「{field.label}」は{field.limit}文字以内にしてください（今は32767文字です）。",
        )
    ]


@pytest.mark.parametrize("field", TEXTS, ids=lambda each: each.name)
def test_text_of_exactly_its_limit_is_submitted(world, field):
    report = world.bring_to("draft")
    whole = {field.name: "長" * field.limit}
    verbs.save(report, by=world.people["reporter"], version=1, fields=whole)
    verbs.submit(world.fresh(), by=world.people["head"], version=2)
    assert world.fresh().state == "submitted"


@pytest.mark.parametrize(
    ("name", "label", "limit"), [("words", "状況の説明", 1000), ("note", "補足", 300)]
)
def test_draft_keeps_a_long_text_of_a_result_and_submission_refuses_it(
    client, world, name, label, limit
):
    Indicator.objects.filter(pk=world.indicator.pk).update(kind="qualitative", measured_as="")
    reporter = world.people["reporter"]
    entry = ResultEntry("reported", words="待ち時間が減った。")
    report = world.fresh()
    verbs.save(
        report, by=reporter, version=0, fields=world.complete, results={world.indicator.pk: entry}
    )
    client.force_login(reporter)
    address = reverse("progress:report_edit", args=[report.pk])
    typed = {"words": entry.words, name: "長" * MOST_LETTERS}
    sent = {f"result-{world.indicator.pk}-{key}": text for key, text in typed.items()}
    assert client.post(address, {"version": 1, "done": "見直した。", **sent}).status_code == 302
    result = IndicatorResult.objects.get()
    assert getattr(result, name) == "長" * MOST_LETTERS
    page = client.get(address).content.decode()
    assert f'data-counter-max="{limit}"' in page.split(f"-{name}_counter")[1][:200]
    with pytest.raises(Incomplete) as refusal:
        verbs.submit(world.fresh(), by=world.people["head"], version=2)
    assert tuple(refusal.value.missing[0]) == (
        f"result-{world.indicator.pk}",
        f"「処理件数」の{label}は{limit}文字以内にしてください（今は32767文字です）。",
    )
    whole = {world.indicator.pk: replace(entry, **{name: "長" * limit})}
    verbs.save(world.fresh(), by=reporter, version=2, fields=world.complete, results=whole)
    verbs.submit(world.fresh(), by=world.people["head"], version=3)
    assert world.fresh().state == "submitted"


def test_figure_is_kept_beside_a_note_that_is_too_long_for_a_submission(client, world):
    client.force_login(world.people["reporter"])
    prefix = f"result-{world.indicator.pk}"
    sent = {"version": 0, f"{prefix}-value": "12", f"{prefix}-note": "長" * 301}
    client.post(reverse("progress:report_edit", args=[world.report.pk]), sent)
    result = IndicatorResult.objects.get()
    assert (result.value, len(result.note)) == (12, 301)


def test_draft_keeps_a_long_answer_to_a_return_and_submission_refuses_it(world):
    report = world.bring_to("returned")
    answer = {"return_answer": "長" * MOST_LETTERS}
    verbs.save(report, by=world.people["reporter"], version=3, fields=answer)
    with pytest.raises(Incomplete) as refusal:
        verbs.submit(world.fresh(), by=world.people["head"], version=4)
    assert [tuple(each) for each in refusal.value.missing] == [
        (
            "return_answer",
            "「差戻しへの回答」は1000文字以内にしてください（今は32767文字です）。",
        )
    ]
    with pytest.raises(ValidationError, match="差戻しへの回答に入るのは32,767文字まで"):
        more = {"return_answer": "長" * (MOST_LETTERS + 1)}
        verbs.save(world.fresh(), by=world.people["reporter"], version=4, fields=more)
    verbs.submit(world.fresh(), by=world.people["head"], version=4, answer="直した。")
    assert world.fresh().state == "submitted"


def test_save_refuses_one_letter_more_than_any_text_may_have(world):
    fields = {"done": "長" * (MOST_LETTERS + 1)}
    with pytest.raises(ValidationError, match="32,767文字までです（今は32,768文字です）"):
        verbs.save(world.report, by=world.people["reporter"], version=0, fields=fields)


@pytest.mark.parametrize("name", ["words", "note"])
def test_database_refuses_a_result_as_long(world, name):
    world.bring_to("draft")
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorResult.objects.update(**{name: "長" * (MOST_LETTERS + 1)})


@pytest.mark.parametrize("name", [*(each.name for each in TEXTS), "return_answer"])
def test_database_refuses_it_too(world, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.update(**{name: "長" * (MOST_LETTERS + 1)})


def test_database_refuses_a_part_as_long(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.update(text="長" * (MOST_LETTERS + 1))


def test_part_is_handed_in_as_it_is_saved_so_its_own_limit_counts(client, world):
    world.leave_parts_open()
    part = Contribution.objects.get(report=world.report)
    client.force_login(world.people["co_owner"])
    address = reverse("progress:part_sheet", args=[world.year.pk, part.division_id])
    sent = {f"version-{part.pk}": part.version, f"part-{part.pk}-text": "長" * 1001}
    answer = client.post(address, sent)
    assert answer.context["has_errors"] and "長" * 1001 in answer.content.decode()
    assert not Contribution.objects.get(pk=part.pk).is_answered
    with pytest.raises(Incomplete, match="1000文字以内"):
        part.report = world.report
        contribution_verbs.contribute(
            part, by=world.people["co_owner"], version=part.version, text="長" * 1001
        )


def test_no_field_of_the_form_lets_the_browser_cut_what_is_pasted(client, world):
    client.force_login(world.people["reporter"])
    page = client.get(reverse("progress:report_edit", args=[world.report.pk]))
    assert "maxlength" not in page.content.decode()
