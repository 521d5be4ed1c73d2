"""Outgoing mail: written with its cause, sent later and once, by a real SMTP server's answers."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from sakado_dx.organization.models import User
from sakado_dx.records import mail, sending
from sakado_dx.records.mail import Draft, MailCause, OutgoingMail
from sakado_dx.records.models import AuditRecord
from tests.records.mail_server import MailServer, body_of, subject_of

ROOT = Path(__file__).parents[2]


@pytest.fixture
def server(settings):
    started = MailServer()
    settings.MAIL_SERVER = started.settings
    settings.MAIL_FROM = "進捗管理 <dx@city.example>"
    settings.EMAIL_TIMEOUT = 1
    yield started
    started.stop()


@pytest.fixture
def staff(db) -> User:
    return User.objects.create(username="staff", name="記録 花子", email="hanako@city.example")


def draft(user: User, *causes: str, subject: str = "お知らせ", body: str = "本文\n") -> Draft:
    return Draft(user, causes or ("cause",), subject, body)


def send_mail() -> str:
    told = StringIO()
    call_command("send_mail", stdout=told)
    return told.getvalue()


def the_mail() -> OutgoingMail:
    return OutgoingMail.objects.get()


def test_mail_is_sent_once_and_says_from_whom_to_whom(server, staff):
    mail.post([draft(staff, subject="提出期限が近い施策", body="あと3日です。\n")])
    for _ in range(2):
        send_mail()
    (message,) = server.mails
    assert (subject_of(message), body_of(message)) == ("提出期限が近い施策", "あと3日です。\n")
    assert message["To"] == "hanako@city.example"
    assert message["From"].endswith("<dx@city.example>")
    assert message["Message-ID"] == f"<mail-{the_mail().pk}@127.0.0.1>"
    assert the_mail().state == "送信済み"


def test_one_cause_tells_a_person_once(server, staff):
    other = User.objects.create(username="other", name="別人", email="b@city.example")
    assert len(mail.post([draft(staff, "a"), draft(other, "a")])) == 2
    assert len(mail.post([draft(staff, "a"), draft(other, "a", "b")])) == 1
    assert mail.post([draft(staff, "a"), draft(other, "b")]) == []
    causes = MailCause.objects.values_list("recipient__username", "cause").order_by("pk")
    assert list(causes) == [("staff", "a"), ("other", "a"), ("other", "b")]


def test_mail_goes_away_with_its_cause(server, staff):
    with transaction.atomic():
        mail.post([draft(staff)])
        transaction.set_rollback(True)
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_cannot_be_reached_gets_none(server, staff, change):
    for name, value in change.items():
        setattr(staff, name, value)
    assert mail.post([draft(staff)]) == []


def test_city_without_mail_writes_none(staff, settings):
    settings.MAIL_SERVER = {}
    assert mail.post([draft(staff)]) == []
    assert "送りません" in send_mail()


@pytest.mark.parametrize(
    ("mood", "said"),
    [("refuse", "550 no such mailbox"), ("busy", "451 try again later"), ("hang_up", "Connection")],
)
def test_refused_mail_waits_and_goes_later(server, staff, mood, said):
    server.mood = mood
    mail.post([draft(staff)])
    assert "断られたもの: 1通" in send_mail()
    assert the_mail().state == "送信待ち"
    assert said in the_mail().last_error
    server.mood = "accept"
    send_mail()
    assert server.taken == []  # its pause is not over
    OutgoingMail.objects.update(not_before=timezone.now())
    send_mail()
    assert (len(server.taken), the_mail().state, the_mail().attempts) == (1, "送信済み", 2)


def test_pauses_double_until_the_mail_is_given_up(server, staff):
    server.mood = "refuse"
    mail.post([draft(staff)])
    pauses = []
    for _ in range(mail.MOST_ATTEMPTS + 1):
        send_mail()
        waits = the_mail().not_before - timezone.now()
        pauses.append(round(waits / mail.FIRST_PAUSE))
        OutgoingMail.objects.update(not_before=timezone.now())
    assert pauses[:4] == [1, 2, 4, 8]
    assert (the_mail().state, the_mail().attempts) == ("断念", mail.MOST_ATTEMPTS)


def test_mail_too_old_to_be_true_is_given_up(server, staff):
    mail.post([draft(staff)])
    OutgoingMail.objects.update(created_at=timezone.now() - mail.LONGEST_WAIT)
    assert "断念" in send_mail()
    assert (the_mail().state, server.taken) == ("断念", [])


def test_server_that_greets_nobody_costs_no_attempt(server, staff):
    server.mood = "silent"
    mail.post([draft(staff)])
    with pytest.raises(CommandError, match="メールサーバーにつながりません"):
        send_mail()
    assert (the_mail().state, the_mail().attempts) == ("送信待ち", 0)


def test_no_server_costs_no_attempt(server, staff):
    mail.post([draft(staff)])
    server.stop()
    with pytest.raises(CommandError, match="メールサーバーにつながりません"):
        send_mail()
    assert (the_mail().state, the_mail().attempts) == ("送信待ち", 0)


def test_server_silent_after_the_text_is_listed_and_not_sent_again(server, staff):
    server.mood = "mute"
    mail.post([draft(staff)])
    assert f"送り直しません）: {the_mail().pk} 記録 花子 「お知らせ」" in send_mail()
    server.mood = "accept"
    assert "送り直しません" in send_mail()
    assert (the_mail().state, server.taken) == ("送れたか不明", [])


def test_other_mails_go_on_after_a_refused_one(server, staff):
    other = User.objects.create(username="other", name="別人", email="b@city.example")
    server.mood = "refuse"
    mail.post([draft(staff)])
    send_mail()
    server.mood = "accept"
    mail.post([draft(other)])
    send_mail()
    assert [each["To"] for each in server.mails] == ["b@city.example"]


def test_text_of_users_makes_no_header(server, staff):
    mail.post([draft(staff, subject="件名\r\nBcc: evil@x.example", body="\x00\x1b理由\r\n.\r\n")])
    send_mail()
    (message,) = server.mails
    assert message["Bcc"] is None
    assert subject_of(message) == "件名 Bcc: evil@x.example"
    assert body_of(message) == "理由\n.\n"


@pytest.mark.parametrize("field", ["subject", "address"])
def test_mail_with_a_line_break_in_its_head_is_given_up_by_name(server, staff, field):
    """Written by SQL: the portal itself puts a subject into one line."""
    mail.post([draft(staff, "a"), draft(staff, "b")])
    first = OutgoingMail.objects.first()
    text = "x@city.example\r\nBcc: y@city.example"
    OutgoingMail.objects.filter(pk=first.pk).update(**{field: text})
    send_mail()
    first.refresh_from_db()
    assert (first.state, first.last_error) == ("断念", "メールにできません（BadHeaderError）")
    assert len(server.mails) == 1  # the other went on


def test_links_start_with_the_portals_address(settings):
    settings.PORTAL_URL = "https://dx.city.example"
    assert mail.link("/my/") == "https://dx.city.example/my/"


def test_mail_is_no_part_of_the_audit_record(server, staff):
    before = AuditRecord.objects.count()
    mail.post([draft(staff)])
    send_mail()
    assert AuditRecord.objects.count() == before


KILLED = """
import os, signal, django
django.setup()
from sakado_dx.records import mail, sending
sending._send = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
sending.send_due()
"""


@pytest.mark.django_db(transaction=True)
def test_process_killed_after_claiming_leaves_the_mail_listed(server, staff):
    mail.post([draft(staff)])
    url = connection.settings_dict
    if connection.vendor == "sqlite":
        pytest.skip("the test's SQLite lives in memory, where no other process reads it")
    database = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**url)
    host, port = server.settings["host"], server.settings["port"]
    process = subprocess.run(
        [sys.executable, "-c", KILLED],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "sakado_dx.settings",
            "DATABASE_URL": database,
            "MAIL_URL": f"smtp://{host}:{port}",
            "MAIL_FROM": "dx@city.example",
        },
        timeout=60,
    )
    assert process.returncode == -signal.SIGKILL
    check_claimed_mail_is_listed(server)


def test_mail_claimed_and_left_is_listed(server, staff):
    mail.post([draft(staff)])
    assert mail.claim(the_mail(), timezone.now())
    check_claimed_mail_is_listed(server)


def test_mail_is_claimed_by_one_alone_and_not_before_its_time(server, staff):
    mail.post([draft(staff)])
    now = timezone.now()
    assert not mail.claim(the_mail(), now - timedelta(hours=1))
    assert [mail.claim(the_mail(), now) for _ in range(3)] == [True, False, False]
    mail.mark_sent(the_mail())
    assert not mail.claim(the_mail(), now)


def check_claimed_mail_is_listed(server) -> None:
    assert the_mail().state == "送信中"
    assert "送り直しません" not in send_mail()
    long_ago = timezone.now() - mail.LONGEST_SENDING - timedelta(seconds=1)
    OutgoingMail.objects.update(claimed_at=long_ago)
    assert "送り直しません" in send_mail()
    assert (the_mail().state, server.taken) == ("送れたか不明", [])


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_copies_write_one_mail_and_send_it_once(server, staff, settings):
    settings.EMAIL_TIMEOUT = 20
    if connection.vendor == "sqlite":
        pytest.skip("one connection to a database in memory: threads would have to share it")
    start = threading.Barrier(20)

    def act(_):
        try:
            start.wait(20)
            mail.post([draft(staff, "a", "b")])
            start.wait(20)
            sending.send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(act, range(20)))
    assert OutgoingMail.objects.count() == 1
    assert len(server.taken) == 1
