"""`manage.py export_record CODE`: a measure's whole record, to be given out (情報公開)."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from measures.models import Measure
from progress.audit import subjects
from progress.audit.words import Line, in_words
from sakado_dx.records.models import AuditRecord
from sakado_dx.spreadsheets.keys import match_key
from sakado_dx.spreadsheets.writing import to_csv

HEADINGS = (
    "番号", "連番", "日時", "操作", "対象", "行", "項目", "変更前", "変更後", "操作した人", "入口",
    "理由",
)  # fmt: skip
COLUMNS = (
    "id", "sequence", "table_name", "row_key", "operation", "before", "after", "at", "actor_id",
    "actor_name", "door", "reason", "previous", "seal",
)  # fmt: skip


class Command(BaseCommand):
    help = "施策1つの操作の記録をすべて、CSV（読むため）と JSON（封印とともに）に書き出します。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("code", help="施策の番号（例 I-1-2）")
        parser.add_argument("--plan", type=int, help="計画の番号。同じ番号の施策が複数あるとき")
        parser.add_argument("--to", default=".", metavar="FOLDER", help="書き出すフォルダ")

    def handle(self, *args, code: str, plan: int | None, to: str, **options) -> None:
        measure = self._measure(code, plan)
        records = list(AuditRecord.objects.filter(subjects.of_measure(measure)).order_by("pk"))
        name = f"record_{measure.code}_{timezone.localdate():%Y%m%d}"
        files = {
            Path(to) / f"{name}.csv": to_csv(HEADINGS, _rows(in_words(records))),
            Path(to) / f"{name}.json": _as_json(measure, records),
        }
        for path, content in files.items():
            try:
                path.write_bytes(content)
            except OSError as error:
                raise CommandError(f"{path} に書き込めません（{error.strerror}）。") from None
            self.stdout.write(f"{path}: {len(records)}件")

    def _measure(self, code: str, plan: int | None) -> Measure:
        measures = Measure.objects.select_related("plan")
        of_plan = list(measures.filter(plan=plan) if plan else measures)
        found = [each for each in of_plan if each.code == code]
        found = found or [each for each in of_plan if match_key(each.code) == match_key(code)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(f"番号 {code} の施策はありません。")
        plans = "、".join(f"{each.plan_id}（{each.plan}）" for each in found)
        raise CommandError(f"番号 {code} の施策が複数あります。--plan で指定してください: {plans}")


def _rows(lines: list[Line]):
    """One row a field; a record without a field of its own has one all the same."""
    for line in lines:
        record = line.record
        at = timezone.localtime(record.at).isoformat(sep=" ", timespec="seconds")
        start = (record.pk, record.sequence, at, record.get_operation_display())
        end = (record.actor_name, record.get_door_display(), record.reason)
        for change in line.changes or [None]:
            fields = (change.label, change.before, change.after) if change else ("", "", "")
            yield *start, line.noun, line.title, *fields, *end


def _as_json(measure: Measure, records: list[AuditRecord]) -> bytes:
    content = {
        "measure": str(measure),
        "plan": str(measure.plan),
        "written_at": timezone.localtime().isoformat(timespec="seconds"),
        "records": [{name: getattr(each, name) for name in COLUMNS} for each in records],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_moment).encode()


def _moment(value) -> str:
    return value.isoformat()
