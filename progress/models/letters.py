"""文書: what the secretariat writes to the divisions, as an office writes it (README: 文書)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from measures.models import Plan
from progress.models.years import ReviewYear
from sakado_dx import fiscal
from sakado_dx.organization.models import Division, User

WAITS = "紙（まだ渡していない）"
SUBJECT_LIMIT, BODY_LIMIT, LINE_LIMIT = 120, 4000, 80


class LetterKind(models.TextChoices):
    """What a letter is about. 督促, the word of arrears, is none of them."""

    REQUEST = "request", "依頼"
    INQUIRY = "inquiry", "関係課への照会"
    NEW_DUE = "new_due", "提出期限の変更"
    AGAIN = "again", "提出の再依頼"
    MEETING = "meeting", "開催通知"
    WITHDRAWN = "withdrawn", "依頼の取消し"
    REVISED = "revised", "計画の見直しの通知"


class LetterHead(models.Model):
    """From whom a plan's letters come, to whom they are addressed, and whom to ask."""

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="letter_head")
    sender = models.CharField(
        "発信者",
        max_length=LINE_LIMIT,
        blank=True,
        help_text="職名と氏名。空欄なら、事務局の課の長になります。",
    )
    addressee = models.CharField(
        "宛名",
        max_length=LINE_LIMIT,
        default="{所属}長",
        help_text="{所属}の所に課の名称が入ります。後に「様」が付きます。",
    )
    contact = models.TextField(
        "担当・内線",
        max_length=300,
        blank=True,
        help_text="課、係、氏名、内線、メールなど。空欄なら、事務局の課の名称になります。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "文書の発信者と担当"
        constraints = [
            models.CheckConstraint(
                condition=~Q(addressee=""),
                name="letter_head_has_addressee",
                violation_error_message="宛名を入力してください。",
                violation_error_code="addressee",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} 文書の発信者と担当"


class LetterTemplate(models.Model):
    """The secretariat's own wording of a kind of letter; where there is none, the portal's."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="letter_templates")
    kind = models.CharField("文書の種類", max_length=10, choices=LetterKind)
    subject = models.CharField("件名", max_length=SUBJECT_LIMIT)
    body = models.TextField("本文", max_length=BODY_LIMIT)
    particulars = models.TextField("記", max_length=BODY_LIMIT, blank=True)
    version = models.PositiveIntegerField("版", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "文書のひな形"
        ordering = ["plan", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "kind"],
                name="letter_template_unique",
                violation_error_message="この種類の文書のひな形は、既に登録されています。",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""),
                name="letter_template_has_text",
                violation_error_message="件名と本文を入力してください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}のひな形"


class LetterQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-pk")

    def sorted_by(self, column: str, descending: bool = False):
        """By `dated_on` or `division`, letters of one day or office the newest first and those of
        one office together; those to no division are last either way."""
        place = F({"dated_on": "dated_on", "division": "division__order"}[column])
        way = place.desc(nulls_last=True) if descending else place.asc(nulls_last=True)
        office = ["division_id"] if column == "division" else []  # several have the same place
        return self.order_by(way, *office, "-pk")

    def matching(self, query: str):
        """Letters whose subject, number or addressee holds every word of the query, as typed."""
        found = self
        for word in query.split():
            found = found.filter(
                Q(subject__icontains=word)
                | Q(number__icontains=word)
                | Q(addressee__icontains=word)
                | Q(division__name__icontains=word)
            )
        return found

    def on_paper(self):
        """Letters that no mail took along."""
        return self.filter(mailed_to=0)

    def to_hand_over(self):
        """Letters on paper that nobody has handed over yet."""
        return self.on_paper().filter(handed_on=None)

    def handed_over(self):
        return self.filter(handed_on__isnull=False)


class Letter(models.Model):
    """One letter to one addressee as it was written: what was told to whom, when, and how.

    It belongs to no division where it is for the members of a body. `cause` says why it was
    written, and writes it once. `mailed_to` is the number of people to whom it went by mail;
    none: it is on paper, handed over on a day or not yet. It outlives an opening that is
    taken back.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="letters", verbose_name="計画")
    year = models.ForeignKey(
        ReviewYear,
        models.SET_NULL,
        related_name="+",  # nothing that stands on a year: an opening can be taken back
        null=True,
        blank=True,
        verbose_name="年度",
    )
    kind = models.CharField("文書の種類", max_length=10, choices=LetterKind)
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="宛先の課"
    )
    addressee = models.CharField("宛名", max_length=200)
    number = models.CharField("文書番号", max_length=60, blank=True)
    dated_on = models.DateField("日付", default=timezone.localdate)
    sender = models.CharField("発信者", max_length=LINE_LIMIT, blank=True)
    subject = models.CharField("件名", max_length=300)
    body = models.TextField("本文")
    particulars = models.TextField("記", blank=True)
    contact = models.TextField("担当・内線", blank=True)
    path = models.CharField("画面のアドレス", max_length=200, blank=True)
    cause = models.CharField("きっかけ", max_length=90)
    mailed_to = models.PositiveSmallIntegerField("メールを送る人数", default=0)
    handed_on = models.DateField("紙で渡した日", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="作成した人")
    at = models.DateTimeField("作成日時", default=timezone.now)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文書"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cause"],
                name="letter_once",
                violation_error_message="この文書は、既に作られています。",
            ),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True) | Q(mailed_to=0),
                name="letter_mailed_or_handed",
                violation_error_message="メールで送った文書に、紙で渡した日は記録できません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.addressee}"

    def get_absolute_url(self) -> str:
        return reverse("progress:letter_detail", args=[self.pk])

    @property
    def mail_cause(self) -> str:
        """The cause that stands with its mails (records.mail)."""
        return f"letter:{self.cause}"

    @property
    def text(self) -> str:
        """The letter as plain text, as a mail or a notice of the groupware says it."""
        head = (self.number, fiscal.format_date(self.dated_on))
        own = ("記", self.particulars, "以上") if self.particulars else ()
        contact = f"担当：{self.contact}" if self.contact else ""
        parts = ("\n".join(filter(None, head)), f"{self.addressee}　様", self.sender)
        return "\n\n".join(filter(None, (*parts, self.subject, self.body, *own, contact)))

    @property
    def is_mailed(self) -> bool:
        return self.mailed_to > 0

    @property
    def way(self) -> str:
        """How it went out: ``メール（3人）``, ``紙（令和6年5月1日に渡した）``."""
        if self.is_mailed:
            return f"メール（{self.mailed_to}人）"
        return f"紙（{fiscal.format_date(self.handed_on)}に渡した）" if self.handed_on else WAITS

    @property
    def is_waiting(self) -> bool:
        """Whether it is on paper and not handed over yet."""
        return not self.is_mailed and self.handed_on is None
