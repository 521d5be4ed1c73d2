"""Two imports of one list, each seen by its person, at the same moment: one is told of the other."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from glossary.models import Term
from progress.models import IndicatorResult
from sakado_dx.imports.models import Import
from tests.progress.conftest import World, make_world
from tests.progress.imports.conftest import text_of, ticket_in
from tests.racing import Browser, Racers
from tests.sakado_dx.workbooks import workbook

PEOPLE = ("secretariat", "second_secretariat")


@pytest.fixture
def world(own_database) -> World:
    return make_world()


def shown(browser: Browser, into: str, who: str, rows: list) -> dict[str, str]:
    """What the person of the browser sends to say yes to the rows."""
    file = SimpleUploadedFile(f"{who}.xlsx", workbook(rows))
    page = browser.post("/imports/new/", {"into": into, "file": file})
    return {"ticket": ticket_in(page), "reason": "訂正"}


@pytest.mark.parametrize("is_new", [False, True])
def test_of_two_at_once_one_is_taken_in_and_the_other_is_told(world, is_new):
    if not is_new:
        Term.objects.create(plan=world.plan, term="AI", reading="えーあい", order=0)
    into = f"glossary.term:{world.plan.pk}"
    rows = {who: [["用語", "よみ"], ["AI", who], ["RPA", who]] for who in PEOPLE}
    told = race(world, into, rows)
    assert set(Term.objects.values_list("term", "reading")) == {("AI", told), ("RPA", told)}


def test_of_two_at_once_who_bring_results_one_is_told(world):
    into = f"progress.indicatorresult:{world.year.pk}"
    heading = ["年度", "施策番号", "指標番号", "実績値"]
    values = dict(zip(PEOPLE, (12, 13), strict=True))
    rows = {who: [heading, ["R5", "I-1-1", "I-1-1", str(values[who])]] for who in PEOPLE}
    told = race(world, into, rows)
    assert IndicatorResult.objects.get().value == values[told]


def race(world: World, into: str, rows: dict[str, list]) -> str:
    """Whose file was taken in; the other was told so, and nothing of it was."""
    browsers = {who: Browser(world.people[who]) for who in rows}
    sent = {who: shown(browsers[who], into, who, rows[who]) for who in rows}
    with Racers(2) as racers:
        acts = [lambda who=who: browsers[who].post("/imports/confirm/", sent[who]) for who in rows]
        answers = dict(zip(rows, racers.run(acts), strict=True))
    [winner] = [who for who, answer in answers.items() if answer.status_code == 302]
    [(loser, answer)] = [each for each in answers.items() if each[0] != winner]
    assert answer.status_code == 409
    assert f"「{winner}.xlsx」を取り込み、登録内容が変わりました。" in text_of(answer)
    assert [each.file_name for each in Import.objects.all()] == [f"{winner}.xlsx"]
    # It is shown what it would do by now, and its yes is worth something again.
    again = {"ticket": ticket_in(answer), "reason": "訂正"}
    assert browsers[loser].post("/imports/confirm/", again).status_code == 302
    assert Import.objects.count() == 2
    return loser
