"""Outgoing mail: rows written with their cause, and sent later by `manage.py send_mail`.

Whoever does something that people are told of calls `post` inside its transaction: the mail
exists if and only if the cause does, and no mail server can hold anybody up.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

MOST_ATTEMPTS = 8
LONGEST_WAIT = timedelta(days=7)  # a reminder that is older tells nothing true any more
FIRST_PAUSE = timedelta(minutes=5)  # doubled after each refusal: 8 attempts in some 10 hours
# A claimed mail that is neither sent nor given back by then: its process has died.
LONGEST_SENDING = timedelta(minutes=15)


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        """Neither claimed nor sent nor given up."""
        return self.filter(claimed_at=None, sent_at=None, failed_at=None)

    def due(self, now):
        """Those whose pause after a refusal is over, oldest first."""
        return self.waiting().filter(not_before__lte=now).order_by("pk")

    def stranded(self, now):
        """Claimed by a process that died, or whose server fell silent after it had the text:
        perhaps sent, so never sent again by itself."""
        claimed = self.filter(claimed_at__isnull=False, sent_at=None, failed_at=None)
        return claimed.filter(Q(claimed_at__lt=now - LONGEST_SENDING) | ~Q(last_error=""))

    def given_up(self):
        return self.filter(failed_at__isnull=False)


class OutgoingMail(models.Model):
    """One mail to one person, from its cause to its sending.

    `claimed_at` is set before the mail server is spoken to, by a conditional UPDATE: of two
    processes one sends. What was refused for certain loses it again and waits.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mails", verbose_name="宛先"
    )
    address = models.EmailField("メールアドレス")
    subject = models.CharField("件名", max_length=200)
    body = models.TextField("本文")
    created_at = models.DateTimeField("作成日時", default=timezone.now)
    not_before = models.DateTimeField("次に送る日時", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("送信の回数", default=0)
    claimed_at = models.DateTimeField("送信を始めた日時", null=True, blank=True)
    sent_at = models.DateTimeField("送信日時", null=True, blank=True)
    failed_at = models.DateTimeField("断念した日時", null=True, blank=True)
    last_error = models.CharField("最後の誤り", max_length=200, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "送信メール"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None),
                name="outgoing_mail_sent_or_failed",
                violation_error_message="送信したメールは、断念したことにできません。",
            )
        ]
        indexes = [
            models.Index(  # send_mail, every few minutes
                fields=["not_before"],
                name="outgoing_mail_waiting",
                condition=Q(sent_at=None, failed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.subject}"

    @property
    def state(self) -> str:
        """In a word, for lists."""
        if self.sent_at:
            return "送信済み"
        if self.failed_at:
            return "断念"
        if not self.claimed_at:
            return "送信待ち"
        is_stranded = self.last_error or self.claimed_at < timezone.now() - LONGEST_SENDING
        return "送れたか不明" if is_stranded else "送信中"


class MailCause(models.Model):
    """Why a person got a mail. A digest has several causes; each tells a person once."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="causes")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cause = models.CharField("きっかけ", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "メールのきっかけ"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "cause"],
                name="mail_cause_once",
                violation_error_message="このきっかけのメールは、既に作られています。",
            )
        ]

    def __str__(self) -> str:
        return self.cause


def is_used() -> bool:
    """Whether this city sends mail at all (MAIL_URL)."""
    return bool(settings.MAIL_SERVER)


def link(path: str) -> str:
    """A link for mail: it starts with PORTAL_URL, never with a request's Host."""
    return f"{settings.PORTAL_URL}{path}"


@dataclass(frozen=True)
class Draft:
    """A mail to be written. `causes`: why; each tells its recipient once."""

    recipient: Any
    causes: Collection[str]
    subject: str
    body: str

    def untold(self, told: Collection[tuple[int, str]]) -> list[str]:
        return sorted(each for each in set(self.causes) if (self.recipient.pk, each) not in told)


def post(drafts: Iterable[Draft]) -> list[OutgoingMail]:
    """Write mails, in the caller's transaction; 5 queries however many they are.

    Left out are people without an address, who were told of all the causes before, or are
    being told by a parallel process; in a city that sends no mail, everybody.
    """
    drafts = [each for each in drafts if each.recipient.email and each.recipient.is_active]
    if not (is_used() and drafts):
        return []
    causes = {cause for each in drafts for cause in each.causes}
    rows = MailCause.objects.filter(cause__in=causes)
    told = set(rows.values_list("recipient_id", "cause"))
    fresh = [(each, untold) for each in drafts if (untold := each.untold(told))]
    try:
        with transaction.atomic():
            return _write(fresh)
    except IntegrityError:
        if len(fresh) > 1:  # somebody was faster with one of them: the others go on
            return [mail for each, _ in fresh for mail in post([each])]
        if not rows.filter(recipient=fresh[0][0].recipient).exists():
            raise
        return []


def _write(fresh: list[tuple[Draft, list[str]]]) -> list[OutgoingMail]:
    mails = OutgoingMail.objects.bulk_create(
        OutgoingMail(
            recipient=draft.recipient,
            address=draft.recipient.email,
            subject=_one_line(draft.subject),
            body=_printable(draft.body),
        )
        for draft, _ in fresh
    )
    MailCause.objects.bulk_create(
        MailCause(mail=mail, recipient_id=mail.recipient_id, cause=cause)
        for mail, (_, causes) in zip(mails, fresh, strict=True)
        for cause in causes
    )
    return mails


def _one_line(text: str) -> str:
    text = " ".join(_printable(text).split())
    return text if len(text) <= 200 else f"{text[:199]}…"


def _printable(text: str) -> str:
    """Without control characters, which a reason pasted from elsewhere may hold."""
    return "".join(
        each for each in text if each in "\n\t" or each.isprintable() or each == "\u3000"
    )


def claim(mail: OutgoingMail, now) -> bool:
    """Take a mail for sending; False where another process has it or it is not due."""
    due = OutgoingMail.objects.due(now).order_by().filter(pk=mail.pk)
    return bool(due.update(claimed_at=now, attempts=F("attempts") + 1))


def mark_sent(mail: OutgoingMail) -> None:
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), last_error="")


def put_back(mail: OutgoingMail, error: str) -> None:
    """Refused for certain: try again after a pause, or give up after the last attempt."""
    mail.refresh_from_db(fields=["attempts"])
    now = timezone.now()
    pause = FIRST_PAUSE * 2 ** (mail.attempts - 1)
    gives_up = mail.attempts >= MOST_ATTEMPTS
    OutgoingMail.objects.filter(pk=mail.pk).update(
        claimed_at=None,
        not_before=now + pause,
        failed_at=now if gives_up else None,
        last_error=error[:200],
    )


def give_up(mail: OutgoingMail, error: str) -> None:
    """No server will ever take it: it is listed among those that were not sent."""
    OutgoingMail.objects.filter(pk=mail.pk).update(failed_at=timezone.now(), last_error=error)


def mark_uncertain(mail: OutgoingMail, error: str) -> None:
    """The server had the text and did not answer: it stays claimed, and is listed."""
    OutgoingMail.objects.filter(pk=mail.pk).update(last_error=error[:200])


def give_up_old(now) -> int:
    """End the waiting of mails that are too old to be true; returns how many."""
    old = OutgoingMail.objects.waiting().filter(created_at__lt=now - LONGEST_WAIT)
    return old.update(failed_at=now)
