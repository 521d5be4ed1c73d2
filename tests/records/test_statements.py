"""How many statements looking at the record and its triggers takes, however much is stored."""

from math import ceil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sakado_dx.records.checking import look_at_data
from sakado_dx.records.comparing import AT_ONCE, differences
from sakado_dx.records.disposals import Disposals
from sakado_dx.records.models import AuditRecord
from sakado_dx.records.triggers.displacing import displacing_pieces
from sakado_dx.records.triggers.foreign import foreign_faults
from sakado_dx.records.triggers.stored import read_columns
from sakado_dx.records.triggers.tables import recorded_tables

pytestmark = pytest.mark.django_db


def statements(call) -> int:
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def test_data_are_compared_in_a_statement_for_twenty_tables():
    pieces = ceil(len(recorded_tables()) / AT_ONCE)
    assert statements(lambda: list(differences(connection))) == 1 + pieces
    assert statements(look_at_data) == 1 + pieces


def test_triggers_are_looked_at_in_one_statement():
    columns = read_columns(connection)
    if connection.vendor == "sqlite":
        assert statements(lambda: displacing_pieces(connection, columns)) == 1
    assert statements(lambda: list(foreign_faults(connection, columns))) == 1


def test_disposals_are_read_once():
    disposals, record = Disposals(), AuditRecord(sequence=1, disposal="")
    assert statements(lambda: [disposals.kept_hash(record.sequence) for _ in range(3)]) == 1
