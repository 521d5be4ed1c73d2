"""改ざん有無の確認: the chain of the record looked at from a page, a part at a time."""

import pytest
from django.conf import settings

from sakado_dx.organization.models import Division
from sakado_dx.records import checking
from sakado_dx.records.chain import seal_unsealed
from sakado_dx.records.checking import Part, look
from sakado_dx.records.heads import seal_and_keep
from sakado_dx.records.models import AuditRecord

PAGE = "/records/verify/"


@pytest.fixture
def sealed(world) -> int:
    """How many records are sealed."""
    return seal_unsealed().sequence


def test_whole_chain_is_looked_at_part_by_part(sealed):
    parts, after = [], 0
    while not parts or not parts[-1].is_rest:
        parts.append(look(after, most=sealed // 3))
        after = parts[-1].last
    assert {each.fault for each in parts} == {""}
    assert [(each.first, each.last) for each in parts] == [
        (start + 1, min(start + sealed // 3, sealed)) for start in range(0, sealed, sealed // 3)
    ]


@pytest.mark.parametrize("place", [1, 5, 6, 7])
def test_a_changed_record_is_found_in_its_part(sealed, place):
    AuditRecord.objects.filter(sequence=place).update(after="書き換えた")
    faults = [look(after, most=6).fault for after in (0, 6)]
    found = 0 if place <= 6 else 1
    assert f"連番 {place} の記録" in faults[found]
    assert faults[1 - found] == ""


def test_a_record_that_was_taken_out_at_the_end_of_a_part_is_found(sealed):
    AuditRecord.objects.filter(sequence=6).delete()
    first = look(0, most=6)
    assert (first.fault, first.last) == ("", 5)
    assert look(first.last, most=6).fault == "連番 6 の記録がありません（次にあるのは連番 7）。"


def test_a_tail_that_was_cut_off_is_found_against_the_kept_head(world):
    newest = seal_and_keep().sequence
    AuditRecord.objects.filter(sequence=newest).delete()
    assert look().fault.endswith("記録の末尾が切り取られています。")


def test_nothing_left_to_look_at_begins_from_the_first_again(sealed):
    AuditRecord.objects.filter(sequence=1).update(after="書き換えた")
    assert "連番 1 の記録" in look(sealed).fault
    assert "連番 1 の記録" in look(10**9).fault


def test_nothing_sealed_is_nothing_to_find(world):
    assert look() == Part(1, 0, 0, "")


def test_the_page_says_the_result_in_words(client, sealed, world, monkeypatch):
    client.force_login(world.people["administrator"])
    page = client.get(PAGE).content.decode()
    assert f"<dd>{sealed}件</dd>" in page and "封印したときのまま" not in page
    whole = client.get(PAGE, {"after": 0}).content.decode()
    assert f"連番1から{sealed}までの封印した記録は、すべて封印したときのままです。" in whole
    monkeypatch.setattr(checking.look, "__defaults__", (0, 4))
    part = client.get(PAGE, {"after": 0}).content.decode()
    assert "連番1から4までの記録は、封印したときのままです。" in part
    assert "続きを確かめる（連番5から）" in part
    AuditRecord.objects.filter(sequence=6).update(actor_name="別の人")
    assert "連番 6 の記録" in client.get(PAGE, {"after": 4}).content.decode()


def test_data_that_were_changed_unseen_are_named(client, sealed, world):
    client.force_login(world.people["secretariat"])
    assert "どの行も、最後の記録のとおりです" in client.get(PAGE, {"after": 0}).content.decode()
    Division.objects.create(name="新しい課")
    AuditRecord.objects.unsealed().delete()
    page = client.get(PAGE, {"after": 0}).content.decode()
    assert "データに、操作の記録と違うところがあります。" in page and "記録がありません。" in page


def test_heads_that_nobody_can_read_are_told(client, sealed, world):
    settings.AUDIT_HEADS_FILE.write_text("控えではない\n")
    client.force_login(world.people["secretariat"])
    page = client.get(PAGE, {"after": 0})
    assert "1行目が、控えの書き方ではありません。" in page.content.decode()


def test_unsealed_records_are_counted_as_such(client, sealed, world):
    Division.objects.create(name="新しい課")
    client.force_login(world.people["secretariat"])
    assert "1件（次の封印までは、守られていません）" in client.get(PAGE).content.decode()
