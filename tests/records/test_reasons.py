"""A reason that is recorded is as long in a command as on the page of the same."""

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from progress.editions.history_forms import HistoryReasonForm
from progress.form_fields import MOST_OF_REASON
from progress.imports.forms import ConfirmForm, UndoForm
from sakado_dx.organization.admin_reasons import ReasonForm
from sakado_dx.records.reasons import MOST_LETTERS, told_to_command

APPS = ("sakado_dx.", "progress", "measures", "glossary", "systems_inventory")
# How each command that takes a reason is called, up to the reason.
CALLS = {
    ("import_sheet", "--reason"): ["一覧.csv", "--list", "用語", "--by", "jimu"],
    ("import_sheet", "--why"): ["一覧.csv", "--list", "用語", "--by", "jimu"],
    ("load_history", "--reason"): ["台帳.csv", "--by", "jimu"],
    ("record_differences", "--reason"): [],
}
MOST = {"--reason": MOST_LETTERS, "--why": MOST_OF_REASON}


def test_each_command_that_takes_a_reason_is_tried():
    found = set()
    for name, app in get_commands().items():
        if isinstance(app, str) and app.startswith(APPS):
            parser = load_command_class(app, name).create_parser("manage.py", name)
            options = {option for each in parser._actions for option in each.option_strings}
            found |= {(name, option) for option in options & {*MOST}}
    assert found == {*CALLS}


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "option"), CALLS)
def test_longer_reason_than_on_the_page_is_refused_before_anything_is_read(command, option):
    most = MOST[option]
    said = f"{option} は{most:,}文字までです（{most + 1:,}文字あります）。何も変更していません。"
    with pytest.raises(CommandError) as error:
        call_command(command, *CALLS[command, option], option, f" {'あ' * (most + 1)}\n")
    assert str(error.value) == said


def test_reason_as_long_as_on_the_page_is_told():
    assert told_to_command("--reason", f" {'あ' * MOST_LETTERS}\n") == "あ" * MOST_LETTERS


@pytest.mark.parametrize(
    ("field", "most"),
    [
        (ConfirmForm.base_fields["reason"], MOST_LETTERS),
        (ConfirmForm.base_fields["why"], MOST_OF_REASON),
        (UndoForm.base_fields["reason"], MOST_LETTERS),
        (HistoryReasonForm.base_fields["reason"], MOST_LETTERS),
        (ReasonForm.base_fields["change_reason"], MOST_LETTERS),
    ],
)
def test_pages_have_the_same_bound(field, most):
    assert field.max_length == most
