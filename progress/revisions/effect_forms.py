"""What is filled in of a revision that was decided: its 公表日, and why it is taken back."""

from progress.form_fields import DATE_HINT, reason_field
from sakado_dx.form_fields import JapaneseDateField
from sakado_dx.forms import PortalForm


class PublishForm(PortalForm):
    published_on = JapaneseDateField(
        label="公表日",
        help_text=f"この日から、市民向けのページが、改定後の計画を示します。{DATE_HINT}",
        error_messages={"required": "公表日を入力してください。"},
    )


class UndecideForm(PortalForm):
    reason = reason_field("決定を取り消す理由")


class UndoEffectForm(PortalForm):
    reason = reason_field(
        "施行を取り消す理由", help_text="目標などが元に戻る報告の課にも知らせます。"
    )
