"""What the city sets of how long a year's documents are kept."""

from django import forms

from progress.form_fields import DATE_HINT
from progress.models import Retention
from sakado_dx.forms import PortalModelForm, portal_field


class RetentionForm(PortalModelForm):
    """文書分類, 保存期間, 起算日."""

    term = forms.ChoiceField(
        label="保存期間",
        choices=Retention.Term.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        error_messages={"required": "保存期間を選んでください。"},
    )

    class Meta:
        model = Retention
        fields = Retention.SET
        formfield_callback = portal_field
        help_texts = {
            "document_class": "市の文書分類表のとおりに書いてください。例：総務―情報政策―計画進捗",
            "keep_years": "「年数を定める」のときだけ。例：5",
            "starts_on": (
                "空欄なら、年度を締めた日の次の4月1日です。市の規程で異なるときだけ書いてください。"
                f"{DATE_HINT}"
            ),
        }

    def __init__(self, data=None, *, instance: Retention | None = None):
        super().__init__(data, instance=instance)
        required = self.fields["document_class"].error_messages
        required["required"] = "文書分類を入力してください。"

    def settings(self) -> dict:
        """What was set, by column."""
        return {name: self.cleaned_data[name] for name in Retention.SET}
