"""What a file would do, kept for the page that shows it: as JSON, beside the file, for a day."""

import json
from dataclasses import asdict

from progress.imports.consequences import Consequence
from progress.imports.effects import Effects
from progress.imports.pages import Aim, Looked, aim_of, source_of
from sakado_dx.imports.models import Import
from sakado_dx.spreadsheets.faults import Fault
from sakado_dx.spreadsheets.outcomes import Change, Follow, Outcome, RowOutcome
from sakado_dx.spreadsheets.storage import PrivateStorage
from sakado_dx.spreadsheets.tables import Row, Table


def keep(number: int, looked: Looked) -> None:
    """Store what was found, under the number of the job that found it."""
    table, outcome = looked.table, looked.outcome
    told = {
        "newest": Import.objects.newest_key(),
        "table": {
            "sheet": table.sheet,
            "encoding": table.encoding,
            "header_row": table.header_row,
            "columns": table.columns,
            "absent": table.absent,
        },
        "numbers": [each.number for each in table.rows],
        "notices": list(map(asdict, table.notices)),
        "rows": [(each.number, each.kind, each.name, each.changes) for each in outcome.rows],
        "faults": list(map(asdict, outcome.faults)),
        "missing": outcome.missing,
        "follows": list(map(asdict, outcome.follows)),
        "effects": asdict(looked.effects),
        "other": looked.other.name if looked.other else "",
    }
    _storage(number).save(json.dumps(told).encode())


def kept(number: int, facts: dict, found: list[Aim]) -> tuple[Looked, int]:
    """What was kept, and the newest import of then; raises FileNotFoundError once it is gone, and
    Refused where the file is."""
    told = json.loads(_storage(number).read())
    table = Table(**told["table"], rows=[Row(each, {}) for each in told["numbers"]])
    table.notices = _faults(told["notices"])
    rows = [
        RowOutcome(at, kind, name, tuple(Change(*each) for each in changes))
        for at, kind, name, changes in told["rows"]
    ]
    follows = [Follow(**each) for each in told["follows"]]
    effects = told["effects"]
    effects["consequences"] = [Consequence(**each) for each in effects["consequences"]]
    looked = Looked(
        aim_of(found, facts["into"]),
        source_of(facts),
        table,
        Outcome(table, rows, _faults(told["faults"]), told["missing"], follows),
        Effects(**effects),
        aim_of(found, told["other"]),
    )
    return looked, told["newest"]


def _faults(told: list[dict]) -> list[Fault]:
    return [Fault(**each) for each in told]


def _storage(number: int) -> PrivateStorage:
    return PrivateStorage(f"look-{number}")
