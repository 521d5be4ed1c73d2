"""The last day for reports: many people of many divisions save at once, and go on whatever happens.

`python -m tests.bench.deadline PEOPLE` prepares a database that `tests.bench.prepare` has filled: a
reporter for each of so many drafts, logged in, since hundreds of passwords would be hashed otherwise.
"""

import http.client
import json
import math
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import django

from tests.bench.browser import Browser, UnexpectedAnswer, form_fields

PEOPLE, SECONDS, SAVES = 200, 60, 3
WORKERS = 3  # as README recommends
TIMES = 5  # as large a plan has a report for each of them
# What a page says of a save that came to nothing; a save that is told so must not be stored.
STORED = "直前の操作は、保存されています"
NOT_STORED = ("データは変わっていません", "保存されていません", "保存していません")


@dataclass
class Told:
    """What one person was told of each text that they sent: stored, not stored, or nothing."""

    report: int
    stored: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Deadline:
    """How the day went: people, acknowledged saves, the time in ms within which 95 of 100 came."""

    people: int
    saves: int
    p95: float


def prepared(people: int, env: dict[str, str]) -> list[dict]:
    """One for each person: their cookie, report, and address. Raises UnexpectedAnswer."""
    command = [sys.executable, "-m", "tests.bench.deadline", str(people)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise UnexpectedAnswer(done.stderr.strip()[-2_000:])
    return json.loads(done.stdout)


def day(port: int, people: Sequence[dict], seconds: float, saves: int = SAVES) -> list[Told]:
    """All of them at once, each saving at times of their own within so many seconds."""
    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(lambda each: Person(port, each).work(seconds, saves), people))


def deadline(port: int, people: Sequence[dict], seconds: float = SECONDS) -> Deadline:
    """The day without any mishap. Raises UnexpectedAnswer where a save was not stored."""
    told = day(port, people, seconds)
    if any(each.refused or each.unknown for each in told):
        raise UnexpectedAnswer("保存が断られたか、応答がありませんでした。")
    times = sorted(time for each in told for time in each.times)
    return Deadline(len(told), len(times), times[math.ceil(0.95 * len(times)) - 1])


class Person:
    """Opens their report, types, saves; after any mishap opens it again and goes on."""

    def __init__(self, port: int, own: dict) -> None:
        self.own, self.told = own, Told(own["report"])
        self.run = secrets.token_hex(4)  # texts of another day are other texts
        self.browser = Browser(port)
        self.browser.take_cookies(own["cookies"])

    def work(self, seconds: float, saves: int) -> Told:
        """So many saves, spread over the time."""
        chance = random.Random(self.own["report"])
        began = time.monotonic()
        for number, at in enumerate(sorted(chance.uniform(0, seconds) for _ in range(saves))):
            time.sleep(max(0.0, began + at - time.monotonic()))
            self._save(f"【試験】{self.own['report']}-{number}-{self.run}。")
        self.browser.close()
        return self.told

    def _save(self, text: str) -> None:
        if not (fields := self._opened()):
            return
        began = time.perf_counter()
        try:
            answer = self.browser.post(self.own["url"], fields | {"done": text}, expect=0)
        except (OSError, http.client.HTTPException):
            self.told.unknown.append(text)
            self.browser.close()
            return
        page = answer.body.decode()
        if answer.status == 302 and answer.location.partition("#")[0] == self.own["url"]:
            self.told.times.append((time.perf_counter() - began) * 1000)
            self.told.stored.append(text)
        elif STORED in page:
            self.told.stored.append(text)
        elif any(words in page for words in NOT_STORED) or answer.status in (302, 200):
            self.told.refused.append(text)  # to the login, or the form again with its notice
        else:
            self.told.unknown.append(text)

    def _opened(self) -> dict[str, str]:
        """The form as it stands; empty where it does not come in half a minute, or at all."""
        for _ in range(60):
            try:
                answer = self.browser.get(self.own["url"], expect=0)
            except (OSError, http.client.HTTPException):
                self.browser.close()
            else:
                if answer.status == 302:
                    return {}  # logged out
                if answer.status == 200:
                    return form_fields(answer.body)
            time.sleep(0.5)
        return {}


def _prepare(number: int) -> list[dict]:
    from django.db.models import F
    from django.test import Client
    from django.urls import reverse

    from progress.models import ProgressReport, ReviewYear
    from sakado_dx.organization.models import Membership, User
    from sakado_dx.records.acting import Door, acting

    own = ProgressReport.objects.for_year(ReviewYear.objects.newest()).select_related("measure")
    with acting("manage.py bench", Door.COMMAND):
        own.update(
            state=ProgressReport.State.DRAFT, version=F("version") + 10
        )  # nobody has handed in yet
    reports = [(each, lead) for each in own if (lead := each.lead_division(_today()))]
    people = []
    for place, (report, division) in enumerate(reports[:number]):
        with acting("manage.py bench", Door.COMMAND):
            user = User.objects.create(username=f"deadline{place}", name=f"サンプル {place}")
            Membership.objects.create(
                user=user, division=division, role="reporter", first_day="2020-04-01"
            )
        client = Client()
        client.force_login(user)
        cookies = {name: each.value for name, each in client.cookies.items()}
        url = reverse("progress:report_edit", args=[report.pk])
        people.append({"report": report.pk, "url": url, "cookies": cookies})
    return people


def _today():
    from django.utils import timezone

    return timezone.localdate()


def kept_texts(env: dict[str, str], run: Callable = subprocess.run) -> tuple[str, dict[int, str]]:
    """All that the record says of reports, and what stands in each."""
    command = [sys.executable, "-m", "tests.bench.deadline", "kept"]
    done = run(command, env=env, capture_output=True, text=True, timeout=600, check=True)
    record, stands = json.loads(done.stdout)
    return record, {int(key): text for key, text in stands.items()}


def _kept() -> tuple[str, dict[int, str]]:
    from progress.models import ProgressReport
    from sakado_dx.records.models import AuditRecord

    table = ProgressReport._meta.db_table
    after = AuditRecord.objects.filter(table_name=table, after__contains="【試験】")
    return "\n".join(after.values_list("after", flat=True)), dict(
        ProgressReport.objects.filter(done__contains="【試験】").values_list("pk", "done")
    )


if __name__ == "__main__":
    django.setup()
    asked = sys.argv[1]
    sys.stdout.write(json.dumps(_kept() if asked == "kept" else _prepare(int(asked))) + "\n")
