"""Who works here: divisions, users and their dated memberships and roles (README: 組織と権限).

People move every April and divisions are renamed; nothing here is ever rewritten, it ends on
a day and something else begins.
"""

from collections.abc import Iterable

from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sakado_dx.lasting_keys import LastingKeyField
from sakado_dx.organization.city_roles import CityRole
from sakado_dx.organization.days import Dated, DatedQuerySet, days_in_order
from sakado_dx.organization.office_days import OfficeDay
from sakado_dx.organization.password_links import PasswordLink
from sakado_dx.organization.powers.models import PowerNotice
from sakado_dx.organization.unsent import UnsentInput
from sakado_dx.records.acting import Door, acting

__all__ = [
    "CityRole",
    "Division",
    "Membership",
    "OfficeDay",
    "PasswordLink",
    "PowerNotice",
    "UnsentInput",
    "User",
]


class Division(Dated, models.Model):
    """A 課 or 部 of the city hall, or a collective name such as 各課."""

    class Kind(models.TextChoices):
        DIVISION = "division", "課等"
        COLLECTIVE = "collective", "総称（各課など）"

    key = LastingKeyField("不変の番号", max_length=120)
    name = models.CharField("名称", max_length=100)
    reading = models.CharField("よみ", max_length=200, blank=True)
    kind = models.CharField("種別", max_length=10, choices=Kind, default=Kind.DIVISION)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="部", null=True, blank=True, related_name="children"
    )
    order = models.PositiveIntegerField("並び順", default=0)
    first_day = models.DateField("設置日", null=True, blank=True)
    last_day = models.DateField("廃止日", null=True, blank=True)
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="predecessors",
        blank=True,
        verbose_name="引継ぎ先",
    )
    telephone = models.CharField("電話", max_length=40, blank=True)
    email = models.EmailField("メール（市民向け）", blank=True)
    is_secretariat = models.BooleanField("計画の事務局である", default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所管課"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "first_day"],
                name="division_name_unique_per_first_day",
                violation_error_message="同じ名称の課が同じ設置日で登録されています。",
            ),
            # Two NULLs are two different days to a database: the open beginning has its own.
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(first_day__isnull=True),
                name="division_name_unique_open",
                violation_error_message="設置日のない同じ名称の課が既に登録されています。",
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key=""),
                name="division_key_unique",
                violation_error_message="同じ不変の番号の課が既にあります。",
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="division_has_name",
                violation_error_message="課の名称を入力してください。",
            ),
            days_in_order("division_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_key(self) -> str:
        """By its first name, with its day where it has one."""
        return f"{self.name} {self.first_day}" if self.first_day else self.name

    @property
    def bearers(self) -> models.QuerySet:
        """Among which its key stands once."""
        return Division.objects.all()

    @property
    def is_collective(self) -> bool:
        return self.kind == self.Kind.COLLECTIVE

    def clean(self) -> None:
        """Refuse a second division of the same name while the first still stands."""
        overlapping = Division.objects.filter(name=self.name).exclude(pk=self.pk)
        if self.last_day:
            overlapping = overlapping.exclude(first_day__gt=self.last_day)
        if self.first_day:
            overlapping = overlapping.exclude(last_day__lt=self.first_day)
        if overlapping.exists():
            raise ValidationError(
                {
                    "name": f"「{self.name}」は同じ期間に既に登録されています。設置日か廃止日を確かめてください。"
                }
            )


class UserManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **fields):
        """A user without any right: rights come from memberships and city roles."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str):
        return self.get(username=username)


class RightsOfToday:
    """What Django's admin asks a user; the backend answers it by today's roles."""

    @property
    def is_staff(self) -> bool:
        """Whether the person may enter the admin today."""
        return self.has_perm("organization.use_admin")

    def get_all_permissions(self, obj=None) -> set[str]:
        """The names of all permissions of today, of every backend."""
        backends = [each for each in auth.get_backends() if hasattr(each, "get_all_permissions")]
        return {name for backend in backends for name in backend.get_all_permissions(self, obj)}

    def has_perm(self, perm: str, obj=None) -> bool:
        return perm in self.get_all_permissions(obj)

    def has_perms(self, perm_list: Iterable[str], obj=None) -> bool:
        return self.get_all_permissions(obj).issuperset(perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        prefix = f"{app_label}."
        return any(name.startswith(prefix) for name in self.get_all_permissions())


class User(RightsOfToday, AbstractBaseUser):
    """A person of the city hall. Holds no right of his own (see Membership, CityRole)."""

    username = models.CharField(
        "ログインID",
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9._@+-]+\Z",
                "ログインIDは半角の英数字と . _ @ + - で入力してください。",
            )
        ],
        error_messages={"unique": "このログインIDは既に使われています。"},
    )
    name = models.CharField("氏名", max_length=80)
    reading = models.CharField("よみ", max_length=120, blank=True)
    email = models.EmailField("メール", blank=True)
    is_active = models.BooleanField("有効", default=True)
    is_sample = models.BooleanField("サンプル利用者", default=False, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "利用者"
        ordering = ["reading", "username"]

    def __str__(self) -> str:
        return self.name or self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Whether it is the password; an outdated hash of it is renewed, on the record."""

        def renew(raw_password: str) -> None:
            self.set_password(raw_password)
            self._password = None  # no change of the password, which would end sessions
            with acting(self, Door.PAGE, "ログイン時のパスワードの保存形式の更新"):
                self.save(update_fields=["password"])

        return check_password(raw_password, self.password, renew)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Membership(Dated, models.Model):
    """A user's place in a division (or 部), from a day to a day."""

    class Role(models.TextChoices):
        REPORTER = "reporter", "入力担当"
        DEPUTY = "deputy", "所属長代理"
        HEAD = "head", "所属長"
        PROMOTER = "promoter", "デジタル推進員"

    user = models.ForeignKey(
        User, models.PROTECT, related_name="memberships", verbose_name="利用者"
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="memberships", verbose_name="所属"
    )
    role = models.CharField("役割", max_length=10, choices=Role)
    first_day = models.DateField("開始日", default=timezone.localdate)
    last_day = models.DateField("終了日", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所属"
        ordering = ["division__order", "role", "first_day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "division", "role", "first_day"],
                name="membership_unique",
                violation_error_message="同じ所属と役割が同じ開始日で登録されています。",
            ),
            days_in_order("membership_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.get_role_display()} {self.user}"

    def clean(self) -> None:
        if self.division_id and self.division.is_collective:
            raise ValidationError(
                {
                    "division": f"「{self.division}」は総称のため、所属にできません。課を選んでください。"
                }
            )
