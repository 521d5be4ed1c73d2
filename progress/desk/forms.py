"""What the secretariat writes to a report."""

from progress.form_fields import reason_field
from sakado_dx.forms import PortalForm


class ReopenForm(PortalForm):
    """Why an evaluated report goes back to its division."""

    reason = reason_field("評価後の差戻しの理由")
