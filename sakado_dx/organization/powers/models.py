"""What a person is told of the powers that came to be his, kept until he has seen it."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PowerNoticeQuerySet(models.QuerySet):
    def unseen_by(self, user):
        """What this person has not said to have seen, oldest first."""
        return self.filter(user=user, seen_at=None).order_by("pk")

    def newest_first(self):
        return self.select_related("user").order_by("-pk")


class PowerNotice(models.Model):
    """A role for the whole city that was given, a one-time link that was issued for somebody else, a
    password that was set by one, an account that was opened again, or another address for mails.
    Nobody changes it but for the moment when it was seen."""

    class Kind(models.TextChoices):
        ROLE = "role", "全庁の役割の登録"
        LINK = "link", "ログイン用リンクの発行"
        PASSWORD = "password", "リンクによるパスワードの設定"
        OPENED = "opened", "無効だった利用者の再開"
        MAIL = "mail", "メールアドレスの変更"

    kind = models.CharField("種類", max_length=10, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="power_notices",
        verbose_name="対象の人",
    )
    by_name = models.CharField("行った人", max_length=100)
    detail = models.CharField("内容", max_length=200, blank=True)
    role = models.OneToOneField(
        "organization.CityRole",
        models.SET_NULL,
        related_name="notice",
        verbose_name="役割",
        null=True,
        blank=True,
    )
    at = models.DateTimeField("日時", default=timezone.now)
    seen_at = models.DateTimeField("本人が確認した日時", null=True, blank=True)

    objects = PowerNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "権限のお知らせ"
        ordering = ["-pk"]
        indexes = [
            models.Index(  # every request of a person asks whether there is one
                fields=["user"], name="power_notice_unseen", condition=models.Q(seen_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.user}"
