"""Acts of one click: each can be taken back, or stands on a page that names its consequences.

A form without anything to fill in is found in the templates, whichever page it stands on.
"""

import re

import pytest

from tests.street import ROOT

TEMPLATES = ROOT / "templates"
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
TYPED = re.compile(
    r"_field\.html|as_div|<textarea|<select|type=\"(?:checkbox|radio|text|file|date|number|password)"
    r"|_prospects\.html|_to_check\.html|\{% for \w+ in \w*form"
)
# How what one click did is taken back, by the address that the form is sent to.
WAYS_BACK = {
    "organization:logout": "log in again",
    "progress:report_withdraw": "submit again",
    "progress:report_unconfirm": "confirm again",
    "progress:report_ask_head": "a mark that ends with the next save; asked again, it is renewed",
    "progress:correction_drop": "propose it again",
    "progress:agenda_fill": "take the items off",
    "progress:agenda_place": "move it back",
    "progress:agenda_remove": "put it on again",
    "progress:import_check": "it only shows what a file would do",
    "progress:import_marked": "it only hands a file out",
    "progress:division_workbook_marked": "it only hands a file out",
    "progress:item_show": "show another item",
    "progress:office_day_restore": "enter the day again",
    "progress:reference_value_remove": "enter the value again",
    "progress:letter_hand_over": "a date of who did it",
    "progress:wording_restore": "write the wording again",
    "progress:revision_impact": "it only shows what would become of reports",
    "progress:revision_renew": "change the lines again in the draft",
    "progress:revision_line_drop": "change it again in the draft",
    "progress:revision_step_drop": "record it again",
    "progress:follow_up_accept": "ask anew by the decision",
}
# Drafts of a meeting are dropped one by one until its result is settled.
DRAFTS = ("progress/decisions/rest.html",)
# One's own unsent words, shown beside the button that throws them away.
OWN_WORDS = ("progress/unsent/_restored.html", "progress/unsent/list.html")


def one_click_forms() -> list[tuple[str, str, str]]:
    """(template, address, text of the template) of each form that asks nothing."""
    found = []
    for path in sorted((TEMPLATES / "progress").rglob("*.html")):
        text = path.read_text("utf-8")
        for attributes, body in FORM.findall(text):
            if 'method="post"' in attributes and not TYPED.search(body):
                name = re.search(r"url '([^']+)'", attributes)
                found.append(
                    (path.relative_to(TEMPLATES).as_posix(), name[1] if name else "", text)
                )
    return found


def test_there_are_acts_of_one_click():
    assert len(one_click_forms()) > 10


@pytest.mark.parametrize(
    ("template", "address", "text"),
    [pytest.param(*each, id=f"{each[0]}-{each[1]}") for each in one_click_forms()],
)
def test_act_of_one_click_can_be_taken_back_or_names_its_consequences(template, address, text):
    asks = "_consequences.html" in text or "data-consequences" in text
    assert asks or address in WAYS_BACK or template in (*OWN_WORDS, *DRAFTS)
