"""Why an opening is taken back, or a measure comes into a year or leaves it."""

from progress.form_fields import reason_field
from sakado_dx.forms import PortalForm


class UndoOpenForm(PortalForm):
    reason = reason_field(
        "年度を開いたことを取り消す理由", help_text="依頼を受け取った課にも知らせます。"
    )


class AddMeasureForm(PortalForm):
    reason = reason_field("施策を加える理由")


class TakeOutForm(PortalForm):
    reason = reason_field("施策を外す理由", help_text="依頼を受け取った課にも知らせます。")
