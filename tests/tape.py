"""Tapes what the portal shows, so that a redesign can prove that nothing changed.

    python -m tests.tape make FOLDER [LOGIN ...]   every page, chart and export of `demo_years`
    python -m tests.tape compare OLD NEW           what answers differently, and at which addresses

A tape is made in a database of its own, on a day that never changes, as each of the invented
people and as somebody without a login. Of a page it keeps the `<main>`, of a chart, a CSV or a
JSON the whole text. It asks each address of the URLs for each row that the address can name,
and follows the links to lists with filters. What is random by nature (form tokens, the random
part of a digest) is masked, and so are the times of the audit record, which the database writes.
"""

import argparse
import difflib
import json
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO, StringIO
from itertools import count, product
from pathlib import Path
from urllib.parse import urljoin

NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
ANONYMOUS = "anonymous"
# Which rows an address names: by the words before the parameter, the longest that fits.
ROWS = {
    "years/office-days/<pk>": "organization.OfficeDay",
    "years/<year_id>/measures/<pk>": "measures.Measure",
    "years/<year_id>": "progress.ReviewYear",
    "indicators/<pk>/chart/<year_id>": "progress.ReviewYear",
    "indicators/<pk>": "measures.Indicator",
    "policies/<pk>": "measures.Policy",
    "measures/<pk>": "measures.Measure",
    "years/<year_id>/contributions/<pk>": "organization.Division",
    "contributions/<pk>": "progress.Contribution",
    "reports/<pk>": "progress.ProgressReport",
    "people/<pk>": "organization.User",
    "evidence/<pk>": "progress.EvidenceFile",
    "corrections/<pk>": "progress.Correction",
    "publications/<pk>": "progress.Publication",
    "meetings/<pk>/items/<item_pk>": "progress.AgendaItem",
    "meetings/<pk>": "progress.Meeting",
    "decisions/<pk>": "progress.Decision",
    "follow-ups/<pk>": "progress.FollowUp",
    "plan/editions/<pk>": "progress.PlanEdition",
}
WORDS = {
    "<shape>": ("wide", "narrow"),
    "<kind>": ("csv", "json", "xlsx"),
    "<place>": ("done", "progress", "outlook"),
    "<width>": ("wide", "narrow"),
    "<code>": (),
}
PARAMETER = re.compile(r"\(\?P(<\w+>)[^)]*\)|<(?:\w+:)?(\w+)>")
MAIN = re.compile(r"<main\b.*?</main>", re.S)
LINK = re.compile(r'<a\b[^>]*\bhref="((?!https?:)[^"#]*\?[^"#]*)', re.S)
MASKS = (
    (re.compile(r'(name="(?:csrfmiddlewaretoken|signed_user)" value=")[^"]*'), r"\1*"),
    (re.compile(r"[0-9a-f]{16,}"), "*"),
)
KEYS = re.compile(r"/\d+/")
TAGS = re.compile(r"(</\w+>)(?=<)")
RECORD_TIMES = re.compile(r"\d{1,2}:\d{2}(:\d{2})?|\d{1,2}時\d{1,2}分")
MOST_LINES = 12  # of a difference that `compare` prints


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tape")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make")
    make.add_argument("folder", type=Path)
    make.add_argument("logins", nargs="*", help="of these people only; nobody's: anonymous")
    compare = commands.add_parser("compare")
    compare.add_argument("old", type=Path)
    compare.add_argument("new", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "make":
        with tempfile.TemporaryDirectory() as work:
            _prepare(Path(work))
            _make(given.folder, given.logins)
        return 0
    return _compare(given.old, given.new)


def _prepare(work: Path) -> None:
    """An empty portal with the sample years, on the tape's day."""
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{work / 'tape.sqlite3'}",
        "FILES_DIR": str(work / "files"),
        "AUDIT_HEADS_FILE": str(work / "heads.txt"),
        "DJANGO_SETTINGS_MODULE": "sakado_dx.settings",
        "DEPLOYMENT": "local",
        "LOG_LEVEL": "ERROR",
    }
    import django
    from django.utils import timezone

    clock = count()
    # What came first is told by the time: a clock that goes, too slowly for a page to show it.
    timezone.now = lambda: NOW + timedelta(microseconds=500 * next(clock))
    django.setup()
    from django.core.management import call_command

    for step in (["migrate"], ["createcachetable"]):
        call_command(*step, verbosity=0)
    for step in ("load_plan", "demo_years"):
        call_command(step, stdout=StringIO())
    timezone.now = lambda: NOW + timedelta(minutes=1)


def _make(folder: Path, logins: list[str]) -> None:
    """One file a person: a JSON line for each address, in the order of the addresses."""
    from django.contrib.auth import get_user_model

    folder.mkdir(parents=True, exist_ok=True)
    addresses = sorted(set(_addresses()))
    people = list(get_user_model().objects.filter(is_sample=True).order_by("username"))
    for user in [None, *people]:
        name = user.username if user else ANONYMOUS
        if logins and name not in logins:
            continue
        answers = _answers(user, addresses)
        lines = [json.dumps([*line], ensure_ascii=False) for line in sorted(answers.items())]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        sys.stdout.write(f"{name}: {len(lines)}\n")
        sys.stdout.flush()


def _addresses() -> Iterator[str]:
    """Every address of the portal's own URLs, for each row that it can name."""
    from django.urls import get_resolver

    for route in _routes(get_resolver()):
        if not route.startswith("admin/"):
            yield from _filled(route)
    yield "/admin/"


def _routes(resolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern).strip("^$").replace("\\", "")
        if hasattr(each, "url_patterns"):
            yield from _routes(each, route)
        else:
            yield PARAMETER.sub(lambda match: match[1] or f"<{match[2]}>", route)


def _filled(route: str) -> Iterator[str]:
    from django.apps import apps

    names = re.findall(r"<\w+>", route)
    choices = []
    for name in names:
        if name in WORDS:
            choices.append(WORDS[name])
            continue
        before = route[: route.index(name) + len(name)]
        fitting = max((each for each in ROWS if before.endswith(each)), key=len)
        rows = apps.get_model(ROWS[fitting]).objects.order_by("pk")
        choices.append(tuple(map(str, rows.values_list("pk", flat=True))))
    for values in product(*choices):
        if _belongs(names, values):
            address = route
            for name, value in zip(names, values, strict=True):
                address = address.replace(name, value, 1)
            yield f"/{address}"


def _belongs(names: list[str], values: tuple[str, ...]) -> bool:
    """Whether the item of an agenda is one of the meeting's own."""
    from django.apps import apps

    named = dict(zip(names, values, strict=True))
    if "<item_pk>" not in named:
        return True
    item = apps.get_model("progress.AgendaItem").objects.get(pk=named["<item_pk>"])
    return str(item.meeting_id) == named["<pk>"]


def _answers(user, addresses: list[str]) -> dict[str, list]:
    """Address → [status, kind, text] as one person; links to filtered lists are followed."""
    from django.test import Client

    client = Client(HTTP_HOST="127.0.0.1")
    if user:
        client.force_login(user)
    answers: dict[str, list] = {}
    waiting = list(addresses)
    while waiting:
        address = waiting.pop(0)
        if address in answers or address == "/accounts/logout/":
            continue
        response = client.get(address)
        whole = b"".join(response) if response.streaming else response.content
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        answers[address] = [response.status_code, kind, _kept(address, kind, whole, response)]
        if kind == "text/html" and response.status_code == 200:
            links = {urljoin(address, unescape(each)) for each in LINK.findall(whole.decode())}
            waiting += sorted(each for each in links if not each.startswith("/admin/"))
    return answers


def _kept(address: str, kind: str, whole: bytes, response) -> str:
    text = _workbook_text(whole) if whole[:2] == b"PK" else whole.decode(errors="replace")
    if kind == "text/html":
        found = MAIN.search(text)
        text = found[0] if found else text
    if response.status_code in (301, 302):
        text = response.headers["Location"]
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return RECORD_TIMES.sub("*", text) if address.startswith("/records/") else text


def _workbook_text(whole: bytes) -> str:
    """The sheets and strings of a workbook; its other parts hold the hour of the writing."""
    with zipfile.ZipFile(BytesIO(whole)) as parts:
        names = [each for each in parts.namelist() if "sheet" in each or "sharedStrings" in each]
        return "\n".join(parts.read(each).decode() for each in sorted(names))


def _compare(old: Path, new: Path) -> int:
    """Print each difference once, the most frequent first, with the number of addresses that
    differ so and the first of them; 1 for any. People are those of the new tape."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name in sorted(each.name for each in new.glob("*.jsonl")):
        before, after = _tape(old / name), _tape(new / name)
        changed = [a for a in sorted(before | after) if before.get(a) != after.get(a)]
        sys.stdout.write(f"{name}: {len(before | after)} addresses, {len(changed)} differ\n")
        for address in changed:
            how = tuple(_difference(before.get(address), after.get(address)))
            found.setdefault(how, []).append(f"{address} ({name.removesuffix('.jsonl')})")
    for how, where in sorted(found.items(), key=lambda item: -len(item[1])):
        sys.stdout.write(f"{len(where)} like {where[0]}\n")
        sys.stdout.writelines(f"    {line}\n" for line in how[:MOST_LINES])
    return 1 if found else 0


def _tape(file: Path) -> dict[str, list]:
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").split("\n")
    return dict(json.loads(line) for line in lines if line)


def _difference(old: list | None, new: list | None) -> Iterator[str]:
    """The lines that differ, a tag a line, keys of rows masked: what differs alike is one."""
    if old is None or new is None:
        yield "only in the new tape" if old is None else "only in the old tape"
        return
    texts = [
        [f"{each[0]} {each[1]}", *TAGS.sub(r"\1\n", each[2]).split("\n")] for each in (old, new)
    ]
    for line in difflib.unified_diff(*texts, lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")) and line[1:].strip():
            yield KEYS.sub("/*/", line[0] + line[1:].strip())[:400]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
