"""A 参考値: a past year, its figure by the new definition, and how it was counted."""

from collections.abc import Iterable

from django import forms

from progress.models import ReferenceValue
from sakado_dx import fiscal
from sakado_dx.form_fields import NumberField
from sakado_dx.forms import PortalForm

MOST_LETTERS = ReferenceValue._meta.get_field("reason").max_length


class ReferenceValueForm(PortalForm):
    """`years` are those before the definition changed, `unit` that of the indicator."""

    fiscal_year = forms.TypedChoiceField(
        label="年度",
        coerce=int,
        error_messages={"required": "年度を選んでください。"},
    )
    value = NumberField(
        label="参考値", error_messages={"required": "参考値を入力してください（0も値です）。"}
    )
    reason = forms.CharField(
        label="算定の方法",
        max_length=MOST_LETTERS,
        help_text="変更後の定義で、どう数え直したかを書きます。例：電子申請の件数を加えた。",
        error_messages={"required": "算定の方法を入力してください。"},
    )

    def __init__(self, data=None, *, years: Iterable[int], unit: str):
        super().__init__(data)
        self.years = [(year, fiscal.label_name(year)) for year in years]
        self.fields["fiscal_year"].choices = self.years or [("", "（登録できる年度はありません）")]
        self.fields["value"].label = f"参考値（{unit}）" if unit else "参考値"
