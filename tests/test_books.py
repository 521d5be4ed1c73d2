"""The books in the house: what they name exists, and what the code points to stands in them."""

import ast
import re
from pathlib import Path

import pytest

from progress.models import ProgressReport
from progress.workflow.table import TRANSITIONS, Verb
from tests.street import ROOT, STREET

APPS = ("sakado_dx", "measures", "glossary", "systems_inventory", "progress")
BOOKS = [
    ROOT / "README.md",
    ROOT / "fixtures/README.md",
    *(ROOT / app / "README.md" for app in APPS),
]
PLACE = re.compile(r"`([\w./-]*(?:/|\.(?:py|json|md|css|html))[\w./-]*)`")
POINTER = re.compile(r"(?:(\w+)/)?README: ([^)\n]+)\)")
KINDS = (".py", ".html", ".css", ".js", ".sh", ".toml")
State = ProgressReport.State


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def sources() -> list[Path]:
    """All that people wrote besides the books."""
    roots = [ROOT / name for name in (*APPS, "templates", "tests", ".ci")]
    files = [path for root in roots for path in sorted(root.rglob("*")) if path.suffix in KINDS]
    names = ("Makefile", "manage.py", "pyproject.toml", "requirements.txt", "requirements-test.txt")
    loose = [ROOT / name for name in names]
    return [path for path in [*files, *loose] if path != Path(__file__)]


@pytest.mark.parametrize("book", BOOKS, ids=name_of)
def test_places_that_a_book_names_exist(book):
    named = {place for place in PLACE.findall(book.read_text("utf-8")) if "*" not in place}
    own = [book.parent, ROOT, ROOT / "progress"]
    own += [folder for folder in book.parent.iterdir() if folder.is_dir()]
    missing = [place for place in sorted(named) if not any((at / place).exists() for at in own)]
    assert [place for place in missing if not is_address(place)] == []


def is_address(place: str) -> bool:
    """An address of a page, or a file that the portal makes when it runs."""
    return place.startswith(("/", "var/", "~"))


def headings(app: str) -> list[str]:
    text = (ROOT / app / "README.md").read_text("utf-8")
    return re.findall(r"^## (.+)$", text, re.M)


def test_comments_point_to_sections_that_exist():
    wanting = []
    for path in sources():
        for app, section in POINTER.findall(path.read_text("utf-8")):
            place = app or path.relative_to(ROOT).parts[0]
            if not any(each.startswith(section.strip()) for each in headings(place)):
                wanting.append(f"{name_of(path)}: {place}/README, {section}")
    assert wanting == []


def test_no_comment_names_a_text_that_is_not_here():
    """Neither a file that is missing, nor a chapter of something else: ``(guide 2.1)``."""
    wanting = []
    for path in sources():
        text = path.read_text("utf-8")
        for name in re.findall(r"[\w./-]*\w\.md\b", text):
            if not any((at / name).exists() for at in (ROOT, path.parent)):
                wanting.append(f"{name_of(path)}: {name}")
        wanting += [
            f"{name_of(path)}: {each}" for each in re.findall(r"\([a-z]+ \d(?:\.\d+)?\)", text)
        ]
    assert wanting == []


def lines_of_the_table() -> dict[str, list[str]]:
    """Cells of the table of states, by the verb's key."""
    text = (ROOT / "progress/README.md").read_text("utf-8")
    rows = re.findall(r"^\| \S+ `(\w+)` \|.*\|$", text, re.M)
    cells = {
        key: [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if (found := re.match(r"\| \S+ `(\w+)` \|", line))
        for key in [found[1]]
        if key in rows
    }
    return cells


@pytest.mark.parametrize("verb", list(TRANSITIONS))
def test_every_verb_stands_in_the_table_of_the_book(verb):
    row = TRANSITIONS[verb]
    said, before, _, who, *_ = lines_of_the_table()[verb]
    assert said.startswith(Verb(verb).label)
    labels = [State(state).label for state in row.to_states]
    assert before == "どの状態でも" if len(labels) == len(State) else before == "、".join(labels)
    assert who.startswith(row.who_words)


def test_the_book_names_no_verb_that_the_table_lacks():
    assert set(lines_of_the_table()) == set(TRANSITIONS)


def alarms_in_the_code() -> set[str]:
    """The events that are told as an error or a warning; `request` has its level by the answer."""
    found = set()
    for path in (path for path in sources() if path.suffix == ".py"):
        if path.is_relative_to(ROOT / "tests"):
            continue
        for each in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(each, ast.Call) and ast.unparse(each.func) == "event_log.record"):
                continue
            level = next((own.value for own in each.keywords if own.arg == "level"), None)
            if level and ast.unparse(level) in ("logging.ERROR", "logging.WARNING"):
                found.add(ast.literal_eval(each.args[0]))
    return found


def lines_of_the_runbook(head: str) -> list[list[str]]:
    """The cells of its table that begins so."""
    text = (ROOT / "README.md").read_text("utf-8")
    table = text.partition(f"| {head} |")[2].partition("\n\n")[0]
    return [re.split(r" \| ", line.strip("| ")) for line in table.splitlines()[2:]]


def test_every_alarm_has_its_line_in_the_runbook_and_every_line_its_alarm():
    lines = lines_of_the_runbook("`event`")
    named = [name.strip("`") for name, meaning, cure in lines if meaning and cure]
    assert len(lines) == len(named) == len(set(named))
    assert set(named) == alarms_in_the_code() | {"unhandled_error"}  # Django's own


def test_every_check_of_readyz_has_its_line_in_the_runbook_and_every_line_its_check():
    text = (ROOT / "sakado_dx/health/checks.py").read_text("utf-8")
    checks = set(re.findall(r'Result\(\s*"(\w+)"', text))
    lines = lines_of_the_runbook("項目")
    assert {name.strip("`") for name, meaning, cure in lines if meaning and cure} == checks


def test_the_book_draws_the_whole_street():
    text = (ROOT / "progress/README.md").read_text("utf-8")
    missing = [
        name
        for name, own in STREET.items()
        if f"`{name}/`" not in text and f"`{name}.py`" not in text and name not in ("urls", "apps")
    ]
    assert missing == []


def test_the_last_day_of_reports_and_the_closing_of_a_year_are_two_words():
    """提出期限 (期限) is of a report, 締め of a year: 締切 would be either."""
    books = (*BOOKS, *sources())
    assert [name_of(path) for path in books if "\u7de0\u5207" in path.read_text("utf-8")] == []
