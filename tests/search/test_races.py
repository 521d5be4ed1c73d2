"""Two who change rows of one object at the same moment: its texts are those of both."""

from functools import partial

from model_bakery import baker

from glossary.models import Term, TermAlias
from sakado_dx.records.acting import Door, acting
from tests.racing import Racers, rounds
from tests.searching import differences

ROUNDS = rounds(300, 15)


def explain(term: Term, text: str) -> None:
    with acting("甲", Door.COMMAND):
        Term.objects.filter(pk=term.pk).update(explanation=text)


def name_again(term: Term, text: str) -> None:
    with acting("乙", Door.COMMAND):
        TermAlias.objects.create(term=term, alias=text)


def test_texts_of_a_term_that_two_change_are_those_of_both(own_database):
    plan = baker.make("measures.Plan", title="計画", first_fiscal_year=2023, last_fiscal_year=2025)
    with acting("甲", Door.COMMAND):
        term = Term.objects.create(plan=plan, term="用語")
    with Racers(2) as racers:
        for number in range(ROUNDS):
            acts = [
                partial(explain, term, f"{number}回目の説明"),
                partial(name_again, term, f"別名{number}"),
            ]
            racers.run(acts)
            assert differences() == []
