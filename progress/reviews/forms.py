"""三年目の見直し: begin it, and change its day."""

from django import forms

from measures.models import Plan
from progress.form_fields import DATE_HINT
from progress.models import PlanReview
from sakado_dx.fiscal import label_long
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm


class ReviewForm(PortalForm):
    """Title, due day and a word to the divisions."""

    title = forms.CharField(
        label="名称", max_length=100, error_messages={"required": "名称を入力してください。"}
    )
    due_on = JapaneseDateField(
        label="調書の提出期限",
        help_text=DATE_HINT,
        error_messages={"required": "提出期限を入力してください。"},
    )
    note = forms.CharField(
        label="課へのお願い",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="各課の調書の画面の先頭に表示します。",
    )


class OpenReviewForm(ReviewForm):
    """The same, with the years that are looked at and the first that may change."""

    field_order = (
        "first_fiscal_year",
        "last_fiscal_year",
        "changes_from",
        "title",
        "due_on",
        "note",
    )

    def __init__(self, data=None, *, plan: Plan):
        first = plan.first_fiscal_year
        last = min(first + (plan.review_every or 3) - 1, plan.last_fiscal_year - 1)
        initial = {
            "first_fiscal_year": first,
            "last_fiscal_year": last,
            "changes_from": min(last + 2, plan.last_fiscal_year),
        }
        super().__init__(data, initial=initial)
        self.fields["title"].required = False
        self.fields["title"].help_text = "空欄のときは、年度から名称を付けます。"
        years = [(str(year), label_long(year)) for year in plan.fiscal_years]
        for name, words in (
            ("first_fiscal_year", "見直す最初の年度"),
            ("last_fiscal_year", "見直す最後の年度"),
            ("changes_from", "改定する最初の年度"),
        ):
            self.fields[name] = forms.TypedChoiceField(label=words, choices=years, coerce=int)
        self.order_fields(self.field_order)


def of_review(review: PlanReview, data=None) -> ReviewForm:
    """The form of what a review says."""
    initial = {"title": review.title, "due_on": review.due_on, "note": review.note}
    return ReviewForm(data, initial=initial)
