"""Who saw a report before it was handed in, and when. None of these is a state."""

from django.db import models
from django.db.models import Q


class DraftMarks(models.Model):
    """Handed to the head (entry.handover_verbs), seen by the 部, or the head's consent as the
    reporter recorded it."""

    NAME_LIMIT = 80

    head_name = models.CharField("確認した所属長", max_length=NAME_LIMIT, blank=True)
    head_confirmed_on = models.DateField("所属長の確認日", null=True, blank=True)
    asked_name = models.CharField(
        "所属長に依頼した人", max_length=NAME_LIMIT, blank=True, editable=False
    )
    asked_at = models.DateTimeField("所属長への依頼日時", null=True, blank=True, editable=False)
    changed_after_asking = models.BooleanField("依頼後に変更あり", default=False, editable=False)
    endorsed_name = models.CharField(
        "部長確認をした人", max_length=NAME_LIMIT, blank=True, editable=False
    )
    endorsed_at = models.DateTimeField("部長確認日時", null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def _by_and_when(mark: str, sentence: str) -> models.CheckConstraint:
    none = Q(**{f"{mark}_name": "", f"{mark}_at__isnull": True})
    return models.CheckConstraint(
        condition=none | (~Q(**{f"{mark}_name": ""}) & Q(**{f"{mark}_at__isnull": False})),
        name=f"report_{mark}_by_and_when",
        violation_error_message=sentence,
    )


BY_AND_WHEN = (
    _by_and_when("asked", "所属長への依頼には、依頼した人と日時の両方が必要です。"),
    _by_and_when("endorsed", "部長確認には、確認した人と日時の両方が必要です。"),
)
