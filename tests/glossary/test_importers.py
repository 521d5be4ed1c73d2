from django.db import connection
from django.test.utils import CaptureQueriesContext
from model_bakery import baker

from glossary.importers import TermResource
from glossary.models import Term, TermAlias
from sakado_dx.records.acting import Door, acting
from sakado_dx.search.models import SearchText
from tests.sakado_dx.workbooks import changes, exported, taken_in, told


def take(plan, *rows):
    return taken_in(TermResource(plan=plan), list(rows))


def test_export_of_the_whole_glossary_changes_nothing_when_it_comes_back(sakado_plan):
    rows = exported(TermResource(plan=sakado_plan))
    outcome = take(sakado_plan, *rows)
    assert (told(outcome), changes(outcome), len(outcome.unchanged)) == ([], {}, 37)


def test_aliases_are_replaced_in_the_order_of_the_cell(plan):
    term = baker.make(Term, plan=plan, term="AI", reading="えーあい", explanation="", source="")
    baker.make(TermAlias, term=term, alias="人工知能")
    outcome = take(plan, ["用語", "別の表記"], ["AI", "Artificial Intelligence、人工知能"])
    assert changes(outcome) == {
        "AI": [("別の表記", "人工知能", "Artificial Intelligence、人工知能")]
    }
    assert [alias.alias for alias in term.aliases.all()] == ["Artificial Intelligence", "人工知能"]
    assert term.aliases.first().search_key


def test_line_breaks_of_a_form_are_no_difference(plan):
    baker.make(Term, plan=plan, term="AI", reading="", explanation="一\r\n二", source="")
    rows = [["用語", "説明", "よみ"], ["AI", "一\n二", ""]]
    assert changes(take(plan, *rows)) == {}
    rows[1][2] = "えーあい"
    take(plan, *rows)
    assert Term.objects.get().explanation == "一\r\n二"


def test_na_and_zeros_are_names_like_others(plan):
    assert told(take(plan, ["用語", "よみ"], ["NA", "なし"], ["007", "なな"])) == []
    assert list(Term.objects.order_by("order").values_list("term", flat=True)) == ["NA", "007"]


def test_live_text_goes_out_and_comes_back_as_it_is(plan):
    baker.make(Term, plan=plan, term="=1+1", reading="@x", explanation="-a", source="＋b")
    rows = exported(TermResource(plan=plan))
    assert changes(take(plan, *rows)) == {}
    assert rows[1][:2] == ["=1+1", "@x"]


def test_two_spellings_that_are_both_stored_are_told_apart_only_exactly(plan):
    for name in ("AI", "ＡＩ"):
        baker.make(Term, plan=plan, term=name, reading="", explanation="", source="")
    assert told(take(plan, ["用語", "よみ"], ["A I", "えーあい"])) == [
        ("A2", "用語", "この書き方に当たる用語が2つあります（AI、ＡＩ）。")
    ]
    assert told(take(plan, ["用語", "よみ"], ["ＡＩ", "えーあい"])) == []
    assert Term.objects.get(term="ＡＩ").reading == "えーあい"


def test_many_new_terms_take_as_many_statements_as_few(plan):
    def statements(rows: int, mark: str) -> int:
        lines = [[f"{mark}{each}", "よみ", "説明"] for each in range(rows)]
        with CaptureQueriesContext(connection) as asked, acting("試験", Door.IMPORT):
            assert len(take(plan, ["用語", "よみ", "説明"], *lines).added) == rows
        return len(asked)

    Term.objects.create(plan=plan, term="既", order=0)
    assert statements(40, "多") == statements(4, "少")
    assert SearchText.objects.filter(kind="term").count() == 44
