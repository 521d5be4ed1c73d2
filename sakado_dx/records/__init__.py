"""操作の記録: one record for every row that is inserted, changed or deleted (README: 操作の記録)."""
