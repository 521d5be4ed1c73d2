"""The rules of counting in the words of a plan, for the page and for what is printed."""

from measures.naming import MARK_NAMES, PlanNaming
from progress.help.rules import SECTIONS


def rules_of(plan: PlanNaming | None) -> list[tuple[str, list[str]]]:
    """(heading, sentences), with the marks as the plan calls them."""
    return [
        (title, [_in_words_of(plan, rule.sentence) for rule in rules]) for title, rules in SECTIONS
    ]


def _in_words_of(plan: PlanNaming | None, sentence: str) -> str:
    for whose, usual in MARK_NAMES.items():
        sentence = sentence.replace(usual, plan.mark_name(whose) if plan else usual)
    return sentence
