"""Sending outgoing mail by SMTP: what is refused waits, what is uncertain is never repeated."""

import logging
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from sakado_dx import event_log
from sakado_dx.records import mail
from sakado_dx.records.mail import OutgoingMail

MOST_AT_ONCE = 500


class _Noticing:
    """An SMTP connection that remembers whether the server may have taken the text."""

    has_text = False

    def sendmail(self, *args, **kwargs):
        self.has_text = False
        return super().sendmail(*args, **kwargs)

    def data(self, msg):
        self.has_text = True
        return super().data(msg)


class PlainConnection(_Noticing, smtplib.SMTP):
    """SMTP, with STARTTLS where the setting asks for it."""


class TlsConnection(_Noticing, smtplib.SMTP_SSL):
    """SMTP inside TLS from the first byte."""


class Backend(EmailBackend):
    """Django's SMTP backend with these connections."""

    @property
    def connection_class(self):
        return TlsConnection if self.use_ssl else PlainConnection

    @property
    def has_text(self) -> bool:
        return self.connection is not None and self.connection.has_text

    def drop_if_closed(self) -> None:
        """After 421 smtplib hangs up by itself: the next mail wants a new connection."""
        if self.connection is not None and self.connection.sock is None:
            self.connection = None

    def drop(self) -> None:
        """Close without a word more: the server may have fallen silent."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None


class Unreachable(Exception):
    """The mail server does not answer, or not as one: no mail was touched."""


@dataclass
class Outcome:
    """How many mails one run sent, put back, left uncertain."""

    sent: int = 0
    refused: int = 0
    uncertain: int = 0
    broke_off: bool = False


def send_due() -> Outcome:
    """Send what is due, mail by mail; a connection that breaks ends the run.

    Raises Unreachable where no server answers: then the next mail is not touched.
    """
    backend, outcome = Backend(**settings.MAIL_SERVER), Outcome()
    try:
        for each in _claimed(backend):
            _send(backend, each, outcome)
            if outcome.broke_off:
                break
    finally:
        _hang_up(backend)
    return outcome


def _claimed(backend: Backend) -> Iterator[OutgoingMail]:
    """Mail by mail, each claimed only once a server is there to take it."""
    now = timezone.now()
    for each in list(OutgoingMail.objects.due(now)[:MOST_AT_ONCE]):
        _connect(backend)
        if mail.claim(each, now):
            yield each


def _connect(backend: Backend) -> None:
    try:
        backend.open()
    except OSError as error:  # smtplib's exceptions are OSErrors too
        raise Unreachable(_words(error)) from error


def _send(backend: Backend, each: OutgoingMail, outcome: Outcome) -> None:
    try:
        envelope = _envelope(each)
    except ValueError as error:  # a line break in its subject or address, written by SQL
        mail.give_up(each, f"メールにできません（{type(error).__name__}）")
        outcome.refused += 1
        event_log.record("mail_unwritable", level=logging.ERROR, mail=each.pk)
        return
    try:
        backend.connection.sendmail(*envelope)
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        _refused(each, outcome, _answer_of(error))
        backend.drop_if_closed()
    except OSError as error:
        _broken(backend, each, outcome, _words(error))
    else:
        mail.mark_sent(each)
        outcome.sent += 1


def _broken(backend: Backend, each: OutgoingMail, outcome: Outcome, error: str) -> None:
    """The connection is gone: before the text, which is a refusal, or after it."""
    outcome.broke_off = True
    if backend.has_text:
        mail.mark_uncertain(each, error)
        outcome.uncertain += 1
        event_log.record("mail_uncertain", level=logging.WARNING, mail=each.pk)
    else:
        _refused(each, outcome, error)
    backend.drop()


def _refused(each: OutgoingMail, outcome: Outcome, error: str) -> None:
    mail.put_back(each, error)
    outcome.refused += 1
    event_log.record("mail_refused", mail=each.pk, attempts=each.attempts)


def _envelope(each: OutgoingMail) -> tuple[str, list[str], bytes]:
    host = urlsplit(settings.PORTAL_URL).hostname
    message = EmailMessage(
        subject=each.subject,
        body=each.body,
        from_email=settings.MAIL_FROM,
        to=[each.address],
        headers={"Message-ID": f"<mail-{each.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    content = message.message().as_bytes(linesep="\r\n")
    return parseaddr(settings.MAIL_FROM)[1], [each.address], content


def _hang_up(backend: Backend) -> None:
    try:
        backend.close()
    except OSError:
        backend.drop()


def _answer_of(error: smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused) -> str:
    """What the server said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    else:
        code, answer = error.smtp_code, error.smtp_error
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"


def _words(error: OSError) -> str:
    return f"{type(error).__name__} {error}".strip()
