"""The list of imports, and what stands of one of them."""

from django.db.models import QuerySet

from progress.audit.reading import readable_tables
from sakado_dx.clock import format_date_and_clock
from sakado_dx.imports.models import Import
from sakado_dx.lists import Column
from sakado_dx.organization.access import Standing

TITLE = "取込の一覧"
UNDONE, STANDS = "取消済み", "取込済み"


def imports_for(standing: Standing) -> QuerySet[Import]:
    """All of them for the secretariat, for others their own; newest first."""
    imports = Import.objects.with_people().order_by("-pk")
    return imports if standing.is_secretariat else imports.filter(by=standing.user)


def records_for(standing: Standing, made: Import) -> QuerySet:
    """What was written in it, and when it was undone: of somebody else's import the tables that
    this person may read."""
    records = made.records_with_undo.exclude(table_name=Import._meta.db_table)
    if made.by_id == standing.user.pk:
        return records
    return records.filter(table_name__in=readable_tables(standing.user))


def rows_in_words(made: Import) -> str:
    """``追加 3、変更 2、変更なし 10``."""
    return f"追加 {made.added:,}、変更 {made.changed:,}、変更なし {made.unchanged:,}"


def state_of(made: Import) -> str:
    return UNDONE if made.is_undone else STANDS


COLUMNS = (
    Column("日時", lambda each: format_date_and_clock(each.at), "at", lambda each: each.at),
    Column("取り込んだ人", lambda each: each.by_name, "by"),
    Column("取り込んだ先", lambda each: "\n".join(filter(None, (each.title, each.scope))), "title"),
    Column("ファイル", lambda each: each.file_name, "file", url=lambda each: each.get_absolute_url()),
    Column("行", rows_in_words),
    Column("理由", lambda each: each.reason),
    Column("状態", state_of, "state"),
)  # fmt: skip
