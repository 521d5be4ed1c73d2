"""A meeting's decision on one report."""

from django import forms

from measures.models import PlanWord
from measures.naming import MEETING
from progress.decisions import verbs
from progress.form_fields import DATE_HINT, WordField
from progress.meetings.agenda import Proposal
from progress.models import Decision, ReviewYear
from sakado_dx.fiscal import format_date, label_name, last_day
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm


class DecisionForm(PortalForm):
    """What the meeting decided on one report; it begins with the secretariat's proposal."""

    manner = forms.ChoiceField(
        label="決め方",
        choices=[
            (each.value, each.label) for each in (Decision.Manner.EACH, Decision.Manner.AMENDED)
        ],
        initial=Decision.Manner.EACH,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        help_text="「修正のうえ了承」は、差戻しと再提出のあとも有効です。",
    )
    opinion = forms.CharField(
        label="意見", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_public = forms.BooleanField(label="意見を公表する", required=False)

    accepted_until = JapaneseDateField(label="遅れを了承する期限", required=False)

    field_order = ("manner", "judgement", "outlook", "accepted_until", "opinion", "is_public")

    def __init__(self, data=None, *, year: ReviewYear, words: list[PlanWord], proposal: Proposal):
        initial = {
            "judgement": proposal.judgement,
            "outlook": proposal.outlook,
            "accepted_until": proposal.accepted_until,
        }
        super().__init__(data, initial=initial)
        progress = [word for word in words if word.vocabulary == "progress"]
        outlook = [word for word in words if word.vocabulary == "outlook"]
        self.fields["judgement"] = WordField(progress, label=year.plan.mark_name(MEETING))
        self.fields["outlook"] = WordField(outlook, label="今後の方針")
        self.fields["accepted_until"].help_text = _told_of_accepting(year.fiscal_year + 1)
        for name, sentence in verbs.NEEDED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        self.order_fields(self.field_order)


def _told_of_accepting(next_year: int) -> str:
    """What the day does in the year after the report's, by its name: 次の年度 would be taken for the
    year after the meeting's."""
    return (
        "遅れをやむを得ないと認め、取組を続けるときだけ。"
        f"{format_date(last_day(next_year))}以後の日なら、{label_name(next_year)}の"
        "「注意が必要な施策」と議題で、ほかの施策の後に並びます。"
        f"それより前の日では、並び順は変わりません。{DATE_HINT}"
    )
