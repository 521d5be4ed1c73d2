"""The record of every verb on a report."""

from collections.abc import Iterable, Mapping

from django.db import models
from django.db.models import Q

from progress.models.reports import ProgressReport
from sakado_dx.organization.models import User
from sakado_dx.records.acting import Door

ALONE = "二人目なし"  # stands before the reason of who confirms what he wrote


def reason_alone(reason: str) -> str:
    """What the record of a confirmation without a second person says."""
    return f"{ALONE}：{reason.strip()}"


def reason_with_answer(reason: str, answer: str) -> str:
    """What the record of a submission says: why on behalf, then the answer to the return."""
    reason, answer = reason.strip(), answer.strip().replace("\r\n", "\n")
    return f"{reason}\n差戻しへの回答：{answer}" if reason and answer else reason or answer


class StatusChangeQuerySet(models.QuerySet):
    def made_by(self, by: User, verb: str):
        """What this person did by a verb."""
        return self.filter(by=by, verb=verb)

    def newest_of(self, report_ids: Iterable[int]) -> "dict[int, StatusChange]":
        """What was last done with each of these reports, by its id; 1 query."""
        newest = self.filter(report=models.OuterRef("report")).order_by("-version")
        rows = self.filter(report__in=list(report_ids), pk=models.Subquery(newest.values("pk")[:1]))
        return {each.report_id: each for each in rows.select_related("by")}

    def last_return(self) -> "StatusChange | None":
        """The newest return of a report; 1 query."""
        returns = self.filter(verb__in=StatusChange.RETURNING_VERBS)
        return returns.select_related("by").order_by("version").last()


class StatusChange(models.Model):
    """The record of one verb on one report. Written with the change, never changed."""

    class Verb(models.TextChoices):
        SAVE = "save", "保存"
        SUBMIT = "submit", "提出"
        WITHDRAW = "withdraw", "引戻し"
        COMMENT = "comment", "所見"
        SEND_BACK = "send_back", "差戻し"
        CONFIRM = "confirm", "事務局確認"
        UNCONFIRM = "unconfirm", "事務局確認の取消し"
        EVALUATE = "evaluate", "評価"
        APPROVE = "approve", "決裁"
        PUBLISH = "publish", "公表"
        UNPUBLISH = "unpublish", "公表取下げ"
        REOPEN = "reopen", "評価後の差戻し"
        UNLOCK = "unlock", "締め解除"
        WITHHOLD = "withhold", "公表項目の変更"
        ASK_HEAD = "ask_head", "所属長への依頼"
        ENDORSE = "endorse", "部長確認"
        DETACH = "detach", "資料の取外し"
        ATTACH_AGAIN = "attach_again", "資料の再添付"
        DROP_DECISION = "drop_decision", "決定（案）の取下げ"

    AUTHORING_VERBS = (Verb.SAVE, Verb.SUBMIT, Verb.DETACH, Verb.ATTACH_AGAIN)
    RETURNING_VERBS = (Verb.SEND_BACK, Verb.REOPEN)

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="changes")
    verb = models.CharField("操作", max_length=16, choices=Verb)
    from_state = models.CharField("前の状態", max_length=12, choices=ProgressReport.State)
    to_state = models.CharField("後の状態", max_length=12, choices=ProgressReport.State)
    version = models.PositiveIntegerField("版")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="操作した人")
    on_behalf = models.BooleanField("代行", default=False)
    reason = models.TextField("理由", blank=True)
    # Of a return: what the report said then, as pages show it, by place of the form.
    said = models.JSONField("差戻しのときの記載", default=dict, blank=True)
    # Of a submission: why it does not wait for what other divisions have not answered.
    without_parts = models.TextField("関係課の回答を待たない理由", max_length=1000, blank=True)
    door = models.CharField("入口", max_length=10, choices=Door, default=Door.PAGE)
    at = models.DateTimeField("日時")

    objects = StatusChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "状態の記録"
        ordering = ["report", "version"]
        constraints = [
            # One verb, one version: of two parallel writers one meets this wall.
            models.UniqueConstraint(
                fields=["report", "version"],
                name="status_change_once_per_version",
                violation_error_message="この版の記録は既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(reason="")
                | (
                    Q(on_behalf=False) & ~Q(verb__in=["send_back", "unpublish", "reopen", "unlock"])
                ),
                name="status_change_has_reason",
                violation_error_message="差戻し、代行、公表取下げ、評価後の差戻し、締め解除には理由が必要です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.get_verb_display()}"

    def says(self, told: Mapping[str, str]) -> bool:
        """Whether it records what its verb was `told`: reason, answer to the return, why it does
        not wait for others. What was not told, or was told and not needed, is not compared."""
        without = told.get("without_parts", self.without_parts).strip()
        if self.without_parts and without != self.without_parts:
            return False
        reason, answer = (told.get(name, "") for name in ("reason", "answer"))
        is_told = "reason" in told or "answer" in told
        recorded = reason_with_answer(reason, answer), reason_alone(reason)
        return not is_told or self.reason in recorded

    @property
    def is_return(self) -> bool:
        """Whether the report went back to its division by it."""
        return self.verb in self.RETURNING_VERBS

    @property
    def is_answer(self) -> bool:
        """Whether `reason` is the division's word on why the report was sent back."""
        return self.verb == self.Verb.SUBMIT and not self.on_behalf and bool(self.reason)
