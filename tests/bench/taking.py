"""`python -m tests.bench.taking LIST SIDE STEP FILE`: one file previewed or written in this process,
by the portal or by django-import-export as it comes. Prints one line of JSON.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from time import perf_counter

import django


def ours(name: str, step: str, file: Path) -> int:
    """As the wizard does it, from the file's bytes; how many rows."""
    from measures.models import Plan
    from progress.entry.sheet import ResultResource
    from progress.imports import lists, verbs
    from progress.models import ReviewYear
    from sakado_dx.imports.recording import SourceFile
    from sakado_dx.organization.models import User
    from sakado_dx.spreadsheets.reading import read_book
    from tests.bench.rows import LOGIN

    by, source = User.objects.get(username=LOGIN), SourceFile(file.name, file.read_bytes())
    kinds = {"results": "progress.indicatorresult", "terms": "glossary.term"}
    kind = kinds.get(name, "systems_inventory.informationsystem")
    own = next(each for each in lists.all_lists() if each.kind == kind)
    scope = ReviewYear.objects.get() if own.resource is ResultResource else Plan.objects.current()
    resource = own.make(str(scope.pk))
    table = resource.table_in(read_book(source.name, source.content))
    if step == "preview":
        outcome, _ = verbs.look(resource, table, by)
        return len(outcome.added) + len(outcome.changed)
    made = verbs.take_in(resource, table, by=by, reason="測定", file=source, scope=str(scope))
    return made.added + made.changed


def library(name: str, step: str, file: Path) -> int:
    """A `ModelResource` with nothing but its columns, and the library's own reader."""
    from import_export.formats.base_formats import XLSX

    from tests.bench.plain import PLAIN

    dataset = XLSX().create_dataset(file.read_bytes())
    result = PLAIN[name]().import_data(dataset, dry_run=step == "preview")
    faults = [
        *result.base_errors,
        *(error for _, errors in result.row_errors() for error in errors),
    ]
    if faults or result.has_validation_errors():
        raise SystemExit(f"{name}: {faults[:1] or result.invalid_rows[:1]}")
    return result.totals["new"] + result.totals["update"]


def measured(act: Callable[[], int]) -> dict:
    """How many rows, in how many seconds, of which the processor worked how many, with how many MB at
    most. The process that reads a file for the portal is gone before its rows are checked, and
    smaller than what they take."""
    begin, worked = perf_counter(), _on_processor()
    rows = act()
    seconds, cpu = perf_counter() - begin, _on_processor() - worked
    memory = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": rows, "seconds": seconds, "cpu": cpu, "memory": memory}


def _on_processor() -> float:
    """Of this process and of those that it has ended."""
    used = (getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


if __name__ == "__main__":
    django.setup()
    which, side, step, file = sys.argv[1:]
    take = {"ours": ours, "library": library}[side]
    sys.stdout.write(json.dumps(measured(lambda: take(which, step, Path(file)))) + "\n")
