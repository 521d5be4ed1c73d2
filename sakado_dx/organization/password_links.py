"""A one-time link on paper, with which a person sets a password without mail.

The code is typed from paper: sixteen letters and figures that cannot be taken for each other,
80 random bits. Only its keyed hash is stored.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def in_groups(code: str) -> str:
    """The code as it is printed: ABCD-EFGH-JKLM-NPQR."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def hash_of(code: str) -> str:
    """The stored form of a code, however it was typed (case, width, hyphens)."""
    plain = unicodedata.normalize("NFKC", code).upper()
    plain = "".join(letter for letter in plain if letter in LETTERS)
    return salted_hmac("organization.password_link", plain, algorithm="sha256").hexdigest()


class PasswordLinkQuerySet(models.QuerySet):
    def usable(self, now: datetime | None = None):
        """Neither used nor expired, and its user not disabled."""
        return self.filter(
            used_at__isnull=True, expires_at__gt=now or timezone.now(), user__is_active=True
        )

    def of_code(self, code: str) -> "PasswordLink | None":
        """The usable link with this code, if there is one."""
        return self.usable().select_related("user").filter(code_hash=hash_of(code)).first()


class PasswordLink(models.Model):
    """ログイン用リンク: who issued it for whom, how long it holds, when it was used."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="password_links",
        verbose_name="利用者",
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="発行した人",
        null=True,
        blank=True,
    )
    issued_at = models.DateTimeField("発行日時", default=timezone.now)
    code_hash = models.CharField("照合用の値", max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField("有効期限")
    used_at = models.DateTimeField("使用日時", null=True, blank=True)

    objects = PasswordLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ログイン用リンク"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gte=F("issued_at")),
                name="password_link_expires_after_issue",
                violation_error_message="有効期限は発行日時より後にしてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {timezone.localtime(self.issued_at):%Y-%m-%d %H:%M}"

    @staticmethod
    def address_of(code: str) -> str:
        """What stands on the paper: from the setting, never from a request's Host."""
        path = reverse("organization:link_use", args=[in_groups(code)])
        return settings.PORTAL_URL + path

    @staticmethod
    def lifetime() -> timedelta:
        return timedelta(hours=settings.PASSWORD_LINK_HOURS)
