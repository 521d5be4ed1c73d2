"""What is asked of who proposes a disposal, and of who decides it."""

from django import forms

from progress.form_fields import reason_field
from progress.models import Disposal
from sakado_dx.forms import PortalForm


class DisposalForm(PortalForm):
    """廃棄 or 移管, whether published editions go too, and why."""

    kind = forms.ChoiceField(
        label="種類",
        choices=Disposal.Kind.choices,
        widget=forms.RadioSelect(attrs={"class": "choices--row"}),
        help_text="移管は、年度のすべてを収めたファイルを作り、移管先に渡してから、廃棄と同じものを消します。",
        error_messages={"required": "廃棄か移管かを選んでください。"},
    )
    with_publications = forms.BooleanField(
        label="公表した版も廃棄する",
        required=False,
        help_text="選ぶと、市民向けのページとオープンデータから、この年度がなくなります。"
        "選ばなければ、公表した内容はそのまま残ります。",
    )
    reason = reason_field("理由", help_text="例：保存期間の満了。職員の氏名は書かないでください。")


class DecisionForm(PortalForm):
    """The number of the 廃棄決裁; of 移管 also that the archive was handed over."""

    document_number = forms.CharField(
        label="廃棄決裁の文書番号",
        max_length=60,
        help_text="例：情政第123号",
        error_messages={"required": "廃棄決裁の文書番号を入力してください。"},
    )
    handed_over = forms.BooleanField(
        label="移管するファイルをダウンロードし、移管先に渡したことを確かめた",
        error_messages={"required": "移管先に渡したことを確かめて、選んでください。"},
    )

    def __init__(self, data=None, *, disposal: Disposal):
        super().__init__(data)
        if disposal.kind != Disposal.Kind.TRANSFER:
            del self.fields["handed_over"]
