"""Roles for the whole city, from a day to a day, and how one is confirmed by a second person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sakado_dx.organization.days import Dated, DatedQuerySet, days_in_order
from sakado_dx.organization.powers import confirming
from sakado_dx.records.acting import acting_user

# What a role notes by itself whenever it is stored.
NOTED = ("given_by", "given_on", "approved_by", "approved_on", "rests_from")


class CityRoleQuerySet(DatedQuerySet):
    def waiting(self):
        """Those to which a second person has not said yes."""
        return self.filter(rests_from__isnull=False)

    def to_approve(self):
        """Those that wait and have not ended, the most pressing first; 1 query with their people."""
        rows = self.waiting().exclude(last_day__lt=timezone.localdate())
        return rows.select_related("user", "given_by").order_by("rests_from", "pk")


class CityRole(Dated, models.Model):
    """A role for the whole city, from a day to a day. One person may have several.

    Who gave it, and when, is noted when it is stored by somebody who acts; `rests_from` is set while
    it waits for a second person (powers/confirming.py).
    """

    class Role(models.TextChoices):
        SECRETARIAT = "secretariat", "事務局"
        COUNCIL = "council", "推進会議委員"
        EXECUTIVE = "executive", "CDO・政策会議"
        ADMINISTRATOR = "administrator", "システム管理者"

    # Who holds one of these rules the portal, or what is decided in it.
    OF_POWER = frozenset({Role.SECRETARIAT, Role.EXECUTIVE, Role.ADMINISTRATOR})
    MAY_APPROVE = (Role.SECRETARIAT, Role.ADMINISTRATOR)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="city_roles",
        verbose_name="利用者",
    )
    role = models.CharField("全庁の役割", max_length=15, choices=Role)
    first_day = models.DateField("開始日", default=timezone.localdate)
    last_day = models.DateField("終了日", null=True, blank=True)
    order_day = models.DateField("人事異動の発令日", null=True, blank=True)
    order_number = models.CharField("発令の文書番号", max_length=60, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="登録した人",
        null=True,
        editable=False,
    )
    given_on = models.DateField("登録した日", null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name="承認した人",
        null=True,
        editable=False,
    )
    approved_on = models.DateField("承認した日", null=True, editable=False)
    rests_from = models.DateField("承認がないと使えなくなる日", null=True, editable=False)

    objects = CityRoleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "全庁の役割"
        ordering = ["role", "first_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "first_day"],
                name="city_role_unique",
                violation_error_message="同じ役割が同じ開始日で登録されています。",
            ),
            days_in_order("city_role_days_in_order"),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | (~Q(approved_by=F("user")) & (Q(given_by=None) | ~Q(approved_by=F("given_by")))),
                name="city_role_approved_by_another",
                violation_error_message="本人と登録した人は、この役割を承認できません。",
            ),
            models.CheckConstraint(
                condition=Q(order_day=None, order_number="")
                | (Q(order_day__isnull=False) & ~Q(order_number="")),
                name="city_role_order_is_whole",
                violation_error_message=(
                    "人事異動の発令日と文書番号は、両方を入力するか、両方を空欄にしてください。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.user}"

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Through whatever door a role is stored, it notes who gave it and whether it waits for a
        second person's yes; up to 3 queries besides its own."""
        self._note_who_gave_it()
        waits = self._waits()
        self.rests_from = confirming.rests_from(self.first_day, self.given_on) if waits else None
        noted = update_fields and {*update_fields, *NOTED}
        super().save(*args, update_fields=noted, **kwargs)

    def why_not_approved_by(self, user) -> str:
        """Why this person cannot be the second one; empty where he can, as far as the role tells."""
        if self.rests_from is None:
            return "この役割は、もう承認を待っていません。"
        if user.pk == self.user_id:
            return "本人は承認できません。"
        if user.pk == self.given_by_id:
            return "登録した人は承認できません。"
        return ""

    def _note_who_gave_it(self) -> None:
        """A role that is new, another one or longer than it was is given anew, by who acts now."""
        actor = acting_user()
        if actor is None or not self._has_grown():
            return
        self.given_by_id, self.given_on = actor, timezone.localdate()
        self.approved_by_id = self.approved_on = None
        if self.pk:  # what was told is of the role as it was: it stays told, and this one will be
            notices = self._meta.get_field("notice").related_model.objects
            notices.filter(role=self.pk).update(role=None)

    def _has_grown(self) -> bool:
        names = ("user_id", "role", "first_day", "last_day")
        before = (
            CityRole.objects.filter(pk=self.pk).values_list(*names).first() if self.pk else None
        )
        if before is None:
            return True
        user, role, first, last = before
        ends_later = last is not None and (self.last_day is None or self.last_day > last)
        return (user, role) != (self.user_id, self.role) or self.first_day < first or ends_later

    def _waits(self) -> bool:
        is_backed = self.order_day and self.order_number
        if (
            self.role not in self.OF_POWER
            or not self.given_by_id
            or self.approved_by_id
            or is_backed
        ):
            return False
        if not confirming.is_prepared(self.given_on, self.first_day):
            return True
        in_office = CityRole.objects.in_force(self.given_on).filter(user=self.given_by_id)
        return not in_office.filter(role=self.Role.ADMINISTRATOR, rests_from=None).exists()
