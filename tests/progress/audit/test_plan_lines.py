"""操作の記録 of a revision's lines: in the words of 新旧対照表, never in those of the storage."""

import pytest

from measures.models import Direction, Policy
from progress.audit.words import in_words
from progress.models import PlanChange, PlanRevision
from progress.revisions.comparison_pages import paper_of
from progress.revisions.drafting import draft
from sakado_dx.records.models import AuditRecord
from tests.progress.revisions.drafts import change, in_force, new_measure, new_target, renamed
from tests.records.reading import Written

TABLE = PlanChange._meta.db_table


def drafted(world, *lines: PlanChange) -> PlanRevision:
    in_force(world.plan)
    by = world.people["secretariat"]
    return draft(world.plan, by=by, title="第1次改定", lines=lines)


def told(written: Written) -> list[tuple[str, dict[str, tuple[str, str]]]]:
    """(title, label -> before and after) of each record of a line."""
    records = [each for each in written.records() if each.table_name == TABLE]
    return [
        (line.title, {each.label: (each.before, each.after) for each in line.changes})
        for line in in_words(records)
    ]


def test_changed_column_is_told_by_row_column_and_both_values(world):
    written = Written()
    drafted(world, renamed("I-1-1", "施策I-1-1", "書かない窓口", reason="言い換え"))
    ((title, changes),) = told(written)
    assert title == "施策　I-1-1 施策I-1-1　施策名"
    assert changes["対象"][1] == "施策"
    assert changes["対象の番号"][1] == "I-1-1 施策I-1-1"
    assert changes["項目"][1] == "施策名"
    assert changes["改定前"][1] == "施策I-1-1"
    assert changes["改定後"][1] == "書かない窓口"


def test_line_is_called_as_in_the_table_of_the_revision(world):
    """The policy of another city's plan is called by that city's word, in both."""
    world.plan.level_names = ["柱", "方向", "取組"]
    world.plan.save()
    policy = Policy.objects.get()
    written = Written()
    made = drafted(world, change("policies", (policy.key,), "name", policy.name, "新しい柱"))
    (entry,) = paper_of(made).entries
    ((title, changes),) = told(written)
    assert title.startswith("柱　") and title.endswith("　名称")
    assert changes["改定前"][1] == policy.name
    assert entry.place.replace("\n", "　") in title.replace(policy.name, "新しい柱")


def test_new_rows_are_told_by_what_they_hold(world):
    direction = Direction.objects.get()
    division = world.divisions["other"]
    lines = new_measure("I-9", (direction.key,), [(division.key,)])
    target = new_target(world.indicator.key, "90")
    written = Written()
    drafted(world, *lines, target)
    (measure, owner, year, goal) = told(written)
    assert measure[0] == "施策　I-9 新しい施策I-9　新設"
    assert "施策名：新しい施策I-9" in measure[1]["改定後"][1]
    assert "施策の方向性：" in measure[1]["改定後"][1] and direction.key not in (
        measure[1]["改定後"][1].split("施策の方向性：")[1].split("\n")[0],
    )
    assert owner[0] == f"施策の所管課　I-9 {division.name}　新設"
    assert year[0] == "年度別の方向性　I-9 R5　新設"
    assert goal[0] == f"目標値　{world.indicator.name} R7 目標　新設"
    assert goal[1]["改定後"][1].startswith("目標値：90\n適用：R5の評価から")


def test_later_value_of_a_draft_is_told_from_what_to_what(world):
    made = drafted(world, renamed("I-1-1", "施策I-1-1", "窓口"))
    line = made.changes.get()
    written = Written()
    line.after = "書かない窓口"
    line.save()
    assert told(written) == [
        ("施策　I-1-1 施策I-1-1　施策名", {"改定後": ("窓口", "書かない窓口")})
    ]


def test_no_line_is_told_in_names_of_the_storage(world):
    """Each noun of the plan's tables by its label, each key by what its row is called."""
    direction = Direction.objects.get()
    lines = new_measure("I-9", (direction.key,), [(world.divisions["other"].key,)])
    written = Written()
    drafted(
        world, *lines, new_target(world.indicator.key, "90"),
        change("indicators", (world.indicator.key,), "unit", "件", "人"),
        change("directions", (direction.key,), "name", direction.name, "別の方向性"),
        change("measure_indicators", (("I-1-1",), (world.indicator.key,)), "last_fiscal_year",
               None, 2025),
    )  # fmt: skip
    for title, changes in told(written):
        said = [title, *(text for sides in changes.values() for text in sides)]
        assert not [text for text in said if "[" in text or '"' in text or "_" in text]


@pytest.mark.parametrize(
    ("stored", "title", "value"),
    [
        ({"noun": "old_table"}, 'old_table ["I-1-1"] name', "old_table"),
        ({"column": "old_column"}, 'measures ["I-1-1"] old_column', "old_column"),
        ({"key": "I-1-1"}, "measures I-1-1 name", "I-1-1"),
        ({"after": [1]}, "施策　I-1-1 施策I-1-1　施策名", "[1]"),
    ],
)
def test_line_of_another_program_is_told_as_it_is_stored(world, stored, title, value):
    line = drafted(world, renamed("I-1-1", "施策I-1-1", "窓口")).changes.get()
    written = Written()
    PlanChange.objects.filter(pk=line.pk).update(**stored)
    ((said, changes),) = told(written)
    ((_, after),) = changes.values()
    assert (said, after) == (title, value)


def test_line_of_a_revision_that_is_gone_is_told_too(world):
    made = drafted(world, renamed("I-1-1", "施策I-1-1", "窓口"))
    made.changes.all().delete()
    PlanRevision.objects.filter(pk=made.pk).delete()
    records = list(AuditRecord.objects.filter(table_name=TABLE).order_by("pk"))
    titles = [line.title for line in in_words(records)]
    assert titles == ["施策　I-1-1　施策名"] * 2


def test_more_lines_and_more_drafts_take_the_same_queries(world, django_assert_num_queries):
    def records():
        return list(AuditRecord.objects.filter(table_name=TABLE))

    others = list(AuditRecord.objects.filter(table_name="measures_measure"))
    with django_assert_num_queries(1):
        in_words(others)
    drafted(world, renamed("I-1-1", "施策I-1-1", "窓口"))
    few = records()
    with django_assert_num_queries(2):
        in_words(few)
    direction = Direction.objects.get()
    for number in range(3):
        draft(
            world.plan, by=world.people["secretariat"], title=f"見直し{number}",
            lines=new_measure(f"I-{number + 7}", (direction.key,), []),
        )  # fmt: skip
    many = records()
    with django_assert_num_queries(2):
        in_words(many)
