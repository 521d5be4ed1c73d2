"""A meeting's decision on one report."""

from django import forms

from measures.models import Plan, PlanWord
from measures.naming import MEETING
from progress.decisions import verbs
from progress.form_fields import DATE_HINT, WordField
from progress.meetings.agenda import Proposal
from progress.models import Decision
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

    accepted_until = JapaneseDateField(
        label="遅れを了承する期限",
        required=False,
        help_text=(
            "遅れをやむを得ないと認め、取組を続けるときだけ。この日が次の年度の末日かその後なら、次の"
            f"年度の「注意が必要な施策」と議題で、ほかの施策の後に並びます。{DATE_HINT}"
        ),
    )

    field_order = ("manner", "judgement", "outlook", "accepted_until", "opinion", "is_public")

    def __init__(self, data=None, *, plan: Plan, words: list[PlanWord], proposal: Proposal):
        initial = {
            "judgement": proposal.judgement,
            "outlook": proposal.outlook,
            "accepted_until": proposal.accepted_until,
        }
        super().__init__(data, initial=initial)
        progress = [word for word in words if word.vocabulary == "progress"]
        outlook = [word for word in words if word.vocabulary == "outlook"]
        self.fields["judgement"] = WordField(progress, label=plan.mark_name(MEETING))
        self.fields["outlook"] = WordField(outlook, label="今後の方針")
        for name, sentence in verbs.NEEDED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = sentence
        self.order_fields(self.field_order)
